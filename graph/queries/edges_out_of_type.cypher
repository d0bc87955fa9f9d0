// A page of the edges of one type that leave a node.
MATCH (n:__LABEL__ {id: $id})-[r:__TYPE__]->(o)
RETURN o.id AS id, labels(o)[0] AS label, properties(r) AS props, r.id AS edge
ORDER BY id, edge
SKIP $offset
LIMIT $limit
