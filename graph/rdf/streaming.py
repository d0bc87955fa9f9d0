"""A store as descriptions, document by document: what is in memory is one document, whatever the store holds.

Each document with its parts and the edges that start or end in them is a named graph; the bodies, places and other
things documents share stand in the default graph, after the documents.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import islice

from graph import catalogue, filters, reading
from graph.errors import NotFound
from graph.ids import document_of, label_of
from graph.parts import HOLDS, SHARED, Edge, Node
from graph.rdf.describing import Describer
from graph.store import Row, Store
from graph.writing import grouped
from ontology import model
from ontology.owl import labels
from ontology.terms import Names
from ontology.turtle import Description

_PAGE = 500
_ALL = 1 << 30
_CITED = "cited"
_STRUCTURAL = tuple(e.name for e in model.edges() if e.name not in model.held_edges())


@dataclass
class Part:
    """A document with all it holds: its nodes by id, the edges that start or end in them, the labels of all ends."""

    document: str
    nodes: dict[str, Node] = field(default_factory=dict)
    edges: dict[tuple[str, str, str, str], Edge] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)


def descriptions(
    store: Store,
    names: Names,
    *,
    document: str | None = None,
    jurisdiction: str | None = None,
    level: str | None = None,
    as_of: str | None = None,
) -> Iterator[Description]:
    """Everything, or some documents with what they hold and what that points at. Raises BadParameter, NotFound first.

    Sorted: the labels of classes and edges, documents by id with their parts by class and id, then what is shared.
    """
    admit = filters.of(jurisdiction=jurisdiction, level=level, as_of=as_of)
    heads = reading.heads(store, on=admit.on, ids=None if document is None else [document])
    there = [item for item in heads if item.status != _CITED]
    if document is not None and not there:
        raise NotFound("not_found", f"没有找到文件 {document}")
    chosen = sorted(item.id for item in there if admit.document(item))
    whole = document is None and admit.empty
    return _Streaming(store, names, chosen, whole).run()


class _Streaming:
    def __init__(self, store: Store, names: Names, chosen: list[str], whole: bool) -> None:
        self._store = store
        self._names = names
        self._describer = Describer(names)
        self._chosen = chosen
        self._documents = frozenset(chosen)
        self._whole = whole
        self._shared: dict[str, str] = {}
        self._written: dict[str, int] = {}

    def run(self) -> Iterator[Description]:
        """All of it, in order."""
        yield from labels(self._names)
        for one in self._chosen:
            yield from self._part(read_document(self._store, one))
        if self._whole:
            yield from self._everything_else()
        else:
            yield from self._others(self._near())

    def _part(self, part: Part) -> Iterator[Description]:
        graph = self._names.thing(part.document)
        edges = [e for e in part.edges.values() if self._within(part, e)]
        for edge in edges:
            for end in (edge.source, edge.target):
                if end not in part.nodes:
                    self._shared[end] = part.labels[end]
        out = grouped((e.source, e) for e in edges if e.source in part.nodes)
        for node in sorted(part.nodes.values(), key=_order):
            self._written[node.label] = self._written.get(node.label, 0) + 1
            yield self._describer.node(node, out.get(node.id, ()), graph)
        yield from self._describer.sources((e for e in edges if e.source not in part.nodes), graph)
        yield from self._describer.statements(edges, graph)

    def _within(self, part: Part, edge: Edge) -> bool:
        """Whether both ends are part of what is written: parts of a document go with it."""
        far = edge.target if edge.source in part.nodes else edge.source
        if far in part.nodes or part.labels[far] in (*SHARED, "Document"):
            return True
        return self._whole or document_of(far) in self._documents

    def _near(self) -> dict[str, str]:
        """What documents refer to and what that belongs to, became or came of, without what is written."""
        near: dict[str, str] = {}
        waiting = {i: label for i, label in self._shared.items() if i not in self._documents}
        while waiting:
            near |= waiting
            found: dict[str, str] = {}
            for label, ids in grouped((label, i) for i, label in waiting.items() if label in SHARED).items():
                found |= {e.target: end for e, end in self._edges_of(label, ids, _STRUCTURAL) if end in SHARED}
                if label == "Institution":
                    found |= dict.fromkeys(self._changes(ids), "ChangeEvent")
            waiting = {i: label for i, label in found.items() if i not in near}
        return near

    def _changes(self, bodies: Iterable[str]) -> Iterator[str]:
        """The changes that bodies ended in."""
        query = catalogue.text("edges_in_of_type", label="Institution", type="ORIGINAL")
        for body in bodies:
            yield from (row["id"] for row in self._store.read(query, id=body, offset=0, limit=_ALL))

    def _everything_else(self) -> Iterator[Description]:
        """What is shared, works that are only cited, and whatever no document holds."""
        found: dict[str, str] = {}
        for label in SHARED:
            found |= dict.fromkeys(self._ids(label), label)
        found |= {i: "Document" for i in self._ids("Document") if i not in self._documents}
        for cls in model.content_classes():
            if cls.name in (*SHARED, "Document"):
                continue
            (row,) = self._store.read(catalogue.text("count_nodes", label=cls.name))
            if row["number"] != self._written.get(cls.name, 0):
                found |= dict.fromkeys(self._unheld(cls.name), cls.name)
        yield from self._others(found)

    def _unheld(self, label: str) -> list[str]:
        held = {i for d in self._chosen for i, n in read_document(self._store, d).nodes.items() if n.label == label}
        return [i for i in self._ids(label) if i not in held]

    def _ids(self, label: str) -> list[str]:
        return [row["id"] for row in self._store.read(catalogue.text("ids_of", label=label))]

    def _others(self, found: dict[str, str]) -> Iterator[Description]:
        """Things outside of the documents by class and id, with the edges among them (of all: into documents)."""
        by_label = grouped((label, i) for i, label in sorted(found.items()))
        held = any(label not in (*SHARED, "Document") for label in by_label)
        types = [e.name for e in model.edges()] if held else _STRUCTURAL
        ends = found.keys() | (self._documents if self._whole else ())
        for cls in model.content_classes():
            for ids in _pages(by_label.get(cls.name, ())):
                nodes = _nodes(self._store, cls.name, ids)
                # A work that is not chosen says nothing itself.
                silent = cls.name == "Document" and not self._whole
                kept = [] if silent else [e for e, _ in self._edges_of(cls.name, ids, types) if e.target in ends]
                out = grouped((e.source, e) for e in kept)
                for node in sorted(nodes, key=_order):
                    yield self._describer.node(node, out.get(node.id, ()))
                yield from self._describer.statements(kept)

    def _edges_of(self, label: str, ids: Iterable[str], types: Collection[str]) -> Iterator[tuple[Edge, str]]:
        possible = [e.name for e in model.edges() if label in e.source and e.name in types]
        if not possible:
            return
        query = catalogue.text("edges_out_of_types", label=label, type=catalogue.types(dict.fromkeys(possible)))
        for page in _pages(ids):
            for row in self._store.read(query, ids=page):
                yield _edge(row), row["label"]


def read_document(store: Store, document: str) -> Part:
    """A document with all it holds."""
    part = Part(document, labels={document: "Document"})
    waiting = {"Document": {document}}
    while waiting:
        label, ids = waiting.popitem()
        ids -= part.nodes.keys()
        for node in _nodes(store, label, sorted(ids)):
            part.nodes[node.id] = node
        for row, inwards in _touching(store, label, sorted(ids)):
            edge = _edge(row)
            other = edge.source if inwards else edge.target
            part.labels[other] = row["label"]
            holds = edge.type == "MERGED_INTO" if inwards else edge.type in HOLDS
            if holds:
                waiting.setdefault(row["label"], set()).add(other)
            if holds or not inwards or row["label"] in SHARED:
                part.edges[edge.key] = edge
    return part


def _touching(store: Store, label: str, ids: list[str]) -> Iterator[tuple[Row, bool]]:
    """The edges that leave some nodes, and those that come from bodies or from a fund's parts."""
    named = label != "Document" and any(label in e.target and {*e.source} & {*SHARED, "Fund"} for e in model.edges())
    for page in _pages(ids):
        for row in store.read(catalogue.text("edges_out", label=label), ids=page, limit=_ALL):
            yield row, False
        if named:
            for row in store.read(catalogue.text("edges_in", label=label), ids=page, limit=_ALL):
                yield row, True


def _nodes(store: Store, label: str, ids: Iterable[str]) -> Iterator[Node]:
    for page in _pages(ids):
        for row in store.read(catalogue.text("nodes_by_id", label=label), ids=page):
            yield Node(label, row["props"]["id"], _present(row["props"], "id"))


def _edge(row: Row) -> Edge:
    return Edge(row["type"], row["source"], row["target"], _present(row["props"]))


def _present(properties: dict[str, object], *left_out: str) -> dict[str, object]:
    return {k: properties[k] for k in sorted(properties) if properties[k] is not None and k not in left_out}


def _order(node: Node) -> tuple[int, str]:
    return _places()[node.label], node.id


@cache
def _places() -> dict[str, int]:
    return {cls.name: number for number, cls in enumerate(model.content_classes())}


def _pages(ids: Iterable[str]) -> Iterator[list[str]]:
    remaining = iter(ids)
    while page := list(islice(remaining, _PAGE)):
        yield page


def of_graph(names: Names, nodes: Iterable[Node], edges: Iterable[Edge]) -> Iterator[Description]:
    """A graph that is in memory, in the same form; parts of documents are told by their ids."""
    describer = Describer(names)
    kept = sorted(nodes, key=_order)
    documents = {n.id for n in kept if n.label == "Document" and n.props.get("status") != _CITED}
    by_id = {n.id: n for n in kept}

    def place(edge: Edge) -> str:
        return owner(str(edge.props.get("document") or edge.source))

    def owner(node_id: str) -> str:
        document = document_of(node_id)
        return names.thing(document) if document in documents else ""

    by_graph: dict[str, tuple[list[Node], list[Edge]]] = {}
    for node in by_id.values():
        by_graph.setdefault(owner(node.id), ([], []))[0].append(node)
    for edge in sorted(edges, key=lambda e: e.key):
        by_graph.setdefault(place(edge), ([], []))[1].append(edge)
    yield from labels(names)
    for graph in sorted(by_graph, key=lambda g: (g == "", g)):
        own, links = by_graph[graph]
        inside = {n.id for n in own}
        out = grouped((e.source, e) for e in links if e.source in inside)
        for node in own:
            yield describer.node(node, out.get(node.id, ()), graph)
        yield from describer.sources((e for e in links if e.source not in inside), graph)
        yield from describer.statements(links, graph)


def one(store: Store, names: Names, node_id: str) -> Iterator[Description]:
    """A node with all edges that touch it and what they carry; raises NotFound at once."""
    label = label_of(node_id)
    nodes = list(_nodes(store, label, [node_id])) if label else []
    if not nodes:
        raise NotFound("not_found", f"没有找到 {node_id}")
    out = [_edge(row) for row in store.read(catalogue.text("edges_out", label=label), ids=[node_id], limit=_ALL)]
    into = [_edge(row) for row in store.read(catalogue.text("edges_in", label=label), ids=[node_id], limit=_ALL)]
    describer = Describer(names)
    return iter(
        [
            describer.node(nodes[0], out),
            *describer.sources(e for e in into if e.source != node_id),
            *describer.statements([*out, *(e for e in into if e.source != node_id)]),
        ]
    )
