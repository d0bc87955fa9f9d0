// In which documents some bodies are given responsibilities.
UNWIND $ids AS id
MATCH (i:Institution {id: id})-[r:__TYPE__]->()
RETURN DISTINCT i.id AS id, r.document AS document
