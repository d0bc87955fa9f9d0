// The measures of some documents.
UNWIND $ids AS id
MATCH (d:Document {id: id})-[:HAS_MEASURE]->(m:Measure)
RETURN d.id AS document, m.id AS id, m.number AS number, m.path AS path, m.title AS title, m.head AS head,
       m.text AS text, m.span_start AS start, m.span_end AS end, m.own_end AS own_end
