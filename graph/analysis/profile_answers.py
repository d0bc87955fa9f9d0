"""Profiles, changes, spread and slopes as questions to a store."""

from __future__ import annotations

from collections.abc import Collection
from typing import Unpack

from graph.analysis import changes as versions
from graph.analysis import profiles as tables
from graph.analysis import spread as spreads
from graph.analysis.alignment import THRESHOLD
from graph.analysis.readings import reading
from graph.analysis.scope import ROWS, Answer, Asked, page, read, shown
from graph.store import Store


def profiles(
    store: Store,
    *,
    role: str | Collection[str] | None = None,
    inferred: bool = False,
    drafts: bool = False,
    **asked: Unpack[Asked],
) -> Answer:
    """Line × role × level, most tasks first."""
    roles = [role] if isinstance(role, str) else role
    projection, drafts = read(store, asked, drafts=drafts)
    return shown(tables.profiles(projection, roles=roles, inferred=inferred, drafts=drafts), asked)


def drafters(store: Store, *, drafts: bool = False, **asked: Unpack[Asked]) -> Answer:
    """The leads of each document by whose they are: the issuer's, its office's host, or others'."""
    projection, drafts = read(store, asked, drafts=drafts)
    return shown(tables.drafters(projection, drafts=drafts), asked)


def unled(store: Store, *, state: str | None = None, drafts: bool = False, **asked: Unpack[Asked]) -> Answer:
    """Tasks without a stated lead; `state` keeps the likely, the listed or those of nobody."""
    projection, drafts = read(store, asked, drafts=drafts)
    found = tables.unled(projection, drafts=drafts)
    kept = [row for row in found["results"] if state in (None, row["state"])]
    return shown({**found, "results": kept}, asked)


def concentration(store: Store, *, inferred: bool = False, drafts: bool = False, **asked: Unpack[Asked]) -> Answer:
    """How far the leads of each document fall on few bodies."""
    projection, drafts = read(store, asked, drafts=drafts)
    return shown(tables.concentration(projection, inferred=inferred, drafts=drafts), asked)


def changes(
    store: Store,
    *,
    source: str,
    target: str,
    threshold: float = THRESHOLD,
    as_of: str | None = None,
    limit: int | None = ROWS,
    offset: int = 0,
) -> Answer:
    """What changed from `source` (then) to `target` (now); an earlier version need not be in force any more."""
    projection = reading(store, as_of=as_of)
    return page(versions.changes(projection, source=source, target=target, threshold=threshold), limit, offset)


def spread(store: Store, *, instrument: str | None = None, **asked: Unpack[Asked]) -> Answer:
    """Which documents use an instrument, by date and level; drafts are shown and marked."""
    projection, _ = read(store, asked, drafts=True)
    return shown(spreads.spread(projection, instrument=instrument), asked)


def slopes(
    store: Store, *, upper: str, lower: str, as_of: str | None = None, limit: int | None = ROWS, offset: int = 0
) -> Answer:
    """Figures of one indicator on both sides."""
    projection = reading(store, as_of=as_of)
    return page(spreads.slopes(projection, upper=upper, lower=lower), limit, offset)
