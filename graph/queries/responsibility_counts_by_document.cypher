// How often every body has each kind of responsibility in each document.
MATCH (i:Institution)-[r:__TYPE__]->()
RETURN i.id AS id, type(r) AS type, r.document AS document, count(r) AS number
