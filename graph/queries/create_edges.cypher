// Adds edges of a document's own: rows of source, target and props. The nodes are new, so there is nothing to merge with.
UNWIND $rows AS row
MATCH (a:__SOURCE__ {id: row.source})
MATCH (b:__TARGET__ {id: row.target})
CREATE (a)-[r:__TYPE__]->(b)
SET r = row.props
