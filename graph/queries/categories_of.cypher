// The categories of the plan systems of some documents.
UNWIND $ids AS id
MATCH (d:Document {id: id})-[:SETS_UP]->(s:PlanSystem)-[:HAS_CATEGORY]->(c:PlanCategory)
RETURN d.id AS document, s.id AS system, c.id AS id, c.name AS name, c.order AS order, c.purpose AS purpose
