"""The figures of plan systems: each in four rows, and every two of them category by category."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from api.labels import WORDS
from api.pages.compare_view import DIMENSIONS, MARKS
from api.paper.asking import Asked, Figure
from api.paper.charts import percent
from api.paper.svg import Canvas, fitted, wrapped

RELATIONS = WORDS["relation"]
_HEAD, _COLUMN, _LINE = 110, 190, 17
_MOST_LINES = 4
_MOST_STATED = 5


def system(asked: Asked) -> Figure:
    """A plan system in four rows (what is funded, who organises, by what means, whose money), a column a category.

    `asked` compares the system with itself: each category then stands beside its own image, with all four sides.
    """
    answer = asked.answer
    own = [(i, row) for i, row in enumerate(answer["rows"]) if _same(row)]
    order = {c["id"]: n for n, c in enumerate(answer["matrix"]["left"])}
    own.sort(key=lambda pair: order[pair[1]["left_category"]["id"]])
    tall = {key: max((_lines(row, key) for _, row in own), default=1) * _LINE + 16 for key in DIMENSIONS}
    drawn = Canvas(f"plan-{answer['left']['id']}", _HEAD + _COLUMN * len(own), 62 + sum(tall.values()))
    for j, (_, row) in enumerate(own):
        for n, line in enumerate(wrapped(row["left_category"]["name"], _COLUMN - 16, 2)):
            drawn.text(_HEAD + _COLUMN * j + 4, 20 + _LINE * n, line, bold=True, whole=row["left_category"]["name"])
    y = 52.0
    for key, zh in DIMENSIONS.items():
        drawn.line((0, y, drawn.width, y))
        drawn.text(0, y + 20, zh, ink="faint")
        for j, (i, _) in enumerate(own):
            _stated(drawn, asked, i, key, (_HEAD + _COLUMN * j + 4, y + 20))
        y += tall[key]
    document = answer["left"]["document"]
    title = f"计划体系：{answer['left']['name']}"
    note = f"《{document['name']}》。资助什么后的百分数是各类活动所占份额；空格为文件没有写明。"
    return Figure(drawn.name, title, note, (asked,), drawn.svg(title))


def _same(row: Mapping[str, Any]) -> bool:
    left, right = row["left_category"], row["right_category"]
    return bool(left and right and left["id"] == right["id"])


def _shown(row: Mapping[str, Any], key: str) -> Sequence[Mapping[str, Any]]:
    found: Sequence[Mapping[str, Any]] = row["dimensions"][key]["left"][:_MOST_STATED]
    return found


def _lines(row: Mapping[str, Any], key: str) -> int:
    return sum(len(wrapped(one["value"], _COLUMN - 16, _MOST_LINES)) for one in _shown(row, key)) or 1


def _stated(drawn: Canvas, asked: Asked, row: int, key: str, at: tuple[float, float]) -> None:
    x, y = at
    for n, one in enumerate(_shown(asked.answer["rows"][row], key)):
        value = asked.at("rows", row, "dimensions", key, "left", n, "value")
        for at_line, line in enumerate(wrapped(one["value"], _COLUMN - 16, _MOST_LINES)):
            drawn.text(x, y, line, whole=one["value"], size=12, of=value if at_line == 0 else None)
            y += _LINE


def pair(asked: Asked) -> Figure:
    """Two plan systems, category by category: the relation as a sign, and the share both fund."""
    matrix = asked.answer["matrix"]
    cell, height, head = 92, 34, 210
    drawn = Canvas(f"pair-{asked.answer['left']['id']}-{asked.answer['right']['id']}", 0, 0)
    drawn.width, drawn.height = head + cell * len(matrix["right"]) + 100, 130 + height * len(matrix["left"])
    for j, category in enumerate(matrix["right"]):
        x = head + cell * j + cell / 2
        drawn.text(x, 112, fitted(category["name"], 140, 12), size=12, turn=-35, whole=category["name"])
    for i, category in enumerate(matrix["left"]):
        y = 122 + height * i
        drawn.text(0, y + 22, fitted(category["name"], head - 8), whole=category["name"])
        for j, field in enumerate(matrix["cells"][i]):
            score = asked.at("matrix", "cells", i, j, "score")
            relation = field["relation"]
            drawn.rect(head + cell * j + 1, y + 1, cell - 2, height - 2, stroke="rule", title=RELATIONS[relation])
            words = f"{MARKS[relation]} {percent(score.value)}"
            ink, bold = "faint" if relation == "none" else "ink", relation in _NEAR
            drawn.text(head + cell * (j + 0.5), y + 22, words, anchor="middle", ink=ink, bold=bold, of=score)
    names = [f"{asked.answer[side]['name']}" for side in ("left", "right")]
    keys = "；".join(f"{MARKS[r]} {RELATIONS[r]}" for r in MARKS)
    note = f"行为左侧“{names[0]}”，列为右侧“{names[1]}”；数为双方资助内容的共同份额。{keys}。"
    return Figure(drawn.name, f"计划体系对照：{names[0]} × {names[1]}", note, (asked,), drawn.svg("计划体系对照"))


_NEAR = ("exact", "close")
