"""The declared model: classes, edges, vocabularies and the extraction contract, read from YAML once."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(*parts: str) -> Any:
    """The content of a YAML file of this package."""
    text = resources.files("ontology").joinpath(*parts).read_text(encoding="utf-8")
    return yaml.load(text, Loader=_LOADER)


_TYPES = (
    "string", "integer", "number", "boolean", "date", "list of string", "number or list of number", "integer or string",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Property:
    """A property of a node."""

    name: str
    type: str
    zh: str
    doc: str
    rdf: str


@dataclass(frozen=True, slots=True)
class EdgeDef:
    """An edge type: which classes it joins and which properties it carries."""

    name: str
    source: tuple[str, ...]
    target: tuple[str, ...]
    properties: tuple[str, ...]
    zh: str
    doc: str
    rdf: str


@dataclass(frozen=True, slots=True)
class ClassDef:
    """A node label with its properties; an internal one is no content: exports and counts leave it out.

    Nodes of a standalone class need no edge.
    """

    name: str
    zh: str
    en: str
    doc: str
    rdf: str
    properties: tuple[Property, ...]
    internal: bool = False
    standalone: bool = False

    @property
    def title_property(self) -> str:
        """The property that names a node of this class: title or name."""
        return "title" if any(p.name == "title" for p in self.properties) else "name"


@dataclass(frozen=True, slots=True)
class Term:
    """A word of a vocabulary: its id, its Chinese label, the words that stand for it in documents."""

    id: str
    zh: str
    en: str
    doc: str
    words: tuple[str, ...]
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A closed list of terms."""

    name: str
    zh: str
    doc: str
    terms: tuple[Term, ...]

    def term(self, term_id: str) -> Term:
        """The term of an id; KeyError when there is none."""
        for term in self.terms:
            if term.id == term_id:
                return term
        raise KeyError(f"{self.name} has no term {term_id}")

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all terms, in order."""
        return tuple(term.id for term in self.terms)


@dataclass(frozen=True, slots=True)
class RecordField:
    """A field of a record of the extraction contract."""

    name: str
    type: str
    doc: str
    optional: bool


@dataclass(frozen=True, slots=True)
class RecordDef:
    """A record of the extraction contract."""

    name: str
    doc: str
    fields: tuple[RecordField, ...]


def _files(folder: str) -> list[Any]:
    entries = sorted(p.name for p in resources.files("ontology").joinpath(folder).iterdir() if p.name.endswith(".yaml"))
    return [read_yaml(folder, name) for name in entries]


def _property(name: str, data: dict[str, Any]) -> Property:
    if data.get("type", "string") not in _TYPES:
        raise ValueError(f"property {name}: no type {data['type']}, only {', '.join(_TYPES)}")
    return Property(name, data.get("type", "string"), data["zh"], data.get("doc", ""), data.get("rdf", ""))


def _class(data: dict[str, Any]) -> ClassDef:
    properties = tuple(_property(name, value) for name, value in data["properties"].items())
    internal, standalone = bool(data.get("internal")), bool(data.get("standalone"))
    return ClassDef(data["name"], data["zh"], data["en"], data["doc"], data["rdf"], properties, internal, standalone)


@cache
def classes() -> tuple[ClassDef, ...]:
    """All node classes, by order of declaration number."""
    return tuple(_class(d) for d in sorted(_files("classes"), key=lambda d: (d["order"], d["name"])))


def content_classes() -> tuple[ClassDef, ...]:
    """The node classes that hold what documents say and people found: all but the internal ones."""
    return tuple(cls for cls in classes() if not cls.internal)


@cache
def class_def(name: str) -> ClassDef:
    """The class of a label; KeyError when it is not declared."""
    for cls in classes():
        if cls.name == name:
            return cls
    raise KeyError(f"no class {name} is declared")


def _edge(data: dict[str, Any]) -> EdgeDef:
    return EdgeDef(
        data["name"],
        tuple(data["from"]),
        tuple(data["to"]),
        tuple(data.get("properties", ())),
        data["zh"],
        data.get("doc", ""),
        data.get("rdf", ""),
    )


@cache
def edges() -> tuple[EdgeDef, ...]:
    """All edge types: the structural ones, one for each responsibility role, inferred leads, duties."""
    declared = read_yaml("edges.yaml")
    structural = [_edge(d) for d in declared["edges"]]
    shared = declared["responsibility"]
    names: dict[str, Term] = {}
    for term in vocabulary("roles").terms:
        names.setdefault(term.extra["edge"], term)
    roles = [
        EdgeDef(edge, tuple(shared["from"]), tuple(shared["to"]), tuple(shared["properties"]), t.zh, t.doc, "")
        for edge, t in names.items()
    ]
    return (*structural, *roles, _edge(declared["likely_leads"]), _edge(declared["duties"]))


@cache
def vocabularies() -> tuple[Vocabulary, ...]:
    """All vocabularies by name."""
    return tuple(_vocabulary(d) for d in sorted(_files("vocabularies"), key=lambda d: str(d["name"])))


def _vocabulary(data: dict[str, Any]) -> Vocabulary:
    return Vocabulary(data["name"], data["zh"], data["doc"], tuple(_term(i, t) for i, t in data["terms"].items()))


def _term(term_id: str, data: dict[str, Any]) -> Term:
    known = {"zh", "en", "doc", "words"}
    extra = {key: value for key, value in data.items() if key not in known}
    return Term(term_id, data["zh"], data.get("en", term_id), data.get("doc", ""), tuple(data.get("words", ())), extra)


@cache
def vocabulary(name: str) -> Vocabulary:
    """The vocabulary of a name; KeyError when it is not declared."""
    for entry in vocabularies():
        if entry.name == name:
            return entry
    raise KeyError(f"no vocabulary {name} is declared")


def role_edge(role: str, *, inferred: bool = False) -> str:
    """The edge type of a responsibility role; LIKELY_LEADS for an inferred lead."""
    if inferred:
        return "LIKELY_LEADS"
    return str(vocabulary("roles").term(role).extra["edge"])


@cache
def responsibility_edges() -> tuple[str, ...]:
    """All edge types that say who has a responsibility, the inferred one last."""
    stated = dict.fromkeys(str(t.extra["edge"]) for t in vocabulary("roles").terms)
    return (*stated, "LIKELY_LEADS")


@cache
def duty_edge() -> str:
    """The edge type of duties: bodies that are the subject of a duty verb, which no answer counts unless asked."""
    return str(read_yaml("edges.yaml")["duties"]["name"])


@cache
def bases() -> dict[str, tuple[str, ...]]:
    """What a body's work may rest on, by the kind of edge: responsibility, likely_leads, duties."""
    declared = read_yaml("edges.yaml")
    return {kind: tuple(declared[kind]["bases"]) for kind in ("responsibility", "likely_leads", "duties")}


def held_edges() -> tuple[str, ...]:
    """All edge types that tie a body to what it does by a document's wording: responsibilities, and duties last."""
    return (*responsibility_edges(), duty_edge())


@cache
def contract() -> dict[str, RecordDef]:
    """The records of the extraction contract by name, in order of declaration."""
    declared = read_yaml("contract.yaml")["records"]
    return {name: RecordDef(name, data["doc"], tuple(_fields(data))) for name, data in declared.items()}


def _fields(data: dict[str, Any]) -> list[RecordField]:
    required = [RecordField(n, f["type"], f.get("doc", ""), False) for n, f in data["fields"].items()]
    optional = [RecordField(n, f["type"], f.get("doc", ""), True) for n, f in data.get("optional", {}).items()]
    return required + optional
