"""Random rows for people to check: responsibilities as read, or units in which none was read."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypedDict

from graph import catalogue, filters
from graph.analysis.readings import reading
from graph.analysis.scope import document_set
from graph.answers.leads import BASES, DUTY
from graph.errors import BadParameter
from graph.items import MeasureItem, ResponsibilityItem
from graph.projection import Projection, read_projection
from graph.store import Store

STRATA = ("document", "basis", "role")
_MOST = 5000
_SENTENCE = re.compile(r"[^。！？；\n]*[。！？；\n]?")


class SampleRow(TypedDict):
    """A responsibility as read (kind found), or a unit without any (kind missed): with its wording and what stands
    around it. Offsets are those of the document's text.
    """

    kind: str
    id: str
    document: str
    document_title: str
    measure: str
    path: str
    title: str
    institution: str
    written: str
    role: str
    basis: str
    inferred: bool
    corrected_by: str | None
    before: str
    quote: str
    after: str
    start: int
    end: int


def sample(
    store: Store,
    *,
    n: int = 100,
    seed: int = 1,
    by: str | None = None,
    basis: str | None = None,
    misses: bool = False,
    jurisdiction: str | None = None,
    level: str | None = None,
    document: str | None = None,
    as_of: str | None = None,
) -> dict[str, Any]:
    """`n` random responsibilities, or with `misses` units without any: the same for the same graph and seed.

    With `by` (document, basis, role) each stratum has its share of `n`, at least one where `n` allows. With `basis`
    only those that rest on it: `subject` draws duties, which nothing else does. `population` is the number drawn from;
    `document` are ids parted by commas. Drafts are drawn too, but not with `as_of`: they are in force on no day. In
    order of document and print. Raises BadParameter, NotFound for a document that is not loaded.
    """
    _check(n, by, basis, misses=misses)
    where = {"jurisdiction": jurisdiction, "level": level, "as_of": as_of}
    projection, held = _held(store, document_set(store, document), where, duties=basis == DUTY)
    every: Sequence[Any] = _empty(projection) if misses else [one for one in held if basis in (None, one.basis)]
    chosen = draw(every, n, seed, by)
    texts = _texts(store, {one.document for one in chosen})
    rows = [_row(projection, one, texts[one.document]) for one in chosen]
    rows.sort(key=lambda r: (r["document"], r["start"], r["id"]))
    return {"results": rows, "total": len(rows), "limit": None, "offset": 0, "population": len(every), "seed": seed}


def _check(n: int, by: str | None, basis: str | None, *, misses: bool) -> None:
    if not 1 <= n <= _MOST:
        raise BadParameter("bad_parameter", f"n 须在 1 与 {_MOST} 之间：{n}")
    if by is not None and by not in STRATA:
        raise BadParameter("bad_parameter", f"by 须为 {'、'.join(STRATA)} 之一：{by}")
    if misses and (by not in (None, "document") or basis is not None):
        raise BadParameter("bad_parameter", "没有读到职责的单元只能按 document 分层，也没有依据")
    if basis is not None:
        filters.word("basis", basis, BASES)


def _held(
    store: Store, documents: list[str] | None, where: dict[str, str | None], *, duties: bool
) -> tuple[Projection, Sequence[ResponsibilityItem]]:
    """What is loaded of some documents, and its responsibilities, or its duties instead."""
    if duties:
        projection = read_projection(store, documents=documents, **where, drafts=True, duties=True)
        return projection, projection.duties
    projection = reading(store, documents=documents, **where)
    return projection, projection.responsibilities


def _empty(projection: Projection) -> list[MeasureItem]:
    """The units without sub-units for which no responsibility holds."""
    return [m for m in projection.leaves if not projection.responsibilities_of(m.id)]


def _texts(store: Store, documents: Iterable[str]) -> dict[str, str]:
    rows = store.read(catalogue.text("document_texts"), ids=sorted(documents)) if documents else []
    return {row["id"]: row["text"] or "" for row in rows}


def draw(every: Sequence[Any], n: int, seed: int, by: str | None) -> list[Any]:
    """`n` of some items (all where there are fewer), by chance; each stratum its share by largest remainders."""
    chance = random.Random(seed)
    items = sorted(every, key=lambda one: str(one.id))
    if by is None:
        return chance.sample(items, min(n, len(items)))
    strata: dict[str, list[Any]] = {}
    for item in items:
        strata.setdefault(str(getattr(item, by)), []).append(item)
    shares = allot({key: len(some) for key, some in strata.items()}, n)
    return [one for key in sorted(strata) for one in chance.sample(strata[key], shares[key])]


def allot(sizes: Mapping[str, int], n: int) -> dict[str, int]:
    """How many of `n` each stratum gets: one each where that is possible, the rest by size (largest remainders)."""
    total = sum(sizes.values())
    n = min(n, total)
    least = 1 if n >= len(sizes) else 0
    ideal = {key: n * size / total for key, size in sizes.items()}
    given = {key: min(sizes[key], max(least, int(share))) for key, share in ideal.items()}
    order = sorted(sizes, key=lambda key: (int(ideal[key]) - ideal[key], key))
    while sum(given.values()) < n:
        for key in order:
            if given[key] < sizes[key] and sum(given.values()) < n:
                given[key] += 1
    while sum(given.values()) > n:
        given[max(given, key=lambda key: (given[key], key))] -= 1
    return given


def _row(projection: Projection, one: ResponsibilityItem | MeasureItem, text: str) -> SampleRow:
    head = projection.document_by_id[one.document]
    found = isinstance(one, ResponsibilityItem)
    unit = projection.measure_by_id.get(one.target) if isinstance(one, ResponsibilityItem) else one
    start, end = (one.start, one.end) if isinstance(one, ResponsibilityItem) else (one.start, one.own_end)
    body = projection.institution_by_id[one.institution].name if isinstance(one, ResponsibilityItem) else ""
    return {
        "kind": "found" if found else "missed",
        "id": one.id,
        "document": one.document,
        "document_title": head.title,
        "measure": unit.id if unit else getattr(one, "target", ""),
        "path": unit.path if unit else "",
        "title": unit.title if unit else _name(projection, getattr(one, "target", "")),
        "institution": body,
        "written": getattr(one, "written", ""),
        "role": getattr(one, "role", ""),
        "basis": getattr(one, "basis", ""),
        "inferred": bool(getattr(one, "inferred", False)),
        "corrected_by": getattr(one, "corrected_by", None),
        "before": _before(text, start),
        "quote": text[start:end],
        "after": _after(text, end),
        "start": start,
        "end": end,
    }


def _name(projection: Projection, part: str) -> str:
    """The name of a part of a plan system."""
    parts: tuple[Any, ...] = (*projection.plan_systems, *projection.categories, *projection.programs, *projection.funds)
    return next((str(p.name) for p in parts if p.id == part), part)


def _before(text: str, start: int) -> str:
    """The sentence before a place."""
    found = [s.strip() for s in _SENTENCE.findall(text[max(0, start - 400) : start]) if s.strip()]
    return found[-1] if found else ""


def _after(text: str, end: int) -> str:
    """The sentence after a place."""
    found = [s.strip() for s in _SENTENCE.findall(text[end : end + 400]) if s.strip("。！？；\n ")]
    return found[0] if found else ""
