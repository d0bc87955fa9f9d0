// Every body that the head of a document names.
MATCH (d:Document)-[:ISSUED_BY|ADDRESSED_TO|AUTHORIZED_BY]->(i:Institution)
RETURN DISTINCT i.id AS id, d.id AS document
