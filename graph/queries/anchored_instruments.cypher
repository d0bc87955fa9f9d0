// Which of some instruments are still used.
UNWIND $ids AS id
MATCH (t:Instrument {id: id})
WHERE EXISTS { (t)<-[:USES]-() }
RETURN t.id AS id
