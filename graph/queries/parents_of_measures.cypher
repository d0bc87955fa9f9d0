// The measures around measures of some documents.
UNWIND $ids AS id
MATCH (d:Document {id: id})-[:HAS_MEASURE]->(m:Measure)-[:PART_OF]->(p:Measure)
RETURN m.id AS id, p.id AS parent
