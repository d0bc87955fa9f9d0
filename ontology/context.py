"""The JSON-LD context: a short key for every predicate of an export, with what its plain values mean."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ontology import model
from ontology.terms import Names, declared

# What a statement and a mapping say by names that are not ours.
STATEMENT = ("rdf:subject", "rdf:predicate", "rdf:object", "prov:wasQuotedFrom")
MATCHES = {
    "exact": "skos:exactMatch",
    "close": "skos:closeMatch",
    "broad": "skos:broadMatch",
    "narrow": "skos:narrowMatch",
    "related": "skos:relatedMatch",
}


def keys(names: Names) -> dict[str, tuple[str, str]]:
    """(key, how its plain values are meant: `iri`, `zh` or nothing) by the IRI of each predicate."""
    found: dict[str, tuple[str, str]] = {}
    taken: set[str] = set()
    for iri, meant in _predicates(names):
        if iri in found:
            continue
        prefix, space = next((p, s) for p, s in names.prefixes.items() if iri.startswith(s))
        local = iri.removeprefix(space)
        key = local if local not in taken else f"{prefix}_{local}"
        taken.add(key)
        found[iri] = (key, meant)
    return found


def context(names: Names) -> dict[str, Any]:
    """The value of `@context`."""
    made: dict[str, Any] = dict(sorted(names.prefixes.items()))
    coerced = {"iri": {"@type": "@id"}, "zh": {"@language": "zh"}, "": {}}
    for iri, (key, meant) in sorted(keys(names).items(), key=lambda item: item[1]):
        made[key] = {"@id": iri, **coerced[meant]}
    return made


def _predicates(names: Names) -> Iterator[tuple[str, str]]:
    """Ours first, so that they have the short keys."""
    for edge in model.edges():
        yield names.own(edge.name), "iri"
    yield from _own_properties(names)
    yield names.iri("rdfs:label"), "zh"
    yield names.iri("dcterms:identifier"), ""
    known = ("eli:type_document", "rdfs:subClassOf", "rdfs:subPropertyOf")
    foreign = dict.fromkeys(edge.rdf for edge in model.edges() if edge.rdf)
    for curie in (*STATEMENT, *MATCHES.values(), *known, *foreign):
        yield names.iri(curie), "iri"


def _own_properties(names: Names) -> Iterator[tuple[str, str]]:
    meant = dict.fromkeys(declared()["chinese"], "zh")
    for cls in model.content_classes():
        for one in cls.properties:
            if one.name != "id":
                yield names.of_node(cls.name, one.name), meant.get(one.name, "")
            if one.type.startswith(("list", "number or list")):
                yield names.own(one.name) + "InOrder", ""
    for name in sorted({n for e in model.edges() for n in e.properties} - {"id", "document"}):
        yield names.of_edge(name), meant.get(name, "")
