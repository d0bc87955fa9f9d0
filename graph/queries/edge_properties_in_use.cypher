// The properties that edges have, by type, each with one node they start at.
MATCH (a)-[r]->()
UNWIND keys(r) AS key
RETURN labels(a) AS labels, type(r) AS type, key, min(a.id) AS id
