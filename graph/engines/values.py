"""Values of both engines in one form: what a query answers is the same bytes whichever engine answered it."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class NodeValue:
    """A node of an answer: its labels and properties."""

    labels: tuple[str, ...]
    properties: dict[str, Any]


@dataclass(frozen=True, slots=True)
class RelationshipValue:
    """A relationship of an answer: its type, the ids of its ends, its properties."""

    type: str
    source: str
    target: str
    properties: dict[str, Any]


@dataclass(frozen=True, slots=True)
class PathValue:
    """A path of an answer: nodes and relationships in turn."""

    elements: list[Any]


def render(value: Any) -> Any:
    """A value as JSON can carry it, with the keys of nodes, relationships and maps sorted.

    A float that is no number or infinite becomes a string (NaN, Infinity, -Infinity).
    """
    if isinstance(value, NodeValue):
        return {"_labels": sorted(value.labels), **_sorted(value.properties)}
    if isinstance(value, RelationshipValue):
        ends = {"_from": value.source, "_to": value.target, "_type": value.type}
        return {**ends, **_sorted(value.properties)}
    if isinstance(value, PathValue):
        return [render(element) for element in value.elements]
    if isinstance(value, dict):
        return _sorted(value)
    if isinstance(value, (list, tuple)):
        return [render(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else ("Infinity" if value > 0 else "-Infinity")
    return value


def canonical(value: Any) -> str:
    """A rendered value as one line of JSON that is equal for equal values."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _sorted(properties: dict[str, Any]) -> dict[str, Any]:
    return {key: render(properties[key]) for key in sorted(properties) if not key.startswith("@")}
