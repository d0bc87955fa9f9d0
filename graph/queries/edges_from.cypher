// All edges that leave some nodes of one label, in no order.
UNWIND $ids AS id
MATCH (n:__LABEL__ {id: id})-[r]->(o)
RETURN n.id AS source, type(r) AS type, o.id AS target, labels(o)[0] AS label, properties(r) AS props
