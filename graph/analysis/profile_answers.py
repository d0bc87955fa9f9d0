"""Profiles, changes, spread and slopes as questions to a store."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from graph.analysis import changes as versions
from graph.analysis import profiles as tables
from graph.analysis import spread as spreads
from graph.analysis.alignment import THRESHOLD
from graph.analysis.answers import page
from graph.projection import Projection, read_projection
from graph.store import Store

Answer = dict[str, Any]


def profiles(
    store: Store,
    *,
    role: str | Collection[str] | None = None,
    inferred: bool = False,
    drafts: bool = False,
    limit: int | None = 20,
    offset: int = 0,
    jurisdiction: str | None = None,
    level: str | None = None,
    document: str | None = None,
    as_of: str | None = None,
) -> Answer:
    """Line × role × level, most tasks first."""
    roles = [role] if isinstance(role, str) else role
    projection, drafts = _read(store, jurisdiction, level, document, as_of, drafts)
    return page(tables.profiles(projection, roles=roles, inferred=inferred, drafts=drafts), limit, offset)


def drafters(
    store: Store,
    *,
    drafts: bool = False,
    limit: int | None = 20,
    offset: int = 0,
    jurisdiction: str | None = None,
    level: str | None = None,
    document: str | None = None,
    as_of: str | None = None,
) -> Answer:
    """The leads of each document by whose they are: the issuer's, its office's host, or others'."""
    projection, drafts = _read(store, jurisdiction, level, document, as_of, drafts)
    return page(tables.drafters(projection, drafts=drafts), limit, offset)


def unled(
    store: Store,
    *,
    state: str | None = None,
    drafts: bool = False,
    limit: int | None = 20,
    offset: int = 0,
    jurisdiction: str | None = None,
    level: str | None = None,
    document: str | None = None,
    as_of: str | None = None,
) -> Answer:
    """Tasks without a stated lead; `state` keeps the likely, the listed or those of nobody."""
    projection, drafts = _read(store, jurisdiction, level, document, as_of, drafts)
    found = tables.unled(projection, drafts=drafts)
    kept = [row for row in found["results"] if state in (None, row["state"])]
    return page({**found, "results": kept}, limit, offset)


def concentration(
    store: Store,
    *,
    inferred: bool = False,
    drafts: bool = False,
    limit: int | None = 20,
    offset: int = 0,
    jurisdiction: str | None = None,
    level: str | None = None,
    document: str | None = None,
    as_of: str | None = None,
) -> Answer:
    """How far the leads of each document fall on few bodies."""
    projection, drafts = _read(store, jurisdiction, level, document, as_of, drafts)
    return page(tables.concentration(projection, inferred=inferred, drafts=drafts), limit, offset)


def changes(
    store: Store,
    *,
    source: str,
    target: str,
    threshold: float = THRESHOLD,
    as_of: str | None = None,
    limit: int | None = 20,
    offset: int = 0,
) -> Answer:
    """What changed from `source` (then) to `target` (now); an earlier version need not be in force any more."""
    projection = read_projection(store, drafts=True, as_of=as_of)
    return page(versions.changes(projection, source=source, target=target, threshold=threshold), limit, offset)


def spread(
    store: Store,
    *,
    instrument: str | None = None,
    limit: int | None = 20,
    offset: int = 0,
    jurisdiction: str | None = None,
    level: str | None = None,
    document: str | None = None,
    as_of: str | None = None,
) -> Answer:
    """Which documents use an instrument, by date and level; drafts are shown and marked."""
    projection, _ = _read(store, jurisdiction, level, document, as_of, True)
    return page(spreads.spread(projection, instrument=instrument), limit, offset)


def slopes(
    store: Store, *, upper: str, lower: str, as_of: str | None = None, limit: int | None = 20, offset: int = 0
) -> Answer:
    """Figures of one indicator on both sides."""
    projection = read_projection(store, drafts=True, as_of=as_of)
    return page(spreads.slopes(projection, upper=upper, lower=lower), limit, offset)


def _read(
    store: Store, jurisdiction: str | None, level: str | None, document: str | None, as_of: str | None, drafts: bool
) -> tuple[Projection, bool]:
    """The projection asked for, and whether drafts count: a draft that is named does."""
    named = [document] if document else None
    found = read_projection(store, jurisdiction=jurisdiction, level=level, documents=named, as_of=as_of, drafts=True)
    return found, drafts or document is not None
