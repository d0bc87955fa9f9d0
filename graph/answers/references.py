"""References to nodes, made in bulk: a few queries for any number of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple, cast

from graph import catalogue, reading
from graph.items import DocumentItem, InstitutionItem
from graph.rows import (
    AnyReference,
    DocumentReference,
    InstitutionReference,
    MeasureReference,
    Reference,
    SuccessorReference,
)
from graph.status import day
from graph.store import Row, Store
from graph.writing import grouped
from ontology.identifiers import PartialDate


def document_reference(item: DocumentItem, *, dated: bool = False) -> DocumentReference:
    """A document; with `dated` an undated one is marked so."""
    reference = DocumentReference(
        id=item.id,
        type="Document",
        name=item.name,
        doc_no=item.doc_no,
        issued=item.issued,
        level=item.level,
        jurisdiction=item.jurisdiction,
        status=item.status,
    )
    if dated and item.date is None:
        reference["undated"] = True
    return reference


def institution_reference(item: InstitutionItem) -> InstitutionReference:
    """A body."""
    return InstitutionReference(
        id=item.id, type="Institution", name=item.name, kind=item.kind, level=item.level, line=item.line
    )


def measure_reference(row: Row) -> MeasureReference:
    """A measure from a row of the queries that give measures as references."""
    return MeasureReference(
        id=row["id"],
        type="Measure",
        name=row["title"],
        number=row["number"],
        path=row["path"],
        title=row["title"],
        head=row["head"],
        document=row["document"],
    )


def documents(store: Store, ids: Iterable[str], *, as_of: str | None = None) -> dict[str, DocumentReference]:
    """Documents by id, cited works too, with their status on a day."""
    items = reading.heads(store, on=day(as_of), ids=sorted(set(ids)))
    return {item.id: document_reference(item, dated=as_of is not None) for item in items}


def institutions(store: Store, ids: Iterable[str], *, as_of: str | None = None) -> dict[str, InstitutionReference]:
    """Bodies by id; with a day those that have ended by now carry their successor."""
    found = {item.id: institution_reference(item) for item in reading.institutions(store, sorted(set(ids)))}
    if as_of is not None:
        for one, successor in successors(store, sorted(found), as_of=as_of).items():
            found[one]["successor"] = successor
    return found


def measures(store: Store, ids: Iterable[str]) -> dict[str, MeasureReference]:
    """Measures by id."""
    wanted = sorted(set(ids))
    rows = store.read(catalogue.text("measures_by_id"), ids=wanted) if wanted else []
    return {row["id"]: measure_reference(row) for row in rows}


def plain(store: Store, label: str, ids: Iterable[str]) -> dict[str, Reference]:
    """Nodes of any other label by id."""
    rows = store.read(catalogue.text("names_of", label=label), ids=sorted(set(ids)))
    return {row["id"]: Reference(id=row["id"], type=label, name=row["name"] or row["id"]) for row in rows}


def of_all(store: Store, nodes: Iterable[tuple[str, str]], *, as_of: str | None = None) -> dict[str, AnyReference]:
    """References to nodes given as (label, id)."""
    found: dict[str, AnyReference] = {}
    for label, ids in grouped(nodes).items():
        made: Mapping[str, AnyReference]
        if label == "Document":
            made = documents(store, ids, as_of=as_of)
        elif label == "Institution":
            made = institutions(store, ids, as_of=as_of)
        elif label == "Measure":
            made = measures(store, ids)
        else:
            made = plain(store, label, ids)
        found.update(made)
    return found


def successors(store: Store, ids: Iterable[str], *, as_of: str | None = None) -> dict[str, SuccessorReference]:
    """For bodies that ended the body that has their work today, where it was split the first with the others beside.

    With a day asked about, `then` is the body of that day where it is neither of the two.
    """
    following = _following(store, set(ids))
    last = {one: _walk(one, following, None) for one in ids if one in following}
    then = {one: _walk(one, following, day(as_of)) for one in last} if as_of is not None else {}
    known = institutions(store, {step.body for ends in (*last.values(), *then.values()) for step in ends})
    found: dict[str, SuccessorReference] = {}
    for one, ends in last.items():
        first, *others = ends
        reference = cast(SuccessorReference, {**known[first.body], "since": first.date})
        if not first.certain:
            reference["uncertain"] = True
        if others:
            reference["also"] = [known[other.body] for other in others]
        today = {one, *(step.body for step in ends)}
        on_day = [step.body for step in then.get(one, ()) if step.body not in today]
        if on_day:
            reference["then"] = known[on_day[0]]
        found[one] = reference
    return found


class _Step(NamedTuple):
    """A body that followed, since when, and whether every step to it is known of the bodies themselves."""

    body: str
    date: str | None
    certain: bool


_Following = Mapping[str, list[_Step]]


def _following(store: Store, ids: set[str]) -> _Following:
    found: dict[str, list[_Step]] = {}
    asked: set[str] = set()
    while ids:
        rows = store.read(catalogue.text("successors_of"), ids=sorted(ids))
        asked |= ids
        for row in sorted(rows, key=lambda r: (r["id"], r["successor"])):
            found.setdefault(row["id"], []).append(_Step(row["successor"], row["date"], row["certain"] is not False))
        ids = {row["successor"] for row in rows} - asked
    return found


def _walk(one: str, following: _Following, until: str | None) -> list[_Step]:
    """The bodies at the end of the chain (or on a day), with the date of the last step."""
    ends: list[_Step] = []
    seen = {one}
    waiting = [_Step(one, None, True)]
    while waiting:
        at = waiting.pop(0)
        steps = [s for s in following.get(at.body, ()) if s.body not in seen and _taken(s.date, until)]
        seen |= {step.body for step in steps}
        waiting.extend(step._replace(certain=step.certain and at.certain) for step in steps)
        if not steps:
            ends.append(at)
    return ends


def _taken(date: str | None, until: str | None) -> bool:
    return until is None or date is None or PartialDate(date).first_day <= until
