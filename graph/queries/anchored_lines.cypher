// Which of some lines have bodies outside these shared nodes.
UNWIND $ids AS id
MATCH (l:FunctionalLine {id: id})
WHERE EXISTS { MATCH (l)<-[:ON_LINE]-(o:Institution) WHERE NOT o.id IN $all }
RETURN l.id AS id
