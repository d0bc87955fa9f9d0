"""Two plan systems side by side as a page shows them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from api.labels import word
from api.pages.matrices import Cell, Matrix, shade

Row = Mapping[str, Any]
DIMENSIONS: Mapping[str, str] = {
    "purpose": "资助什么",
    "organiser": "谁组织",
    "means": "用什么方式",
    "money": "钱从哪里来",
}
# Marks beside the words, so that a relation is told apart without colour and without reading.
MARKS: Mapping[str, str] = {"exact": "＝", "close": "≈", "broad": "⊂", "narrow": "⊃", "related": "∩", "none": "∅"}
_GROUPS: Mapping[str, str] = {
    "both_fund": "双方都资助",
    "left_only": "只有左侧资助",
    "right_only": "只有右侧资助",
    "left_program_elsewhere": "左侧专项更接近对方的另一类",
    "right_program_elsewhere": "右侧专项更接近对方的另一类",
    "nearest_to_right": "左侧与它最接近的",
    "nearest_to_left": "右侧与它最接近的",
    "no_partner": "没有对应",
}


def sides(answer: Row, systems: Sequence[Row]) -> dict[str, list[dict[str, Any]]]:
    """The categories of both systems in order, each with purpose, programs, links to pairs, and whether it has a
    true counterpart.
    """
    described = {c["id"]: c for system in systems for c in system["categories"]}
    return {side: _side(answer, side, described) for side in ("left", "right")}


def _side(answer: Row, side: str, described: Mapping[str, Row]) -> list[dict[str, Any]]:
    other = "right" if side == "left" else "left"
    alone = {c["id"] for c in answer["without_counterpart"][side]}
    links: dict[str, list[dict[str, Any]]] = {}
    for at, row in enumerate(answer["rows"]):
        mine, theirs = row[f"{side}_category"], row[f"{other}_category"]
        if mine and theirs:
            links.setdefault(mine["id"], []).append({"row": at, "relation": row["relation"], "to": theirs})
    return [
        {
            **category,
            "purpose": described.get(category["id"], {}).get("purpose") or "",
            "programs": described.get(category["id"], {}).get("programs") or [],
            "links": links.get(category["id"], []),
            "alone": category["id"] in alone,
        }
        for category in answer["matrix"][side]
    ]


def pairs(answer: Row) -> list[dict[str, Any]]:
    """The rows of the comparison, with reasons in groups and dimensions under their Chinese names."""
    return [
        {
            **row,
            "number": at,
            "grouped": grouped(row["reasons"]),
            "sides": [_dimension(key, row["dimensions"][key]) for key in DIMENSIONS] if row["dimensions"] else [],
        }
        for at, row in enumerate(answer["rows"])
    ]


def tally(rows: Iterable[Row]) -> list[tuple[str, int]]:
    """How many pairs stand in which relation, the closest first; none left out."""
    counted = Counter(row["relation"] for row in rows)
    return [(relation, counted[relation]) for relation in MARKS if relation != "none" and counted[relation]]


def grouped(reasons: Iterable[Row]) -> list[tuple[str, list[Row]]]:
    """Reasons by kind in order of first appearance, kinds by their Chinese name."""
    found: dict[str, list[Row]] = {}
    for reason in reasons:
        found.setdefault(_GROUPS.get(reason["kind"], reason["kind"]), []).append(reason)
    return list(found.items())


def _dimension(key: str, found: Row) -> dict[str, Any]:
    shared = {"name": DIMENSIONS[key], "score": found["score"], "reasons": found["reasons"]}
    return shared | {side: [_stated(key, item) for item in found[side]] for side in ("left", "right")}


def _stated(key: str, item: Row) -> dict[str, Any]:
    """What a side states, with its quotes once each; of the purpose several clauses stand in one text."""
    quotes = item["quote"].split("；") if key == "purpose" else [item["quote"]]
    return {"value": item["value"], "quotes": list(dict.fromkeys(q for q in quotes if q))}


def relation_matrix(answer: Row) -> Matrix:
    """Left categories by right categories: the relation in words, and how much of what they fund is common."""
    numbers = {
        (row["left_category"]["id"], row["right_category"]["id"]): at
        for at, row in enumerate(answer["rows"])
        if row["left_category"] and row["right_category"]
    }
    matrix = answer["matrix"]
    cells = tuple(
        tuple(
            _relation(cell, left, right, numbers.get((left["id"], right["id"])))
            for right, cell in zip(matrix["right"], line, strict=True)
        )
        for left, line in zip(matrix["left"], matrix["cells"], strict=True)
    )
    return Matrix(tuple(matrix["left"]), tuple(matrix["right"]), cells)


def _relation(cell: Row, left: Row, right: Row, at: int | None) -> Cell:
    relation = cell["relation"]
    title = f"{left['name']} 与 {right['name']}：{word('relation', relation)}，共同份额 {cell['score']:.0%}"
    return Cell(word("relation", relation), shade(cell["score"], 1.0) if at is not None else 0, relation, title, at)
