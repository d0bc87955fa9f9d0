// What tells whether a document changed.
MATCH (d:Document {id: $id})
RETURN d.record_sha256 AS record_sha256, d.status AS status, d.title AS title
