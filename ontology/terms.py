"""The names of RDF: prefixes, the IRIs of our terms and of things, and what of a graph is written by which name.

All IRIs of ours begin with one base, so that they lead to the running app: `{base}ontology/Measure`, `{base}id/d0…`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any
from urllib.parse import quote, unquote

from ontology import model

_PLAIN = re.compile(r"[0-9A-Za-z_.~-]+").fullmatch
DEFAULT_BASE = "http://localhost:8340/"


@cache
def declared() -> dict[str, Any]:
    """The content of rdf.yaml."""
    return dict(model.read_yaml("rdf.yaml"))


@cache
def known_prefixes() -> dict[str, str]:
    """The namespaces that are not ours, by prefix."""
    return dict(declared()["prefixes"])


@cache
def camel(name: str) -> str:
    """The local name of an edge or property: HAS_MEASURE, has_measure → hasMeasure; one in camel case stays."""
    if "_" not in name and not name.isupper():
        return name
    head, *rest = name.lower().split("_")
    return head + "".join(word[:1].upper() + word[1:] for word in rest)


def expand(curie: str) -> str:
    """The IRI of a name with a prefix that is not ours; KeyError for an unknown prefix."""
    prefix, _, local = curie.partition(":")
    return known_prefixes()[prefix] + local


RDF_TYPE = expand("rdf:type")
LABEL = expand("rdfs:label")
IDENTIFIER = expand("dcterms:identifier")


def _quoted(identifier: str) -> str:
    return identifier if _PLAIN(identifier) else quote(identifier, safe="-_.~")


class Names:
    """The IRIs under one base, which ends with a slash."""

    def __init__(self, base: str = DEFAULT_BASE) -> None:
        self.base = base if base.endswith("/") else base + "/"
        self.ontology = f"{self.base}ontology"
        self.space = f"{self.ontology}/"
        self.things = f"{self.base}id/"
        self.prefixes = {**known_prefixes(), "zhize": self.space, "zid": self.things}

    def iri(self, curie: str) -> str:
        """The IRI of a name with any prefix."""
        prefix, _, local = curie.partition(":")
        return self.prefixes[prefix] + local

    def own(self, name: str) -> str:
        """The IRI of a class, edge or property of ours."""
        return self.space + camel(name)

    def thing(self, node_id: str) -> str:
        """The IRI of a node."""
        return self.things + _quoted(node_id)

    def node_id(self, iri: str) -> str | None:
        """The id of the node an IRI names; None when it names none of ours."""
        local = iri.removeprefix(self.things)
        return unquote(local) if local != iri and local and "#" not in local and "/" not in local else None

    def statement(self, edge: str, source: str, target: str, edge_id: str | None) -> str:
        """The IRI of an edge that has properties, within the page of its source."""
        return f"{self.thing(source)}#{edge}-{_quoted(edge_id or target)}"

    def of_node(self, label: str, name: str) -> str:
        """The predicate of a property of a node: that of a known vocabulary where the model says so."""
        known = next((p.rdf for p in model.class_def(label).properties if p.name == name), "")
        return expand(known) if known and not known.startswith("zhize:") else self.own(name)

    def of_edge(self, name: str) -> str:
        """The predicate of a property of an edge, on its statement."""
        known = declared()["properties"].get(name, {}).get("rdf")
        return expand(known) if known else self.own(name)

    def class_of_edge(self, edge: str) -> str:
        """The class of the statements of an edge type."""
        if edge == "LIKELY_LEADS":
            return self.space + "InferredResponsibility"
        if edge == model.duty_edge():
            return self.space + "Duty"
        if edge in model.responsibility_edges():
            return self.space + "Responsibility"
        return self.space + ("Citation" if edge in citation_edges() else "Statement")


@cache
def citation_edges() -> frozenset[str]:
    """The edge types by which documents name each other."""
    return frozenset(str(term.extra["edge"]) for term in model.vocabulary("citation_relations").terms)
