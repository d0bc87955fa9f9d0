"""Where a question needs two sides and has none yet, or none that is loaded: the form to choose them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from api.pages.analysis_pages import choices
from api.service import Service

Context = dict[str, Any]
_HEADS: Mapping[str, tuple[str, str, str]] = {
    "/alignment": ("措施对应", "一侧的每项措施在另一侧对应哪几项。", "两侧各选一份文件、一个层级或一个行政区。"),
    "/coverage": ("任务承接", "上级的任务，下级的文件有没有承接。", "上级通常是国家或省的一份文件，下级是一个层级。"),
    "/plan-systems/compare": ("计划体系比较", "两个科技计划体系并排比较。", "也可以在地址里写行政区的名称。"),
}
_SIDES: Mapping[str, tuple[str, str]] = {
    "/alignment": ("from", "to"),
    "/coverage": ("upper", "lower"),
    "/plan-systems/compare": ("left", "right"),
}
_NAMES: Mapping[str, Mapping[str, str]] = {"/alignment": {"from": "source", "to": "target"}}


def form(service: Service, path: str, given: Mapping[str, str], detail: str) -> Context | None:
    """What the template choose.html shows for an address; None where it is not that of a question with two sides.

    What went wrong is told only where something had been chosen.
    """
    path = path.removesuffix(".html")
    if path not in _HEADS:
        return None
    heading, lead, hint = _HEADS[path]
    sides = _SIDES[path]
    chosen = {side: given.get(side, "") for side in sides}
    offered = choices(service)
    systems = service.ask("plan_systems", {"limit": None})["results"] if path.startswith("/plan") else []
    names = _NAMES.get(path, {})
    return {
        "heading": heading,
        "lead": lead,
        "hint": hint,
        "told": detail if any(chosen.values()) else "",
        "choices": offered,
        "systems": systems,
        "given": {"top": None, **{names.get(side, side): value for side, value in chosen.items()}},
        "kind": path.rsplit("/", 1)[-1],
        "tries": _TRIES[path](offered, systems),
    }


def _pairs_of_levels(path: str) -> Callable[[Context, list[Any]], list[tuple[str, str]]]:
    first, second = _SIDES[path]
    down = path == "/coverage"

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


_TRIES: Mapping[str, Callable[[Context, list[Any]], list[tuple[str, str]]]] = {
    "/alignment": _pairs_of_levels("/alignment"),
    "/coverage": _pairs_of_levels("/coverage"),
    "/plan-systems/compare": _pairs_of_systems,
}
