// Keeps edges between shared nodes, each once: rows of source, target and props.
UNWIND $rows AS row
MATCH (a:__SOURCE__ {id: row.source})
MATCH (b:__TARGET__ {id: row.target})
MERGE (a)-[r:__TYPE__]->(b)
SET r = row.props
