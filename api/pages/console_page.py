"""The console: its named queries, and what its page knows of the graph."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

import yaml

from api.cypher_words import of_page
from api.pages.graph_pages import edge_family, node_family
from ontology import model

_SHAPES = {"Institution": "dot", "Measure": "square", "Document": "box", "Target": "triangle", "Instrument": "diamond"}


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query of the shelf: its question, the group it belongs to (by order of the file), its text and parameters."""

    zh: str
    group: str
    order: int
    query: str
    parameters: dict[str, Any] = field(default_factory=dict)


@cache
def shelf() -> tuple[NamedQuery, ...]:
    """The named queries, in the order of their file."""
    text = resources.files("api.pages").joinpath("shelf.yaml").read_text(encoding="utf-8")
    rows = yaml.safe_load(text)["queries"]
    groups = list(dict.fromkeys(row["group"] for row in rows))
    return tuple(NamedQuery(**{**row, "order": groups.index(row["group"])}) for row in rows)


@cache
def context() -> dict[str, Any]:
    """What the page shows beside the answers."""
    classes = [c for c in model.classes() if not c.internal]
    nodes = {c.name: {"family": node_family(c.name), "shape": _SHAPES.get(c.name, "hexagon")} for c in classes}
    other = {"family": "faint", "shape": "dot"}
    edges = {e.name: {"family": edge_family(e.name), "zh": e.zh} for e in model.edges()}
    return {
        "shelf": shelf(),
        "classes": classes,
        "edges": model.edges(),
        "words": of_page(),
        "looks": {"nodes": {**nodes, "other": other}, "edges": edges},
    }
