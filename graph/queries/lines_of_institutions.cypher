// The functional lines of some bodies.
UNWIND $ids AS id
MATCH (i:Institution {id: id})-[:ON_LINE]->(l:FunctionalLine)
RETURN i.id AS id, l.id AS line
