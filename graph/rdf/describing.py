"""Nodes and edges as RDF: plain triples for every reader, a statement for every edge with properties of its own."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from typing import Any

from graph.parts import Edge, Node
from graph.titles import node_name
from ontology import model
from ontology.context import MATCHES
from ontology.owl import concept
from ontology.terms import IDENTIFIER, LABEL, RDF_TYPE, Names, declared
from ontology.turtle import BOOLEAN, DOUBLE, INTEGER, Description, Literal, Object, chinese, described

Pairs = list[tuple[str, Object]]
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_DATE_KINDS = {4: "xsd:gYear", 7: "xsd:gYearMonth", 10: "xsd:date"}
_STATEMENT_PARTS = ("id", "document")


@cache
def _chinese_words() -> frozenset[str]:
    return frozenset(declared()["chinese"])


@cache
def _foreign(edge: str) -> str:
    found = next((e.rdf for e in model.edges() if e.name == edge), "")
    return "" if edge == "MAPS_TO" else found


@cache
def _dates() -> frozenset[str]:
    """The properties that are dates."""
    told = {name for name, one in declared()["properties"].items() if one.get("type") == "date"}
    return frozenset(told | {p.name for c in model.content_classes() for p in c.properties if p.type == "date"})


class Describer:
    """Describes nodes and edges under one base."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self._of_node: dict[tuple[str, str], str] = {}
        self._of_edge: dict[str, str] = {}

    def node(self, node: Node, edges: Iterable[Edge] = (), graph: str = "") -> Description:
        """A node with its properties and the edges that leave it, without what those carry."""
        names, cls = self.names, model.class_def(node.label)
        called = node_name(node.label, node.id, node.props)
        said: Pairs = [
            (RDF_TYPE, names.space + node.label),
            (LABEL, chinese(called)),
            (IDENTIFIER, Literal(node.id)),
        ]
        if cls.rdf:
            said.append((RDF_TYPE, names.iri(cls.rdf)))
        for name, value in node.props.items():
            if name != "id" and value is not None:
                said += self._values(self._node_predicate(node.label, name), names.own(name), name, value)
        if node.label == "Document":
            said += self._in_eli(node)
        said += [pair for edge in edges for pair in self.direct(edge)]
        return described(names.thing(node.id), said, graph)

    def direct(self, edge: Edge) -> Pairs:
        """The plain triples of an edge: our own, and that of a known vocabulary."""
        target = self.names.thing(edge.target)
        said: Pairs = [(self.names.own(edge.type), target)]
        foreign = _foreign(edge.type) or (edge.type == "MAPS_TO" and MATCHES.get(str(edge.props.get("relation"))))
        if foreign:
            said.append((self.names.iri(foreign), target))
        return said

    def sources(self, edges: Iterable[Edge], graph: str = "") -> Iterator[Description]:
        """The plain triples of edges whose sources are described elsewhere, by source."""
        by_source: dict[str, Pairs] = {}
        for edge in edges:
            by_source.setdefault(edge.source, []).extend(self.direct(edge))
        for source in sorted(by_source):
            yield described(self.names.thing(source), by_source[source], graph)

    def statements(self, edges: Iterable[Edge], graph: str = "") -> Iterator[Description]:
        """What edges carry besides their ends: who, what, on what wording, where."""
        for edge in sorted(edges, key=lambda e: e.key):
            if any(value is not None for value in edge.props.values()):
                yield self._statement(edge, graph)

    def _statement(self, edge: Edge, graph: str) -> Description:
        names = self.names
        kind = names.class_of_edge(edge.type)
        said: Pairs = [
            (RDF_TYPE, kind),
            (RDF_TYPE, names.iri("prov:Entity")),
            (names.iri("rdf:subject"), names.thing(edge.source)),
            (names.iri("rdf:predicate"), names.own(edge.type)),
            (names.iri("rdf:object"), names.thing(edge.target)),
        ]
        document = edge.props.get("document") or (edge.source if kind.endswith("/Citation") else None)
        if document:
            said.append((names.iri("prov:wasQuotedFrom"), names.thing(str(document))))
        if edge.props.get("id"):
            said.append((IDENTIFIER, Literal(str(edge.props["id"]))))
        for name, value in edge.props.items():
            if name not in _STATEMENT_PARTS and value is not None:
                said += self._values(self._edge_predicate(name), names.own(name), name, value)
        subject = names.statement(edge.type, edge.source, edge.target, edge.props.get("id"))
        return described(subject, said, graph)

    def _in_eli(self, node: Node) -> Iterator[tuple[str, Object]]:
        # A document's kind is the Chinese word of its term.
        kind = next((t.id for t in model.vocabulary("document_kinds").terms if t.zh == node.props.get("kind")), None)
        if kind is not None:
            yield self.names.iri("eli:type_document"), concept(self.names, "document_kinds", kind)

    def _node_predicate(self, label: str, name: str) -> str:
        key = (label, name)
        if key not in self._of_node:
            self._of_node[key] = self.names.of_node(label, name)
        return self._of_node[key]

    def _edge_predicate(self, name: str) -> str:
        if name not in self._of_edge:
            self._of_edge[name] = self.names.of_edge(name)
        return self._of_edge[name]

    def _values(self, predicate: str, own: str, name: str, value: Any) -> Iterator[tuple[str, Object]]:
        if not isinstance(value, list | tuple):
            yield predicate, self._literal(name, value)
            return
        for item in value:
            yield predicate, self._literal(name, item)
        if len(value) > 1:
            ordered = json.dumps(list(value), ensure_ascii=False)
            yield own + "InOrder", Literal(ordered, self.names.iri("rdf:JSON"))

    def _literal(self, name: str, value: Any) -> Literal:
        if isinstance(value, bool):
            return Literal("true" if value else "false", BOOLEAN)
        if isinstance(value, int):
            return Literal(str(value), INTEGER)
        if isinstance(value, float):
            return Literal(repr(value), DOUBLE)
        if name in _chinese_words():
            return chinese(value)
        if name in _dates() and is_date(value):
            return Literal(value, self.names.iri(_DATE_KINDS[len(value)]))
        return Literal(value)


def is_date(text: str) -> bool:
    """Whether a text is an ISO date that may stop at month or year."""
    if not _DATE.fullmatch(text) or text.startswith("0000"):
        return False
    try:
        return len(text) < 10 or bool(date.fromisoformat(text))
    except ValueError:
        return False
