"""The tables of a page for a paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.output import pick
from api.paper.asking import Asked, Figure, Number
from api.questions import questions

# Of each question: its title, how many rows are shown, what to say of it.
TABLES: Mapping[str, tuple[str, int, str]] = {
    "overlap": ("共担任务最多的机构", 15, "提升：共担数除以各文件内随机分派的期望；校正 p 经 Benjamini–Hochberg。"),
    "concentration": ("牵头的集中", 15, "HHI 为各机构牵头份额平方之和，一家牵头全部时为 1。"),
    "drafters": ("起草者与牵头", 15, "只数明示的牵头；推断的另列。"),
}


def table(asked: Asked) -> Figure:
    """The first rows of an answer, in the columns its question declares."""
    title, most, note = TABLES[asked.question]
    columns = [(zh, path) for zh, path in questions()[asked.question].columns if path not in _LEFT_OUT]
    rows = asked.answer["results"][:most]
    cells = tuple(tuple(_cell(asked, i, row, path) for _, path in columns) for i, row in enumerate(rows))
    every = asked.answer["total"]
    cut = f"前 {len(rows)} 行，共 {every} 行。" if every > len(rows) else f"{every} 行。"
    return Figure(f"table-{asked.question}", title, cut + note, (asked,), "", tuple(zh for zh, _ in columns), cells)


_LEFT_OUT = ("score", "leads_differ", "p_permuted")


def _cell(asked: Asked, at: int, row: Mapping[str, Any], path: str) -> Number:
    where = path.partition("|")[0]
    return Number(f"{asked.number}:results.{at}.{where}", pick(row, where))


def contested(asked: Asked) -> Figure:
    """The measures of different leads that say nearly the same."""
    rows = [(i, row) for i, row in enumerate(asked.answer["results"])][:10]
    cells = tuple(
        tuple(
            Number(f"{asked.number}:results.{i}.{path}", pick(row, path))
            for path in ("left.name", "right.name", "score")
        )
        + tuple(Number("", _lead(row, kind)) for kind in ("left_lead", "right_lead"))
        for i, row in rows
    )
    total, threshold = asked.answer["total"], asked.answer["threshold"]
    note = f"牵头不同而内容相近的措施 {total} 对，列出 {len(rows)} 对；相似度不低于 {threshold}。"
    columns = ("措施（左）", "措施（右）", "相似", "牵头（左）", "牵头（右）")
    return Figure("table-contested", "同一事项，牵头不同", note, (asked,), "", columns, cells)


def _lead(row: Mapping[str, Any], kind: str) -> str:
    return "".join(reason["value"] for reason in row["reasons"] if reason["kind"] == kind)
