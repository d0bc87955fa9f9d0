// What tells whether a document changed; without what was read of it, an earlier version kept it.
MATCH (d:Document {id: $id})
OPTIONAL MATCH (r:Reading {id: $reading})
RETURN d.record_sha256 AS record_sha256, d.status AS status, d.title AS title, r.id AS reading
