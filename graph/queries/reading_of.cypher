// What was read of a loaded document, packed, with the document's text.
MATCH (d:Document {id: $id})
MATCH (r:Reading {id: $reading})
RETURN d.text AS text, r.packed AS packed
