// The programs of a document.
MATCH (d:Document {id: $id})-[:SETS_UP]->(:PlanSystem)-[:HAS_CATEGORY]->(:PlanCategory)-[:HAS_PROGRAM]->(n:Program)
RETURN DISTINCT n.id AS id, labels(n)[0] AS label
