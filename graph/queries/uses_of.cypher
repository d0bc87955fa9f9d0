// The instruments that some nodes of one label use.
UNWIND $ids AS id
MATCH (n:__LABEL__ {id: id})-[:USES]->(t:Instrument)
RETURN n.id AS owner, t.id AS instrument, t.name AS name
