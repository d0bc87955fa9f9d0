// The programs of the plan systems of some documents.
UNWIND $ids AS id
MATCH (d:Document {id: id})-[:SETS_UP]->(:PlanSystem)-[:HAS_CATEGORY]->(c:PlanCategory)-[:HAS_PROGRAM]->(p:Program)
RETURN d.id AS document, c.id AS category, p.id AS id, p.name AS name, p.order AS order, p.purpose AS purpose,
       p.funding AS funding
