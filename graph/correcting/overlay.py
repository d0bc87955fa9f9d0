"""Corrections laid over a record: a pure function, the same at a first correction and at every later load.

Ids are those of what was read: no correction changes one, so that a document stays the same document and corrections
go on finding their place. What a correction touches bears `corrected_by` and `why`.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from dataclasses import dataclass

from graph.correcting import heads, responsibilities, units
from graph.correcting.corrections import Correction
from graph.correcting.units import Unfit
from ontology import model
from ontology.records import DocumentRecord

APPLIED, STALE, NEEDLESS = "applied", "stale", "needless"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a correction: applied; stale (the old value no longer occurs); needless (the new one is read)."""

    correction: Correction
    state: str
    message: str = ""


@dataclass(frozen=True, slots=True)
class Laid:
    """A record under its corrections, with a verdict on each."""

    record: DocumentRecord
    verdicts: tuple[Verdict, ...] = ()

    @property
    def missed(self) -> list[Verdict]:
        """The corrections that found nothing to correct."""
        return [v for v in self.verdicts if v.state != APPLIED]


def lay(record: DocumentRecord, corrections: Iterable[Correction]) -> Laid:
    """The record as corrected, those of the head first, then each in its order; the record given stays as it is."""
    wanted = sorted((c for c in corrections if c.field != "mapping"), key=lambda c: (c.order, c.id))
    if not wanted:
        return Laid(record)
    laid: DocumentRecord = copy.deepcopy(record)
    of_head = [c for c in wanted if _of(c) == "document"]
    rest = [c for c in wanted if _of(c) != "document"]
    verdicts = [_one(laid, c) for c in of_head]
    heads.resolve_again(laid, record["document"])
    verdicts += [_one(laid, c) for c in rest]
    responsibilities.settle(laid)
    return Laid(laid, tuple(sorted(verdicts, key=lambda v: (v.correction.order, v.correction.id))))


def _of(correction: Correction) -> str:
    if correction.field == "title" and not correction.place:
        return "document"
    return str(model.vocabulary("correction_fields").term(correction.field).extra["of"])


_APPLY = {
    "document": heads.correct,
    "responsibility": responsibilities.correct,
    "unit": units.correct_title,
    "target": units.correct_target,
}


def _one(record: DocumentRecord, correction: Correction) -> Verdict:
    try:
        _APPLY[_of(correction)](record, correction)
    except Unfit as error:
        return Verdict(correction, NEEDLESS if error.needless else STALE, str(error))
    return Verdict(correction, APPLIED)
