"""Reads back what an export wrote: N-Quads or JSON-LD to nodes and edges, every triple accounted for.

Triples that say the same by the name of a known vocabulary are passed over; anything else that is not of the declared
model is told, and nothing is taken then.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias

import pyoxigraph as ox

from graph.errors import RdfError
from graph.parts import Edge, Node
from ontology import model
from ontology.context import MATCHES
from ontology.owl import property_types
from ontology.terms import IDENTIFIER, LABEL, RDF_TYPE, Names
from ontology.turtle import BOOLEAN, DOUBLE, INTEGER

_FORMS = {"nq": ox.RdfFormat.N_QUADS, "jsonld": ox.RdfFormat.JSON_LD}
_SHOWN = 5
Values: TypeAlias = dict[str, list[Any]]


@dataclass
class Found:
    """What a file holds: nodes by id, the document each stands in (itself for a document, nothing if shared), edges."""

    nodes: dict[str, Node] = field(default_factory=dict)
    homes: dict[str, str] = field(default_factory=dict)
    edges: dict[tuple[str, str, str, str], Edge] = field(default_factory=dict)
    places: dict[tuple[str, str, str, str], str] = field(default_factory=dict)


@dataclass
class _Raw:
    """All triples by subject, with the graph of each subject's type; direct edges with their graphs."""

    nodes: dict[str, Values] = field(default_factory=dict)
    statements: dict[str, Values] = field(default_factory=dict)
    graphs: dict[str, str] = field(default_factory=dict)
    direct: dict[tuple[str, str, str], str] = field(default_factory=dict)
    strange: Counter[str] = field(default_factory=Counter)


def read(data: bytes, form: str, names: Names) -> Found:
    """The nodes and edges of an export; raises RdfError with the line for bad syntax, naming what is not ours."""
    raw = _Raw()
    reader = _Reader(names, raw)
    for quad in _quads(data, form):
        reader.take(quad)
    if raw.strange:
        told = "、".join(f"<{iri}>（{n} 处）" for iri, n in sorted(raw.strange.items())[:_SHOWN])
        more = f" 等 {len(raw.strange)} 种" if len(raw.strange) > _SHOWN else ""
        raise RdfError(
            "rdf_foreign",
            f"文件里有不是本产品导出的内容：{told}{more}；IRI 应以 {names.base} 开头",
        )
    return reader.found()


def _quads(data: bytes, form: str) -> Iterator[ox.Quad]:
    try:
        yield from ox.parse(data, format=_FORMS[form])
    except SyntaxError as error:
        where = f"第 {error.lineno} 行：" if error.lineno else ""
        raise RdfError("rdf_syntax", f"RDF 有语法错误：{where}{error.msg}") from None
    except (ValueError, RecursionError) as error:
        raise RdfError("rdf_syntax", f"RDF 不可读：{error}") from None


class _Reader:
    def __init__(self, names: Names, raw: _Raw) -> None:
        self._names = names
        self._raw = raw
        self._edges = {names.own(e.name): e.name for e in model.edges()}

    @cached_property
    def _passed(self) -> frozenset[str]:
        """Predicates that repeat what another triple says."""
        # eli:in_force stands in exports of earlier versions.
        curies = {"eli:in_force", "eli:type_document", *MATCHES.values(), *(e.rdf for e in model.edges() if e.rdf)}
        return frozenset({LABEL, *(self._names.iri(curie) for curie in curies)})

    @cached_property
    def _classes(self) -> frozenset[str]:
        """Known classes of others, and those of statements."""
        known = {self._names.iri(c.rdf) for c in model.content_classes() if not c.rdf.startswith("zhize:")}
        return frozenset(known | {self._names.iri("prov:Entity")})

    @cached_property
    def _of_nodes(self) -> dict[str, dict[str, str]]:
        """The property by predicate, for each class."""
        found: dict[str, dict[str, str]] = {}
        for cls in model.content_classes():
            mine = {self._names.of_node(cls.name, p.name): p.name for p in cls.properties if p.name != "id"}
            mine |= {self._names.own(p.name) + "InOrder": p.name + "\n" for p in cls.properties if "list" in p.type}
            found[cls.name] = mine
        return found

    @cached_property
    def _of_edges(self) -> dict[str, tuple[frozenset[str], dict[str, str]]]:
        """The properties an edge type may have, and those told by a predicate of their own, by that."""
        plain = ("id", "document")
        return {
            e.name: (frozenset(e.properties), {self._names.of_edge(n): n for n in e.properties if n not in plain})
            for e in model.edges()
        }

    @cached_property
    def _types(self) -> dict[str, str]:
        return {name: next(iter(types)) for name, types in property_types().items()}

    def take(self, quad: ox.Quad) -> None:
        """One triple to its subject."""
        names, raw = self._names, self._raw
        subject, predicate, thing = quad.subject, quad.predicate.value, quad.object
        if not isinstance(subject, ox.NamedNode) or isinstance(thing, ox.BlankNode | ox.Triple):
            raw.strange[predicate] += 1
            return
        if subject.value.startswith(names.space) or subject.value == names.ontology:
            return
        graph = quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""
        if predicate in self._edges and isinstance(thing, ox.NamedNode):
            raw.direct[subject.value, self._edges[predicate], thing.value] = graph
            return
        if subject.value.startswith(names.things) and "#" in subject.value:
            raw.statements.setdefault(subject.value, {}).setdefault(predicate, []).append(thing)
        elif names.node_id(subject.value) is not None:
            if predicate in self._passed:
                return
            raw.nodes.setdefault(subject.value, {}).setdefault(predicate, []).append(thing)
        else:
            raw.strange[subject.value] += 1
            return
        if predicate == RDF_TYPE:
            raw.graphs[subject.value] = graph

    def found(self) -> Found:
        """What was taken, checked as a whole."""
        found = Found()
        for iri, values in self._raw.nodes.items():
            node = self._node(iri, values)
            found.nodes[node.id] = node
            found.homes[node.id] = self._home(self._raw.graphs[iri])
        for iri, values in self._raw.statements.items():
            self._statement(iri, values, found)
        carried = {(e.source, e.type, e.target) for e in found.edges.values()}
        for (source, kind, target), graph in self._raw.direct.items():
            ends = self._known(source, found), self._known(target, found)
            if (ends[0], kind, ends[1]) not in carried:
                edge = Edge(kind, *ends, {})
                found.edges[edge.key] = edge
                found.places[edge.key] = self._home(graph)
        return found

    def _home(self, graph: str) -> str:
        return (self._names.node_id(graph) or "") if graph else ""

    def _known(self, iri: str, found: Found) -> str:
        node_id = self._names.node_id(iri)
        if node_id is None or node_id not in found.nodes:
            raise RdfError("rdf_foreign", f"文件里没有 <{iri}> 本身，只有指向它的关系")
        return node_id

    def _node(self, iri: str, values: Values) -> Node:
        kinds = [one.value for one in values.pop(RDF_TYPE, ())]
        labels = [k.removeprefix(self._names.space) for k in kinds if k.startswith(self._names.space)]
        known = [name for name in labels if name in self._of_nodes]
        strange = [k for k in kinds if not k.startswith(self._names.space) and k not in self._classes]
        if len(known) != 1 or len(labels) != 1 or strange:
            raise RdfError("rdf_foreign", f"<{iri}> 的类不是本体里的一个类：{'、'.join(sorted(kinds)) or '没有类'}")
        (label,) = known
        node_id = str(self._names.node_id(iri))
        told = [one.value for one in values.pop(IDENTIFIER, ())]
        if told and told != [node_id]:
            raise RdfError("rdf_foreign", f"<{iri}> 的标识与地址不同：{'、'.join(told)}")
        types = {p.name: p.type for p in model.class_def(label).properties}
        return Node(label, node_id, _properties(iri, values, self._of_nodes[label], types))

    def _statement(self, iri: str, values: Values, found: Found) -> None:
        parts = []
        for name in ("rdf:subject", "rdf:predicate", "rdf:object"):
            given = values.pop(self._names.iri(name), [])
            if len(given) != 1 or not isinstance(given[0], ox.NamedNode):
                raise RdfError("rdf_foreign", f"陈述 <{iri}> 没有（唯一的）{name}")
            parts.append(given[0].value)
        source, target = self._known(parts[0], found), self._known(parts[2], found)
        kind = self._edges.get(parts[1], "")
        if (parts[0], kind, parts[2]) not in self._raw.direct:
            raise RdfError("rdf_foreign", f"陈述 <{iri}> 所说的关系不在文件里")
        values.pop(RDF_TYPE, None)
        declared, by_predicate = self._of_edges[kind]
        told: dict[str, Any] = {}
        for name, predicate in (("id", IDENTIFIER), ("document", self._names.iri("prov:wasQuotedFrom"))):
            given = values.pop(predicate, [])
            if given and name in declared:
                told[name] = given[0].value if name == "id" else self._names.node_id(given[0].value)
        told |= _properties(iri, values, by_predicate, self._types)
        edge = Edge(kind, source, target, told)
        found.edges[edge.key] = edge
        found.places[edge.key] = self._home(self._raw.direct[parts[0], kind, parts[2]])


def _properties(iri: str, values: Values, known: dict[str, str], types: dict[str, str]) -> dict[str, Any]:
    """The properties of a subject; lists in the order that stands beside them."""
    strange = sorted(set(values) - set(known))
    if strange:
        raise RdfError("rdf_foreign", f"<{iri}> 有不认识的属性 <{strange[0]}>")
    found: dict[str, Any] = {}
    ordered: dict[str, list[Any]] = {}
    for predicate, given in values.items():
        name = known[predicate]
        if name.endswith("\n"):
            ordered[name.strip()] = _json(iri, given)
        else:
            found[name] = [_value(iri, one) for one in given]
    for name, given in found.items():
        found[name] = _one_or_all(iri, name, given, types[name], ordered.pop(name, None))
    if ordered:
        raise RdfError("rdf_foreign", f"<{iri}> 的 {next(iter(ordered))} 有次序而没有值")
    return {name: found[name] for name in sorted(found)}


def _one_or_all(iri: str, name: str, given: list[Any], kind: str, ordered: list[Any] | None) -> Any:
    if ordered is not None:
        if set(map(repr, ordered)) != set(map(repr, given)):
            raise RdfError("rdf_foreign", f"<{iri}> 的 {name} 与它的次序不一致")
        return ordered
    if len(given) > 1:
        raise RdfError("rdf_foreign", f"<{iri}> 的 {name} 有 {len(given)} 个值而没有次序")
    return given if kind.startswith("list") else given[0]


def _json(iri: str, given: list[Any]) -> list[Any]:
    try:
        (one,) = given
        found = json.loads(one.value)
    except (ValueError, AttributeError):
        found = None
    if not isinstance(found, list) or not found:
        raise RdfError("rdf_foreign", f"<{iri}> 的次序不是 JSON 数组")
    return found


def _value(iri: str, thing: Any) -> Any:
    if not isinstance(thing, ox.Literal):
        raise RdfError("rdf_foreign", f"<{iri}> 的一个属性指向 <{thing.value}>，应为文字")
    kind = thing.datatype.value
    try:
        if kind == INTEGER:
            return int(thing.value)
        if kind == DOUBLE:
            return float(thing.value)
    except ValueError:
        raise RdfError("rdf_foreign", f"<{iri}> 的数值不可读：{thing.value[:40]}") from None
    return thing.value == "true" if kind == BOOLEAN else thing.value
