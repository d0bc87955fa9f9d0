// What some bodies are responsible for.
UNWIND $ids AS id
MATCH (i:Institution {id: id})-[r:__TYPE__]->(t)
RETURN t.id AS target, labels(t)[0] AS label, i.id AS institution, type(r) AS type, properties(r) AS props
