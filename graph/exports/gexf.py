"""GEXF 1.2, for Gephi and its kin (networkx: read_gexf): nodes and edges are called as a reader calls them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import networkx as nx

from graph.exports.data import GraphData
from graph.exports.graphml import plain_values

# The writer puts today's date there: the same graph is to be the same bytes.
_TODAY = re.compile(rb' lastmodifieddate="[^"]*"')
# What GEXF itself says of a node or an edge by these names.
_RESERVED = {
    "id": "record",
    "label": "class",
    "type": "relation",
    "weight": "weight_",
    "start": "start_",
    "end": "end_",
}


def as_gexf(data: GraphData) -> Iterator[bytes]:
    """The graph as GEXF: names as labels, the class of a node as `class`, the type of an edge as its label."""
    plain: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    of_nodes = _alike([_attributes(node.properties) for node in data.nodes])
    for node, told in zip(data.nodes, of_nodes, strict=True):
        plain.add_node(node.id, **told, label=node.name, **{"class": node.label})
    of_edges = _alike([_attributes(edge.properties) for edge in data.edges])
    for number, (edge, told) in enumerate(zip(data.edges, of_edges, strict=True)):
        plain.add_edge(edge.source, edge.target, key=f"e{number}", label=edge.type, **told)
    buffer = io.BytesIO()
    nx.write_gexf(plain, buffer, encoding="utf-8", prettyprint=True, version="1.2draft")
    yield _TODAY.sub(b"", buffer.getvalue())


def _attributes(values: Mapping[str, Any]) -> dict[str, Any]:
    return {_RESERVED.get(name, name): value for name, value in plain_values(values).items()}


def _alike(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same with one type an attribute, as GEXF declares it: text where types differ."""
    types: dict[str, set[type]] = {}
    for row in rows:
        for name, value in row.items():
            types.setdefault(name, set()).add(type(value))
    return [{name: value if len(types[name]) == 1 else str(value) for name, value in row.items()} for row in rows]
