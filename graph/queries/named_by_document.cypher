// The bodies and places a document names in its head.
MATCH (d:Document {id: $id})-[:ISSUED_BY|ADDRESSED_TO|AUTHORIZED_BY|APPLIES_IN]->(n)
RETURN DISTINCT n.id AS id
