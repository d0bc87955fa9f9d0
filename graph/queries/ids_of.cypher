// The ids of all nodes of one label.
MATCH (n:__LABEL__)
RETURN n.id AS id
ORDER BY id
