// The targets that measures or sections of some documents have.
UNWIND $ids AS id
MATCH (d:Document {id: id})-[:HAS_SECTION|HAS_MEASURE]->(u)-[:HAS_TARGET]->(t:Target)
RETURN DISTINCT d.id AS document, u.id AS owner, properties(t) AS props
