// Which of some changes ended a body outside these shared nodes.
UNWIND $ids AS id
MATCH (e:ChangeEvent {id: id})
WHERE EXISTS { MATCH (e)-[:ORIGINAL]->(o:Institution) WHERE NOT o.id IN $all }
RETURN e.id AS id
