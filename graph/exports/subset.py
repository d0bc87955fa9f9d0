"""Reads the graph, or the part of it that some documents or the surroundings of a node make up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from graph import catalogue, filters
from graph.errors import BadParameter, NotFound
from graph.exports.data import Edge, GraphData, Node
from graph.store import Store
from ontology import model

# A document holds what these lead to, and what those lead to in turn.
_HOLDS = ("HAS_SECTION", "HAS_MEASURE", "SETS_UP", "HAS_CATEGORY", "HAS_PROGRAM", "HAS_FUND", "HAS_TARGET")
_SHARED = ("Institution", "Jurisdiction", "FunctionalLine", "Instrument", "ChangeEvent")
_MOST_HOPS = 6


def read_part(
    store: Store,
    *,
    document: str | None = None,
    jurisdiction: str | None = None,
    level: str | None = None,
    entity: str | None = None,
    hops: int = 1,
) -> GraphData:
    """The part asked for, everything without filters; raises NotFound for an id that is not there."""
    if not 0 <= hops <= _MOST_HOPS:
        raise BadParameter("bad_parameter", f"hops 须在 0 与 {_MOST_HOPS} 之间：{hops}")
    admit = filters.of(jurisdiction=jurisdiction, level=level)
    data = read_graph(store)
    if document is not None or admit.jurisdiction is not None or admit.level is not None:
        data = of_documents(data, _chosen(data, document, admit.jurisdiction, admit.level))
    if entity is not None:
        data = data.around(entity, hops)
        if not data.nodes:
            raise NotFound("not_found", f"没有找到 {entity}")
    return data


def read_graph(store: Store) -> GraphData:
    """Every node and edge of a store."""
    nodes = (
        _node(cls.name, row["props"])
        for cls in model.classes()
        for row in store.read(catalogue.text("all_nodes", label=cls.name))
    )
    edges = (
        Edge(edge.name, row["source"], row["target"], _present(row["props"]))
        for edge in model.edges()
        for row in store.read(catalogue.text("all_edges", type=edge.name))
    )
    return GraphData.of(nodes, edges)


def _node(label: str, properties: dict[str, object]) -> Node:
    return Node(str(properties["id"]), label, {k: v for k, v in _present(properties).items() if k != "id"})


def _present(properties: dict[str, object]) -> dict[str, object]:
    return {key: properties[key] for key in sorted(properties) if properties[key] is not None}


def _chosen(data: GraphData, document: str | None, jurisdiction: str | None, level: str | None) -> list[str]:
    chosen = [
        n.id
        for n in data.nodes
        if n.label == "Document"
        and n.properties.get("status") != "cited"
        and document in (None, n.id)
        and jurisdiction in (None, n.properties.get("jurisdiction"))
        and level in (None, n.properties.get("level"))
    ]
    if document is not None and not chosen:
        raise NotFound("not_found", f"没有找到文件 {document}")
    return chosen


def of_documents(data: GraphData, documents: Iterable[str]) -> GraphData:
    """Some documents with all they hold, the bodies, instruments, places and works these point at or are pointed at
    by, and the lines and places of the bodies.
    """
    held = _held(data, documents)
    labels = {n.id: n.label for n in data.nodes}
    near = {
        other
        for e in data.edges
        for one, other in ((e.source, e.target), (e.target, e.source))
        if one in held and (labels[other] in _SHARED or (labels[other] == "Document" and one == e.source))
    }
    bodies = {b for b in near if labels[b] == "Institution"}
    beyond = {
        e.target for e in data.edges if e.source in bodies and labels[e.target] in ("FunctionalLine", "Jurisdiction")
    }
    return data.only(held | near | beyond)


def _held(data: GraphData, documents: Iterable[str]) -> set[str]:
    below: defaultdict[str, list[str]] = defaultdict(list)
    for edge in data.edges:
        if edge.type in _HOLDS:
            below[edge.source].append(edge.target)
    held, waiting = set[str](), list(documents)
    while waiting:
        node = waiting.pop()
        if node not in held:
            held.add(node)
            waiting.extend(below[node])
    return held
