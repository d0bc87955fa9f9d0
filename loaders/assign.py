"""Who does what in a document: annotations, role sentences, plan systems, likely leads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from loaders.duties import first_ruled, read_duties
from loaders.likely import likely_leads
from loaders.marked import assign_marked, assign_tables, read_marked
from loaders.overlooked import overlooked
from loaders.plans import find_plans, plan_system
from loaders.prose import read_sentences, short_forms
from loaders.resolve import Resolver
from loaders.responsibilities import Evidence, Recorder
from loaders.subjects import holders
from loaders.types import Assignments, Body, Span, Table, Text, Unit
from loaders.wholes import Owners, roles_of_whole
from ontology.records import DocumentHead, ResponsibilityRecord, WarningRecord


def assign(text: Text, head: DocumentHead, units: Sequence[Unit], tables: Sequence[Table]) -> Assignments:
    """Every responsibility of a document with its evidence, once, at the unit it belongs to."""
    words = text.text
    plans = find_plans(words, head, units)
    every = [*units, *plans.extra] if plans else list(units)
    recorder = Recorder(words, head, Resolver(head, short_forms(words)))
    marked = read_marked(words, every, tables)
    assign_marked(words, every, marked, recorder)
    cells = assign_tables(words, every, tables, recorder)
    holes = [*marked.spans, *(Span(t.start, t.end) for t in tables)]
    unread = assign_prose(words, every, holes, recorder, Owners(words, every, plans))
    assign_duties(words, every, holes, recorder, first_ruled(words, head, every))
    if not marked.declared:
        _add_likely(head, recorder.by_unit)
    systems = []
    if plans:
        whole = roles_of_whole(words, every, plans, recorder.by_unit)
        systems = [plan_system(words, head, every, plans, recorder.by_unit, whole)]
    return Assignments(
        responsibilities=recorder.by_unit,
        duties=recorder.duties,
        annotations=tuple(marked.spans),
        plan_systems=tuple(system for system, _ in systems),
        described_in={identifier: unit for _, described in systems for identifier, unit in described.items()},
        extra_units=tuple(plans.extra) if plans else (),
        warnings=_with_overlooked(
            words, [*marked.warnings, *cells, *unread, *recorder.resolver.warnings], holes, recorder.by_unit
        ),
    )


def _with_overlooked(
    words: str, warnings: list[WarningRecord], holes: list[Span], held: Mapping[int, list[ResponsibilityRecord]]
) -> tuple[WarningRecord, ...]:
    """The warnings of the rules, and those of what no rule took up."""
    read = [
        *holes,
        *(Span(one["start"], one["end"]) for records in held.values() for one in records),
        *(Span(w["start"], w["end"]) for w in warnings if w["start"] is not None and w["end"] is not None),
    ]
    return (*warnings, *overlooked(words, read))


def _add_likely(head: DocumentHead, by_unit: dict[int, list[ResponsibilityRecord]]) -> None:
    """Put each likely lead behind the responsible entry it is inferred from."""
    for index, lead in likely_leads(head, by_unit).items():
        place = next(i for i, r in enumerate(by_unit[index]) if r["name"] == lead["name"])
        by_unit[index].insert(place + 1, lead)


def assign_prose(
    words: str, units: Sequence[Unit], holes: list[Span], recorder: Recorder, owners: Owners
) -> list[WarningRecord]:
    """Give the roles of each sentence to the unit it speaks of; the preamble assigns nothing.

    Gives back a warning for each sentence that names a role in so many words and was not understood.
    """
    ordered = sorted(holes, key=lambda hole: hole.start)
    known = frozenset(recorder.resolver.short_forms)
    duties = _duties(words, units)
    warnings: list[WarningRecord] = []
    spans = own_spans(units)
    for index, unit in enumerate(units):
        if unit.kind == "preamble":
            continue
        around = [] if unit.kind == "row" else ordered
        for own in spans[index]:
            for sentence in read_sentences(words, own.start, own.end, around, known, duties.get(index, ())):
                for owner, entries in owners.of(index, sentence.span, sentence.entries):
                    recorder.add(owner, units[owner], entries, Evidence(sentence.span, "prose"))
                if not sentence.entries:
                    warnings.append(_unread(words, sentence.span))
    return warnings


def assign_duties(words: str, units: Sequence[Unit], holes: list[Span], recorder: Recorder, begin: int | None) -> None:
    """Give each unit of a document of articles, from where these begin, the bodies its sentences set a duty."""
    if begin is None:
        return
    known = frozenset(recorder.resolver.short_forms)
    spans = own_spans(units)
    for index, unit in enumerate(units):
        if unit.kind in ("preamble", "row") or unit.label_start < begin:
            continue
        for own in spans[index]:
            for duty in read_duties(words, own.start, own.end, holes, known):
                recorder.add_duties(index, unit, duty.entries, Evidence(duty.span, "subject"))


def _duties(words: str, units: Sequence[Unit]) -> dict[int, tuple[Body, ...]]:
    """Whose duties each unit tells that is an item below words or a heading saying so."""
    held: dict[int, tuple[Body, ...]] = {}
    found: dict[int, tuple[Body, ...]] = {}
    for index, unit in enumerate(units):
        if unit.parent is None or unit.kind == "row":
            continue
        if unit.parent not in held:
            around = units[unit.parent]
            held[unit.parent] = holders(words, around.start, min(around.own_end, unit.label_start))
        if held[unit.parent]:
            found[index] = held[unit.parent]
    return found


def own_spans(units: Sequence[Unit]) -> list[list[Span]]:
    """The stretches of each unit outside its sub-units: before the first, between them, behind the last."""
    below: dict[int, list[Unit]] = {}
    for unit in units:
        if unit.parent is not None and unit.kind != "row":
            below.setdefault(unit.parent, []).append(unit)
    return [_outside(unit, below.get(index, ())) for index, unit in enumerate(units)]


def _outside(unit: Unit, children: Sequence[Unit]) -> list[Span]:
    spans: list[Span] = []
    at = unit.start
    for child in sorted(children, key=lambda u: u.label_start):
        if child.label_start > at:
            spans.append(Span(at, child.label_start))
        at = max(at, child.end)
    if at < unit.end:
        spans.append(Span(at, unit.end))
    return spans


def _unread(words: str, span: Span) -> WarningRecord:
    return {
        "code": "role_unread",
        "message": f"句中有职责词而未读懂：{words[span.start : span.end][:40]}",
        "start": span.start,
        "end": span.end,
    }
