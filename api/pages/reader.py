"""What the pages of a document and of a measure show beside what `entity` answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from api.pages.marks import KINDS, Mark, Paragraph, marks_of, paragraphs
from api.service import LocalService
from graph.projection import Projection, ResponsibilityItem, read_projection


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
    """What is known of one target of responsibilities: shown beside the text."""

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
    projection = read_projection(service.store, documents=[document], drafts=True)
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

    counted = Counter(role_kind(r.role, r.inferred) for r in projection.responsibilities)
    counted.update(m.kind for m in marks if m.kind in ("target", "citation", "instrument"))
    return [(kind, label, counted[kind]) for kind, label in KINDS.items() if counted[kind]]


def outline(projection: Projection) -> list[OutlineItem]:
    """Sections and measures in order of print."""
    measures = {m.id for m in projection.measures}
    units = sorted((*projection.sections, *projection.measures), key=lambda u: (u.start, -u.end))
    return [
        OutlineItem(u.id, u.number, u.title, u.path.count("/"), u.id in measures, len(projection.held.get(u.id, ())))
        for u in units
    ]


def cards(projection: Projection) -> list[Card]:
    """A card for each target of responsibilities, or of targets, in order of print."""
    parts = [*projection.plan_systems, *projection.categories, *projection.programs, *projection.funds]
    names = {p.id: ("", p.name) for p in parts}
    names |= {s.id: (s.number, s.title) for s in projection.sections}
    names |= {m.id: (m.number, m.title) for m in projection.measures}
    figures: dict[str, list[Any]] = {}
    for target in projection.targets:
        figures.setdefault(target.owner, []).append(target)
    starts = {u.id: u.start for u in (*projection.sections, *projection.measures)}
    starts |= {owner: items[0].start for owner, items in projection.held.items() if owner not in starts}
    found = sorted({*projection.held, *figures}, key=lambda owner: (starts.get(owner, 0), owner))
    return [
        Card(owner, *names.get(owner, ("", owner)), projection.held.get(owner, ()), tuple(figures.get(owner, ())))
        for owner in found
    ]
