// Which of some places something outside these shared nodes lies in.
UNWIND $ids AS id
MATCH (j:Jurisdiction {id: id})
WHERE EXISTS { (j)<-[:APPLIES_IN]-(:Document) }
   OR EXISTS { MATCH (j)<-[:LOCATED_IN|PART_OF]-(o) WHERE NOT o.id IN $all }
RETURN j.id AS id
