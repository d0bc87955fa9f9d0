// Where the measures of some documents begin.
UNWIND $ids AS id
MATCH (d:Document {id: id})-[:HAS_MEASURE]->(m:Measure)
RETURN d.id AS document, m.id AS id, m.span_start AS start
