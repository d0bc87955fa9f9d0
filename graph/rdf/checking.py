"""Checks what a store exports against the SHACL shapes of the ontology, document by document."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from typing import Any

from graph.rdf.formats import nquads
from graph.rdf.streaming import descriptions
from graph.store import Store
from ontology import model
from ontology.shapes import shapes
from ontology.terms import DEFAULT_BASE, RDF_TYPE, Names
from ontology.turtle import Description, document

_OF_EDGE = re.compile(r"-(?:Source|Target)Shape$").search


@dataclass(frozen=True, slots=True)
class Violation:
    """What a shape says of a node: both by IRI, the path where there is one, the value, and the shape's words.

    `thing` is the id of the node (of the one a relation goes out from), `document` that of the graph it stands in.
    """

    node: str
    shape: str
    path: str
    value: str
    message: str
    thing: str = ""
    document: str = ""


def check_shapes(store: Store, *, only: Collection[str] = (), base: str = DEFAULT_BASE) -> Iterator[Violation]:
    """Every violation, in order of documents; nothing for a graph that keeps to its ontology.

    Each document is checked with the classes of what it points at, so that memory does not grow with the store. With
    `only` the graphs of these documents alone.
    """
    names = Names(base)
    classes = dict(_classes(store, names))
    for graph, group in groupby(descriptions(store, names), key=lambda d: d.graph):
        document = names.node_id(graph) or ""
        if only and document not in only:
            continue
        told = list(group)
        ends = list(_ends(told, classes))
        elsewhere = {end.subject for end in ends}
        # Of what is described elsewhere only its place at the end of an edge is known here.
        for one in violations([*told, *ends], names):
            if one.node not in elsewhere or _OF_EDGE(one.shape):
                yield replace(one, thing=names.node_id(one.node.partition("#")[0]) or "", document=document)


def violations(told: Iterable[Description], names: Names) -> list[Violation]:
    """The violations in some descriptions, sorted."""
    from pyshacl import validate
    from rdflib import Graph

    data = Graph().parse(data=b"".join(nquads((d._replace(graph="") for d in told), names)), format="nt")
    conforms, results, _ = validate(data, shacl_graph=_shapes(names.base), inference="none")
    return [] if conforms else sorted(_violations(results), key=lambda v: (v.node, v.shape, v.path, v.value))


def _violations(results: Any) -> Iterator[Violation]:
    from rdflib import RDF
    from rdflib.namespace import SH

    for one in results.subjects(RDF.type, SH.ValidationResult):
        told = (
            results.value(one, p) for p in (SH.focusNode, SH.sourceShape, SH.resultPath, SH.value, SH.resultMessage)
        )
        yield Violation(*(str(value or "") for value in told))


@cache
def _shapes(base: str) -> Any:
    from rdflib import Graph

    names = Names(base)
    return Graph().parse(data="".join(document(names.prefixes, shapes(names))), format="turtle")


def _classes(store: Store, names: Names) -> Iterator[tuple[str, str]]:
    """The class of every node by its IRI."""
    from graph import catalogue

    for cls in model.content_classes():
        for row in store.read(catalogue.text("ids_of", label=cls.name)):
            yield names.thing(row["id"]), names.space + cls.name


def _ends(told: list[Description], classes: dict[str, str]) -> Iterator[Description]:
    """The classes of what is named in descriptions and described elsewhere."""
    here = {d.subject for d in told if any(predicate == RDF_TYPE for predicate, _ in d.said)}
    named = {d.subject for d in told} | {thing for d in told for _, thing in d.said if isinstance(thing, str)}
    for iri in sorted((named & classes.keys()) - here):
        yield Description(iri, ((RDF_TYPE, classes[iri]),))
