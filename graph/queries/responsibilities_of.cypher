// The responsibilities for some nodes of one label.
UNWIND $ids AS id
MATCH (t:__LABEL__ {id: id})<-[r:__TYPE__]-(i:Institution)
RETURN t.id AS target, i.id AS institution, type(r) AS type, properties(r) AS props
