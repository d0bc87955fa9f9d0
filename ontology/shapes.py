"""SHACL shapes of every class, edge and statement: what a graph of this ontology must look like."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ontology import model
from ontology.owl import Pairs, datatypes, union
from ontology.terms import Names, declared
from ontology.turtle import INTEGER, STRING, Description, Literal, Members, Object, described

_LANG = "rdf:langString"
_KINDS = {"Responsibility": "responsibility", "InferredResponsibility": "likely_leads", "Duty": "duties"}


def shapes(names: Names) -> Iterator[Description]:
    """All shapes, sorted."""
    maker = _Shapes(names)
    maker.make()
    yield from (maker.found[subject] for subject in sorted(maker.found))


def _written(vocabulary: str) -> tuple[str, ...]:
    """The words of a vocabulary as the graph has them: ids, but the Chinese word for the kind of a document."""
    terms = model.vocabulary(vocabulary).terms
    return tuple(term.zh if vocabulary == "document_kinds" else term.id for term in terms)


class _Shapes:
    def __init__(self, names: Names) -> None:
        self.names = names
        self.found: dict[str, Description] = {}

    def make(self) -> None:
        for cls in model.content_classes():
            self._class(cls)
        for edge in model.edges():
            self._ends(edge)
        for name in declared()["statements"]:
            self._statement(name)

    def _iri(self, curie: str) -> str:
        return self.names.iri(curie)

    def _shape(self, name: str, said: Iterable[tuple[str, Object]], kind: str = "sh:NodeShape") -> str:
        subject = self.names.space + name
        self.found[subject] = described(subject, [(self._iri("rdf:type"), self._iri(kind)), *said])
        return subject

    def _property(self, shape: str, name: str, path: str, said: Pairs) -> tuple[str, Object]:
        given: Pairs = [(self._iri("sh:path"), path), *said]
        made = self._shape(f"{shape}-{name}", given, "sh:PropertyShape")
        return self._iri("sh:property"), made

    def _count(self, least: int, most: int | None) -> Pairs:
        told = (("sh:minCount", least), ("sh:maxCount", most))
        return [(self._iri(name), Literal(str(number), INTEGER)) for name, number in told if number]

    def _either(self, kinds: tuple[str, ...]) -> Pairs:
        """That a value has one of some datatypes."""
        if len(kinds) == 1:
            return [(self._iri("sh:datatype"), kinds[0])]
        each = []
        for kind in kinds:
            local = kind.rpartition("#")[2]
            each.append(self._shape(f"shape-{local}", [(self._iri("sh:datatype"), kind)]))
        return [(self._iri("sh:or"), Members(tuple(each)))]

    def _values(self, kind: str, name: str) -> Pairs:
        if name in declared()["chinese"]:
            return [(self._iri("sh:datatype"), self._iri(_LANG))]
        return self._either(datatypes(self.names, kind)[:3] or (STRING,))

    def _words(self, words: Iterable[str]) -> Pairs:
        return [(self._iri("sh:in"), Members(tuple(Literal(word) for word in words)))]

    def _class(self, cls: model.ClassDef) -> None:
        shape = f"{cls.name}Shape"
        said: Pairs = [(self._iri("sh:targetClass"), self.names.space + cls.name)]
        said.append(self._property(shape, "label", self._iri("rdfs:label"), self._count(1, None)))
        said.append(self._property(shape, "id", self._iri("dcterms:identifier"), self._count(1, 1)))
        closed = declared()["vocabularies"].get(cls.name, {})
        for one in cls.properties:
            if one.name == "id":
                continue
            least = one.name in declared()["required"][cls.name]
            rules = self._count(int(least), None if one.type.startswith(("list", "number or list")) else 1)
            if one.name in closed:
                rules += self._words(_written(closed[one.name]))
            else:
                rules += self._values(one.type, one.name)
            said.append(self._property(shape, one.name, self.names.of_node(cls.name, one.name), rules))
        self._shape(shape, said)

    def _of_class(self, classes: tuple[str, ...]) -> Pairs:
        """That a thing is of one of some classes."""
        if len(classes) == 1:
            return [(self._iri("sh:class"), self.names.space + classes[0])]
        shape = union(self.names, classes).removeprefix(self.names.space) + "Shape"
        each = [self._shape(f"Is{name}Shape", [(self._iri("sh:class"), self.names.space + name)]) for name in classes]
        return [(self._iri("sh:node"), self._shape(shape, [(self._iri("sh:or"), Members(tuple(each)))]))]

    def _ends(self, edge: model.EdgeDef) -> None:
        path = self.names.own(edge.name)
        for side, target, classes in (
            ("Source", "sh:targetSubjectsOf", edge.source),
            ("Target", "sh:targetObjectsOf", edge.target),
        ):
            said: Pairs = [(self._iri(target), path), (self._iri("sh:nodeKind"), self._iri("sh:IRI"))]
            self._shape(f"{edge.name}-{side}Shape", [*said, *self._of_class(classes)])

    def _statement(self, name: str) -> None:
        shape = f"{name}Shape"
        said: Pairs = [(self._iri("sh:targetClass"), self.names.space + name)]
        one = [*self._count(1, 1), (self._iri("sh:nodeKind"), self._iri("sh:IRI"))]
        for part in ("subject", "predicate", "object"):
            said.append(self._property(shape, part, self._iri(f"rdf:{part}"), one))
        if name != "Statement":
            quoted = [*self._count(1, 1), (self._iri("sh:datatype"), self._iri(_LANG))]
            source = [*one, (self._iri("sh:class"), self.names.space + "Document")]
            said.append(self._property(shape, "quote", self._iri("prov:value"), quoted))
            said.append(self._property(shape, "document", self._iri("prov:wasQuotedFrom"), source))
            for span in ("span_start", "span_end"):
                rules = [*self._count(1, 1), (self._iri("sh:datatype"), INTEGER)]
                said.append(self._property(shape, span, self.names.own(span), rules))
        if name in _KINDS:
            rules = [*self._count(1, 1), *self._words(model.bases()[_KINDS[name]])]
            said.append(self._property(shape, "basis", self.names.own("basis"), rules))
        if name == "Duty":
            rules = [*self._count(1, 1), *self._words(model.vocabulary("roles").ids)]
            said.append(self._property(shape, "role", self.names.own("role"), rules))
        self._shape(shape, said)
