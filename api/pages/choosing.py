"""Where a question needs two sides and has none yet, or none that is loaded: the form to choose them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any
from urllib.parse import urlencode

from api.pages.analysis_pages import choices
from api.params import Param
from api.questions import questions
from api.service import Service

Context = dict[str, Any]
_HEADS: Mapping[str, tuple[str, str, str]] = {
    "/alignment": ("措施对应", "一侧的每项措施在另一侧对应哪几项。", "两侧各选一份文件、一个层级或一个行政区。"),
    "/coverage": ("任务承接", "上级的任务，下级的文件有没有承接。", "上级通常是国家或省的一份文件，下级是一个层级。"),
    "/plan-systems/compare": ("计划体系比较", "两个科技计划体系并排比较。", "也可以在地址里写行政区的名称。"),
    "/changes": (
        "版本之间的变化",
        "两个版本或年度之间保留、修改、取消、新增了什么，牵头有没有换。",
        "通常是同一地方先后的两份文件。",
    ),
    "/slopes": ("指标是否层层加码", "上下级对同一指标的数值。", "上级通常是国家或省，下级是一个层级或一份文件。"),
}
# The two sides of each such question, from its declaration.
_SIDES: Mapping[str, tuple[Param, ...]] = {
    question.path: tuple(p for p in question.params if p.required)
    for question in questions().values()
    if question.path in _HEADS
}


def form(service: Service, path: str, given: Mapping[str, str], detail: str) -> Context | None:
    """What the template choose.html shows for an address; None where it is not that of a question with two sides.

    What went wrong is told only where something had been chosen.
    """
    path = path.removesuffix(".html")
    if path not in _HEADS:
        return None
    heading, lead, hint = _HEADS[path]
    sides = _SIDES[path]
    chosen = {side.key: given.get(side.name, "") for side in sides}
    offered = choices(service)
    systems = service.ask("plan_systems", {"limit": None})["results"] if path.startswith("/plan") else []
    return {
        "heading": heading,
        "lead": lead,
        "hint": hint,
        "told": detail if any(chosen.values()) else "",
        "choices": offered,
        "systems": systems,
        "given": {"top": None, **chosen},
        "sides": [(side.name, side.zh.split("：")[0], chosen[side.key]) for side in sides],
        "action": path,
        "kind": path.rsplit("/", 1)[-1],
        "tries": _TRIES[path](offered, systems),
    }


def _pairs_of_levels(path: str) -> Callable[[Context, list[Any]], list[tuple[str, str]]]:
    first, second = (side.name for side in _SIDES[path])
    down = path != "/alignment"

    def found(offered: Context, systems: list[Any]) -> list[tuple[str, str]]:
        levels = offered["levels"]
        pairs = [(upper, lower) for i, upper in enumerate(levels) for lower in levels[i + 1 :]]
        ends = pairs if down else [(lower, upper) for upper, lower in pairs]
        return [(f"{a[1]} → {b[1]}", f"{path}?{urlencode({first: a[0], second: b[0]})}") for a, b in ends]

    return found


def _pairs_of_systems(offered: Context, systems: list[Any]) -> list[tuple[str, str]]:
    pairs = [(a, b) for i, a in enumerate(systems) for b in systems[i + 1 :]][:6]
    return [
        (f"{a['name']} 与 {b['name']}", f"/plan-systems/compare?{urlencode({'left': a['id'], 'right': b['id']})}")
        for a, b in pairs
    ]


def _pairs_of_titles(path: str, offered: Context) -> list[tuple[str, str]]:
    """Loaded documents whose names differ in a year or another version alone, the older first."""
    named: dict[str, list[tuple[str, str]]] = {}
    for identifier, title in offered["titles"]:
        named.setdefault(re.sub(r"[0-9〇一二三四五六七八九十（）()年版]|修订|试行", "", title), []).append(
            (title, identifier)
        )
    pairs = [pair for found in named.values() for pair in pairwise(sorted(found))][:6]
    first, second = (side.name for side in _SIDES[path])
    return [(f"{a} → {b}", f"{path}?{urlencode({first: x, second: y})}") for (a, x), (b, y) in pairs]


_TRIES: Mapping[str, Callable[[Context, list[Any]], list[tuple[str, str]]]] = {
    "/alignment": _pairs_of_levels("/alignment"),
    "/coverage": _pairs_of_levels("/coverage"),
    "/plan-systems/compare": _pairs_of_systems,
    "/changes": lambda offered, systems: (
        _pairs_of_titles("/changes", offered) or _pairs_of_levels("/changes")(offered, systems)
    ),
    "/slopes": _pairs_of_levels("/slopes"),
}
