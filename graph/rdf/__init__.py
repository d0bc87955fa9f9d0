"""The graph as RDF: described, streamed, read back, checked against shapes, and asked in SPARQL."""
