// The funds of a document and those merged into them.
MATCH (d:Document {id: $id})-[:SETS_UP]->(:PlanSystem)-[:HAS_FUND]->(f:Fund)
OPTIONAL MATCH (o:Fund)-[:MERGED_INTO]->(f)
RETURN f.id AS fund, collect(o.id) AS merged
