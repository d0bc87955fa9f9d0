"""The read-only gate: what a user's own Cypher must pass before an engine runs it, and how its answer is bounded.

The layers stand behind each other: the text (here), the engine's own parser and plan (inspect of the door), the
engine's read access, and limits of time, rows and bytes. None of them is trusted to be enough alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from graph import query_text
from graph.allowed import PROCEDURES
from graph.engines.values import canonical, render
from graph.errors import QueryFailed, QueryRefused
from graph.parameters import checked_parameters
from graph.store import CypherResult, Limits, Row


@dataclass(frozen=True, slots=True)
class CheckedQuery:
    """A query whose text and parameters passed; `ordered` when it says ORDER BY, `star` when it says RETURN *."""

    text: str
    parameters: dict[str, Any]
    ordered: bool
    star: bool


class Door(Protocol):
    """An engine's side of the gate."""

    def inspect(self, query: CheckedQuery, limits: Limits) -> None:
        """Raises QueryRefused or QueryFailed unless the engine's own analysis sees a query that only reads."""
        ...

    def plan(self, query: CheckedQuery, limits: Limits) -> list[str]:
        """The lines of the engine's plan for a query that was let in."""
        ...

    def rows(
        self, query: CheckedQuery, limits: Limits
    ) -> AbstractContextManager[tuple[list[str], Iterator[list[Any]]]]:
        """The columns of the answer and its rows, read while the block is open."""
        ...


def explain(door: Door, query: CheckedQuery, limits: Limits) -> CypherResult:
    """The engine's plan for a checked query, which is not run: one row a line, `{"plan"}`."""
    door.inspect(query, limits)
    return CypherResult(["plan"], [{"plan": line} for line in door.plan(query, limits)], False)


def check(query: str, parameters: dict[str, Any]) -> CheckedQuery:
    """The query if its text and parameters may go to an engine; raises QueryRefused."""
    outline = query_text.check(query)
    given = checked_parameters(parameters, outline.parameters)
    return CheckedQuery(outline.text, given, outline.ordered, outline.star)


def answer(door: Door, query: CheckedQuery, limits: Limits) -> CypherResult:
    """The answer of a checked query within its limits.

    Rows come in the engine's order when the query says ORDER BY, else in the order of their canonical JSON, so that
    both engines answer with the same bytes.
    """
    door.inspect(query, limits)
    with door.rows(query, limits) as (columns, rows):
        results, truncated = _collect(columns, rows, limits)
    if not query.ordered:
        results.sort(key=canonical)
    if query.star and not results:
        columns = []  # the embedded engine does not say which names * would have stood for
    return CypherResult(columns, results, truncated)


def check_operators(operators: Iterable[str], allowed: frozenset[str]) -> None:
    """Refuses a plan with a step that is not allowed."""
    for operator in operators:
        if operator not in allowed:
            raise QueryRefused("cypher_operator", f"执行计划含有不接受的步骤：{operator}")


def check_procedures(names: Iterable[str]) -> None:
    """Refuses a call of a procedure outside the allowlist."""
    for name in names:
        if name.lower() not in PROCEDURES:
            raise QueryRefused("cypher_procedure", f"不接受过程 {name}")


def write_refused() -> QueryRefused:
    """The refusal of a query that is not reading alone."""
    return QueryRefused("cypher_write", "只读入口不接受写入、建索引或管理语句")


def syntax_error(detail: str, line: int = 0, column: int = 0) -> QueryFailed:
    """The error of a query that the engine's parser does not accept, with the position when the engine told it."""
    place = f"（第 {line} 行第 {column} 列）" if line else ""
    return QueryFailed("cypher_syntax", f"查询有语法错误{place}：{detail}")


def _collect(columns: list[str], rows: Iterator[list[Any]], limits: Limits) -> tuple[list[Row], bool]:
    results: list[Row] = []
    size = 0
    for values in rows:
        if len(results) == limits.rows:
            return results, True
        row = {column: render(value) for column, value in zip(columns, values, strict=True)}
        size += _size(row)
        if size > limits.bytes:
            if not results:
                raise QueryRefused("cypher_too_large", f"一行结果就超过 {limits.bytes} 字节的限制")
            return results, True
        results.append(row)
    return results, False


def _size(row: Row) -> int:
    try:
        return len(canonical(row).encode("utf-8", "surrogatepass"))
    except (TypeError, ValueError) as error:
        raise QueryRefused("cypher_value", "结果里有不能输出的值，请先用 toString() 转成文字") from error
