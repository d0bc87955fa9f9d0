"""The registry: jurisdictions, functional lines, and the bodies that names in documents stand for."""

from ontology.registry.additions import Additions, additions, extend
from ontology.registry.institutions import (
    ChangeEvent,
    Institution,
    events_of,
    institution,
    successors,
    today,
)
from ontology.registry.lines import Basis, Line, bases, line, lines
from ontology.registry.memory import remembered, remembering
from ontology.registry.own import read_additions
from ontology.registry.own_items import BadRegistry
from ontology.registry.places import (
    Jurisdiction,
    PlaceMention,
    ancestors,
    children,
    find_jurisdictions,
    jurisdiction,
    lies_within,
    of_another_kind,
    places_in,
    places_opening,
)
from ontology.registry.recognising import body_endings, committee_names, is_known_body, known_names, suffix_names
from ontology.registry.resolving import Resolution, resolve

__all__ = [
    "Additions",
    "BadRegistry",
    "Basis",
    "ChangeEvent",
    "Institution",
    "Jurisdiction",
    "Line",
    "PlaceMention",
    "Resolution",
    "additions",
    "ancestors",
    "bases",
    "body_endings",
    "children",
    "committee_names",
    "events_of",
    "extend",
    "find_jurisdictions",
    "institution",
    "is_known_body",
    "jurisdiction",
    "known_names",
    "lies_within",
    "line",
    "lines",
    "of_another_kind",
    "places_in",
    "places_opening",
    "read_additions",
    "remembered",
    "remembering",
    "resolve",
    "successors",
    "suffix_names",
    "today",
]
