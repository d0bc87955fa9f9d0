// The bodies some documents are sent to.
UNWIND $ids AS id
MATCH (d:Document {id: id})-[:ADDRESSED_TO]->(i:Institution)
RETURN d.id AS document, i.id AS id
