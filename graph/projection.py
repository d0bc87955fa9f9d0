"""The graph as plain tuples: what every analysis is a pure function of."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from graph import filters, reading
from graph.inheritance import holders
from graph.items import (
    CategoryItem,
    CitationItem,
    DocumentItem,
    FundItem,
    InstitutionItem,
    MeasureItem,
    PlanSystemItem,
    ProgramItem,
    ResponsibilityItem,
    SectionItem,
    TargetItem,
    UseItem,
)
from graph.store import Store

__all__ = [
    "CategoryItem",
    "CitationItem",
    "DocumentItem",
    "FundItem",
    "InstitutionItem",
    "MeasureItem",
    "PlanSystemItem",
    "ProgramItem",
    "Projection",
    "ResponsibilityItem",
    "SectionItem",
    "TargetItem",
    "UseItem",
    "read_projection",
]

_OF_DOCUMENTS = ("sections", "measures", "targets", "plan_systems", "categories", "programs", "funds")


@dataclass(frozen=True)
class Projection:
    """What is loaded and passes the filters, each tuple sorted by id; every reference resolves within it.

    Citations may point at a work that is not loaded or was filtered out. `drafts_excluded` counts the drafts that
    were left out. `as_of` is the day asked about, `not_in_force` what is loaded and left out for not being in force.
    `within` are the ids of measures and parts of plan systems that statistics are over; None for all. `duties` are
    there only where they were asked for.
    """

    documents: tuple[DocumentItem, ...] = ()
    sections: tuple[SectionItem, ...] = ()
    measures: tuple[MeasureItem, ...] = ()
    institutions: tuple[InstitutionItem, ...] = ()
    responsibilities: tuple[ResponsibilityItem, ...] = ()
    duties: tuple[ResponsibilityItem, ...] = ()
    targets: tuple[TargetItem, ...] = ()
    citations: tuple[CitationItem, ...] = ()
    uses: tuple[UseItem, ...] = ()
    plan_systems: tuple[PlanSystemItem, ...] = ()
    categories: tuple[CategoryItem, ...] = ()
    programs: tuple[ProgramItem, ...] = ()
    funds: tuple[FundItem, ...] = ()
    drafts_excluded: int = 0
    as_of: str | None = None
    not_in_force: tuple[DocumentItem, ...] = ()
    within: frozenset[str] | None = None

    def of_documents(self, ids: Collection[str]) -> Projection:
        """What is here of some documents: what `read_projection` gives for them with drafts, out of this reading.

        This one must have been read with drafts.
        """
        there = set(ids)
        documents = tuple(d for d in self.documents if d.id in there)
        held = tuple(r for r in self.responsibilities if r.document in there)
        named = {i for d in documents for i in (*d.issuers, *d.addressees)} | {r.institution for r in held}
        out = tuple(d for d in self.not_in_force if d.id in there)
        within: dict[str, Any] = {
            kind: tuple(item for item in getattr(self, kind) if item.document in there) for kind in _OF_DOCUMENTS
        }
        owners = {item.id for kind in ("measures", "categories", "programs") for item in within[kind]}
        return replace(
            self,
            **within,
            documents=documents,
            institutions=tuple(i for i in self.institutions if i.id in named),
            responsibilities=held,
            citations=tuple(c for c in self.citations if c.source in there),
            uses=tuple(u for u in self.uses if u.owner in owners),
            drafts_excluded=sum(d.draft for d in out),
            not_in_force=out,
        )

    def counts(self, target: str) -> bool:
        """Whether statistics are over a measure or a part of a plan system."""
        return self.within is None or target in self.within

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
        return _by_target(self.responsibilities)

    @cached_property
    def held_duties(self) -> Mapping[str, tuple[ResponsibilityItem, ...]]:
        """The duties printed at each measure, in order of print."""
        return _by_target(self.duties)

    @cached_property
    def lent(self) -> Mapping[str, tuple[ResponsibilityItem, ...]]:
        """The responsibilities that a measure's own text gives for a program, category, plan system or fund."""
        within: dict[str, list[MeasureItem]] = {}
        for measure in self.measures:
            within.setdefault(measure.document, []).append(measure)
        found: dict[str, list[ResponsibilityItem]] = {}
        for item in sorted(self.responsibilities, key=lambda r: (r.start, r.position, r.id)):
            if item.target_type != "Measure":
                around = [m for m in within.get(item.document, ()) if m.start <= item.start and item.end <= m.end]
                if around:
                    found.setdefault(min(around, key=lambda m: (m.end - m.start, m.id)).id, []).append(item)
        return {measure: tuple(items) for measure, items in found.items()}

    @cached_property
    def source_of(self) -> Mapping[str, str]:
        """For each measure the one whose responsibilities hold for it: itself, or its nearest ancestor with some.

        A measure that gives a responsibility for a part of a plan system has that one and inherits none.
        """
        parents = {m.id: m.parent for m in self.measures}
        return holders(parents, {*self.held, *self.lent})

    def responsibilities_of(self, target: str) -> tuple[ResponsibilityItem, ...]:
        """The responsibilities that hold for a target, inherited ones included; empty when there are none.

        For a measure also those that its text gives for a part of a plan system: their target is that part.
        """
        source = self.source_of.get(target, target)
        return (*self.held.get(source, ()), *self.lent.get(source, ()))


def _by_target(items: Iterable[ResponsibilityItem]) -> Mapping[str, tuple[ResponsibilityItem, ...]]:
    found: dict[str, list[ResponsibilityItem]] = {}
    for item in sorted(items, key=lambda r: (r.start, r.position, r.id)):
        found.setdefault(item.target, []).append(item)
    return {target: tuple(held) for target, held in found.items()}


def read_projection(
    store: Store,
    *,
    jurisdiction: str | None = None,
    level: str | None = None,
    documents: Iterable[str] | None = None,
    as_of: str | None = None,
    drafts: bool = False,
    duties: bool = False,
) -> Projection:
    """What is loaded and passes the filters, read in bulk; duties only with `duties`.

    `jurisdiction` is a code or name, `level` a word of levels, `documents` ids; with `as_of` only documents in force
    on that day, undated ones included. Drafts named in `documents` count as asked for. Raises BadParameter.
    """
    named = None if documents is None else set(documents)
    admit = filters.of(jurisdiction=jurisdiction, level=level, as_of=as_of)
    found = [d for d in reading.documents(store, on=admit.on) if named is None or d.id in named]
    there = [d for d in found if replace(admit, dated=False).document(d)]
    found = [d for d in there if admit.document(d)]
    kept = [d for d in found if drafts or named is not None or not d.draft]
    admitted = {d.id for d in found}
    ids = [d.id for d in kept]
    units = reading.units(store, ids)
    plans = reading.plans(store, ids, units)
    owners = {"Measure": [m.id for m in units.measures], **plans.ids()}
    held = reading.responsibilities(store, owners)
    by_verb = reading.responsibilities(store, owners, reading.DUTIES) if duties else ()
    measures = reading.with_own_text(units.measures, held)
    named_bodies = {i for d in kept for i in (*d.issuers, *d.addressees)} | {r.institution for r in (*held, *by_verb)}
    return Projection(
        documents=tuple(kept),
        sections=units.sections,
        measures=measures,
        institutions=reading.institutions(store, sorted(named_bodies)),
        responsibilities=held,
        duties=by_verb,
        targets=reading.targets(store, ids),
        citations=reading.citations(store, ids),
        uses=reading.uses(store, owners),
        plan_systems=plans.systems,
        categories=plans.categories,
        programs=plans.programs,
        funds=plans.funds,
        drafts_excluded=sum(d.draft for d in there) - sum(d.draft for d in kept),
        as_of=as_of,
        not_in_force=tuple(d for d in there if d.id not in admitted),
    )
