"""Matrices of the analyses as a page shows them: in which order, and what stands in each cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from api.labels import word

Row = Mapping[str, Any]
MOST_BODIES = 60
MOST_TASKS = 100
MOST_LINES = 6
_SHADES = 5


@dataclass(frozen=True, slots=True)
class Cell:
    """A field: what is printed, its class of shade (1 faint to 5 full), state, the row of the list it stands for.

    `line` is the number (from 1) of the functional line that colours it, 0 for the colour of all others.
    """

    text: str
    shade: int = 0
    state: str = ""
    title: str = ""
    row: int | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Matrix:
    """Heads of rows and columns with the cells between them (None where nothing is known)."""

    rows: tuple[Row, ...]
    columns: tuple[Row, ...]
    cells: tuple[tuple[Cell | None, ...], ...]
    left_out: int = 0
    extra: Mapping[str, Any] = field(default_factory=dict)


def cluster_order(size: int, likeness: Mapping[tuple[int, int], float]) -> list[int]:
    """An order in which like stands by like: average linkage over 1 - likeness, leaves by optimal order.

    Bar-Joseph, Gifford, Jaakkola 2001 (scipy's `optimal_ordering`). Pairs that are not named have nothing in common;
    the same input gives the same order.
    """
    if size < 3:
        return list(range(size))
    import numpy as np
    from scipy.cluster.hierarchy import leaves_list, linkage
    from scipy.spatial.distance import squareform

    distance = np.ones((size, size))
    np.fill_diagonal(distance, 0.0)
    for (i, j), value in likeness.items():
        distance[i, j] = distance[j, i] = 1.0 - value
    found = linkage(squareform(distance), method="average", optimal_ordering=True)
    return [int(i) for i in leaves_list(found)]


def shade(value: float, most: float) -> int:
    """The class of shade of a value among those up to `most`: 1 to 5, 0 for nothing."""
    if value <= 0 or most <= 0:
        return 0
    return max(1, min(_SHADES, -int(-(_SHADES * value / most) // 1)))


def overlap_matrix(rows: Sequence[Row], most: int = MOST_BODIES) -> Matrix:
    """Bodies by bodies, those that share most, like by like; a cell has the number of tasks both have a role in.

    `left_out` is how many bodies share too little to be shown; the diagonal holds a body's own tasks.
    """
    weights: dict[str, int] = {}
    bodies: dict[str, Row] = {}
    totals: dict[str, int] = {}
    for row in rows:
        for side in ("left", "right"):
            body = row[side]["id"]
            bodies[body] = row[side]
            totals[body] = row[f"{side}_total"]
            weights[body] = weights.get(body, 0) + row["shared"]
    kept = sorted(bodies, key=lambda b: (-weights[b], b))[:most]
    numbers = {body: i for i, body in enumerate(kept)}
    pairs: dict[tuple[int, int], int] = {}
    for at, row in enumerate(rows):
        ends = numbers.get(row["left"]["id"]), numbers.get(row["right"]["id"])
        if ends[0] is not None and ends[1] is not None:
            pairs[ends[0], ends[1]] = pairs[ends[1], ends[0]] = at
    order = cluster_order(len(kept), {key: rows[at]["jaccard"] for key, at in pairs.items()})
    top = max((row["shared"] for row in rows), default=0)
    cells = tuple(tuple(_shared(rows, pairs.get((i, j)), top, totals[kept[i]], i == j) for j in order) for i in order)
    ordered = tuple(bodies[kept[i]] for i in order)
    return Matrix(ordered, ordered, cells, left_out=len(bodies) - len(kept))


def _shared(rows: Sequence[Row], at: int | None, top: int, own: int, diagonal: bool) -> Cell | None:
    if diagonal:
        return Cell(str(own), state="own", title=f"自己的任务 {own} 项")
    if at is None:
        return None
    row = rows[at]
    title = f"{row['left']['name']} 与 {row['right']['name']}：共担 {row['shared']} 项，Jaccard {row['jaccard']:.2f}"
    return Cell(str(row["shared"]), shade(row["shared"], top), "shared", title, at)


def alignment_matrix(rows: Sequence[Row], order: Sequence[str] = ()) -> Matrix:
    """Source units by target units, both in order of print; a cell has the score of a candidate, decided or not.

    `order` are ids of target units in order of print; those it does not name follow by document and path.
    """
    places = {unit: i for i, unit in enumerate(order)}
    sources = {row["source"]["id"]: row["source"] for row in rows}
    targets = {row["target"]["id"]: row["target"] for row in rows if row["target"]}
    columns = sorted(targets.values(), key=lambda t: (places.get(t["id"], len(places)), t["document"], t["path"]))
    found = {(row["source"]["id"], row["target"]["id"]): (at, row) for at, row in enumerate(rows) if row["target"]}
    top = max((row["score"] or 0.0 for row in rows), default=0.0)
    cells = tuple(tuple(_score(found.get((s, t["id"])), top) for t in columns) for s in sources)
    return Matrix(tuple(sources.values()), tuple(columns), cells)


def _score(found: tuple[int, Row] | None, top: float) -> Cell | None:
    if found is None:
        return None
    at, row = found
    state = "decided" if row["aligned"] else "candidate"
    said = "判为对应" if row["aligned"] else "候选，未到阈值"
    title = f"{row['source']['name']} → {row['target']['name']}：{row['score']:.3f}，{said}"
    return Cell(f"{row['score']:.2f}", shade(row["score"], top), state, title, at)


# Marks beside the textures, so that a state is told apart in print and without colour.
COVERAGE_MARKS: Mapping[str, str] = {
    "answered": "●",
    "partly": "◐",
    "loaded_without_answer": "○",
    "not_in_force": "–",
    "not_loaded": "",
}


def coverage_matrix(rows: Sequence[Row], summary: Sequence[Row], most: int = MOST_TASKS) -> Matrix:
    """Tasks by lower documents and places, in the order of the answer; `left_out` tasks are not shown.

    Fields are coloured by the line of the lead of the measure that takes the task up: `extra["lines"]` names the lines
    that have colours of their own, the most frequent first.
    """
    tasks = {row["task"]["id"]: row["task"] for row in rows}
    shown = list(tasks.values())[:most]
    columns = [_column(item) for item in summary]
    found = {(row["task"]["id"], _column_key(row)): (at, row) for at, row in enumerate(rows)}
    counted = Counter(row["lower_lines"][0] for row in rows if row["lower_lines"])
    lines = sorted(counted, key=lambda line: (-counted[line], line))[:MOST_LINES]
    cells = tuple(tuple(_take_up(found.get((t["id"], c["key"])), lines) for c in columns) for t in shown)
    told = {"lines": [(line, counted[line]) for line in lines]}
    return Matrix(tuple(shown), tuple(columns), cells, left_out=len(tasks) - len(shown), extra=told)


def _column_key(row: Row) -> str:
    return f"{(row['document'] or {}).get('id', '')}|{(row['place'] or {}).get('id', '')}"


def _column(item: Row) -> Row:
    place, document = item["place"], item["document"]
    name = (place or document or {}).get("name", "")
    return {**item, "key": _column_key(item), "name": name, "loaded": document is not None}


def _take_up(found: tuple[int, Row] | None, lines: Sequence[str]) -> Cell | None:
    if found is None:
        return None
    at, row = found
    title = f"{row['task']['name']}：{word('coverage', row['status'])}"
    if row["measure"]:
        title += f"：{row['measure']['name']}（{row['score']:.2f}）{_led_by(row)}"
    line = next((lines.index(name) + 1 for name in row["lower_lines"] if name in lines), 0)
    return Cell(COVERAGE_MARKS[row["status"]], state=row["status"], title=title, row=at, line=line)


def _led_by(row: Row) -> str:
    """Who leads the measure that takes a task up, in words."""
    named = "、".join(one["name"] for one in row["lower_leads"])
    likely = "、".join(one["name"] for one in row["lower_likely_leads"])
    return f"，牵头 {named}" if named else f"，推断牵头 {likely}" if likely else ""


def groups(rows: Iterable[Row]) -> list[tuple[Row, list[tuple[int, Row]]]]:
    """The rows of an alignment by source unit: the unit, and its rows with their places in the list."""
    found: dict[str, tuple[Row, list[tuple[int, Row]]]] = {}
    for at, row in enumerate(rows):
        found.setdefault(row["source"]["id"], (row["source"], []))[1].append((at, row))
    return list(found.values())
