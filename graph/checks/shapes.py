"""The rule of shapes: what the store exports keeps to the SHACL shapes of the ontology."""

from __future__ import annotations

from collections.abc import Iterator

from graph.checks.ground import Finding, Ground
from graph.errors import NotFound
from graph.ids import label_of
from graph.rdf.checking import Violation, check_shapes


def violated(ground: Ground) -> Iterator[Finding]:
    """Every violation of a shape, by node; of a relation by the node it goes out from."""
    for one in check_shapes(ground.store, only=ground.only):
        yield Finding(_label(one.thing), one.thing, one.document or None, _evidence(one))


def _label(identifier: str) -> str:
    try:
        return label_of(identifier)
    except NotFound:
        return ""


def _evidence(one: Violation) -> str:
    told = (one.shape, one.path, one.value, one.message)
    return "；".join(part for part in told if part)
