// Which categories the funds of some documents pay for.
UNWIND $ids AS id
MATCH (d:Document {id: id})-[:SETS_UP]->(:PlanSystem)-[:HAS_FUND]->(f:Fund)-[:FUNDS]->(c:PlanCategory)
RETURN f.id AS fund, c.id AS category
