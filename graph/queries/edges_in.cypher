// The edges that lead to some nodes of one label.
UNWIND $ids AS id
MATCH (n:__LABEL__ {id: id})<-[r]-(o)
RETURN o.id AS source, type(r) AS type, n.id AS target, labels(o)[0] AS label, properties(r) AS props
ORDER BY type, source, target
LIMIT $limit
