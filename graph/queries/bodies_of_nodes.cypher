// The bodies that hold responsibilities for nodes of one label.
UNWIND $ids AS id
MATCH (n:__LABEL__ {id: id})<-[:__TYPE__]-(i:Institution)
RETURN DISTINCT i.id AS id
