"""What a browser needs to draw a part of the graph: nodes with places and looks, edges with names and evidence."""

from __future__ import annotations

from collections import Counter
from typing import Any, TypedDict

from graph.exports import html
from graph.exports.data import Edge, GraphData, Node
from graph.rows import GraphAnswer
from ontology import model


class Drawing(TypedDict):
    """Nodes and edges in the terms of vis-network, with what the page shows beside them."""

    centre: str
    nodes: list[dict[str, Any]]
    edges: list[dict[str, Any]]
    truncated: bool


def drawing(answer: GraphAnswer) -> Drawing:
    """A part of the graph with a place for each node: deterministic, the centre at (0, 0)."""
    data = GraphData.of_answers([answer])
    places = html.layout(data)
    origin = places.get(answer["centre"], (0.0, 0.0))
    degrees = Counter(end for e in data.edges for end in (e.source, e.target))
    more = {n["id"]: n["more"] for n in answer["nodes"]}
    return {
        "centre": answer["centre"],
        "nodes": [_node(n, places[n.id], origin, degrees[n.id], more[n.id]) for n in data.nodes],
        "edges": [_edge(e) for e in data.edges],
        "truncated": answer["truncated"],
    }


def _node(node: Node, at: tuple[float, float], origin: tuple[float, float], degree: int, more: int) -> dict[str, Any]:
    look = html.node_look(node, degree)
    if more:
        look["label"] += f" +{more}"
    place = {"x": round(at[0] - origin[0], 1), "y": round(at[1] - origin[1], 1)}
    return {
        "id": node.id,
        "type": node.label,
        "kind": model.class_def(node.label).zh,
        "name": node.name,
        "more": more,
    } | (look | place)


def _edge(edge: Edge) -> dict[str, Any]:
    properties = edge.properties
    drawn: dict[str, Any] = {
        "id": "|".join(edge.key),
        "from": edge.source,
        "to": edge.target,
        "type": edge.type,
        "name": html.edge_label(edge.type),
        "quote": str(properties.get("quote") or ""),
    }
    if "document" in properties and "span_start" in properties:
        drawn["evidence"] = {
            "document": properties["document"],
            "start": properties["span_start"],
            "end": properties["span_end"],
        }
    return drawn | html.edge_look(edge)
