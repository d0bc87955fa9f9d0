"""A part of the graph as plain nodes and edges: what every export format is written from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import networkx as nx

from graph.rows import GraphAnswer
from graph.titles import node_name
from ontology import model


@dataclass(frozen=True, slots=True)
class Node:
    """A node: its id, its label, its properties besides the id (none of them null)."""

    id: str
    label: str
    properties: Mapping[str, Any]

    @property
    def name(self) -> str:
        """What a reader calls it: title or name, an untitled document's file, else the id."""
        return node_name(self.label, self.id, self.properties)


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge by the ids of its ends."""

    type: str
    source: str
    target: str
    properties: Mapping[str, Any]

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What orders edges and tells parallel ones apart."""
        return self.type, self.source, self.target, str(self.properties.get("id", ""))


@dataclass(frozen=True)
class GraphData:
    """Nodes in order of label and id, edges in order of type and ends; every end of an edge is among the nodes."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    @classmethod
    def of(cls, nodes: Iterable[Node], edges: Iterable[Edge]) -> GraphData:
        """Sorted, each node and edge once; edges with an end outside the nodes are left out."""
        order = {c.name: i for i, c in enumerate(model.classes())}
        by_id = {node.id: node for node in nodes}
        kept = {e.key: e for e in edges if e.source in by_id and e.target in by_id}
        return cls(
            tuple(sorted(by_id.values(), key=lambda n: (order[n.label], n.id))),
            tuple(kept[key] for key in sorted(kept)),
        )

    @classmethod
    def of_answers(cls, parts: Iterable[GraphAnswer]) -> GraphData:
        """Several parts of the graph as one."""
        found = list(parts)
        nodes = (
            Node(n["id"], n["type"], {k: v for k, v in n["properties"].items() if k != "id"})
            for part in found
            for n in part["nodes"]
        )
        edges = (Edge(e["type"], e["source"], e["target"], e["properties"]) for part in found for e in part["edges"])
        return cls.of(nodes, edges)

    def networkx(self) -> nx.MultiDiGraph[str]:
        """The same as a networkx graph: label and type stand in the attributes `label` and `type`."""
        graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        for node in self.nodes:
            graph.add_node(node.id, label=node.label, **node.properties)
        for number, edge in enumerate(self.edges):
            attributes = {k: v for k, v in edge.properties.items() if k != "key"}
            graph.add_edge(edge.source, edge.target, key=f"e{number}", type=edge.type, **attributes)
        return graph

    def around(self, centre: str, hops: int = 1) -> GraphData:
        """What lies within some steps of a node, in either direction; empty when the node is not there."""
        near = {centre} & {n.id for n in self.nodes}
        for _ in range(hops if near else 0):
            near |= {e.target for e in self.edges if e.source in near} | {
                e.source for e in self.edges if e.target in near
            }
        return self.only(near)

    def only(self, ids: Iterable[str]) -> GraphData:
        """The nodes of these ids and the edges among them."""
        wanted = set(ids)
        return GraphData(
            tuple(n for n in self.nodes if n.id in wanted),
            tuple(e for e in self.edges if e.source in wanted and e.target in wanted),
        )
