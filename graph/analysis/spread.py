"""How a policy instrument spreads by date and level, and how a target changes on its way down."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, TypedDict

from graph.analysis.ground import Ground, counted, drafts_left_out, place_reference, side
from graph.analysis.rates import Basis, basis
from graph.errors import NotFound
from graph.projection import DocumentItem, Projection, TargetItem
from graph.rows import DocumentReference, MeasureReference, Reference
from ontology import model
from ontology.identifiers import instrument_id

Direction = Literal["higher", "equal", "lower", "not_comparable"]
# A shorter rest names no indicator (实现, 达到): two such figures have nothing to do with each other.
_NAMED = 3
_NOISE = re.compile(r"[\s，,、：:的]|全[国省市区县州]|本[省市区县]|我[国省市区县]|力争|达到?|实现|年均|累计")


class SpreadRow(TypedDict):
    """A document that uses an instrument; `first` where no counted document of this level does earlier, drafts aside.

    Several of one day are first together; an undated document never is.
    """

    instrument: Reference
    document: DocumentReference
    date: str | None
    place: Reference | None
    draft: bool
    first: bool
    measures: list[MeasureReference]


class Spread(TypedDict):
    """All uses, by instrument and date, undated documents last, with what they stand on."""

    results: list[SpreadRow]
    basis: Basis


def spread(projection: Projection, *, instrument: str | None = None) -> Spread:
    """Which documents use an instrument (all without one), by date and level; drafts are shown and marked.

    `instrument` is a word of the vocabulary instruments, any synonym, or an id; NotFound for another.
    """
    ground = Ground(projection)
    wanted = _instrument(instrument) if instrument else None
    uses = _uses(projection, wanted)
    documents = counted(projection, drafts=True)
    order = {d.id: (d.date is None, d.date or "", d.id) for d in documents}
    keys = sorted((k for k in uses if k[1] in order), key=lambda k: (k[0], order[k[1]]))
    earliest = _earliest(projection, keys)
    rows = [_spread_row(ground, *key, uses[key], earliest) for key in keys]
    return {
        "results": rows,
        "basis": basis(projection, documents, [r["document"]["id"] for r in rows for _ in r["measures"]], drafts=0),
    }


def _instrument(word: str) -> str:
    for term in model.vocabulary("instruments").terms:
        if word in (instrument_id(term.id), term.id, term.zh, *term.words):
            return instrument_id(term.id)
    known = "、".join(t.zh for t in model.vocabulary("instruments").terms)
    raise NotFound("not_found", f"政策工具词表里没有“{word}”；有：{known}")


def _uses(projection: Projection, wanted: str | None) -> Mapping[tuple[str, str], set[str]]:
    """(Instrument, document) → the measures that use it; a category or program counts by the measure describing it."""
    passages = {p.id: p.passage for p in projection.programs} | {c.id: c.passage for c in projection.categories}
    found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for use in projection.uses:
        owner = passages.get(use.owner) or use.owner
        measure = projection.measure_by_id.get(owner)
        if measure is not None and projection.counts(measure.id) and wanted in (None, use.instrument):
            found[use.instrument, measure.document].add(measure.id)
    return found


def _earliest(projection: Projection, keys: Iterable[tuple[str, str]]) -> Mapping[tuple[str, str | None], str]:
    """(Instrument, level) → the first day on which a document of that level that is no draft uses it."""
    found: dict[tuple[str, str | None], str] = {}
    for instrument, document in keys:
        item = projection.document_by_id[document]
        if item.date is not None and not item.draft:
            key = instrument, item.level
            found[key] = min(item.date, found.get(key, item.date))
    return found


def _spread_row(
    ground: Ground,
    instrument: str,
    document: str,
    measures: set[str],
    earliest: Mapping[tuple[str, str | None], str],
) -> SpreadRow:
    item = ground.projection.document_by_id[document]
    ordered = sorted((ground.projection.measure_by_id[m] for m in measures), key=lambda m: (m.start, m.id))
    return {
        "instrument": {"id": instrument, "type": "Instrument", "name": _name(instrument)},
        "document": ground.document(document),
        "date": item.date,
        "place": place_reference(item.jurisdiction) if item.jurisdiction else None,
        "draft": item.draft,
        "first": not item.draft and item.date is not None and item.date == earliest[instrument, item.level],
        "measures": [ground.measure(m.id) for m in ordered],
    }


def _name(instrument: str) -> str:
    return model.vocabulary("instruments").term(instrument.removeprefix("t-")).zh


class TargetSide(TypedDict):
    """A target as one side states it."""

    document: DocumentReference
    owner: str
    comparator: str
    value: float | list[float]
    deadline: str | None
    quote: str


class SlopeRow(TypedDict):
    """One indicator as both sides state it; ratio is lower over upper, null where that says nothing."""

    indicator: str
    unit: str | None
    upper: TargetSide
    lower: TargetSide
    ratio: float | None
    direction: Direction
    earlier: bool | None


class Slopes(TypedDict):
    """All indicators that both sides state, with counts of directions and what they stand on."""

    upper: list[DocumentReference]
    lower: list[DocumentReference]
    directions: dict[str, int]
    basis: Basis
    results: list[SlopeRow]


def slopes(projection: Projection, *, upper: str, lower: str) -> Slopes:
    """Do targets rise on the way down (层层加码): figures of one indicator and unit on both sides.

    Indicators are the same where they differ in fillers alone (全省, 力争 …). A total of a place and that of a part of
    it are no rates: only shares, growth rates and times (units %, 倍, 天, 分钟 …) have a direction, other rows are
    `not_comparable` and still shown. `earlier` tells whether the lower side sets itself an earlier deadline.
    """
    ground = Ground(projection)
    uppers, lowers = side(projection, upper), side(projection, lower)
    above, below = _targets(projection, uppers), _targets(projection, lowers)
    upper_ids = {d.id for d in uppers}
    rows = [
        _slope(ground, key, high, low)
        for key in sorted(above.keys() & below.keys(), key=lambda k: (k[0], k[1] or ""))
        for high in above[key]
        for low in below[key]
        if low.document not in upper_ids or low.document != high.document
    ]
    found = [r["direction"] for r in rows]
    return {
        "upper": [ground.document(d.id) for d in uppers],
        "lower": [ground.document(d.id) for d in lowers],
        "directions": {d: found.count(d) for d in ("higher", "equal", "lower", "not_comparable")},
        "basis": basis(
            projection,
            [*uppers, *lowers],
            [r["lower"]["document"]["id"] for r in rows],
            drafts=drafts_left_out(projection, upper, lower),
        ),
        "results": rows,
    }


_RATES = frozenset(
    {"%", "％", "倍", "个百分点", "百分点", "天", "个工作日", "工作日", "日", "小时", "分钟", "个月", "万元/人"}
)


def _targets(
    projection: Projection, documents: Sequence[DocumentItem]
) -> Mapping[tuple[str, str | None], list[TargetItem]]:
    wanted = {d.id for d in documents}
    found: defaultdict[tuple[str, str | None], list[TargetItem]] = defaultdict(list)
    for target in projection.targets:
        if target.document in wanted and target.value is not None:
            name = _NOISE.sub("", target.indicator)
            if len(name) >= _NAMED:
                found[name, target.unit].append(target)
    return found


def _slope(ground: Ground, key: tuple[str, str | None], high: TargetItem, low: TargetItem) -> SlopeRow:
    first, second = _figure(high), _figure(low)
    ratio = round(second / first, 4) if first else None
    return {
        "indicator": high.indicator,
        "unit": key[1],
        "upper": _side(ground, high),
        "lower": _side(ground, low),
        "ratio": ratio,
        "direction": _direction(first, second) if key[1] in _RATES else "not_comparable",
        "earlier": low.deadline[:4] < high.deadline[:4] if low.deadline and high.deadline else None,
    }


def _figure(target: TargetItem) -> float:
    """The figure of a target; the lower end of a range, which is what is promised."""
    value = target.value
    return float(value[0] if isinstance(value, tuple) else value or 0)


def _direction(upper: float, lower: float) -> Direction:
    return "equal" if upper == lower else "higher" if lower > upper else "lower"


def _side(ground: Ground, target: TargetItem) -> TargetSide:
    value = target.value
    return {
        "document": ground.document(target.document),
        "owner": target.owner,
        "comparator": target.comparator,
        "value": [float(v) for v in value] if isinstance(value, tuple) else float(value or 0),
        "deadline": target.deadline,
        "quote": target.quote,
    }
