"""Likely leads: who may lead where a document says of nobody that he does (DESIGN: a type of their own)."""

from __future__ import annotations

from collections.abc import Mapping

from ontology import registry
from ontology.identifiers import record_id
from ontology.records import DocumentHead, ResponsibilityRecord

_ANNOTATED = frozenset({"institution", "group"})


def likely_leads(
    head: DocumentHead, by_unit: Mapping[int, list[ResponsibilityRecord]]
) -> dict[int, ResponsibilityRecord]:
    """The likely lead of each unit, for a document that states no lead and declares no rule."""
    if any(r["role"] == "lead" for records in by_unit.values() for r in records):
        return {}
    found: dict[int, ResponsibilityRecord] = {}
    for index, records in by_unit.items():
        listed = [r for r in records if r["basis"] == "marked" and r["role"] == "responsible"]
        if listed and listed[0]["kind"] in _ANNOTATED and listed[0]["rule"] != "carry_forward":
            found[index] = _lead(head, listed)
    return found


def _lead(head: DocumentHead, listed: list[ResponsibilityRecord]) -> ResponsibilityRecord:
    first = listed[0]
    basis = "single" if len(listed) == 1 else "first_listed"
    lead = first.copy()
    lead["id"] = record_id(head["id"], first["start"], first["end"], first["id"], first["name"], "lead", basis)
    lead["role"], lead["basis"], lead["inferred"] = "lead", basis, True
    lead["order"] = _order(listed)
    return lead


def _order(listed: list[ResponsibilityRecord]) -> str:
    """promoted when a body of higher protocol rank stands behind the first, protocol when rank alone explains it."""
    ranks = [_rank(r["institution_id"]) for r in listed]
    first, others = ranks[0], ranks[1:]
    if first is None or not others:
        return "unknown"
    if any(rank is not None and rank < first for rank in others):
        return "promoted"
    return "protocol" if all(rank is not None for rank in others) else "unknown"


def _rank(institution_id: str) -> int | None:
    found = registry.institution(institution_id)
    line = registry.line(found.line) if found is not None and found.line else None
    return line.protocol_rank if line is not None else None
