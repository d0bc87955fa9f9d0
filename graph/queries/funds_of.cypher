// The funds of the plan systems of some documents.
UNWIND $ids AS id
MATCH (d:Document {id: id})-[:SETS_UP]->(s:PlanSystem)-[:HAS_FUND]->(f:Fund)
RETURN d.id AS document, s.id AS system, f.id AS id, f.name AS name
