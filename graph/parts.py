"""Nodes and edges as plain values: what a record becomes before a store keeps it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

# A document holds what these lead to, and what those lead to in turn.
HOLDS = frozenset({"HAS_SECTION", "HAS_MEASURE", "SETS_UP", "HAS_CATEGORY", "HAS_PROGRAM", "HAS_FUND", "HAS_TARGET"})
# Classes of nodes that are no document's own.
SHARED = ("Institution", "ChangeEvent", "Jurisdiction", "FunctionalLine", "Instrument", "Correction")
Properties = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Node:
    """A node: its declared label, its id, its other properties, none of them null."""

    label: str
    id: str
    props: Properties


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge by the ids of its ends, with its properties, none of them null."""

    type: str
    source: str
    target: str
    props: Properties

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What tells edges apart: type, ends, and its id where it has one."""
        return self.type, self.source, self.target, str(self.props.get("id", ""))


@dataclass(frozen=True, slots=True)
class GraphPart:
    """What one document adds: nodes of its own, shared nodes it needs, and all edges between them.

    `owned` go with the document; `shared` (institutions, places, lines, instruments, changes) are functions of their
    ids and outlive it while something refers to them; `links` run between shared nodes. `citations` point at the
    works as known from being cited alone, whose nodes stand in `cited`.
    """

    owned: tuple[Node, ...]
    edges: tuple[Edge, ...]
    shared: tuple[Node, ...]
    links: tuple[Edge, ...]
    cited: tuple[Node, ...]
    citations: tuple[Edge, ...]

    @property
    def nodes(self) -> tuple[Node, ...]:
        """All nodes."""
        return (*self.owned, *self.shared, *self.cited)

    @property
    def labels(self) -> dict[str, str]:
        """The label of every node by id."""
        return {node.id: node.label for node in self.nodes}


def present(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values without those that are absent: null, or an empty list."""
    return {key: value for key, value in values.items() if value is not None and value != []}


def distinct_edges(edges: Iterable[Edge]) -> tuple[Edge, ...]:
    """Each edge once, the first of its key, in order."""
    found: dict[tuple[str, str, str, str], Edge] = {}
    for edge in edges:
        found.setdefault(edge.key, edge)
    return tuple(found.values())


def distinct_nodes(nodes: Iterable[Node]) -> tuple[Node, ...]:
    """Each node once by id, in order."""
    found: dict[str, Node] = {}
    for node in nodes:
        found.setdefault(node.id, node)
    return tuple(found.values())
