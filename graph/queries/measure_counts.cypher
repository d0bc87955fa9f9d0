// How many measures some documents have.
UNWIND $ids AS id
MATCH (d:Document {id: id})-[:HAS_MEASURE]->(m:Measure)
RETURN d.id AS id, count(m) AS number
