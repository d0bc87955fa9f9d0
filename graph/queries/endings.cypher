// What documents say they repeal, replace or prolong some documents.
UNWIND $ids AS id
MATCH (d:Document {id: id})<-[r:REPEALS|REPLACES|EXTENDS]-(s:Document)
RETURN d.id AS id, type(r) AS type, s.id AS source, s.status AS status, s.issued AS issued, s.published AS published,
       s.effective_from AS effective_from, r.effective_from AS since, r.effective_until AS until
