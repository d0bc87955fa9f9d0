"""What may stand at the caret of a Cypher query: the words that go on from what is written, each with its Chinese."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from ontology import model

# Words of Cypher that are offered here and in the console, in the order of frequency.
KEYWORDS: tuple[str, ...] = (
    *("MATCH", "OPTIONAL", "WHERE", "RETURN", "WITH", "UNWIND", "AS", "ORDER", "BY", "SKIP", "LIMIT", "DISTINCT"),
    *("AND", "OR", "XOR", "NOT", "IN", "IS", "NULL", "CONTAINS", "STARTS", "ENDS", "CASE", "WHEN", "THEN", "ELSE"),
    *("END", "UNION", "ALL", "CALL", "YIELD", "EXISTS", "COUNT", "TRUE", "FALSE", "ASC", "DESC", "ANY", "NONE"),
    "SINGLE",
)
FUNCTIONS: tuple[str, ...] = (
    *("count", "collect", "sum", "avg", "min", "max", "size", "length", "labels", "type", "properties", "keys"),
    *("nodes", "relationships", "startNode", "endNode", "id", "coalesce", "toLower", "toUpper", "toInteger"),
    *("toFloat", "toString", "substring", "split", "replace", "trim", "left", "right", "head", "last", "range"),
    *("round", "abs", "reduce", "shortestPath"),
)
_PIECE = re.compile(r"\$?\w*$")
_QUOTED = re.compile(r"//[^\n]*|/\*.*?(?:\*/|$)|'(?:\\.|[^'\\])*'?|\"(?:\\.|[^\"\\])*\"?", re.S)
_IN_EDGE = re.compile(r"\[[^\]]*[:|]\s*$")
_IN_NODE = re.compile(r"(?:\([^)]*|[\w\s]):\s*$")
_OPEN_MAP = re.compile(r":\s*(\w+)\s*\{(?:[^{}]*,)?\s*$")
_VARIABLE = re.compile(r"(\w+)\.$")
_NAMED = re.compile(r"[(\[]\s*([^\W\d]\w*)\s*[:)\]{]|\bAS\s+(\w+)", re.I)


@dataclass(frozen=True, slots=True)
class Word:
    """A word that goes on from what is written: `written` characters before the caret are replaced by it."""

    text: str
    zh: str
    written: int


def of_page() -> dict[str, Any]:
    """All that the console's editor offers: labels and edges with their properties, keywords, functions."""

    def told(zh: str, name: str) -> dict[str, Any]:
        return {"zh": zh, "properties": _things()[name]}

    return {
        "labels": {c.name: told(c.zh, c.name) for c in model.classes() if not c.internal},
        "edges": {e.name: told(e.zh, e.name) for e in model.edges()},
        "keywords": KEYWORDS,
        "functions": FUNCTIONS,
    }


@cache
def _things() -> dict[str, dict[str, str]]:
    """The properties of every label and edge, with their Chinese."""
    labels = {c.name: {p.name: p.zh for p in c.properties} for c in model.classes() if not c.internal}
    return labels | {e.name: dict.fromkeys(e.properties, e.zh) for e in model.edges()}


def following(text: str, parameters: Collection[str] = (), *, forced: bool = False) -> list[Word]:
    """The words for the end of a text; none within quotes and comments.

    Keywords and functions are offered after two letters, or when `forced`.
    """
    if any(part.end() == len(text) and not _closed(part[0]) for part in _QUOTED.finditer(text)):
        return []
    found = _PIECE.search(text)
    piece = found[0] if found else ""
    before = text[: len(text) - len(piece)]
    low = piece.lower()
    return [
        Word(word, zh, len(piece))
        for word, zh in _candidates(text, before, piece, parameters, forced)
        if word != piece and (word.lower().startswith(low) or (piece and zh.startswith(piece)))
    ]


def _closed(quoted: str) -> bool:
    if quoted.startswith(("//", "/*")):
        return quoted.endswith("*/")
    return len(quoted) > 1 and quoted[-1] == quoted[0]


def _candidates(
    text: str, before: str, piece: str, parameters: Collection[str], forced: bool
) -> Iterable[tuple[str, str]]:
    if piece.startswith("$"):
        return [(f"${name}", "参数") for name in parameters]
    if _IN_EDGE.search(before):
        return [(e.name, e.zh) for e in model.edges()]
    if _IN_NODE.search(before) and not _OPEN_MAP.search(before.rstrip(": ")):
        return [(c.name, c.zh) for c in model.classes() if not c.internal]
    if of_map := _OPEN_MAP.search(before):
        return _things().get(of_map[1], {}).items()
    if before.endswith("."):
        return _properties(text, before)
    return _everyday(text) if forced or len(piece) > 1 else ()


def _properties(text: str, before: str) -> Iterable[tuple[str, str]]:
    """Those of the labels and edges that a variable was declared with, else all."""
    named = _VARIABLE.search(before)
    if named is None or named[1].isdecimal():
        return ()
    declared = re.findall(rf"[(\[]\s*{re.escape(named[1])}\s*:\s*([\w|]+)", text)
    names = [name for some in declared for name in some.split("|")]
    some = {k: v for name in names for k, v in _things().get(name, {}).items()}
    return (some or {k: v for found in reversed(_things().values()) for k, v in found.items()}).items()


def _everyday(text: str) -> Iterator[tuple[str, str]]:
    yield from ((word, "") for word in KEYWORDS)
    yield from ((f"{word}(", "函数") for word in FUNCTIONS)
    yield from ((name, "变量") for name in dict.fromkeys(a or b for a, b in _NAMED.findall(text)))
