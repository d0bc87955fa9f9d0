// Where some bodies are.
UNWIND $ids AS id
MATCH (i:Institution {id: id})-[:LOCATED_IN]->(j:Jurisdiction)
RETURN i.id AS id, j.code AS code
