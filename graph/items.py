"""What is in the graph as plain frozen values: the rows of a projection."""

from __future__ import annotations

from dataclasses import dataclass

from graph.titles import document_name


@dataclass(frozen=True, slots=True)
class DocumentItem:
    """A loaded document; `status` is that of the day asked about, `issuers` are ids in order of signature.

    `unread` counts the passages that looked like a responsibility or a citation and were not understood.
    """

    id: str
    title: str
    doc_no: str | None
    kind: str | None
    issued: str | None
    published: str | None
    effective_from: str | None
    effective_until: str | None
    consultation_until: str | None
    status: str
    trial: bool
    level: str | None
    jurisdiction: str | None
    source: str | None
    unread: int
    issuers: tuple[str, ...]
    addressees: tuple[str, ...]

    @property
    def name(self) -> str:
        """What a reader calls it: its title, without one the name of its file."""
        return document_name(self.title, self.source, self.id)

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
    corrected_by: str | None = None
    why: str | None = None


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
