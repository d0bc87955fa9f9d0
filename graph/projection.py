"""The graph as plain tuples: what every analysis is a pure function of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True, slots=True)
class DocumentItem:
    """A loaded document; `status` is that of the day asked about, `issuers` are ids in order of signature."""

    id: str
    title: str
    doc_no: str | None
    kind: str | None
    issued: str | None
    published: str | None
    effective_from: str | None
    effective_until: str | None
    status: str
    trial: bool
    level: str | None
    jurisdiction: str | None
    issuers: tuple[str, ...]
    addressees: tuple[str, ...]

    @property
    def draft(self) -> bool:
        """Whether it is a draft for comment."""
        return self.status == "draft"

    @property
    def date(self) -> str | None:
        """The day it counts from: issued, else effective, else published."""
        return self.issued or self.effective_from or self.published


@dataclass(frozen=True, slots=True)
class SectionItem:
    """A unit that sets no task."""

    id: str
    document: str
    number: str
    path: str
    title: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class MeasureItem:
    """A measure; `own_text` is its text before the first sub-measure, without marked annotations.

    `parent` is the measure around it, `section` the section it stands in directly.
    """

    id: str
    document: str
    number: str
    path: str
    title: str
    head: str
    text: str
    own_text: str
    start: int
    end: int
    own_end: int
    parent: str | None
    section: str | None


@dataclass(frozen=True, slots=True)
class InstitutionItem:
    """A body; `line` is the id of its functional line, `jurisdiction` a six-digit code."""

    id: str
    name: str
    short_names: tuple[str, ...]
    kind: str
    organ: str | None
    level: str | None
    line: str | None
    jurisdiction: str | None
    registered: bool


@dataclass(frozen=True, slots=True)
class ResponsibilityItem:
    """One body in one role for one target; `target` is a measure, program, category, plan system or fund.

    An inferred lead has role lead, `inferred` true and basis first_listed or single; `order` speaks of these alone.
    """

    id: str
    institution: str
    target: str
    target_type: str
    document: str
    role: str
    inferred: bool
    basis: str
    order: str | None
    role_word: str
    position: int
    written: str
    quote: str
    start: int
    end: int
    deadline: str | None
    scope: str | None
    open_list: bool
    rule: str


@dataclass(frozen=True, slots=True)
class TargetItem:
    """A checkable figure or date; `owner` is a measure or a section; `value` (low, high) for a range."""

    id: str
    owner: str
    document: str
    indicator: str
    comparator: str
    value: float | tuple[float, ...] | None
    unit: str | None
    deadline: str | None
    quote: str


@dataclass(frozen=True, slots=True)
class CitationItem:
    """A document that names another; `loaded` says whether the other is in the store with its text."""

    id: str
    source: str
    target: str
    relation: str
    title: str | None
    doc_no: str | None
    loaded: bool
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class UseItem:
    """A measure, category or program that names a policy instrument; `instrument` is its id, `name` its name."""

    owner: str
    instrument: str
    name: str


@dataclass(frozen=True, slots=True)
class ProgramItem:
    """A program of a plan category; `passage` is the measure or section that describes it, `text` its wording."""

    id: str
    name: str
    order: int
    purpose: str | None
    funding: str | None
    category: str
    document: str
    passage: str | None
    text: str


@dataclass(frozen=True, slots=True)
class CategoryItem:
    """A category of a plan system; `passage` is the measure or section that describes it, `text` its wording."""

    id: str
    name: str
    order: int
    purpose: str | None
    system: str
    document: str
    passage: str | None
    text: str


@dataclass(frozen=True, slots=True)
class FundItem:
    """A fund of a plan system: what it was merged from (ids of funds) and which categories it pays for (ids)."""

    id: str
    name: str
    system: str | None
    document: str
    merged_from: tuple[str, ...]
    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanSystemItem:
    """A system of research plan categories."""

    id: str
    name: str
    document: str


@dataclass(frozen=True)
class Projection:
    """What is loaded and passes the filters, each tuple sorted by id; every reference resolves within it.

    Citations may point at a work that is not loaded or was filtered out. `drafts_excluded` counts the drafts that
    were left out.
    """

    documents: tuple[DocumentItem, ...] = ()
    sections: tuple[SectionItem, ...] = ()
    measures: tuple[MeasureItem, ...] = ()
    institutions: tuple[InstitutionItem, ...] = ()
    responsibilities: tuple[ResponsibilityItem, ...] = ()
    targets: tuple[TargetItem, ...] = ()
    citations: tuple[CitationItem, ...] = ()
    uses: tuple[UseItem, ...] = ()
    plan_systems: tuple[PlanSystemItem, ...] = ()
    categories: tuple[CategoryItem, ...] = ()
    programs: tuple[ProgramItem, ...] = ()
    funds: tuple[FundItem, ...] = ()
    drafts_excluded: int = 0

    @cached_property
    def document_by_id(self) -> Mapping[str, DocumentItem]:
        """Documents by id."""
        return {d.id: d for d in self.documents}

    @cached_property
    def measure_by_id(self) -> Mapping[str, MeasureItem]:
        """Measures by id."""
        return {m.id: m for m in self.measures}

    @cached_property
    def institution_by_id(self) -> Mapping[str, InstitutionItem]:
        """Institutions by id."""
        return {i.id: i for i in self.institutions}

    @cached_property
    def leaves(self) -> tuple[MeasureItem, ...]:
        """The measures without sub-measures: the units of alignment."""
        parents = {m.parent for m in self.measures}
        return tuple(m for m in self.measures if m.id not in parents)

    @cached_property
    def held(self) -> Mapping[str, tuple[ResponsibilityItem, ...]]:
        """The responsibilities printed at each target, in order of print."""
        by_target: dict[str, list[ResponsibilityItem]] = {}
        for item in sorted(self.responsibilities, key=lambda r: (r.start, r.position, r.id)):
            by_target.setdefault(item.target, []).append(item)
        return {target: tuple(items) for target, items in by_target.items()}

    @cached_property
    def source_of(self) -> Mapping[str, str]:
        """For each measure the one whose responsibilities hold for it: itself, or its nearest ancestor with some."""
        parents = {m.id: m.parent for m in self.measures}
        return holders(parents, self.held)

    def responsibilities_of(self, target: str) -> tuple[ResponsibilityItem, ...]:
        """The responsibilities that hold for a target, inherited ones included; empty when there are none."""
        return self.held.get(self.source_of.get(target, target), ())


def holders(parents: Mapping[str, str | None], held: Iterable[str]) -> dict[str, str]:
    """For each unit the nearest of itself and its ancestors that is in `held`; units without one are left out."""
    having, found = set(held), {}
    for unit in parents:
        at: str | None = unit
        while at is not None and at not in having:
            at = parents.get(at)
        if at is not None:
            found[unit] = at
    return found
