// How often each kind of responsibility for parts of plan systems is given in some documents.
UNWIND $ids AS id
MATCH (d:Document {id: id})-[:SETS_UP]->(:PlanSystem)-[:HAS_CATEGORY|HAS_PROGRAM|HAS_FUND*0..2]->(t)
MATCH (t)<-[r:__TYPE__]-(:Institution)
RETURN d.id AS id, type(r) AS type, count(r) AS number
