// The bodies that issued some documents.
UNWIND $ids AS id
MATCH (d:Document {id: id})-[r:ISSUED_BY]->(i:Institution)
RETURN d.id AS document, i.id AS id, r.order AS order
