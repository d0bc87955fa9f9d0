// The works a document cites that are not loaded.
MATCH (s:Document {id: $id})-[:__TYPE__]->(d:Document)
WHERE d.status = 'cited'
RETURN DISTINCT d.id AS id
