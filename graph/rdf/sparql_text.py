"""What a SPARQL query is, before it runs: its form, the graphs it names, and clear words for what is refused.

The tokens are those of SPARQL 1.1 section 19.8 as far as keywords must be told from names, texts and comments. What
keeps a query from the network and from writing is the process it runs in, not this page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graph.errors import QueryFailed, QueryRefused
from ontology.terms import Names

LONGEST = 100_000
FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"})
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_TOKEN = re.compile(
    r"""(?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    |(?P<comment>\#[^\r\n]*)
    |(?P<text>\"{3}(?:[^"\\]|\\.|\"{1,2}(?!\"))*\"{3}|'{3}(?:[^'\\]|\\.|'{1,2}(?!'))*'{3}
        |"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*')
    |(?P<variable>[?$]\w+)
    |(?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    |(?P<name>[\w.-]{0,200}+:(?:[\w.:%-]|\\.)*+)
    |(?P<word>[A-Za-z_]\w*)
    |(?P<other>\S)""",
    re.VERBOSE | re.DOTALL,
)
Token = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Query:
    """A query that may run: its text, its form, and the graphs its FROM and FROM NAMED name."""

    text: str
    form: str
    graphs: tuple[str, ...]


def check(text: str, names: Names) -> Query:
    """The query; raises QueryRefused or QueryFailed for what is no query, writes, or reaches elsewhere."""
    if not text.strip():
        raise QueryFailed("sparql_syntax", "SPARQL 查询为空")
    if len(text) > LONGEST:
        raise QueryRefused("sparql_too_long", f"SPARQL 查询有 {len(text)} 字，最多 {LONGEST} 字")
    plain = _unescaped(text)
    tokens = [(k, t) for k, t in _tokens(plain) if k != "comment"]
    if any(kind == "word" and token.upper() == "SERVICE" for kind, token in tokens):
        raise QueryRefused("sparql_service", "SPARQL 查询不能用 SERVICE：这里只查本机的图谱")
    prefixes, rest = _prologue(tokens)
    form = next((token.upper() for kind, token in rest[:1] if kind == "word"), "")
    if form in _UPDATES:
        raise QueryRefused("sparql_update", f"/sparql 只读：不能用 {form}")
    if form not in FORMS:
        raise QueryFailed("sparql_syntax", f"SPARQL 查询须以 {'、'.join(FORMS)} 之一开头（可先有 PREFIX、BASE）")
    graphs = tuple(_datasets(rest, {**names.prefixes, **prefixes}))
    check_graphs(graphs, names)
    return Query(plain, form, graphs)


def check_graphs(graphs: tuple[str, ...], names: Names) -> None:
    """That graphs are documents of ours; raises QueryRefused."""
    foreign = [graph for graph in graphs if names.node_id(graph) is None]
    if foreign:
        raise QueryRefused("sparql_from", f"FROM 只能指本机的文件（{names.things}…）：{foreign[0][:200]}")


def _unescaped(text: str) -> str:
    r"""The text with \u and \U read, as section 19.2 has it, once and for all."""

    def character(match: re.Match[str]) -> str:
        number = int(match[1] or match[2], 16)
        if number > 0x10FFFF or 0xD800 <= number < 0xE000:
            raise QueryFailed("sparql_syntax", f"SPARQL 查询里没有这样的字符：{match[0]}")
        return chr(number)

    found = _ESCAPE.sub(character, text)
    if found != text and _ESCAPE.search(found):
        raise QueryFailed("sparql_syntax", "SPARQL 查询里有嵌套的 \\u 转义")
    if any(0xD800 <= ord(c) < 0xE000 or c == "\x00" for c in found):
        raise QueryFailed("sparql_syntax", "SPARQL 查询里有不成字的字符")
    return found


def _tokens(text: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(text):
        yield str(match.lastgroup), match[0]


def _prologue(tokens: list[Token]) -> tuple[dict[str, str], list[Token]]:
    """The prefixes a query declares, and what comes after its prologue."""
    prefixes: dict[str, str] = {}
    at = 0
    while at < len(tokens) and tokens[at][0] == "word":
        word = tokens[at][1].upper()
        if word == "BASE":
            at += 2
        elif word == "PREFIX" and at + 2 < len(tokens):
            prefixes[tokens[at + 1][1].rstrip(":")] = tokens[at + 2][1].strip("<>")
            at += 3
        else:
            break
    return prefixes, tokens[at:]


def _datasets(tokens: list[Token], prefixes: dict[str, str]) -> Iterator[str]:
    for at, (kind, token) in enumerate(tokens):
        if kind != "word" or token.upper() != "FROM":
            continue
        follows = [t for t in tokens[at + 1 : at + 3] if t[1].upper() != "NAMED"]
        if follows and follows[0][0] == "iri":
            yield follows[0][1].strip("<>")
        elif follows and follows[0][0] == "name":
            prefix, _, local = follows[0][1].partition(":")
            yield prefixes.get(prefix, prefix + ":") + local
