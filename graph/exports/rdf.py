"""RDF: JSON-LD and Turtle over ORG, ELI, SKOS, PROV-O and DCTERMS, with a namespace of our own for the rest."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from rdflib import RDF, RDFS, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, ORG, PROV, SKOS

from graph.exports.data import Edge, GraphData, Node
from ontology import model

ZHIZE = Namespace("urn:zhize:ontology:")
ENTITY = Namespace("urn:zhize:id:")
ELI = Namespace("http://data.europa.eu/eli/ontology#")
PREFIXES = {
    "zhize": ZHIZE,
    "zid": ENTITY,
    "eli": ELI,
    "org": ORG,
    "skos": SKOS,
    "prov": PROV,
    "dcterms": DCTERMS,
    "rdf": RDF,
    "rdfs": RDFS,
    "xsd": XSD,
}
_CHINESE = {"name", "title", "purpose", "short_names", "synonyms", "quote", "head", "text", "written", "role_word"}
_DATES = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}
# Relations that W3C ORG and SKOS know besides our own edge (both are written).
_ALSO = {"HAS_CATEGORY": SKOS.hasTopConcept, "HAS_PROGRAM": SKOS.narrower}
_MAPPING = {
    "exact": SKOS.exactMatch,
    "close": SKOS.closeMatch,
    "broad": SKOS.broadMatch,
    "narrow": SKOS.narrowMatch,
    "related": SKOS.relatedMatch,
}


def as_turtle(data: GraphData) -> Iterator[bytes]:
    """The graph as Turtle, the same bytes for the same graph."""
    yield build(data).serialize(format="turtle", encoding="utf-8")


def as_jsonld(data: GraphData) -> Iterator[bytes]:
    """The graph as JSON-LD 1.1 with a context of its prefixes, everything sorted."""
    context = {prefix: str(namespace) for prefix, namespace in sorted(PREFIXES.items())}
    text = build(data).serialize(format="json-ld", context=context, auto_compact=False)
    yield (json.dumps(_sorted(json.loads(text)), ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def build(data: GraphData) -> Graph:
    """The graph as RDF: our labels @zh and @en on every class and edge that is used, evidence by PROV-O."""
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    for label in sorted({n.label for n in data.nodes}):
        _declare_class(graph, label)
    for name in sorted({e.type for e in data.edges}):
        _declare_edge(graph, name)
    for node in data.nodes:
        _add_node(graph, node)
    for edge in data.edges:
        _add_edge(graph, edge)
    return graph


@cache
def term(curie: str) -> URIRef:
    """The IRI of a prefixed name as the ontology declares it (org:Organization)."""
    prefix, _, local = curie.partition(":")
    return URIRef(str(PREFIXES[prefix]) + local)


def entity(node_id: str) -> URIRef:
    """The IRI of a thing by its id."""
    return ENTITY[node_id]


def _own(name: str) -> URIRef:
    head, *rest = name.lower().split("_")
    return ZHIZE[head + "".join(word.capitalize() for word in rest)]


def _declare_class(graph: Graph, label: str) -> None:
    cls = model.class_def(label)
    graph.add((ZHIZE[label], RDF.type, RDFS.Class))
    graph.add((ZHIZE[label], RDFS.label, Literal(cls.zh, lang="zh")))
    graph.add((ZHIZE[label], RDFS.label, Literal(cls.en, lang="en")))
    if cls.rdf and term(cls.rdf) != ZHIZE[label]:
        graph.add((ZHIZE[label], RDFS.subClassOf, term(cls.rdf)))


def _declare_edge(graph: Graph, name: str) -> None:
    edge = next(e for e in model.edges() if e.name == name)
    graph.add((_own(name), RDF.type, RDF.Property))
    graph.add((_own(name), RDFS.label, Literal(edge.zh, lang="zh")))
    graph.add((_own(name), RDFS.label, Literal(name.lower().replace("_", " "), lang="en")))
    if edge.rdf:
        graph.add((_own(name), RDFS.subPropertyOf, term(edge.rdf)))


def _add_node(graph: Graph, node: Node) -> None:
    subject, cls = entity(node.id), model.class_def(node.label)
    graph.add((subject, RDF.type, ZHIZE[node.label]))
    if cls.rdf:
        graph.add((subject, RDF.type, term(cls.rdf)))
    graph.add((subject, RDFS.label, Literal(node.name, lang="zh")))
    graph.add((subject, DCTERMS.identifier, Literal(node.id)))
    declared = {p.name: p.rdf for p in cls.properties}
    for name, value in node.properties.items():
        _add_values(graph, subject, term(declared[name]) if declared.get(name) else _own(name), name, value)


def _add_values(graph: Graph, subject: URIRef | BNode, predicate: URIRef, name: str, value: Any) -> None:
    for item in value if isinstance(value, list | tuple) else [value]:
        if item is not None:
            graph.add((subject, predicate, _literal(name, item)))


def _literal(name: str, value: Any) -> Literal:
    if not isinstance(value, str):
        return Literal(value)
    if name in _CHINESE:
        return Literal(value, lang="zh")
    is_date = len(value) in _DATES and value[:4].isdigit() and value.replace("-", "").isdigit()
    if is_date and name in {"issued", "published", "effective_from", "effective_until", "deadline", "date"}:
        return Literal(value, datatype=_DATES[len(value)], normalize=False)
    return Literal(value)


def _add_edge(graph: Graph, edge: Edge) -> None:
    source, target = entity(edge.source), entity(edge.target)
    graph.add((source, _own(edge.type), target))
    if edge.type in _ALSO:
        graph.add((source, _ALSO[edge.type], target))
    elif edge.type == "MAPS_TO" and edge.properties.get("relation") in _MAPPING:
        graph.add((source, _MAPPING[str(edge.properties["relation"])], target))
    if edge.properties.get("id"):
        _add_statement(graph, edge, edge.properties)


def _add_statement(graph: Graph, edge: Edge, properties: Mapping[str, Any]) -> None:
    """The statement an edge with evidence makes, as a thing of its own: who, what, on what wording, where."""
    subject = entity(f"statement-{properties['id']}")
    kind = ZHIZE.Responsibility if edge.type in model.responsibility_edges() else ZHIZE.Citation
    graph.add((subject, RDF.type, kind))
    graph.add((subject, RDF.type, PROV.Entity))
    graph.add((subject, RDF.subject, entity(edge.source)))
    graph.add((subject, RDF.predicate, _own(edge.type)))
    graph.add((subject, RDF.object, entity(edge.target)))
    document = properties.get("document") or (edge.source if kind == ZHIZE.Citation else None)
    if document:
        graph.add((subject, PROV.wasQuotedFrom, entity(str(document))))
    for name, value in properties.items():
        if name == "quote":
            _add_values(graph, subject, PROV.value, name, value)
        elif name not in {"id", "document"}:
            _add_values(graph, subject, _own(name), name, value)


def _sorted(value: Any) -> Any:
    """A JSON-LD value with its sets in a fixed order."""
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value)}
    if isinstance(value, list):
        return sorted((_sorted(item) for item in value), key=lambda item: json.dumps(item, sort_keys=True))
    return value
