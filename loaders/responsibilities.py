"""Responsibility records: what a reading of an annotation or sentence becomes, once a body, role and unit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from loaders.annotations import Entry
from loaders.dates import iso_date
from loaders.resolve import Resolver
from loaders.types import Span, Unit
from ontology import registry
from ontology.identifiers import record_id
from ontology.records import DocumentHead, ResponsibilityRecord


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the records of one annotation or sentence share."""

    span: Span
    basis: str
    deadline: str | None = None
    scope: str | None = None
    carried: bool = False


class Recorder:
    """Makes the records of one document and keeps them by unit, each body once a role and unit."""

    def __init__(self, words: str, head: DocumentHead, resolver: Resolver) -> None:
        self.words = words
        self.head = head
        self.resolver = resolver
        self.by_unit: dict[int, list[ResponsibilityRecord]] = {}
        self.duties: dict[int, list[ResponsibilityRecord]] = {}
        self._seen: dict[tuple[int, str, str], ResponsibilityRecord] = {}

    def add(self, index: int, unit: Unit, entries: Iterable[Entry], evidence: Evidence) -> list[ResponsibilityRecord]:
        """Put the entries at a unit; gives back all their records, those already there among them."""
        made: list[ResponsibilityRecord] = []
        positions: dict[str, int] = {}
        for entry in entries:
            positions[entry.role] = positions.get(entry.role, 0) + 1
            key = (index, entry.body.name, entry.role)
            if key not in self._seen:
                record = self.record(f"{unit.path}@{unit.start}", entry, evidence, positions[entry.role])
                self._seen[key] = record
                self.by_unit.setdefault(index, []).append(record)
            made.append(self._seen[key])
        return made

    def add_duties(self, index: int, unit: Unit, entries: Iterable[Entry], evidence: Evidence) -> None:
        """Put entries apart from the responsibilities of a unit; those it has already are left out."""
        for position, entry in enumerate(entries, 1):
            key = (index, entry.body.name, entry.role)
            if key not in self._seen:
                record = self.record(f"{unit.path}@{unit.start}", entry, evidence, position)
                self._seen[key] = record
                self.duties.setdefault(index, []).append(record)

    def record(self, target: str, entry: Entry, evidence: Evidence, position: int) -> ResponsibilityRecord:
        """One record, of a target named by any words that stay the same."""
        body, span = entry.body, evidence.span
        identity = self.resolver.identify(body.name, body.kind, body.start, body.end)
        known = registry.institution(identity)
        inside = not evidence.carried and span.start <= body.start and body.end <= span.end
        return {
            "id": record_id(self.head["id"], span.start, span.end, target, body.name, entry.role, evidence.basis),
            "written": body.written,
            "name": body.name,
            "institution_id": identity,
            "kind": known.kind if known is not None else body.kind,
            "role": entry.role,
            "role_word": entry.word,
            "basis": evidence.basis,
            "position": position,
            "inferred": False,
            "deadline": _deadline(evidence.deadline),
            "scope": entry.scope or evidence.scope,
            "open_list": entry.open_list,
            "rule": entry.rule,
            "quote": self.words[span.start : span.end],
            "start": span.start,
            "end": span.end,
            "name_start": body.start if inside else None,
            "name_end": body.end if inside else None,
        }


def _deadline(printed: str | None) -> str | None:
    """The ISO date of a deadline, else the words as printed (长期)."""
    return (iso_date(printed) or printed) if printed else None
