// All properties of a node.
MATCH (n:__LABEL__ {id: $id})
RETURN properties(n) AS props
