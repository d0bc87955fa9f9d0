"""RDF as plain values, and Turtle: the same text for the same values, written line by line.

IRIs are plain strings, literals `Literal`, lists `Members`; a `Description` is all that is said of one subject.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, TypeAlias

_XSD = "http://www.w3.org/2001/XMLSchema#"
STRING, INTEGER, BOOLEAN, DOUBLE = (_XSD + name for name in ("string", "integer", "boolean", "double"))
_LANGUAGE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?")
_ESCAPES = {**{n: f"\\u{n:04X}" for n in (*range(32), 127)}, 92: "\\\\", 34: '\\"', 10: "\\n", 13: "\\r", 9: "\\t"}


class Literal(NamedTuple):
    """A literal: its lexical form, the IRI of its datatype, its language where it has one."""

    value: str
    datatype: str = STRING
    language: str = ""


class Members(NamedTuple):
    """An RDF list, in order."""

    items: tuple[Object, ...]


Object: TypeAlias = "str | Literal | Members"


class Description(NamedTuple):
    """All that is said of a subject: (predicate, object) pairs, in the named graph of an IRI or the default one."""

    subject: str
    said: tuple[tuple[str, Object], ...]
    graph: str = ""


def chinese(value: str) -> Literal:
    """A text in Chinese."""
    return Literal(value, _LANGUAGE, "zh")


def english(value: str) -> Literal:
    """A text in English."""
    return Literal(value, _LANGUAGE, "en")


def described(subject: str, said: Iterable[tuple[str, Object]], graph: str = "") -> Description:
    """A description in its fixed order, each thing said once."""
    return Description(subject, tuple(sorted(set(said), key=_order)), graph)


def _order(pair: tuple[str, Object]) -> tuple[bool, str, int, tuple[str, ...]]:
    predicate, thing = pair
    kind = 0 if isinstance(thing, str) else 1 if isinstance(thing, Literal) else 2
    return predicate != _TYPE, predicate, kind, (thing,) if isinstance(thing, str) else tuple(map(str, thing))


def quoted(text: str) -> str:
    """A text between quotation marks, as Turtle and N-Triples escape it."""
    return f'"{text.translate(_ESCAPES)}"'


class Turtle:
    """Writes descriptions with prefixes."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._prefixes = dict(sorted(prefixes.items()))
        self._cache: dict[str, str] = {_TYPE: "a"}

    def head(self) -> str:
        """The declarations of the prefixes."""
        return "".join(f"@prefix {prefix}: <{space}> .\n" for prefix, space in self._prefixes.items())

    def text(self, one: Description) -> str:
        """A description, with an empty line before it."""
        lines: list[str] = []
        last = ""
        for predicate, thing in one.said:
            if predicate == last:
                lines[-1] += f", {self._object(thing)}"
            else:
                lines.append(f"    {self._predicate(predicate)} {self._object(thing)}")
            last = predicate
        return f"\n{self.name(one.subject)}\n" + " ;\n".join(lines) + " .\n"

    def name(self, iri: str) -> str:
        """An IRI, short where a prefix allows."""
        for prefix, space in self._prefixes.items():
            if iri.startswith(space) and _LOCAL.fullmatch(iri, len(space)):
                return f"{prefix}:{iri[len(space) :]}"
        return f"<{iri}>"

    def _predicate(self, iri: str) -> str:
        if iri not in self._cache:
            self._cache[iri] = self.name(iri)
        return self._cache[iri]

    def _object(self, thing: Object) -> str:
        if isinstance(thing, str):
            return self.name(thing)
        if isinstance(thing, Members):
            return f"( {' '.join(self._object(item) for item in thing.items)} )"
        if thing.language:
            return f"{quoted(thing.value)}@{thing.language}"
        if thing.datatype == STRING:
            return quoted(thing.value)
        if thing.datatype in (INTEGER, BOOLEAN):
            return thing.value
        return f"{quoted(thing.value)}^^{self._predicate(thing.datatype)}"


def document(prefixes: Mapping[str, str], descriptions: Iterable[Description], note: str = "") -> Iterator[str]:
    """A Turtle document, piece by piece."""
    writer = Turtle(prefixes)
    yield f"# {note}\n{writer.head()}" if note else writer.head()
    for one in descriptions:
        yield writer.text(one)
