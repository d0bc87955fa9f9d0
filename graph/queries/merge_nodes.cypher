// Keeps nodes of one label with exactly these properties: rows of id and props.
UNWIND $rows AS row
MERGE (n:__LABEL__ {id: row.id})
SET n = row.props
