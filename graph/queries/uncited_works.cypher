// Which of some works that are not loaded nobody cites any longer.
UNWIND $ids AS id
MATCH (d:Document {id: id})
WHERE d.status = 'cited' AND NOT EXISTS { (d)<-[:__TYPE__]-(:Document) }
RETURN d.id AS id
