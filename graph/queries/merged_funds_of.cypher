// The funds that were merged into those of some documents.
UNWIND $ids AS id
MATCH (d:Document {id: id})-[:SETS_UP]->(:PlanSystem)-[:HAS_FUND]->(f:Fund)<-[:MERGED_INTO]-(o:Fund)
RETURN d.id AS document, f.id AS into, o.id AS id, o.name AS name
