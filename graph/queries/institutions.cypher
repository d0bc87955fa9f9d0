// Every body.
MATCH (i:Institution)
RETURN i.id AS id, i.name AS name, i.short_names AS short_names, i.kind AS kind, i.organ AS organ, i.level AS level,
       i.registered AS registered
ORDER BY id
