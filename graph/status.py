"""Whether a document is in force on a day: computed from what it and others state, never from silence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from graph.errors import BadParameter
from ontology.identifiers import PartialDate

_ENDS = {"REPEALS": "repealed", "REPLACES": "superseded"}


@dataclass(frozen=True, slots=True)
class Ending:
    """A document that repeals, replaces or prolongs another.

    The edge type, its own status, the day it counts from, and for one that prolongs the last day it gives.
    """

    type: str
    status: str
    since: str | None
    until: str | None = None


def day(text: str | None) -> str:
    """The day asked about: an ISO date, its last day where it stops short; today without one. Raises BadParameter."""
    if text is None:
        return date.today().isoformat()
    try:
        last = PartialDate(text).last_day
        return date.fromisoformat(last).isoformat()
    except ValueError:
        raise BadParameter("bad_parameter", f"日期须写作 2023、2023-05 或 2023-05-17：{text}") from None


def document_date(props: Mapping[str, Any]) -> str | None:
    """The date a document counts from: issued, else effective, else published."""
    return props.get("issued") or props.get("effective_from") or props.get("published")


def status_on(props: Mapping[str, Any], on: str, endings: Iterable[Ending] = ()) -> str:
    """The status of a document (its properties) on a day, given what repeals, replaces or prolongs it.

    A short date is its first day for beginnings and its last for ends. A draft repeals nothing; an undated document
    that repeals has done so on any day.
    """
    if props.get("status") in ("draft", "cited"):
        return str(props["status"])
    begins = [d for d in (props.get("effective_from"), document_date(props)) if d]
    if any(PartialDate(d).first_day > on for d in begins):
        return "not_yet"
    said = [e for e in endings if e.status not in ("draft", "cited") and _begun(e.since, on)]
    ended = {_ENDS.get(e.type) for e in said}
    for status in ("repealed", "superseded"):
        if status in ended:
            return status
    until = _prolonged(props.get("effective_until"), said)
    return "expired" if until and PartialDate(until).last_day < on else "in_force"


def _prolonged(until: str | None, said: Iterable[Ending]) -> str | None:
    """The last day of a document that others may have prolonged: the latest of its own and theirs."""
    stated = [until, *(e.until for e in said if e.type == "EXTENDS")]
    return max((d for d in stated if d), key=lambda d: PartialDate(d).last_day, default=None)


def _begun(since: str | None, on: str) -> bool:
    return since is None or PartialDate(since).first_day <= on


def endings(rows: Iterable[Mapping[str, Any]]) -> dict[str, list[Ending]]:
    """What ends or prolongs each document, from the rows of the query `endings`."""
    found: dict[str, list[Ending]] = {}
    for row in rows:
        since = row["since"] or row["effective_from"] or row["issued"] or row["published"]
        found.setdefault(row["id"], []).append(Ending(row["type"], row["status"], since, row["until"]))
    return found
