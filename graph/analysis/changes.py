"""Two versions or years of a plan: measures kept, changed, moved, dropped and new; leads handed on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal, TypedDict

from graph.analysis.align import aligned_units
from graph.analysis.alignment import THRESHOLD
from graph.analysis.ground import Ground, drafts_left_out, side
from graph.analysis.rates import Basis, basis
from graph.analysis.similarity import copied_share
from graph.projection import MeasureItem, Projection
from graph.rows import DocumentReference, InstitutionReference, MeasureReference, Reference
from ontology import registry

Kind = Literal["kept", "changed", "moved", "dropped", "new"]
LeadChange = Literal["same", "renamed", "handed_over", "now_stated", "no_longer_stated", "unstated"]
# Wording of which this part stands in the other text too is kept as it was.
KEPT = 0.9
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_CANDIDATES = 5


class ChangeRow(TypedDict):
    """A measure then and now; one side is null where it was dropped or is new.

    `copied` is the share of today's wording that stood in the earlier text. A lead is `renamed` where the body that
    leads now took over from the one that led then: `event` is the change in which it did. Likely leads stand in where
    none is stated, `inferred` says so.
    """

    kind: Kind
    source: MeasureReference | None
    target: MeasureReference | None
    score: float | None
    copied: float | None
    lead_change: LeadChange | None
    then: list[InstitutionReference]
    now: list[InstitutionReference]
    inferred: bool
    event: Reference | None


class Changes(TypedDict):
    """All rows in today's order of print, the dropped ones last, with counts and what they stand on."""

    source: list[DocumentReference]
    target: list[DocumentReference]
    threshold: float
    kinds: dict[str, int]
    lead_changes: dict[str, int]
    basis: Basis
    results: list[ChangeRow]


def changes(projection: Projection, *, source: str, target: str, threshold: float = THRESHOLD) -> Changes:
    """The measures of `source` (then) beside those of `target` (now); either a document id, a level or a place.

    Each measure has one counterpart at most: pairs are taken by falling score of alignment, from `threshold` up.
    A counterpart under another heading is moved; one of which KEPT of the words on either side stand on the other, with
    the same figures, is kept.
    """
    ground = Ground(projection)
    then, now = side(projection, source), side(projection, target)
    left, right = ground.units(then), ground.units(now)
    pairs = dict(_pairs(ground, left, right, threshold))
    by_target = {j: (i, score) for i, (j, score) in pairs.items()}
    rows = [
        _new(ground, m) if j not in by_target else _pair(ground, left, m, *by_target[j]) for j, m in enumerate(right)
    ]
    rows += [_dropped(ground, m) for i, m in enumerate(left) if i not in pairs]
    held = [r for m in (*left, *right) for r in projection.responsibilities_of(m.id)]
    return {
        "source": [ground.document(d.id) for d in then],
        "target": [ground.document(d.id) for d in now],
        "threshold": threshold,
        "kinds": dict(sorted(Counter(str(r["kind"]) for r in rows).items())),
        "lead_changes": dict(sorted(Counter(str(r["lead_change"]) for r in rows if r["lead_change"]).items())),
        "basis": basis(
            projection,
            [*then, *now],
            [m.document for m in (*left, *right)],
            held,
            drafts=drafts_left_out(projection, source, target),
        ),
        "results": rows,
    }


def _pairs(
    ground: Ground, left: Sequence[MeasureItem], right: Sequence[MeasureItem], threshold: float
) -> Iterator[tuple[int, tuple[int, float]]]:
    """One-to-one pairs of indexes with their score, by falling score; equal scores by order of print."""
    place = {m.id: j for j, m in enumerate(right)}
    found = aligned_units(ground, left, right, top=_CANDIDATES)
    scored = sorted(
        (-round(m.score, 6), i, place[m.target], m.score)
        for i, matches in enumerate(found)
        for m in matches
        if m.score >= threshold
    )
    used_left: set[int] = set()
    used_right: set[int] = set()
    for _, i, j, score in scored:
        if i not in used_left and j not in used_right:
            used_left.add(i)
            used_right.add(j)
            yield i, (j, score)


def _pair(ground: Ground, left: Sequence[MeasureItem], now: MeasureItem, at: int, score: float) -> ChangeRow:
    then = left[at]
    wording = "。".join(ground.wording(then)), "。".join(ground.wording(now))
    moved = ground.headings(then)[-1:] != ground.headings(now)[-1:]
    before, guessed_before = _leads(ground, then)
    after, guessed_after = _leads(ground, now)
    change, event = _handover(before, after)
    return {
        "kind": "moved" if moved else "kept" if _kept(*wording) else "changed",
        "source": ground.measure(then.id),
        "target": ground.measure(now.id),
        "score": round(score, 4),
        "copied": copied_share(*wording),
        "lead_change": change,
        "then": [ground.institution(i) for i in before],
        "now": [ground.institution(i) for i in after],
        "inferred": guessed_before or guessed_after,
        "event": event,
    }


def _kept(then: str, now: str) -> bool:
    """Whether little was added, little taken away, and no figure (amount, share, year) changed."""
    if Counter(_FIGURE.findall(then)) != Counter(_FIGURE.findall(now)):
        return False
    copied, remained = copied_share(then, now), copied_share(now, then)
    return copied is not None and remained is not None and min(copied, remained) >= KEPT


def _leads(ground: Ground, measure: MeasureItem) -> tuple[list[str], bool]:
    held = ground.leads(measure, inferred=True)
    return list(dict.fromkeys(r.institution for r in held)), any(r.inferred for r in held)


def _handover(then: Sequence[str], now: Sequence[str]) -> tuple[LeadChange, Reference | None]:
    """How the lead went on, and the change of bodies by which it did, if it was one."""
    if not then or not now:
        return ("unstated" if not then and not now else "now_stated" if now else "no_longer_stated"), None
    if set(then) & set(now):
        return "same", None
    for before in then:
        heirs = set(registry.today(before)) | set(registry.successors(before))
        if heirs & {heir for after in now for heir in (after, *registry.today(after))}:
            return "renamed", _event(before)
    return "handed_over", None


def _event(body: str) -> Reference | None:
    ended = [event for event in registry.events_of(body) if body in event.original]
    return {"id": ended[0].id, "type": "ChangeEvent", "name": ended[0].name} if ended else None


def _alone(kind: Kind, ground: Ground, measure: MeasureItem) -> ChangeRow:
    leads, guessed = _leads(ground, measure)
    bodies = [ground.institution(i) for i in leads]
    gone = kind == "dropped"
    return {
        "kind": kind,
        "source": ground.measure(measure.id) if gone else None,
        "target": None if gone else ground.measure(measure.id),
        "score": None,
        "copied": None,
        "lead_change": None,
        "then": bodies if gone else [],
        "now": [] if gone else bodies,
        "inferred": guessed,
        "event": None,
    }


def _new(ground: Ground, measure: MeasureItem) -> ChangeRow:
    return _alone("new", ground, measure)


def _dropped(ground: Ground, measure: MeasureItem) -> ChangeRow:
    return _alone("dropped", ground, measure)
