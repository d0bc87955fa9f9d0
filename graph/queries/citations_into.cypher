// The citations that lead to some documents.
UNWIND $ids AS id
MATCH (d:Document {id: id})<-[r:__TYPE__]-(s:Document)
RETURN s.id AS source, type(r) AS type, d.id AS target, r.id AS id, r.quote AS quote,
       r.span_start AS span_start, r.span_end AS span_end,
       r.effective_from AS effective_from, r.effective_until AS effective_until, properties(r) AS props
