// The labels that nodes have, each set with one node.
MATCH (n)
RETURN labels(n) AS labels, min(n.id) AS id
