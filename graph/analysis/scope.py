"""Which documents a statistic is over, and which page of its rows is asked for: the same words in every question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypedDict

from graph.analysis.ground import Ground
from graph.analysis.readings import reading
from graph.answers.leads import existing
from graph.errors import BadParameter, NotFound
from graph.filters import parted
from graph.projection import Projection
from graph.store import Store

Answer = dict[str, Any]
ROWS = 20


class Scope(TypedDict, total=False):
    """A place (name or code), a level, documents (ids parted by commas), a plan category (name or id), a day.

    Everything loaded without any.
    """

    jurisdiction: str | None
    level: str | None
    document: str | None
    category: str | None
    as_of: str | None


class Asked(Scope, total=False):
    """What every statistic takes besides parameters of its own: its scope, how many rows, from which on."""

    limit: int | None
    offset: int


def read(store: Store, asked: Asked, *, drafts: bool) -> tuple[Projection, bool]:
    """The projection asked for, and whether drafts count: a draft that is named does.

    Raises BadParameter, NotFound for a document that is not loaded, TypeError for a parameter nobody declared.
    """
    if unknown := sorted(set(asked) - set(Asked.__annotations__)):
        raise TypeError(f"unknown parameters: {', '.join(unknown)}")
    named = document_set(store, asked.get("document"))
    found = _projection(store, asked, named)
    if category := asked.get("category"):
        found = _of_category(found, category)
    return found, drafts or named is not None


def _projection(store: Store, asked: Asked, documents: Iterable[str] | None) -> Projection:
    return reading(
        store,
        jurisdiction=asked.get("jurisdiction"),
        level=asked.get("level"),
        documents=documents,
        as_of=asked.get("as_of"),
    )


def _of_category(found: Projection, name: str) -> Projection:
    """What belongs to the categories of a name or id, in the documents that have them; NotFound without any."""
    chosen = {c.id for c in found.categories if name in (c.id, c.name)}
    if not chosen:
        known = "、".join(dict.fromkeys(c.name for c in found.categories)) or "没有"
        raise NotFound("not_found", f"没有叫“{name[:80]}”的计划类别；已加载的有：{known}")
    projection = found.of_documents({c.document for c in found.categories if c.id in chosen})
    ground = Ground(projection)
    passages = [(c.document, c.passage) for c in projection.categories if c.id in chosen]
    programs = {p.id: (p.document, p.passage) for p in projection.programs if p.category in chosen}
    inside = {m.id for one in (*passages, *programs.values()) for m in ground.inside(*one)}
    return replace(projection, within=frozenset({*inside, *chosen, *programs}))


def document_set(store: Store, documents: str | None) -> list[str] | None:
    """The ids of a list parted by commas, None without any; NotFound for one that is not loaded."""
    named = parted(documents or "")
    existing(store, *named)
    return named or None


def shown(found: Mapping[str, Any], asked: Asked) -> Answer:
    """The page asked for."""
    return page(found, asked.get("limit", ROWS), asked.get("offset", 0))


def span(limit: int | None, offset: int) -> slice:
    """The rows of a page; BadParameter for negative numbers."""
    if offset < 0 or (limit is not None and limit < 0):
        raise BadParameter("bad_parameter", "limit 与 offset 不能为负数")
    return slice(offset, None if limit is None else offset + limit)


def page(found: Mapping[str, Any], limit: int | None, offset: int) -> Answer:
    """A page of the rows of an answer (all without a limit), with everything else it says."""
    rows: Sequence[Any] = found["results"]
    kept = {"results": list(rows[span(limit, offset)]), "total": len(rows), "limit": limit, "offset": offset}
    return {**{key: value for key, value in found.items() if key != "results"}, **kept}
