"""The first layer of the read-only gate: a query's text, token by token."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from graph.allowed import ENGINE_IDS, FUNCTIONS, PROCEDURES, SMALL_SOURCES, WORDS_BEFORE_PARENTHESIS
from graph.errors import QueryRefused
from graph.tokens import Token, refused, tokenize

_MAX_LENGTH = 20_000
_MAX_DEPTH = 60
_FIRST_WORDS = frozenset({"MATCH", "OPTIONAL", "UNWIND", "WITH", "RETURN", "CALL"})
_WRITING = frozenset({"CREATE", "MERGE", "SET", "DELETE", "DETACH", "REMOVE", "FOREACH", "INSERT", "DROP", "ALTER"})
# Before these a word is a label, a property, a parameter or a new name, not a clause.
_NAMING = frozenset({".", ":", "&", "|", "!", "%", "$", "AS"})
# A writing clause is never followed by these: the word is a variable there.
_USING = frozenset({"", ")", ",", "]", "}", ":", ".", "=", "<", ">", "+", "/", "%", "^"})
_LOOPS = frozenset({"REDUCE", "ALL", "ANY", "NONE", "SINGLE"})
_CLOSING = {"(": ")", "[": "]", "{": "}"}


@dataclass(frozen=True, slots=True)
class Outline:
    """What the text of an accepted query says: itself without a last semicolon, its parameters, ORDER BY, RETURN *."""

    text: str
    parameters: frozenset[str]
    ordered: bool
    star: bool


def check(query: str) -> Outline:
    """The outline of a query whose text may go to an engine; raises QueryRefused with the position of the cause."""
    if len(query) > _MAX_LENGTH:
        raise QueryRefused("cypher_too_long", f"查询超过 {_MAX_LENGTH} 个字符")
    tokens = tokenize(query)
    text, tokens = _single(query, tokens)
    if not tokens:
        raise QueryRefused("cypher_empty", "查询为空")
    _check_first(query, tokens)
    _check_words(query, tokens)
    _check_calls(query, tokens)
    _Loops(query, tokens).check()
    names = frozenset(token.text[1:].strip("`") for token in tokens if token.kind == "parameter")
    pairs = {(first.word, second.word) for first, second in pairwise(tokens)}
    star = bool(pairs & {("RETURN", "*"), ("DISTINCT", "*")})
    return Outline(text, names, ("ORDER", "BY") in pairs, star)


def _single(query: str, tokens: list[Token]) -> tuple[str, list[Token]]:
    """One statement: a semicolon may only stand at its end, and is blanked there."""
    for index, token in enumerate(tokens):
        if token.text == ";" and token.kind == "symbol":
            if any(later.text != ";" for later in tokens[index:]):
                raise refused("cypher_multiple", "一次只能执行一条查询", query, token.start)
            return query[: token.start], tokens[:index]
    return query, tokens


def _check_first(query: str, tokens: list[Token]) -> None:
    first = tokens[0]
    if first.word not in _FIRST_WORDS:
        message = f"查询须以 MATCH、OPTIONAL MATCH、UNWIND、WITH、RETURN 或 CALL 开头，不接受 {first.text[:20]}"
        raise refused("cypher_write" if first.word in _WRITING else "cypher_operator", message, query, first.start)


def _check_words(query: str, tokens: list[Token]) -> None:
    for index, token in enumerate(tokens):
        before = tokens[index - 1].word if index else ""
        after = (tokens[index + 1].word or tokens[index + 1].kind) if index + 1 < len(tokens) else ""
        if token.kind != "name" or before in _NAMING or after in _USING:
            continue
        if token.word in _WRITING:
            raise refused("cypher_write", f"只读入口不接受 {token.word}", query, token.start)
        if token.word == "LOAD" and after == "CSV":
            raise refused("cypher_load_csv", "不接受 LOAD CSV：查询不能读文件或网址", query, token.start)
        if token.word == "USE" and before in {"", "{", "UNION", "ALL"}:
            raise refused("cypher_operator", "不接受 USE：查询只在本存储里执行", query, token.start)
        if token.word in {"TRANSACTIONS", "PERIODIC"} and (before in {"IN", "USING", "CONCURRENT", ""}):
            raise refused("cypher_operator", "不接受分批事务", query, token.start)


def _check_calls(query: str, tokens: list[Token]) -> None:
    """Every name before a parenthesis is an allowed function, every CALL a subquery or an allowed procedure."""
    index = 0
    while index < len(tokens):
        start, name, index = _dotted(tokens, index)
        if not name:
            index += 1
            continue
        if start and tokens[start - 1].word == "CALL":
            if name.lower() not in PROCEDURES:
                raise refused("cypher_procedure", f"不接受过程 {name}", query, tokens[start].start)
        elif index < len(tokens) and tokens[index].word == "(":
            _check_function(query, tokens[index - 1 if "." not in name else start], name)


def _dotted(tokens: list[Token], index: int) -> tuple[int, str, int]:
    """The dotted name at a token: where it starts, the name ("" when none starts here), the index behind it."""
    start = index
    parts: list[str] = []
    while index < len(tokens) and tokens[index].name:
        parts.append(tokens[index].name)
        index += 1
        if not (index + 1 < len(tokens) and tokens[index].text == "." and tokens[index + 1].name):
            break
        index += 1
    return start, ".".join(parts), index


def _check_function(query: str, token: Token, name: str) -> None:
    if token.kind == "name" and token.word in WORDS_BEFORE_PARENTHESIS and "." not in name:
        return
    if name.lower() in ENGINE_IDS:
        message = f"不接受 {name}()：引擎内部的编号会变，请用属性 id（如 n.id）"
        raise refused("cypher_function", message, query, token.start)
    if name.lower() not in FUNCTIONS:
        raise refused("cypher_function", f"不接受函数 {name}()", query, token.start)


class _Loops:
    """Refuses loops inside the body of a loop of one expression unless the inner list is small by nature.

    The engines stop a query between rows; two nested loops over collected lists would run on unstopped. UNWIND does
    the same work row by row.
    """

    def __init__(self, query: str, tokens: list[Token]) -> None:
        self._query = query
        self._tokens = tokens
        self._open: list[list[str | bool]] = []  # closing symbol, is a loop, its body has begun

    def check(self) -> None:
        for index, token in enumerate(self._tokens):
            if token.kind == "symbol" and token.text in _CLOSING:
                self._push(index, token)
            elif self._open and token.text == self._open[-1][0] and token.kind == "symbol":
                self._open.pop()
            elif self._open and (token.word == "WHERE" or token.text == "|"):
                self._open[-1][2] = True

    def _push(self, index: int, token: Token) -> None:
        loop = self._is_loop(index, token)
        if loop and any(frame[1] and frame[2] for frame in self._open) and not self._small(index):
            message = "不接受循环套循环的表达式，请用 UNWIND 展开（内层可以是 n.属性、nodes()、labels() 等短列表）"
            raise refused("cypher_operator", message, self._query, token.start)
        self._open.append([_CLOSING[token.text], loop, False])
        if len(self._open) > _MAX_DEPTH:
            raise refused("cypher_too_long", "括号嵌套过深", self._query, token.start)

    def _is_loop(self, index: int, token: Token) -> bool:
        if token.text == "[":
            return self._word(index + 2) == "IN" and bool(self._tokens[index + 1].name)
        return token.text == "(" and index > 0 and self._tokens[index - 1].word in _LOOPS

    def _small(self, index: int) -> bool:
        """Whether the list behind the IN of the loop at an index is a property or a function of small lists."""
        while index < len(self._tokens) and self._tokens[index].word != "IN":
            index += 1
        if index + 1 >= len(self._tokens):
            return False
        source = self._tokens[index + 1]
        if source.name and self._word(index + 2) == ".":
            return True
        return source.name.lower() in SMALL_SOURCES and self._word(index + 2) == "("

    def _word(self, index: int) -> str:
        return self._tokens[index].word if index < len(self._tokens) else ""
