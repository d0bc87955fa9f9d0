// The instruments that nodes of one label use.
UNWIND $ids AS id
MATCH (n:__LABEL__ {id: id})-[:USES]->(t:Instrument)
RETURN DISTINCT t.id AS id
