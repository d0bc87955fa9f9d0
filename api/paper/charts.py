"""The figures of a page for a paper: take-up, role profiles, slopes, network."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import networkx as nx

from api.labels import WORDS, role_kind, term
from api.paper.asking import Asked, Figure, Number
from api.paper.svg import GROUPS, Canvas, fitted, width_of

Row = Mapping[str, Any]
COVERAGE, SLOPES = WORDS["coverage"], WORDS["slope"]
_LABEL = 300
MOST_TASKS = 60
MOST_LINES = 24
MOST_SLOPES = 12
MOST_BODIES = 40
_NAME, _WIDEST = 150, 1160
_PATTERNS = {"partly": "partly", "not_in_force": "dots", "not_loaded": "dots"}


def take_up(columns: Sequence[Asked]) -> Figure:
    """Tasks of one upper document by lower documents, each column a command; lines of the leads beside the tasks."""
    upper = columns[0].answer["upper"][0]
    tasks = columns[0].answer["results"][:MOST_TASKS]
    cell, height, top = 44, 22, 150
    names = [one.answer["lower"][0]["name"] for one in columns]
    drawn = Canvas("take-up-" + upper["id"], _LABEL + 120 + cell * len(columns) + 90, top + height * (len(tasks) + 4))
    drawn.patterns()
    inks = _line_inks(tasks)
    for j, name in enumerate(names):
        x = _LABEL + 120 + cell * j + cell / 2
        drawn.text(x, top - 8, fitted(name, 190), turn=-45, whole=name, size=12)
    for i, row in enumerate(tasks):
        y = top + height * i
        lines = "、".join(row["upper_lines"])
        drawn.text(
            0, y + 15, fitted(f"{row['task']['number']} {row['task']['name']}", _LABEL - 8), whole=row["task"]["name"]
        )
        if lines:
            drawn.rect(_LABEL, y + 6, 8, 10, fill=inks.get(row["upper_lines"][0], "faint"))
            drawn.text(_LABEL + 14, y + 15, fitted(lines, 100, 12), size=12, ink="faint", whole=lines)
        for j, one in enumerate(columns):
            _status(drawn, one, i, (_LABEL + 120 + cell * j, y, cell, height), inks)
    bottom = top + height * len(tasks) + 18
    drawn.text(0, bottom, "已承接占全部任务", bold=True)
    for j, one in enumerate(columns):
        share = one.at("summary", 0, "answered_share")
        drawn.text(_LABEL + 120 + cell * (j + 0.5), bottom, percent(share.value), anchor="middle", of=share)
    _keys(drawn, bottom + 30, _statuses(columns))
    every = len(columns[0].answer["results"])
    cut = f"画出前 {len(tasks)} 项，共 {every} 项。" if every > len(tasks) else f"任务 {every} 项。"
    coloured = "颜色为承接措施牵头所在的条线，任务旁的色块为任务的（没有明示的用推断的牵头）"
    note = f"{cut}格内为状况，{coloured}；最下一行以全部任务为分母。"
    return Figure(drawn.name, f"任务承接：《{upper['name']}》", note, tuple(columns), drawn.svg("承接矩阵"))


def _line_inks(tasks: Sequence[Row]) -> dict[str, str]:
    found = Counter(row["upper_lines"][0] for row in tasks if row["upper_lines"])
    ordered = sorted(found, key=lambda line: (-found[line], line))
    return dict(zip(ordered, GROUPS, strict=False))


def _status(
    drawn: Canvas, one: Asked, row: int, at: tuple[float, float, float, float], inks: Mapping[str, str]
) -> None:
    """The state of a task in one document, in the ink of the line that leads the measure."""
    status = one.at("results", row, "status")
    told = one.answer["results"][row]
    ink = next((inks[line] for line in told["lower_lines"] if line in inks), "cooperate")
    title = f"{told['task']['name']}：{COVERAGE[status.value]}"
    if told["measure"]:
        title += f"：{told['measure']['name']}（{told['score']:.2f}）"
    x, y, width, height = at
    _box(drawn, status.value, (x + 1, y + 1, width - 2, height - 2), title, status, ink)


def _box(
    drawn: Canvas,
    status: str,
    at: tuple[float, float, float, float],
    title: str = "",
    of: Number | None = None,
    ink: str = "cooperate",
) -> None:
    """A field of a state of take-up: full, hatched, a ring, or dots."""
    fill = ink if status == "answered" else "none"
    drawn.rect(*at, fill=fill, pattern=_PATTERNS.get(status, ""), stroke="rule", title=title, of=of)
    if status == "loaded_without_answer":
        drawn.text(at[0] + at[2] / 2, at[1] + at[3] / 2 + 4, "○", anchor="middle", ink="faint", size=11)


def _statuses(columns: Sequence[Asked]) -> list[str]:
    there = {row["status"] for one in columns for row in one.answer["results"]}
    return [status for status in COVERAGE if status in there]


def _keys(drawn: Canvas, y: float, statuses: Sequence[str]) -> None:
    x = 0.0
    for status in statuses:
        _box(drawn, status, (x, y - 12, 24, 14))
        drawn.text(x + 30, y, COVERAGE[status], size=12)
        x += 44 + width_of(COVERAGE[status], 12)


_KINDS = {
    "lead": "牵头",
    "responsible": "责任、落实",
    "cooperate": "配合",
    "govern": "统筹、监督等",
    "undertake": "承担",
}
_ROLE_INKS = {"undertake": "instrument"}


def profiles(asked: Asked) -> Figure:
    """Role profiles as bars: tasks of a line at a level by role, a task once a role."""
    rows = asked.answer["results"][:MOST_LINES]
    height, top, room = 26, 34, 460
    drawn = Canvas("profiles", _LABEL + room + 160, top + height * len(rows) + 12)
    most = max((sum(row["roles"].values()) for row in rows), default=1)
    x = float(_LABEL - 100)
    for kind, zh in _KINDS.items():
        drawn.rect(x, 4, 14, 12, fill=_ROLE_INKS.get(kind, kind))
        drawn.text(x + 20, 15, zh, size=12)
        x += 36 + width_of(zh, 12)
    drawn.text(_LABEL - 100 + room + 120, 28, "牵头占任务", anchor="middle", size=12, ink="faint")
    for i, row in enumerate(rows):
        y = top + height * i
        name = f"{row['line']['name']}（{term('levels', row['level']) or '未定'}）"
        drawn.text(0, y + 16, fitted(name, _LABEL - 108), whole=name)
        _bar(drawn, asked, i, (_LABEL - 100, y + 3), room / most)
        share = asked.at("results", i, "lead_share")
        drawn.text(_LABEL - 100 + room + 120, y + 16, percent(share.value), anchor="middle", of=share)
    every = len(asked.answer["results"])
    cut = f"任务最多的 {len(rows)} 行，共 {every} 行。" if every > len(rows) else f"{every} 行。"
    note = cut + "条数按角色计，一项任务每种角色计一次；段内为任务数。"
    return Figure("profiles", "条线的职责结构", note, (asked,), drawn.svg("条线的职责结构") if rows else "")


def _bar(drawn: Canvas, asked: Asked, row: int, at: tuple[float, float], scale: float) -> None:
    x, y = at
    roles = asked.answer["results"][row]["roles"]
    order = list(_KINDS)
    for role in sorted(roles, key=lambda r: (order.index(role_kind(r)), r)):
        kind, number = role_kind(role), asked.at("results", row, "roles", role)
        wide = number.value * scale
        title = f"{term('roles', role)} {number.value}"
        drawn.rect(x, y, wide, 18, fill=_ROLE_INKS.get(kind, kind), stroke="paper", title=title, of=number)
        if wide > 18:
            drawn.text(x + wide / 2, y + 14, str(number.value), ink="paper", anchor="middle", size=12)
        x += wide
    drawn.text(
        x + 6, y + 14, str(asked.at("results", row, "tasks").value), size=12, of=asked.at("results", row, "tasks")
    )


def slopes(pairs: Sequence[Asked]) -> Figure:
    """Indicators that both sides state, each a line from the upper figure to the lower, on a scale of its own."""
    found = [(one, i) for one in pairs for i, row in enumerate(one.answer["results"]) if _comparable(row)]
    shown, across, wide, high = found[:MOST_SLOPES], 3, 300, 190
    rows = max(1, -(-len(shown) // across))
    drawn = Canvas("slopes", wide * across, high * rows)
    for at, (one, i) in enumerate(shown):
        _slope(drawn, one, i, (wide * (at % across), high * (at // across)))
    left = sum(not _comparable(row) for one in pairs for row in one.answer["results"])
    note = f"可比的指标 {len(found)} 对，画出 {len(shown)} 对；另有 {left} 对是总量，不可比，不画。左为上级，右为下级。"
    return Figure("slopes", "指标是否层层加码", note, tuple(pairs), drawn.svg("指标坡度图") if shown else "")


def _comparable(row: Row) -> bool:
    return bool(row["direction"] != "not_comparable")


def _slope(drawn: Canvas, one: Asked, row: int, at: tuple[float, float]) -> None:
    x, y = at
    told = one.answer["results"][row]
    sides = [(side, one.at("results", row, side, "value")) for side in ("upper", "lower")]
    figures = [_least(number) for _, number in sides]
    most = max(*figures, 1e-9)
    ends = [(x + 70 + 130 * k, y + 140 - 80 * figure / most) for k, figure in enumerate(figures)]
    ink = {"higher": "lead", "lower": "responsible"}.get(told["direction"], "faint")
    name = f"{told['indicator']}（{told['unit']}）" if told["unit"] else told["indicator"]
    drawn.text(x + 8, y + 22, fitted(name, 280), bold=True, whole=name)
    drawn.text(x + 8, y + 40, SLOPES[told["direction"]], ink=ink, size=12, of=one.at("results", row, "direction"))
    drawn.line((*ends[0], *ends[1]), ink=ink, width=2)
    for k, ((side, number), end) in enumerate(zip(sides, ends, strict=True)):
        drawn.circle(*end, 4, fill=ink)
        drawn.text(
            end[0] + (-8 if k == 0 else 8), end[1] + 4, _value(number), anchor="end" if k == 0 else "start", of=number
        )
        place = told[side]["document"]["name"]
        drawn.text(
            end[0] + (-60 if k == 0 else -20), y + 164, fitted(place, 120, 11), size=11, ink="faint", whole=place
        )


def _least(number: Number) -> float:
    value = number.value
    return float(value[0] if isinstance(value, list) else value)


def _value(number: Number) -> str:
    value = number.value
    return "–".join(f"{v:g}" for v in value) if isinstance(value, list) else f"{value:g}"


def network(asked: Asked) -> Figure:
    """The bodies that share most, near each other where they share; a number in the disc names the community."""
    rows = asked.answer["results"][:MOST_BODIES]
    graph: nx.Graph[str] = nx.Graph()
    numbers = {row["institution"]["id"]: i for i, row in enumerate(rows)}
    graph.add_nodes_from(numbers)
    edges = [(i, e) for i, e in enumerate(asked.answer["edges"]) if e["left"] in numbers and e["right"] in numbers]
    graph.add_edges_from((e["left"], e["right"]) for _, e in edges)
    at, size = _circles(graph, rows, numbers)
    drawn = Canvas("network", *size)
    most = max((e["shared"] for _, e in edges), default=1)
    for i, edge in edges:
        number = asked.at("edges", i, "shared")
        names = (rows[numbers[edge[end]]]["institution"]["name"] for end in ("left", "right"))
        title = f"{' — '.join(names)}：共担 {edge['shared']} 项，除去常在者 {edge['shared_without']} 项"
        wide = 0.6 + 4 * edge["shared"] / most
        ends = (*at[edge["left"]][:2], *at[edge["right"]][:2])
        drawn.line(ends, ink="faint", width=wide, fade=0.35, title=title, of=number)
    _bodies(drawn, asked, rows, at)
    every = asked.answer["total"]
    cut = f"画出共担最多的 {len(rows)} 个机构，共 {every} 个。" if every > len(rows) else f"机构 {every} 个。"
    least = asked.parameters.get("min_shared", 1)
    note = cut + f"连线为共担至少 {least} 项任务，粗细为项数；圆内数字为社群，大小为共担总数，虚边为一类主体。"
    return Figure("network", "共担任务的网络", note, (asked,), drawn.svg("共担任务的网络") if rows else "")


def _bodies(drawn: Canvas, asked: Asked, rows: Sequence[Row], at: Mapping[str, tuple[float, float, float]]) -> None:
    most = max((row["strength"] for row in rows), default=1)
    for i, row in enumerate(rows):
        body = row["institution"]
        x, y, angle = at[body["id"]]
        radius = 7 + 11 * math.sqrt(row["strength"] / most)
        ink = GROUPS[(row["community"] - 1) % len(GROUPS)]
        title = f"{body['name']}：任务 {row['tasks']}，共担机构 {row['degree']}，共担任务 {row['strength']}"
        strength = asked.at("results", i, "strength")
        drawn.circle(x, y, radius, fill=ink, title=title, dotted=body["kind"] == "class", of=strength)
        community = asked.at("results", i, "community")
        drawn.text(x, y + 4, str(community.value), anchor="middle", ink="paper", size=11, of=community)
        left = math.cos(angle) < 0
        place = x + (radius + 5) * math.cos(angle), y + (radius + 5) * math.sin(angle)
        turn = round(math.degrees(angle)) + (180 if left else 0)
        name = fitted(body["name"], _NAME - 10, 12)
        drawn.text(*place, name, size=12, anchor="end" if left else "start", turn=turn, whole=body["name"])


def _circles(
    graph: nx.Graph[str], rows: Sequence[Row], numbers: Mapping[str, int]
) -> tuple[dict[str, tuple[float, float, float]], tuple[float, float]]:
    """Each connected part as a circle of its own, communities together: place and angle of each body, and the size."""
    parts = [sorted(part, key=numbers.__getitem__) for part in nx.connected_components(graph)]
    parts.sort(key=lambda part: (-len(part), numbers[part[0]]))
    places: dict[str, tuple[float, float, float]] = {}
    x = y = high = widest = 0.0
    for part in parts:
        part.sort(key=lambda body: (rows[numbers[body]]["community"], numbers[body]))
        radius = max(40.0, len(part) * 30 / (2 * math.pi))
        side = 2 * (radius + _NAME + 20)
        if x and x + side > _WIDEST:
            x, y, high = 0.0, y + high, 0.0
        for n, body in enumerate(part):
            angle = 2 * math.pi * (n + 0.5) / len(part)
            middle = x + side / 2, y + side / 2
            places[body] = (middle[0] + radius * math.cos(angle), middle[1] + radius * math.sin(angle), angle)
        x, high = x + side, max(high, side)
        widest = max(widest, x)
    return places, (max(widest, 200.0), max(y + high, 60.0))


def percent(value: float | None) -> str:
    """A share as printed; a dash where there is nothing to divide."""
    return "—" if value is None else f"{value:.0%}"
