// The responsibilities of some bodies, with what they are chosen and ordered by.
UNWIND $ids AS id
MATCH (i:Institution {id: id})-[r:__TYPE__]->(t)
RETURN r.id AS id, t.id AS holder, labels(t)[0] AS label, i.id AS institution, type(r) AS type, r.basis AS basis,
       r.document AS document, r.span_start AS start, r.position AS position, r.role AS role
