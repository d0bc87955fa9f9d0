// The measures around a measure, with their distance.
MATCH p = (m:Measure {id: $id})-[:PART_OF*1..12]->(a:Measure)
RETURN a.id AS id, length(p) AS distance
ORDER BY distance, id
