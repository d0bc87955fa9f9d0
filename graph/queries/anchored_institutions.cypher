// Which of some bodies something outside these shared nodes refers to.
UNWIND $ids AS id
MATCH (i:Institution {id: id})
WHERE EXISTS { (i)-[:__TYPE__]->() }
   OR EXISTS { (i)<-[:ISSUED_BY|ADDRESSED_TO|AUTHORIZED_BY]-(:Document) }
   OR EXISTS { MATCH (i)<-[:PART_OF|HOSTED_BY|SUCCEEDED_BY]-(o:Institution) WHERE NOT o.id IN $all }
   OR EXISTS { MATCH (i)<-[:RESULTING]-(e:ChangeEvent) WHERE NOT e.id IN $all }
RETURN i.id AS id
