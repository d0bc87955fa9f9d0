// The edges of some types that leave some nodes of one label.
UNWIND $ids AS id
MATCH (n:__LABEL__ {id: id})-[r:__TYPE__]->(o)
RETURN n.id AS source, type(r) AS type, o.id AS target, labels(o)[0] AS label, properties(r) AS props
