// The sections in which measures of some documents stand directly.
UNWIND $ids AS id
MATCH (d:Document {id: id})-[:HAS_SECTION]->(s:Section)-[:HAS_MEASURE]->(m:Measure)
RETURN m.id AS id, s.id AS section
