"""Cypher text as tokens: enough to see what a query asks for, comments, strings and quoted names apart."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from graph.errors import QueryRefused

_PATTERN = re.compile(
    r"""
      (?P<space>\s+)
    | (?P<comment>//[^\n\r]*|/\*.*?\*/)
    | (?P<string>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")
    | (?P<quoted>`(?:[^`]|``)*`)
    | (?P<parameter>\$(?:`(?:[^`]|``)*`|\w+))
    | (?P<number>0[xXoO][0-9a-fA-F_]+|\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?)
    | (?P<name>[^\W\d]\w*)
    | (?P<symbol>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_REFUSED_CATEGORIES = {"Cc", "Cf", "Co", "Cs", "Cn"}


@dataclass(frozen=True, slots=True)
class Token:
    """A token: kind (string, quoted, parameter, number, name, symbol), text, keyword form, offset in the query."""

    kind: str
    text: str
    word: str
    start: int

    @property
    def name(self) -> str:
        """The name a plain or quoted name stands for; empty for other tokens."""
        if self.kind == "quoted":
            return self.text[1:-1].replace("``", "`")
        return self.text if self.kind == "name" else ""


def tokenize(query: str) -> list[Token]:
    """The tokens of a query without spaces and comments.

    Raises QueryRefused for what the engines might read otherwise than we do: `\\u` escapes (Neo4j resolves them before
    it looks for strings and comments), invisible characters outside strings, strings and comments without an end.
    """
    escape = re.search(r"\\[uU]", query)
    if escape:
        raise refused("cypher_syntax", "查询里不接受 \\u 转义，请直接写出字符", query, escape.start())
    found: list[Token] = []
    for match in _PATTERN.finditer(query):
        kind, text = str(match.lastgroup), match.group()
        if kind in {"space", "comment"}:
            continue
        if kind == "symbol":
            _check_symbol(query, text, match.start())
        word = _word(text) if kind == "name" else text if kind == "symbol" else ""
        found.append(Token(kind, text, word, match.start()))
    return found


def refused(code: str, message: str, query: str, offset: int) -> QueryRefused:
    """A refusal that says where in the query its cause stands."""
    before = query[:offset]
    line, column = before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1
    return QueryRefused(code, f"{message}（第 {line} 行第 {column} 列）")


def _word(text: str) -> str:
    """The keyword a name might be taken for: letters that fold to ASCII count as ASCII."""
    return unicodedata.normalize("NFKC", text).upper()


def _check_symbol(query: str, text: str, offset: int) -> None:
    if unicodedata.category(text) in _REFUSED_CATEGORIES:
        raise refused("cypher_syntax", f"查询里有看不见的字符 U+{ord(text):04X}", query, offset)
    if text in "'\"`" or query.startswith("/*", offset):
        raise refused("cypher_syntax", "引号或注释没有结束", query, offset)
