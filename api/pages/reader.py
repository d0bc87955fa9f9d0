"""What the pages of a document and of a measure show beside what `entity` answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from api.pages.marks import KINDS, Mark, Paragraph, Unit, marks_of, paragraphs, units_of
from api.service import LocalService
from graph.items import CategoryItem, FundItem, MeasureItem, PlanSystemItem, ProgramItem, ResponsibilityItem
from graph.projection import Projection, read_projection


@dataclass(frozen=True, slots=True)
class OutlineItem:
    """A unit in the outline: `depth` from 0; `count` is how many bodies have a part in it."""

    id: str
    number: str
    title: str
    depth: int
    measure: bool
    count: int


@dataclass(frozen=True, slots=True)
class Card:
    """What is known of one target of responsibilities: shown beside the text, duties behind all else."""

    id: str
    number: str
    title: str
    items: tuple[ResponsibilityItem, ...]
    targets: tuple[Any, ...]


@dataclass(frozen=True)
class Reading:
    """A document as its page shows it."""

    paragraphs: list[Paragraph]
    outline: list[OutlineItem]
    cards: list[Card]
    legend: list[tuple[str, str, int]]
    names: Mapping[str, str]


def read(service: LocalService, document: str, text: str, title: str) -> Reading:
    """A document's text with marks, its outline and its cards."""
    projection = read_projection(service.store, documents=[document], drafts=True, duties=True)
    marks = marks_of(projection, text)
    return Reading(
        paragraphs(text, projection, title, marks),
        outline(projection),
        cards(projection),
        legend(projection, marks),
        {i.id: i.name for i in projection.institutions},
    )


def legend(projection: Projection, marks: list[Mark]) -> list[tuple[str, str, int]]:
    """Kinds of marks that occur, with the number of what they mark."""
    from api.labels import role_kind

    told = (*projection.responsibilities, *projection.duties)
    counted = Counter(role_kind(r.role, r.inferred, r.basis) for r in told)
    counted.update(m.kind for m in marks if m.kind in ("target", "citation", "instrument"))
    return [(kind, label, counted[kind]) for kind, label in KINDS.items() if counted[kind]]


def outline(projection: Projection) -> list[OutlineItem]:
    """Sections and measures of a loaded document in order of print."""
    return outline_of(units_of(projection), {owner: len(items) for owner, items in projection.held.items()})


def outline_of(units: Iterable[Unit], counts: Mapping[str, int]) -> list[OutlineItem]:
    """Units as an outline; `counts` is how many bodies have a part in each."""
    return [
        OutlineItem(u.id, u.number, u.title, u.path.count("/"), isinstance(u, MeasureItem), counts.get(u.id, 0))
        for u in units
    ]


def cards(projection: Projection) -> list[Card]:
    """A card for each target of responsibilities, duties, or targets, in order of print."""
    duties = projection.held_duties
    parts: list[PlanSystemItem | CategoryItem | ProgramItem | FundItem]
    parts = [*projection.plan_systems, *projection.categories, *projection.programs, *projection.funds]
    names = {part.id: ("", part.name) for part in parts}
    names |= {unit.id: (unit.number, unit.title) for unit in units_of(projection)}
    figures: dict[str, list[Any]] = {}
    for target in projection.targets:
        figures.setdefault(target.owner, []).append(target)
    starts = {unit.id: unit.start for unit in units_of(projection)}
    starts |= {owner: items[0].start for owner, items in projection.held.items() if owner not in starts}
    found = sorted({*projection.held, *duties, *figures}, key=lambda owner: (starts.get(owner, 0), owner))
    return [
        Card(
            owner,
            *names.get(owner, ("", owner)),
            (*_leads_first(projection, owner), *duties.get(owner, ())),
            tuple(figures.get(owner, ())),
        )
        for owner in found
    ]


def _leads_first(projection: Projection, owner: str) -> tuple[ResponsibilityItem, ...]:
    """In order of print, but stated leads before inferred ones before all others."""
    held = projection.held.get(owner, ())
    return tuple(sorted(held, key=lambda item: (item.role != "lead", item.inferred)))
