// The sections of some documents.
UNWIND $ids AS id
MATCH (d:Document {id: id})-[:HAS_SECTION]->(s:Section)
RETURN d.id AS document, s.id AS id, s.number AS number, s.path AS path, s.title AS title,
       s.span_start AS start, s.span_end AS end
