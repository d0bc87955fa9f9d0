"""Plans of Neo4j: which steps a user's query would take."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from graph.errors import QueryRefused

# EXPLAIN calls these "reading" although they read files, settings or sessions, or names them in plans that write.
_REFUSED = re.compile(
    r"LoadCSV|^Show|^Terminate|^Create|^Merge|^Delete|^Detach|^Set[A-Z]|^Remove|^Foreach|^Drop|^Alter|^Grant|^Deny"
    r"|^Revoke|^Transaction|^Rename|^Start|^Stop|^Enable|^Dealloc|^Realloc|^DoNothing|^Use|^Administration|^Schema"
    r"|^EmptyResult$|^Run|^External|^Dynamic(Set|Create)"
)


def operators(plan: dict[str, Any] | None) -> Iterator[str]:
    """The names of all steps of a plan, without the database behind @."""
    if plan is None:
        raise QueryRefused("cypher_operator", "服务器没有给出执行计划")
    yield str(plan["operatorType"]).split("@")[0]
    for child in plan.get("children", ()):
        yield from operators(child)


def plan_lines(plan: dict[str, Any], depth: int = 0) -> Iterator[str]:
    """A plan in lines, each step above those that feed it: its name, what it does, the rows it is thought to give."""
    told = plan.get("args", {})
    details = " ".join(str(told.get("Details", "")).split())
    rows = f"rows={float(told['EstimatedRows']):.0f}" if "EstimatedRows" in told else ""
    yield " ".join(
        part for part in (f"{'  ' * depth}+ {str(plan['operatorType']).split('@')[0]}", details, rows) if part
    )
    for child in plan.get("children", ()):
        yield from plan_lines(child, depth + 1)


def refuse_operators(names: Iterable[str]) -> None:
    """Refuses a plan with a step that does more than read the graph."""
    for name in names:
        if _REFUSED.search(name):
            code = "cypher_load_csv" if "LoadCSV" in name else "cypher_operator"
            raise QueryRefused(code, f"执行计划含有不接受的步骤：{name}")


def procedures(plan: dict[str, Any]) -> Iterator[str]:
    """The names of the procedures a plan calls."""
    if str(plan.get("operatorType")).split("@")[0] == "ProcedureCall":
        yield str(plan.get("args", {}).get("Details", "")).split("(")[0].strip()
    for child in plan.get("children", ()):
        yield from procedures(child)
