// The plan systems of some documents.
UNWIND $ids AS id
MATCH (d:Document {id: id})-[:SETS_UP]->(s:PlanSystem)
RETURN d.id AS document, s.id AS id, s.name AS name
