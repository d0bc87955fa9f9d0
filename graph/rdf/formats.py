"""Descriptions as bytes, piece by piece: Turtle, N-Quads, JSON-LD, RDF/XML."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from ontology.context import context, keys
from ontology.terms import RDF_TYPE, Names
from ontology.turtle import STRING, Description, Literal, Members, Object, Turtle, quoted

_PIECE = 1 << 16
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
Writer = Callable[[Iterable[Description], Names], Iterator[bytes]]


def turtle(descriptions: Iterable[Description], names: Names) -> Iterator[bytes]:
    """Turtle 1.1; named graphs are left out."""
    writer = Turtle(names.prefixes)
    return _pieces(_started(writer.head(), (writer.text(one) for one in descriptions)))


def nquads(descriptions: Iterable[Description], names: Names) -> Iterator[bytes]:
    """N-Quads 1.1, a line a triple."""
    return _pieces(_quads(descriptions))


def jsonld(descriptions: Iterable[Description], names: Names) -> Iterator[bytes]:
    """JSON-LD 1.1 with its context inside; a named graph is an object with a `@graph` of its own."""
    return _pieces(_Jsonld(names).write(descriptions))


def rdfxml(descriptions: Iterable[Description], names: Names) -> Iterator[bytes]:
    """RDF/XML 1.1 without named graphs; characters XML does not know are left out."""
    return _pieces(_xml(descriptions, names))


def _started(head: str, rest: Iterable[str]) -> Iterator[str]:
    yield head
    yield from rest


def _pieces(texts: Iterable[str]) -> Iterator[bytes]:
    waiting: list[str] = []
    size = 0
    for text in texts:
        waiting.append(text)
        size += len(text)
        if size > _PIECE:
            yield "".join(waiting).encode("utf-8", "surrogatepass")
            waiting, size = [], 0
    yield "".join(waiting).encode("utf-8", "surrogatepass")


def _quads(descriptions: Iterable[Description]) -> Iterator[str]:
    known: dict[str, str] = {}
    for one in descriptions:
        end = f" <{one.graph}> .\n" if one.graph else " .\n"
        start = f"<{one.subject}> "
        lines = []
        for predicate, thing in one.said:
            if predicate not in known:
                known[predicate] = f"<{predicate}> "
            lines.append(start + known[predicate] + _term(thing) + end)
        yield "".join(lines)


def _term(thing: Object) -> str:
    if isinstance(thing, str):
        return f"<{thing}>"
    if isinstance(thing, Members):
        raise ValueError("a list has no line of its own")
    if thing.language:
        return f"{quoted(thing.value)}@{thing.language}"
    return quoted(thing.value) if thing.datatype == STRING else f"{quoted(thing.value)}^^<{thing.datatype}>"


class _Jsonld:
    def __init__(self, names: Names) -> None:
        self._names = names
        self._keys = keys(names)
        self._short = Turtle(names.prefixes)

    def write(self, descriptions: Iterable[Description]) -> Iterator[str]:
        head = json.dumps(context(self._names), ensure_ascii=False, sort_keys=True)
        yield f'{{"@context": {head},\n"@graph": ['
        graph, top, inner = "", "", ""
        for one in descriptions:
            if one.graph != graph:
                yield "\n]}" if graph else ""
                graph, inner = one.graph, ""
                if graph:
                    yield f'{top}\n{{"@id": {json.dumps(self._id(graph))}, "@graph": ['
                    top = ","
            yield f"{inner if graph else top}\n{self._object(one)}"
            top = inner = ","
        yield ("\n]}" if graph else "") + "\n]}\n"

    def _object(self, one: Description) -> str:
        made: dict[str, Any] = {"@id": self._id(one.subject)}
        for predicate, thing in one.said:
            key, meant = ("@type", "type") if predicate == RDF_TYPE else self._keys.get(predicate, (predicate, ""))
            value = self._value(thing, meant)
            if key not in made:
                made[key] = value
            elif isinstance(made[key], list):
                made[key].append(value)
            else:
                made[key] = [made[key], value]
        return json.dumps(made, ensure_ascii=False)

    def _id(self, iri: str) -> str:
        name = self._short.name(iri)
        return iri if name.startswith("<") else name

    def _value(self, thing: Object, meant: str) -> Any:
        if isinstance(thing, str):
            return self._id(thing) if meant in ("iri", "type") else {"@id": self._id(thing)}
        if isinstance(thing, Members):
            raise ValueError("a list has no place in an export")
        if thing.language:
            return thing.value if meant == thing.language else {"@value": thing.value, "@language": thing.language}
        if thing.datatype == STRING and not meant:
            return thing.value
        return {"@value": thing.value, **({"@type": thing.datatype} if thing.datatype != STRING else {})}


def _xml(descriptions: Iterable[Description], names: Names) -> Iterator[str]:
    spaces = "".join(f"\n  xmlns:{prefix}={quoteattr(space)}" for prefix, space in sorted(names.prefixes.items()))
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{spaces}>\n'
    short = Turtle({p: s for p, s in names.prefixes.items() if p != "zid"})
    known: dict[str, str] = {}
    for one in descriptions:
        lines = [f"<rdf:Description rdf:about={quoteattr(one.subject)}>\n"]
        for predicate, thing in one.said:
            if predicate not in known:
                known[predicate] = short.name(predicate)
            lines.append(_element(known[predicate], thing))
        yield "".join(lines) + "</rdf:Description>\n"
    yield "</rdf:RDF>\n"


def _element(name: str, thing: Object) -> str:
    if isinstance(thing, str):
        return f"  <{name} rdf:resource={quoteattr(thing)}/>\n"
    if not isinstance(thing, Literal):
        raise ValueError("a list has no place in an export")
    about = f' xml:lang="{thing.language}"' if thing.language else ""
    if not thing.language and thing.datatype != STRING:
        about = f" rdf:datatype={quoteattr(thing.datatype)}"
    # A carriage return is written as a reference, else XML makes it a line feed.
    text = escape(_NOT_XML.sub("", thing.value), {"\r": "&#13;"})
    return f"  <{name}{about}>{text}</{name}>\n"


WRITERS: dict[str, Writer] = {"ttl": turtle, "nq": nquads, "jsonld": jsonld, "rdfxml": rdfxml}
