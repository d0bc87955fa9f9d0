// The measures of some documents as references.
UNWIND $ids AS id
MATCH (d:Document {id: id})-[:HAS_MEASURE]->(m:Measure)
RETURN m.id AS id, m.number AS number, m.path AS path, m.title AS title, m.head AS head, d.id AS document,
       m.span_start AS start
