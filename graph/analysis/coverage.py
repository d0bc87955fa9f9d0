"""Which tasks of upper documents the lower ones take up: answered, partly, loaded without answer, or not there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypedDict

from graph.analysis.align import ReasonRow, aligned_units, reason_rows
from graph.analysis.alignment import THRESHOLD, Match
from graph.analysis.ground import (
    Ground,
    drafts_left_out,
    level_of,
    line_name,
    place_codes,
    place_reference,
    side,
    sides,
)
from graph.analysis.rates import Basis, basis, share
from graph.errors import NotFound
from graph.projection import DocumentItem, MeasureItem, Projection
from graph.rows import DocumentReference, InstitutionReference, MeasureReference, Reference

Status = Literal["answered", "partly", "loaded_without_answer", "not_in_force", "not_loaded"]
# Under the threshold of alignment a best match of this part of it still speaks of the task in passing.
PARTLY = 0.7


class _Leads(TypedDict):
    upper_leads: list[InstitutionReference]
    upper_likely_leads: list[InstitutionReference]
    lower_leads: list[InstitutionReference]
    lower_likely_leads: list[InstitutionReference]
    upper_lines: list[str]
    lower_lines: list[str]


class CoverageRow(_Leads):
    """A task of the upper side and one lower document (null where the place has none loaded) with its best measure.

    upper_leads lead the task, lower_leads the measure; the likely ones stand where no lead is stated. upper_lines and
    lower_lines name the functional lines of either; same_line is null where one of them is unknown.
    """

    task: MeasureReference
    place: Reference | None
    document: DocumentReference | None
    status: Status
    measure: MeasureReference | None
    score: float | None
    same_line: bool | None
    reasons: list[ReasonRow]


class CoverageSummary(TypedDict):
    """A column of the matrix: how the tasks stand in one lower document or place; answered_share is over all tasks."""

    place: Reference | None
    document: DocumentReference | None
    statuses: dict[str, int]
    answered_share: float | None


class Coverage(TypedDict):
    """The take-up matrix as rows, task by task; a summary a column; what it stands on."""

    upper: list[DocumentReference]
    lower: list[DocumentReference]
    not_loaded: list[Reference]
    threshold: float
    summary: list[CoverageSummary]
    basis: Basis
    results: list[CoverageRow]


def coverage(projection: Projection, *, upper: str, lower: str, threshold: float = THRESHOLD) -> Coverage:
    """The tasks of `upper` beside the documents of `lower`; either names document ids, levels or places.

    "Not answered" is said only of documents that are loaded. Places the upper documents are addressed to, of the
    level asked for, and a lower place asked for by name, stand as not loaded where nothing of theirs is, and as not in
    force where what is loaded was not in force on the day asked about.
    """
    ground = Ground(projection)
    uppers = side(projection, upper)
    upper_ids = {d.id for d in uppers}
    lowers = [d for d in _lower(projection, lower) if d.id not in upper_ids]
    absent = _missing(ground, uppers, lowers, lower)
    waiting = {d.jurisdiction for d in projection.not_in_force}
    units = ground.units(uppers)
    columns = [(d, _best(ground, units, d)) for d in lowers]
    rows = [
        row
        for i, unit in enumerate(units)
        for led in [_led(ground, unit)]
        for row in (
            *(_row(ground, unit, led, d, best[i], threshold) for d, best in columns),
            *(_absent(ground, unit, led, code, "not_in_force" if code in waiting else "not_loaded") for code in absent),
        )
    ]
    held = [r for m in units for r in projection.responsibilities_of(m.id)]
    left_out = drafts_left_out(projection, upper, *([lower] if lowers else []))
    return {
        "upper": [ground.document(d.id) for d in uppers],
        "lower": [ground.document(d.id) for d in lowers],
        "not_loaded": [place_reference(code) for code in absent if code not in waiting],
        "threshold": threshold,
        "summary": list(_summary(rows, len(units))),
        "basis": basis(projection, uppers, [m.document for m in units], held, drafts=left_out),
        "results": rows,
    }


def _lower(projection: Projection, lower: str) -> list[DocumentItem]:
    """The lower documents; none, and no error, for a known place of which nothing is loaded."""
    found: dict[str, DocumentItem] = {}
    for name in sides(lower):
        try:
            found.update({d.id: d for d in side(projection, name)})
        except NotFound:
            if not (level_of(name) or place_codes(name) or any(d.id == name for d in projection.not_in_force)):
                raise
    return list(found.values())


def _missing(ground: Ground, uppers: Sequence[DocumentItem], lowers: Sequence[DocumentItem], lower: str) -> list[str]:
    """The codes of places that were to take part and of which no document is loaded, drafts counting as loaded."""
    loaded = {d.jurisdiction for d in ground.projection.documents} | {d.jurisdiction for d in lowers}
    institutions = ground.projection.institution_by_id
    wanted: set[str] = set()
    for name in sides(lower):
        level = level_of(name)
        if level is not None:
            addressed = (institutions[i] for d in uppers for i in d.addressees if i in institutions)
            wanted |= {i.jurisdiction for i in addressed if i.level == level and i.jurisdiction}
        elif not lowers:
            wanted |= place_codes(name)
    return sorted(wanted - loaded)


def _best(ground: Ground, units: Sequence[MeasureItem], document: DocumentItem) -> list[Match | None]:
    found = aligned_units(ground, units, ground.units([document]), top=1)
    return [matches[0] if matches else None for matches in found]


def _status(best: Match | None, threshold: float) -> Status:
    if best is None or best.score < PARTLY * threshold:
        return "loaded_without_answer"
    return "answered" if best.score >= threshold else "partly"


@dataclass(frozen=True, slots=True)
class _Led:
    """Who leads a measure: the stated leads, else the likely ones, and the lines of either."""

    stated: list[InstitutionReference]
    likely: list[InstitutionReference]
    lines: list[str]


_NOBODY = _Led([], [], [])


def _led(ground: Ground, measure: MeasureItem) -> _Led:
    held = ground.leads(measure, inferred=True)
    stated, likely = (
        [ground.institution(i) for i in dict.fromkeys(r.institution for r in held if r.inferred == inferred)]
        for inferred in (False, True)
    )
    return _Led(stated, likely, sorted({line_name(b.line) for b in map(ground.body, held) if b.line}))


def _row(
    ground: Ground, unit: MeasureItem, led: _Led, document: DocumentItem, best: Match | None, threshold: float
) -> CoverageRow:
    status = _status(best, threshold)
    answer = ground.projection.measure_by_id[best.target] if best and status != "loaded_without_answer" else None
    by = _led(ground, answer) if answer else _NOBODY
    return {
        "task": ground.measure(unit.id),
        "place": place_reference(document.jurisdiction) if document.jurisdiction else None,
        "document": ground.document(document.id),
        "status": status,
        "measure": ground.measure(answer.id) if answer else None,
        "score": round(best.score, 4) if best else None,
        **_leads(led, by),
        "same_line": bool(set(led.lines) & set(by.lines)) if led.lines and by.lines else None,
        "reasons": reason_rows(best) if best else [],
    }


def _absent(ground: Ground, unit: MeasureItem, led: _Led, code: str, status: Status) -> CoverageRow:
    return {
        "task": ground.measure(unit.id),
        "place": place_reference(code),
        "document": None,
        "status": status,
        "measure": None,
        "score": None,
        **_leads(led, _NOBODY),
        "same_line": None,
        "reasons": [],
    }


def _leads(upper: _Led, lower: _Led) -> _Leads:
    return {
        "upper_leads": upper.stated,
        "upper_likely_leads": upper.likely,
        "lower_leads": lower.stated,
        "lower_likely_leads": lower.likely,
        "upper_lines": upper.lines,
        "lower_lines": lower.lines,
    }


def _summary(rows: Sequence[CoverageRow], tasks: int) -> Iterator[CoverageSummary]:
    columns: dict[tuple[str, str], list[CoverageRow]] = {}
    for row in rows:
        place, document = row["place"], row["document"]
        columns.setdefault((document["id"] if document else "", place["id"] if place else ""), []).append(row)
    for group in columns.values():
        statuses = Counter(str(r["status"]) for r in group)
        loaded = group[0]["document"] is not None
        yield {
            "place": group[0]["place"],
            "document": group[0]["document"],
            "statuses": dict(sorted(statuses.items())),
            "answered_share": share(statuses["answered"], tasks) if loaded else None,
        }
