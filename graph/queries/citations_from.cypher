// The citations that stand in some documents.
UNWIND $ids AS id
MATCH (s:Document {id: id})-[r:__TYPE__]->(d:Document)
RETURN s.id AS source, d.id AS target, type(r) AS type, d.title AS title, d.doc_no AS doc_no, d.status AS status,
       properties(r) AS props
