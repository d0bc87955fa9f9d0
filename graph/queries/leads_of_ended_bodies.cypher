// The leads, stated and inferred, of bodies that have ended.
MATCH (i:Institution)-[r:LEADS|LIKELY_LEADS]->(m)
WHERE i.valid_to IS NOT NULL
RETURN i.id AS id, i.name AS name, i.valid_to AS ended, r.document AS document, r.quote AS quote
