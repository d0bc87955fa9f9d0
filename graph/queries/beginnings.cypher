// Since when there are some bodies.
UNWIND $ids AS id
MATCH (i:Institution {id: id})
RETURN i.id AS id, i.valid_from AS valid_from
