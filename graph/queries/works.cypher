// Every document and every work that is only cited.
MATCH (d:Document)
RETURN d.id AS id, d.title AS title, d.doc_no AS doc_no, d.status AS status,
       d.jurisdiction AS place
ORDER BY id
