// What tells whether a document changed.
MATCH (d:Document {id: $id})
RETURN d.sha256 AS sha256, d.status AS status, d.title AS title
