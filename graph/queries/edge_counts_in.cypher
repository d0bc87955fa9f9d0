// How many edges of each type lead to some nodes of one label.
UNWIND $ids AS id
MATCH (n:__LABEL__ {id: id})<-[r]-()
RETURN n.id AS id, type(r) AS type, count(r) AS number
