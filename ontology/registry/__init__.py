"""The registry: jurisdictions, functional lines, and the bodies that names in documents stand for."""

from ontology.registry.places import (
    Jurisdiction,
    PlaceMention,
    ancestors,
    children,
    find_jurisdictions,
    jurisdiction,
    lies_within,
    places_in,
)

__all__ = [
    "Jurisdiction",
    "PlaceMention",
    "ancestors",
    "children",
    "find_jurisdictions",
    "jurisdiction",
    "lies_within",
    "places_in",
]
