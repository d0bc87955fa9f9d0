// The properties that nodes have, by label, each with one node.
MATCH (n)
UNWIND keys(n) AS key
RETURN labels(n) AS labels, key, min(n.id) AS id
