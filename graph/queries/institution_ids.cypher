// The id of every body.
MATCH (i:Institution)
RETURN i.id AS id
