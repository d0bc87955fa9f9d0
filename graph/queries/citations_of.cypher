// The citations that stand in some documents, with what they lead to.
UNWIND $ids AS id
MATCH (s:Document {id: id})-[r:__TYPE__]->(d:Document)
RETURN s.id AS source, type(r) AS type, d.id AS target, r.id AS id, r.quote AS quote,
       r.span_start AS span_start, r.span_end AS span_end,
       r.effective_from AS effective_from, r.effective_until AS effective_until
