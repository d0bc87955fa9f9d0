// The responsibilities for some nodes of one label, with what they are chosen and ordered by.
UNWIND $ids AS id
MATCH (t:__LABEL__ {id: id})<-[r:__TYPE__]-(i:Institution)
RETURN r.id AS id, t.id AS holder, i.id AS institution, type(r) AS type, r.basis AS basis, r.document AS document,
       r.span_start AS start, r.position AS position, r.role AS role
