// What some nodes of one label are called.
UNWIND $ids AS id
MATCH (n:__LABEL__ {id: id})
RETURN n.id AS id, coalesce(n.title, n.name) AS name
