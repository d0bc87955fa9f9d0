// Deletes nodes of one label with their edges.
UNWIND $ids AS id
MATCH (n:__LABEL__ {id: id})
DETACH DELETE n
