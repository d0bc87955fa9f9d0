// Every edge of one type.
MATCH (a)-[r:__TYPE__]->(b)
RETURN a.id AS source, b.id AS target, properties(r) AS props
