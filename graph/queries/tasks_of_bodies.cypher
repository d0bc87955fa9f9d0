// What each body works on, as printed: the measures of its edges of some types.
MATCH (i:Institution)-[r:__TYPE__]->(m:Measure)
RETURN i.id AS body, collect(m.id) AS tasks
