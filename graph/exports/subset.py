"""Reads the graph, or the part of it that some documents or the surroundings of a node make up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from graph import catalogue, filters, reading
from graph.errors import BadParameter, NotFound
from graph.exports.data import Edge, GraphData, Node
from graph.parts import HOLDS, SHARED
from graph.store import Store
from ontology import model

_MOST_HOPS = 6


def read_part(
    store: Store,
    *,
    document: str | None = None,
    jurisdiction: str | None = None,
    level: str | None = None,
    entity: str | None = None,
    hops: int = 1,
    as_of: str | None = None,
) -> GraphData:
    """The part asked for, everything without filters; with `as_of` only documents in force on that day.

    Raises NotFound for an id that is not there.
    """
    if not 0 <= hops <= _MOST_HOPS:
        raise BadParameter("bad_parameter", f"hops 须在 0 与 {_MOST_HOPS} 之间：{hops}")
    admit = filters.of(jurisdiction=jurisdiction, level=level, as_of=as_of)
    data = read_graph(store)
    if document is not None or not admit.empty:
        data = of_documents(data, _chosen(store, document, admit))
    if entity is not None:
        data = data.around(entity, hops)
        if not data.nodes:
            raise NotFound("not_found", f"没有找到 {entity}")
    return data


def read_graph(store: Store) -> GraphData:
    """Every node and edge of a store."""
    nodes = (
        _node(cls.name, row["props"])
        for cls in model.content_classes()
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


def _chosen(store: Store, document: str | None, admit: filters.Filter) -> list[str]:
    heads = reading.heads(store, on=admit.on, ids=None if document is None else [document])
    there = [item for item in heads if item.status != "cited"]
    if document is not None and not there:
        raise NotFound("not_found", f"没有找到文件 {document}")
    return [item.id for item in there if admit.document(item)]


def of_documents(data: GraphData, documents: Iterable[str]) -> GraphData:
    """Some documents with all they hold, the bodies, instruments, places and works these point at or are pointed at
    by, and the lines and places of the bodies and those that took over from them.

    A work that is pointed at and not chosen says nothing itself.
    """
    held = _held(data, documents)
    labels = {n.id: n.label for n in data.nodes}
    near = {
        other
        for e in data.edges
        for one, other in ((e.source, e.target), (e.target, e.source))
        if one in held and (labels[other] in SHARED or (labels[other] == "Document" and one == e.source))
    }
    bodies = _following(data, {b for b in near if labels[b] == "Institution"})
    beyond = {
        e.target for e in data.edges if e.source in bodies and labels[e.target] in ("FunctionalLine", "Jurisdiction")
    }
    part = data.only(held | near | bodies | beyond)
    said = (e for e in part.edges if labels[e.source] != "Document" or e.source in held)
    return GraphData(part.nodes, tuple(said))


def _following(data: GraphData, bodies: set[str]) -> set[str]:
    """Some bodies and all that took over from them, one after another."""
    after: defaultdict[str, set[str]] = defaultdict(set)
    for edge in data.edges:
        if edge.type == "SUCCEEDED_BY":
            after[edge.source].add(edge.target)
    found, waiting = set[str](), list(bodies)
    while waiting:
        body = waiting.pop()
        if body not in found:
            found.add(body)
            waiting.extend(after[body])
    return found


def _held(data: GraphData, documents: Iterable[str]) -> set[str]:
    below: defaultdict[str, list[str]] = defaultdict(list)
    for edge in data.edges:
        if edge.type in HOLDS:
            below[edge.source].append(edge.target)
    held, waiting = set[str](), list(documents)
    while waiting:
        node = waiting.pop()
        if node not in held:
            held.add(node)
            waiting.extend(below[node])
    return held
