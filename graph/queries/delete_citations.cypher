// Deletes citations of one relation: rows of source, target and id.
UNWIND $rows AS row
MATCH (s:Document {id: row.source})-[r:__TYPE__]->(d:Document {id: row.target})
WHERE r.id = row.id
DELETE r
