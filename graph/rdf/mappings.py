"""Two plan systems side by side as SKOS mappings: a triple a pair that corresponds, a statement with its grounds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from graph.correcting.pairs import REJECTED
from graph.ids import label_of
from graph.parts import Edge, Node
from graph.rdf.describing import Describer
from graph.rdf.formats import turtle
from ontology.terms import DEFAULT_BASE, Names
from ontology.turtle import Description

Row = Mapping[str, Any]


def to_skos(answer: Row, base: str = DEFAULT_BASE) -> str:
    """The answer of `compare` as Turtle.

    A pair of categories or programs that corresponds is a SKOS mapping (left broadMatch right: the right one is
    broader). Each pair has a statement with relation, score, status (computed, confirmed, rejected), who judged it, and
    why: the person's ground, else the reasons computed. A rejected pair has the statement alone.
    """
    names = Names(base)
    return b"".join(turtle(_described(answer, Describer(names)), names)).decode()


def _described(answer: Row, describer: Describer) -> Iterator[Description]:
    named: dict[str, str] = {}
    pairs: dict[tuple[str, str], Edge] = {}
    for row in answer["rows"]:
        if row["relation"] != "none" or row["status"] == REJECTED:
            _add(pairs, named, row["left_category"], row["right_category"], row)
        for one in row["programs"]:
            _add(pairs, named, one["left"], one["right"], one)
    held: dict[str, list[Edge]] = {}
    for (left, _), edge in pairs.items():
        if edge.props["status"] != REJECTED:
            held.setdefault(left, []).append(edge)
    for identifier, name in sorted(named.items()):
        yield describer.node(Node(label_of(identifier), identifier, {"name": name}), held.get(identifier, ()))
    yield from describer.statements(pairs.values())


def _add(pairs: dict[tuple[str, str], Edge], named: dict[str, str], left: Row, right: Row, pair: Row) -> None:
    for side in (left, right):
        named[side["id"]] = side["name"]
    reasons = "；".join(reason["value"] for reason in pair.get("reasons", ()))
    told = {key: pair[key] for key in ("relation", "score", "status", "corrected_by")}
    pairs[left["id"], right["id"]] = Edge(
        "MAPS_TO", left["id"], right["id"], {**told, "why": pair["why"] or reasons or None}
    )
