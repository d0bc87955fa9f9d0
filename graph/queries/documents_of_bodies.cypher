// In which documents every body is given a responsibility.
MATCH (i:Institution)-[r:__TYPE__]->()
RETURN DISTINCT i.id AS id, r.document AS document
