// How often every body has each kind of responsibility.
MATCH (i:Institution)-[r:__TYPE__]->()
RETURN i.id AS id, type(r) AS type, count(r) AS number
