"""The page itself: which figures a choice of documents gives, and its HTML."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from itertools import combinations
from typing import Any

from api import labels
from api.output import shown
from api.pages.alone import page_alone
from api.paper import charts, plans, tables
from api.paper.asking import Asked, Figure, ask
from api.service import Service
from graph.analysis.ground import level_of, place_codes
from graph.errors import NotFound
from ontology import registry

Row = dict[str, Any]
Put = Callable[..., Asked]
_LEVELS = ("national", "province", "city", "county")
_MOST_COLUMNS, _MOST_UPPERS, _MOST_PAIRS = 12, 6, 40
_MOST_EDGES = 140
_LIBRARIES = ("zhize", "networkx", "numpy", "scipy", "sparse-dot-topn")
_SHEETS = ("style.css", "paper.css")


def chosen(every: list[Row], names: Sequence[str], as_of: str | None = None) -> list[Row]:
    """Of the loaded documents (in force on a day) those that ids, levels or places name, all of them without any;
    NotFound for a name that is none of theirs.
    """
    held = "那一天施行的" if as_of else "已加载的"
    found: dict[str, Row] = {}
    for name in names or ():
        mine = [d for d in every if d["id"] == name] or [d for d in every if _named(d, name)]
        if not mine:
            raise NotFound("not_found", f"没有{held}文件属于“{name[:80]}”：请给文件 id、层级或行政区")
        found.update({d["id"]: d for d in mine})
    if not every:
        raise NotFound("not_found", "没有那一天施行的文件" if as_of else "还没有加载文件：请先运行 zhize load")
    return list(found.values()) if names else every


def _named(document: Row, name: str) -> bool:
    level = level_of(name)
    return bool(document["level"] == level) if level else document["jurisdiction"] in place_codes(name)


def figures(put: Put, documents: Sequence[Row], *, inferred: bool = False) -> Iterator[Figure]:
    """The figures and tables of some documents, in the order of the page; `put` puts a question."""
    set_of = ",".join(d["id"] for d in documents)
    below = _below(documents)
    for upper, lowers in list(below.items())[:_MOST_UPPERS]:
        columns = [_take_up(put, upper, lower, k) for k, lower in enumerate(lowers[:_MOST_COLUMNS])]
        # A document without measures has no tasks to take up.
        if columns[0].answer["results"]:
            yield charts.take_up(columns)
    yield charts.profiles(put("profiles", document=set_of, inferred=inferred))
    pairs = [(upper, lower) for upper, lowers in below.items() for lower in lowers][:_MOST_PAIRS]
    if pairs:
        yield charts.slopes([_slopes(put, *pair, k) for k, pair in enumerate(pairs)])
    shared = put("overlap", document=set_of, inferred=inferred)
    yield charts.network(_network(put, set_of, inferred, shared))
    yield tables.table(shared)
    contested: dict[str, Any] = {"of": "measures", "across": True, "leads_differ": True}
    yield tables.contested(put("overlap", document=set_of, inferred=inferred, **contested))
    yield tables.table(put("concentration", document=set_of, inferred=inferred))
    yield tables.table(put("drafters", document=set_of))
    yield from _plans(put, {d["id"] for d in documents})


def _below(documents: Sequence[Row]) -> dict[str, list[str]]:
    """For each document those it is compared with below, by id: of the highest level there all of lower levels, else
    those of places within its own; dated ones first, by date.
    """
    ordered = sorted(documents, key=lambda d: (d["issued"] is None, d["issued"] or "", d["id"]))
    levels = [level for level in _LEVELS if any(d["level"] == level for d in documents)]
    found: dict[str, list[str]] = {}
    for rank, level in enumerate(levels):
        for upper in (d for d in ordered if d["level"] == level):
            lower = [d for d in ordered if d["level"] in levels[rank + 1 :] and (rank == 0 or _within(d, upper))]
            found.update({upper["id"]: [d["id"] for d in lower]} if lower else {})
    return found


def _within(document: Row, upper: Row) -> bool:
    """Whether the place of a document lies in that of another."""
    code, around = document["jurisdiction"], upper["jurisdiction"]
    return bool(code and around) and registry.lies_within(code, around)


def _take_up(put: Put, upper: str, lower: str, number: int) -> Asked:
    return put("coverage", number, upper=upper, lower=lower)


def _slopes(put: Put, upper: str, lower: str, number: int) -> Asked:
    return put("slopes", number, upper=upper, lower=lower)


def _network(put: Put, documents: str, inferred: bool, overlap: Asked) -> Asked:
    """The network with as many edges as can be told apart: pairs that share little are left out."""
    shared = sorted((row["shared"] for row in overlap.answer["results"]), reverse=True)
    least = shared[_MOST_EDGES] + 1 if len(shared) > _MOST_EDGES else None
    return put("network", document=documents, inferred=inferred, min_shared=least)


def _plans(put: Put, documents: set[str]) -> Iterator[Figure]:
    systems = [s for s in put("plan_systems").answer["results"] if s["document"]["id"] in documents]
    for system in systems:
        yield plans.system(put("compare", left=system["id"], right=system["id"]))
    for left, right in combinations(systems, 2):
        yield plans.pair(put("compare", left=left["id"], right=right["id"]))


def paper_page(service: Service, names: Sequence[str], *, inferred: bool = False, as_of: str | None = None) -> str:
    """The HTML of the page: sheet and script within it, nothing from anywhere; the same for the same store.

    With `as_of` all of it is as things stood on that day.
    """
    put = partial(ask, service, as_of=as_of)
    every = put("documents")
    documents = chosen(list(every.answer["results"]), names, as_of)
    places = {d["id"]: i for i, d in enumerate(every.answer["results"])}
    context = {
        "documents": [(d, every.at("results", places[d["id"]], "measures")) for d in documents],
        "every": every,
        "figures": list(figures(put, documents, inferred=inferred)),
        "versions": [*_versions(), ("Python", platform.python_version())],
        "inferred": inferred,
        "as_of": as_of,
        "command": _command(names, inferred, as_of),
        "shown": _shown,
        "level": lambda word: labels.term("levels", word),
        "status": lambda word: labels.term("statuses", word),
    }
    return page_alone("paper.html", context, sheets=_SHEETS, script="paper.js", pictures="data: blob:")


def _versions() -> Iterator[tuple[str, str]]:
    """The libraries that reckon, with their versions; one of them is not there on every system."""
    for name in _LIBRARIES:
        with suppress(PackageNotFoundError):
            yield name, version(name)


def _command(names: Iterable[str], inferred: bool, as_of: str | None) -> str:
    import shlex

    options = [*(["--inferred"] if inferred else []), *(["--as-of", as_of] if as_of else [])]
    return shlex.join(["zhize", "report", *names, *options, "-o", "report.html"])


def _shown(value: Any) -> str:
    if isinstance(value, float) and 0 < abs(value) < 0.001:
        return f"{value:.1e}"
    return shown(value)
