// The nodes of one label without any edge.
MATCH (n:__LABEL__)
WHERE NOT EXISTS { (n)--() }
RETURN n.id AS id
