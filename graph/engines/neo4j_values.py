"""Values of the Neo4j driver in the form both engines share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import neo4j
from neo4j import graph, time

from graph.engines.values import NodeValue, PathValue, RelationshipValue, clock_text
from graph.errors import QueryRefused, StoreError

_SCALARS = (bool, int, float, str, type(None))
_ENDS = "MATCH (n) WHERE elementId(n) IN $ids RETURN elementId(n) AS element, n.id AS id"


def plain_row(record: neo4j.Record) -> dict[str, Any]:
    """A row of a query of the catalogue: scalars, lists and maps only, else StoreError."""
    return {key: _plain(value) for key, value in zip(record.keys(), record.values(), strict=True)}


def _plain(value: Any) -> Any:
    if type(value) in _SCALARS:
        return value
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    raise StoreError("store_failed", f"目录里的查询返回了 {type(value).__name__}，只能返回文字、数、列表和映射")


class Ends:
    """Our ids of the ends of relationships: the driver knows only the engine's where the node is not in the answer."""

    def __init__(self, transaction: neo4j.Transaction, records: Iterable[neo4j.Record]) -> None:
        self._ids: dict[str, str] = {}
        wanted: set[str] = set()
        for record in records:
            for value in record.values():
                self._collect(value, wanted)
        missing = sorted(wanted - self._ids.keys())
        if missing:
            for row in transaction.run(_ENDS, ids=missing):
                self._ids[row["element"]] = str(row["id"])

    def id_of(self, node: graph.Node | None) -> str:
        """Our id of an end of a relationship."""
        return self._ids.get(node.element_id, "") if node is not None else ""

    def _collect(self, value: Any, wanted: set[str]) -> None:
        if isinstance(value, graph.Node):
            self._ids[value.element_id] = str(value.get("id"))
        elif isinstance(value, graph.Relationship):
            wanted.update(node.element_id for node in (value.start_node, value.end_node) if node is not None)
        elif isinstance(value, graph.Path):
            for item in (*value.nodes, *value.relationships):
                self._collect(item, wanted)
        elif isinstance(value, (list, dict)):
            for item in value.values() if isinstance(value, dict) else value:
                self._collect(item, wanted)


def converted(value: Any, ends: Ends) -> Any:
    """A value of a user's own query; times as text in the form of Cypher's toString()."""
    if type(value) in _SCALARS:
        return value
    if isinstance(value, list):
        return [converted(item, ends) for item in value]
    if isinstance(value, dict):
        return {key: converted(item, ends) for key, item in value.items()}
    if isinstance(value, (graph.Node, graph.Relationship, graph.Path)):
        return _entity(value, ends)
    if isinstance(value, (time.Date, time.Time, time.DateTime, time.Duration)):
        return value.iso_format() if isinstance(value, time.Duration) else clock_text(value.iso_format())
    raise QueryRefused("cypher_value", "结果里有不能输出的值（空间点或字节），请先转成文字")


def _entity(value: graph.Node | graph.Relationship | graph.Path, ends: Ends) -> Any:
    if isinstance(value, graph.Node):
        return NodeValue(tuple(value.labels), {key: converted(item, ends) for key, item in value.items()})
    if isinstance(value, graph.Relationship):
        properties = {key: converted(item, ends) for key, item in value.items()}
        return RelationshipValue(value.type, ends.id_of(value.start_node), ends.id_of(value.end_node), properties)
    elements: list[Any] = []
    for node, edge in zip(value.nodes, (*value.relationships, None), strict=True):
        elements += [_entity(node, ends)] + ([_entity(edge, ends)] if edge is not None else [])
    return PathValue(elements)
