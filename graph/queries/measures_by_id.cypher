// Some measures as references, with their documents.
UNWIND $ids AS id
MATCH (m:Measure {id: id})<-[:HAS_MEASURE]-(d:Document)
RETURN m.id AS id, m.number AS number, m.path AS path, m.title AS title, m.head AS head, d.id AS document
