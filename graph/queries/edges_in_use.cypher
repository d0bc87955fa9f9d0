// Which types of edges lead from which labels to which, each with one node they start at.
MATCH (a)-[r]->(b)
RETURN labels(a) AS source, type(r) AS type, labels(b) AS target, min(a.id) AS id
