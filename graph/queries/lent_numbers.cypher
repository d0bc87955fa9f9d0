// Citations that lead to a loaded document whose own 文号 is not known.
MATCH (d:Document)<-[r:__TYPE__]-(:Document)
WHERE d.doc_no IS NULL AND d.status <> 'cited'
RETURN d.id AS id, r.quote AS quote
