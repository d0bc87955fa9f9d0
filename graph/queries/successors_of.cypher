// The bodies that took over from some bodies.
UNWIND $ids AS id
MATCH (i:Institution {id: id})-[r:SUCCEEDED_BY]->(s:Institution)
OPTIONAL MATCH (e:ChangeEvent {id: r.event})
RETURN i.id AS id, s.id AS successor, r.date AS date, e.certain AS certain
