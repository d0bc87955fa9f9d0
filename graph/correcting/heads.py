"""Corrections of a document's head, and what follows from them: names are read again from where it now stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from graph.correcting.corrections import Correction
from graph.correcting.units import Unfit, absent, held, holders, mark, replaced
from graph.correcting.values import checked, same, shown
from ontology import registry
from ontology.records import DocumentHead, DocumentRecord, IssuerRecord

_LEVEL_UNKNOWN = "unknown"


def correct(record: DocumentRecord, correction: Correction) -> None:
    """Puts a field of the head right."""
    head: Any = record["document"]
    field = correction.field
    if field == "jurisdiction":
        _place(head, correction)
    elif field == "issuers":
        _issuers(head, correction)
    else:
        replaced(correction, field, head[field])
        head[field] = checked("document_title" if field == "title" else field, correction.new)
    mark(head, correction)


def _place(head: DocumentHead, correction: Correction) -> None:
    """The place; the level goes with it where it was that of the old place."""
    now = head["jurisdiction"]
    if correction.old != now["name"] and not same("jurisdiction", correction.old, now["code"]):
        needless = same("jurisdiction", correction.new, now["code"])
        raise Unfit(absent(correction, shown(now["name"])), needless=needless)
    before = registry.jurisdiction(now["code"]) if now["code"] else None
    place = registry.jurisdiction(checked("jurisdiction", correction.new))
    if place is None:
        raise Unfit(f"没有这个行政区：{correction.new}")
    if head["level"] == (before.level if before else _LEVEL_UNKNOWN):
        head["level"] = place.level
    head["jurisdiction"] = {"code": place.code, "name": place.name}


def _issuers(head: DocumentHead, correction: Correction) -> None:
    now = [issuer["name"] for issuer in head["issuers"]]
    replaced(correction, "issuers", now)
    known = {issuer["name"]: issuer for issuer in head["issuers"]}
    made: list[IssuerRecord] = []
    for order, name in enumerate(checked("issuers", correction.new), 1):
        found = known.get(name)
        identifier = found["institution_id"] if found else meant(head, name)
        made.append({"written": name, "name": name, "institution_id": identifier, "order": order})
    head["issuers"] = made


def meant(head: DocumentHead, name: str, kind: str = "institution") -> str:
    """The id of the body a name means in a document of this head."""
    date = head["issued"] or head["effective_from"] or head["published"]
    found = registry.resolve(
        name,
        jurisdiction=head["jurisdiction"]["code"],
        level=head["level"],
        date=date,
        kind=kind,
        document=head["id"],
    )
    return found.institution_id


def resolve_again(record: DocumentRecord, before: DocumentHead) -> None:
    """Reads every name anew where the place, level or date of the document was corrected.

    A body that its name alone did not lead to (a short form the document defines) stays.
    """
    head = record["document"]
    if _standpoint(head) == _standpoint(before):
        return
    for one in _named(record):
        for kind in [one["kind"]] if "kind" in one else ["institution", "group", "class"]:
            if meant(before, one["name"], kind) == one["institution_id"]:
                one["institution_id"] = meant(head, one["name"], kind)
                break


def _standpoint(head: DocumentHead) -> tuple[str, str, str | None]:
    return head["jurisdiction"]["code"], head["level"], head["issued"] or head["effective_from"] or head["published"]


def _named(record: DocumentRecord) -> Iterator[Any]:
    """All that names a body, each once."""
    head = record["document"]
    responsibilities = (one for holder in holders(record) for one in held(holder))
    seen: set[int] = set()
    for one in (*head["issuers"], *head["addressees"], *responsibilities):
        if id(one) not in seen:
            seen.add(id(one))
            yield one
