// The bodies that took over from some bodies.
UNWIND $ids AS id
MATCH (i:Institution {id: id})-[r:SUCCEEDED_BY]->(s:Institution)
RETURN i.id AS id, s.id AS successor, r.date AS date
