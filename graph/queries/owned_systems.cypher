// The plan systems of a document and their categories.
MATCH (d:Document {id: $id})-[:SETS_UP]->(s:PlanSystem)
OPTIONAL MATCH (s)-[:HAS_CATEGORY]->(c:PlanCategory)
RETURN s.id AS system, collect(c.id) AS categories
