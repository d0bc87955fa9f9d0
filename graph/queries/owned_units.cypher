// The sections and measures of a document.
MATCH (d:Document {id: $id})-[:HAS_SECTION|HAS_MEASURE]->(n)
RETURN DISTINCT n.id AS id, labels(n)[0] AS label
