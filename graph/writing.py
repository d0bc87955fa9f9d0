"""Nodes and edges into an open transaction, in bulk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from graph import catalogue
from graph.parts import Edge, Node
from graph.store import Transaction

K = TypeVar("K")
V = TypeVar("V")
_CHUNK = 2000


def write_nodes(transaction: Transaction, nodes: Iterable[Node]) -> None:
    """Writes nodes with exactly their properties."""
    rows = ((node.label, {"id": node.id, "props": {"id": node.id, **node.props}}) for node in nodes)
    for label, group in grouped(rows).items():
        for chunk in _chunks(group):
            transaction.run(catalogue.text("merge_nodes", label=label), rows=chunk)


def write_edges(transaction: Transaction, query: str, edges: Iterable[Edge], labels: dict[str, str]) -> None:
    """Writes edges between nodes whose labels are known."""
    rows = (
        ((e.type, labels[e.source], labels[e.target]), {"source": e.source, "target": e.target, "props": dict(e.props)})
        for e in edges
    )
    for (kind, source, target), group in grouped(rows).items():
        for chunk in _chunks(group):
            transaction.run(catalogue.text(query, type=kind, source=source, target=target), rows=chunk)


def grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, list[V]]:
    """The values by key, in order."""
    groups: dict[K, list[V]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return groups


def _chunks(rows: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(rows), _CHUNK):
        yield rows[start : start + _CHUNK]
