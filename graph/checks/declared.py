"""Rules of the model: only declared labels, properties and edges, and no node that nothing leads to."""

from __future__ import annotations

from collections.abc import Iterator

from graph.checks.ground import Finding, Ground
from ontology import model


def labels(ground: Ground) -> Iterator[Finding]:
    """Nodes of labels that the model lacks."""
    known = {one.name for one in model.classes()}
    for row in ground.ask("labels_in_use"):
        strange = sorted(set(row["labels"]) - known)
        if strange or not row["labels"]:
            yield Finding(_label(row["labels"]), row["id"] or "", None, f"类 {'、'.join(strange) or '（无）'}")


def properties(ground: Ground) -> Iterator[Finding]:
    """Properties that a node's label or an edge's type does not have."""
    for row in ground.ask("properties_in_use"):
        allowed = {p.name for one in model.classes() if one.name in row["labels"] for p in one.properties}
        if allowed and row["key"] not in allowed:
            yield Finding(_label(row["labels"]), row["id"] or "", None, f"属性 {row['key']}")
    known = {one.name: set(one.properties) for one in model.edges()}
    for row in ground.ask("edge_properties_in_use"):
        if row["type"] in known and row["key"] not in known[row["type"]]:
            yield Finding(_label(row["labels"]), row["id"] or "", None, f"关系 {row['type']} 的属性 {row['key']}")


def edges(ground: Ground) -> Iterator[Finding]:
    """Edges of types that the model lacks, or between labels it does not join by them."""
    known = {one.name: one for one in model.edges()}
    for row in ground.ask("edges_in_use"):
        edge = known.get(row["type"])
        source, target = _label(row["source"]), _label(row["target"])
        if edge is None or source not in edge.source or target not in edge.target:
            yield Finding(source, row["id"] or "", None, f"关系 {source}-{row['type']}→{target}")


def orphans(ground: Ground) -> Iterator[Finding]:
    """Nodes without any edge, of classes whose nodes do not stand alone."""
    for one in model.classes():
        if not one.standalone:
            for row in ground.ask("orphans", label=one.name):
                yield Finding(one.name, row["id"], None, "没有任何关系")


def _label(labels: list[str]) -> str:
    return labels[0] if labels else ""
