// What documents say they repeal or replace some documents.
UNWIND $ids AS id
MATCH (d:Document {id: id})<-[r:REPEALS|REPLACES]-(s:Document)
RETURN d.id AS id, type(r) AS type, s.id AS source, s.status AS status, s.issued AS issued, s.published AS published,
       s.effective_from AS effective_from
