// The edges that leave some nodes of one label.
UNWIND $ids AS id
MATCH (n:__LABEL__ {id: id})-[r]->(o)
RETURN n.id AS source, type(r) AS type, o.id AS target, labels(o)[0] AS label, properties(r) AS props
ORDER BY type, source, target
LIMIT $limit
