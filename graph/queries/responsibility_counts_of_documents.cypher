// How often each kind of responsibility for measures is given in some documents.
UNWIND $ids AS id
MATCH (d:Document {id: id})-[:HAS_MEASURE]->(:Measure)<-[r:__TYPE__]-(:Institution)
RETURN d.id AS id, type(r) AS type, count(r) AS number
