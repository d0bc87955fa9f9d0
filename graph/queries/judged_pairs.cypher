// What people said of pairs of plan parts.
MATCH (a)-[r:MAPS_TO]->(b)
RETURN a.id AS left, b.id AS right, r.relation AS relation, r.status AS status, r.corrected_by AS corrected_by,
       r.why AS why
ORDER BY left, right
