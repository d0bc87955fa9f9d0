"""The ontology: every class, edge, property and vocabulary of the declared model in OWL and SKOS, @zh and @en."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from ontology import model
from ontology.terms import Names, declared
from ontology.turtle import BOOLEAN, DOUBLE, INTEGER, STRING, Description, Literal, Members, Object, chinese, described
from ontology.turtle import english as _en

_DATES = ("xsd:date", "xsd:gYearMonth", "xsd:gYear")
_RANGES = {"string": "", "integer": INTEGER, "boolean": BOOLEAN, "number": ""}
_MOST = 4  # a property of more classes than these says nothing by its domain
Pairs = list[tuple[str, Object]]


def ontology(names: Names) -> Iterator[Description]:
    """The whole ontology, sorted."""
    yield _header(names)
    found = {d.subject: d for part in (_classes, _edges, _properties, _vocabularies) for d in part(names)}
    yield from (found[subject] for subject in sorted(found))


def labels(names: Names) -> Iterator[Description]:
    """Classes and edges with their labels alone, so that an export can be read by itself."""
    kept = {names.iri(c) for c in ("rdf:type", "rdfs:label", "rdfs:subClassOf", "rdfs:subPropertyOf")}
    for part in (_classes, _edges):
        for one in part(names):
            yield described(one.subject, [pair for pair in one.said if pair[0] in kept])


@cache
def words(name: str) -> tuple[str, str, str, str]:
    """Label zh, label en, definition zh, definition en of a property."""
    told: dict[str, Any] = declared()["properties"].get(name, {})
    first = next((p for c in model.content_classes() for p in c.properties if p.name == name), None)
    zh = told.get("zh") or (first.zh if first else name)
    doc = told.get("doc") or (first.doc if first else "") or name.replace("_", " ")
    return zh, name.replace("_", " "), told.get("zh_doc", zh), doc


def _header(names: Names) -> Description:
    told = declared()
    said: Pairs = [(names.iri("rdf:type"), names.iri("owl:Ontology"))]
    for predicate, text in (("dcterms:title", told["title"]), ("dcterms:description", told["description"])):
        said += [(names.iri(predicate), chinese(text["zh"])), (names.iri(predicate), _en(text["en"]))]
    said.append((names.iri("dcterms:license"), "https://www.apache.org/licenses/LICENSE-2.0"))
    return described(names.ontology, said)


def _term(names: Names, kind: str, label: tuple[str, str], definition: tuple[str, str]) -> Pairs:
    (zh, en), (zh_doc, doc) = label, definition
    return [
        (names.iri("rdf:type"), names.iri(kind)),
        (names.iri("rdfs:label"), chinese(zh)),
        (names.iri("rdfs:label"), _en(en)),
        (names.iri("skos:definition"), chinese(zh_doc or zh)),
        (names.iri("skos:definition"), _en(doc or en)),
        (names.iri("rdfs:isDefinedBy"), names.ontology),
    ]


def _classes(names: Names) -> Iterator[Description]:
    told = declared()
    for cls in model.content_classes():
        own = told["classes"].get(cls.name, {})
        said = _term(names, "owl:Class", (cls.zh, cls.en), (own.get("zh_doc", ""), cls.doc))
        above = [cls.rdf, *own.get("also", ())]
        said += [(names.iri("rdfs:subClassOf"), names.iri(c)) for c in above if names.iri(c) != names.own(cls.name)]
        yield described(names.space + cls.name, said)
    for name, one in told["statements"].items():
        said = _term(names, "owl:Class", (one["zh"], one["en"]), (one["zh_doc"], one["doc"]))
        above = [names.iri(c) if ":" in c else names.space + c for c in one["super"]]
        yield described(names.space + name, [*said, *((names.iri("rdfs:subClassOf"), c) for c in above)])


def _sorted(classes: tuple[str, ...]) -> tuple[str, ...]:
    """Classes in the model's order, each once."""
    return tuple(cls.name for cls in model.content_classes() if cls.name in classes)


def union(names: Names, classes: tuple[str, ...]) -> str:
    """One class, or the class of ours whose members are those of several."""
    classes = _sorted(classes)
    return names.space + classes[0] if len(classes) == 1 else names.space + "Any" + "Or".join(classes)


def _unions(names: Names, groups: set[tuple[str, ...]]) -> Iterator[Description]:
    for group in sorted({_sorted(g) for g in groups if len(g) > 1}):
        zh = "或".join(model.class_def(name).zh for name in group)
        en = " or ".join(model.class_def(name).en.lower() for name in group)
        said = _term(names, "owl:Class", (zh, en), (zh, en))
        said.append((names.iri("owl:unionOf"), Members(tuple(names.space + name for name in group))))
        yield described(union(names, group), said)


def _edges(names: Names) -> Iterator[Description]:
    told = declared()
    roles = model.responsibility_edges()
    yield from _unions(names, {ends for e in model.edges() for ends in (e.source, e.target)})
    umbrella = told["has_responsibility"]
    held = names.space + "hasResponsibilityFor"
    said = _term(names, "owl:ObjectProperty", (umbrella["zh"], umbrella["en"]), (umbrella["zh_doc"], umbrella["doc"]))
    yield described(held, said)
    for edge in model.edges():
        english = edge.name.lower().replace("_", " ")
        zh_doc = told["edges"].get(edge.name, f"机构对此的角色为{edge.zh}。" if edge.name in roles else edge.zh)
        said = _term(names, "owl:ObjectProperty", (edge.zh, english), (zh_doc, edge.doc))
        said.append((names.iri("rdfs:domain"), union(names, edge.source)))
        said.append((names.iri("rdfs:range"), union(names, edge.target)))
        if edge.rdf:
            said.append((names.iri("rdfs:subPropertyOf"), names.iri(edge.rdf)))
        if edge.name in roles and edge.name != "LIKELY_LEADS":
            said.append((names.iri("rdfs:subPropertyOf"), held))
        yield described(names.own(edge.name), said)


def property_types() -> dict[str, set[str]]:
    """The declared types of every property, of nodes and of edges."""
    found: dict[str, set[str]] = {}
    for cls in model.content_classes():
        for one in cls.properties:
            found.setdefault(one.name, set()).add(one.type)
    told = declared()["properties"]
    for edge in model.edges():
        for name in edge.properties:
            found.setdefault(name, set()).add(told[name]["type"])
    return found


def _holders(names: Names, name: str) -> tuple[str, ...]:
    classes = [c.name for c in model.content_classes() if any(p.name == name for p in c.properties)]
    anywhere = len(classes) > _MOST or any(name in e.properties for e in model.edges())
    return () if anywhere else tuple(classes)


def _properties(names: Names) -> Iterator[Description]:
    used = {names.of_node(c.name, p.name) for c in model.content_classes() for p in c.properties if p.name != "id"}
    used |= {names.of_edge(n) for e in model.edges() for n in e.properties if n != "id"}
    for name, types in property_types().items():
        zh, en, zh_doc, doc = words(name)
        iri = names.own(name)
        if iri in used:
            said = _term(names, "owl:DatatypeProperty", (zh, en), (zh_doc, doc))
            said += _domain_and_range(names, name, types)
            yield described(iri, said)
        if any(kind.startswith("list") for kind in types):
            label = (f"{zh}（有序）", f"{en} in order")
            said = _term(names, "owl:DatatypeProperty", label, (f"{zh}，按次序，JSON 数组。", f"{en}, in order, JSON"))
            said.append((names.iri("rdfs:range"), names.iri("rdf:JSON")))
            yield described(iri + "InOrder", said)
    yield from _groups(names)


def _domain_and_range(names: Names, name: str, types: set[str]) -> Iterator[tuple[str, Object]]:
    holders = _holders(names, name)
    if holders:
        yield names.iri("rdfs:domain"), union(names, holders)
    (kind, *others) = types
    if not others and _RANGES.get(kind):
        yield names.iri("rdfs:range"), _RANGES[kind]


def _groups(names: Names) -> Iterator[Description]:
    """The unions of classes that properties have as their domain."""
    yield from _unions(names, {_holders(names, name) for name in property_types()})


def _vocabularies(names: Names) -> Iterator[Description]:
    for vocabulary in model.vocabularies():
        scheme = names.space + vocabulary.name
        said = _term(
            names,
            "skos:ConceptScheme",
            (vocabulary.zh, vocabulary.name.replace("_", " ")),
            (vocabulary.zh, vocabulary.doc),
        )
        yield described(scheme, said)
        for term in vocabulary.terms:
            label = (term.zh, term.en.replace("_", " "))
            said = _term(names, "skos:Concept", label, (term.zh, term.doc))
            said += [
                (names.iri("skos:inScheme"), scheme),
                (names.iri("skos:notation"), Literal(term.id)),
                (names.iri("skos:prefLabel"), chinese(term.zh)),
                (names.iri("skos:prefLabel"), _en(term.en.replace("_", " "))),
            ]
            said += [(names.iri("skos:altLabel"), chinese(word)) for word in term.words if word != term.zh]
            yield described(concept(names, vocabulary.name, term.id), said)


def concept(names: Names, vocabulary: str, term: str) -> str:
    """The IRI of a word of a vocabulary."""
    return f"{names.space}{vocabulary}-{term}"


def datatypes(names: Names, kind: str) -> tuple[str, ...]:
    """The datatypes a value of a declared type may have in RDF; empty for texts, which may carry a language."""
    numbers = (INTEGER, DOUBLE)
    if kind == "date":
        return (*(names.iri(d) for d in _DATES), STRING)
    return {"integer": (INTEGER,), "boolean": (BOOLEAN,), "integer or string": (INTEGER, STRING)}.get(
        kind, numbers if kind.startswith("number") else ()
    )
