"""Values of both engines in one form: what a query answers is the same bytes whichever engine answered it."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from typing import Any

_CLOCK = re.compile(
    r"(?P<day>[+-]?\d{4,}-\d\d-\d\dT)?(?P<minute>\d\d:\d\d)(?P<second>:\d\d)?(?P<fraction>\.\d+)?"
    r"(?P<offset>Z|[+-]\d\d:\d\d)?(\[[^\]]*\])?"
)


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

    A float keeps 14 significant digits; one that is no number or infinite becomes text (NaN, Infinity, -Infinity).
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
    return _number(value) if isinstance(value, float) else value


def _number(value: float) -> float | str:
    """The engines add up in different orders: their last digits differ, so 14 significant ones are kept."""
    if math.isfinite(value):
        return float(f"{value:.14g}")
    return "NaN" if math.isnan(value) else ("Infinity" if value > 0 else "-Infinity")


def clock_text(text: str) -> str:
    """A date or time in one form: seconds always, no empty fraction, Z for no offset, no name of a zone."""
    match = _CLOCK.fullmatch(text)
    if match is None:
        return text
    fraction = (match["fraction"] or "").rstrip("0").rstrip(".")
    offset = "Z" if match["offset"] in {"Z", "+00:00"} else match["offset"] or ""
    return f"{match['day'] or ''}{match['minute']}{match['second'] or ':00'}{fraction}{offset}"


def canonical(value: Any) -> str:
    """A rendered value as one line of JSON that is equal for equal values."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _sorted(properties: dict[str, Any]) -> dict[str, Any]:
    return {key: render(properties[key]) for key in sorted(properties) if not key.startswith("@")}
