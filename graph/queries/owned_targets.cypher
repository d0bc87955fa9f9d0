// The targets of a document.
MATCH (d:Document {id: $id})-[:HAS_SECTION|HAS_MEASURE]->(u)-[:HAS_TARGET]->(n:Target)
RETURN DISTINCT n.id AS id, labels(n)[0] AS label
