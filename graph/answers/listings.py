"""What is there: documents, measures and institutions as lists."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import cast

from graph import catalogue, filters, reading, search
from graph.answers import lists, references
from graph.answers.leads import bodies_on_line, existing, line_of
from graph.answers.references import document_reference
from graph.items import DocumentItem, InstitutionItem, ResponsibilityItem
from graph.projection import read_projection
from graph.reading import RESPONSIBILITIES
from graph.rows import DocumentRow, InstitutionReference, InstitutionRow, Listing, MeasureRow
from graph.store import Row, Store
from ontology import model


def documents(
    store: Store,
    *,
    q: str | None = None,
    jurisdiction: str | None = None,
    level: str | None = None,
    status: str | None = None,
    as_of: str | None = None,
    limit: int | None = 50,
    offset: int = 0,
) -> Listing[DocumentRow]:
    """The loaded documents, latest first, undated ones last; with `q` those found by it.

    With `as_of` those in force on that day, or, with `status`, those of that status on it. Raises BadParameter.
    """
    filters.page(limit, offset)
    if status is not None:
        filters.word("status", status, model.vocabulary("statuses").ids)
    found = admitted(store, jurisdiction=jurisdiction, level=level, as_of=as_of, status=status)
    if q:
        hits = {hit.id for hit in search.find(store, q, ("Document",))}
        found = [d for d in found if d.id in hits]
    return lists.page_of(found, limit, offset, lambda some: _document_rows(store, some, as_of))


def admitted(
    store: Store,
    *,
    jurisdiction: str | None = None,
    level: str | None = None,
    as_of: str | None = None,
    status: str | None = None,
) -> list[DocumentItem]:
    """The loaded documents that pass the filters, latest first, undated ones last.

    Without `status` those in force on the day asked about; with one those that have it on that day.
    """
    admit = filters.of(jurisdiction=jurisdiction, level=level, as_of=as_of)
    if status is not None:
        admit = replace(admit, dated=False)
    heads = reading.heads(store, on=admit.on)
    found = [d for d in heads if d.status != "cited" and status in (None, d.status) and admit.document(d)]
    return sorted(sorted(found, key=lambda d: d.id), key=lambda d: d.date or "", reverse=True)


def _document_rows(store: Store, items: Sequence[DocumentItem], as_of: str | None) -> list[DocumentRow]:
    ids = [item.id for item in items]
    measures = _numbers(store.read(catalogue.text("measure_counts"), ids=ids))
    counts: dict[str, dict[str, int]] = {}
    for query in ("responsibility_counts_of_documents", "plan_responsibility_counts"):
        for row in store.read(catalogue.text(query, type=RESPONSIBILITIES), ids=ids):
            by_type = counts.setdefault(row["id"], {})
            by_type[row["type"]] = by_type.get(row["type"], 0) + row["number"]
    issuers: dict[str, list[str]] = {}
    for row in sorted(store.read(catalogue.text("issuers"), ids=ids), key=lambda r: (r["order"], r["id"])):
        issuers.setdefault(row["document"], []).append(row["id"])
    bodies = references.institutions(store, {i for some in issuers.values() for i in some}, as_of=as_of)
    signed = {one: [bodies[i] for i in some] for one, some in issuers.items()}
    dated = as_of is not None
    return [_document_row(d, measures.get(d.id, 0), counts.get(d.id, {}), signed.get(d.id, []), dated) for d in items]


def _numbers(rows: Iterable[Row]) -> dict[str, int]:
    return {row["id"]: row["number"] for row in rows}


def _document_row(
    item: DocumentItem, measures: int, counts: Mapping[str, int], issuers: list[InstitutionReference], dated: bool
) -> DocumentRow:
    likely = counts.get("LIKELY_LEADS", 0)
    told = {
        "kind": item.kind,
        "published": item.published,
        "effective_from": item.effective_from,
        "effective_until": item.effective_until,
        "consultation_until": item.consultation_until,
        "issuers": issuers,
        "measures": measures,
        "leads": counts.get("LEADS", 0),
        "likely_leads": likely,
        "responsibilities": sum(counts.values()) - likely,
        "unread": item.unread,
    }
    return cast(DocumentRow, {**document_reference(item, dated=dated), **told})


def measures(
    store: Store,
    *,
    q: str | None = None,
    document: str | None = None,
    jurisdiction: str | None = None,
    level: str | None = None,
    as_of: str | None = None,
    limit: int | None = 50,
    offset: int = 0,
) -> Listing[MeasureRow]:
    """The measures of the documents that pass, in order of print; with `q` those found by it, best first.

    Raises BadParameter, NotFound for an unknown document.
    """
    filters.page(limit, offset)
    if document is not None:
        existing(store, document)
    found = admitted(store, jurisdiction=jurisdiction, level=level, as_of=as_of)
    within = {d.id: d for d in found if document in (None, d.id)}
    ids = _measure_ids(store, within, q)
    return lists.page_of(ids, limit, offset, lambda some: _measure_rows(store, some, within, as_of))


def _measure_ids(store: Store, within: Mapping[str, DocumentItem], q: str | None) -> list[str]:
    if q:
        return [hit.id for hit in search.find(store, q, ("Measure",)) if hit.document in within]
    rows = store.read(catalogue.text("measure_places"), ids=list(within)) if within else []
    order = {document: number for number, document in enumerate(within)}
    return [r["id"] for r in sorted(rows, key=lambda r: (order[r["document"]], r["start"], r["id"]))]


def _measure_rows(
    store: Store, ids: Sequence[str], within: Mapping[str, DocumentItem], as_of: str | None
) -> list[MeasureRow]:
    known = references.measures(store, ids)
    projection = read_projection(store, documents={known[one]["document"] for one in ids})
    held = {one: projection.responsibilities_of(one) for one in ids}
    bodies = references.institutions(store, {r.institution for items in held.values() for r in items}, as_of=as_of)
    dated = as_of is not None
    return [
        cast(
            MeasureRow,
            {
                **known[one],
                "in_document": document_reference(within[known[one]["document"]], dated=dated),
                "leads": _leading(held[one], bodies, inferred=False),
                "likely_leads": _leading(held[one], bodies, inferred=True),
                "responsibilities": sum(not r.inferred for r in held[one]),
            },
        )
        for one in ids
    ]


def _leading(
    held: Iterable[ResponsibilityItem], bodies: Mapping[str, InstitutionReference], *, inferred: bool
) -> list[InstitutionReference]:
    ids = dict.fromkeys(r.institution for r in held if r.role == "lead" and r.inferred == inferred)
    return [bodies[one] for one in ids]


def institutions(
    store: Store,
    *,
    q: str | None = None,
    jurisdiction: str | None = None,
    level: str | None = None,
    line: str | None = None,
    kind: str | None = None,
    as_of: str | None = None,
    limit: int | None = 50,
    offset: int = 0,
) -> Listing[InstitutionRow]:
    """The bodies that documents name, those with most responsibilities first; with `q` those found by it.

    `jurisdiction` (code or name), `level`, `line` and `kind` are those of the body; with `as_of` only documents in
    force on that day name and count. Raises BadParameter.
    """
    filters.page(limit, offset)
    code = filters.place(jurisdiction) if jurisdiction is not None else None
    if level is not None:
        filters.word("level", level, model.vocabulary("levels").ids)
    if kind is not None:
        filters.word("kind", kind, model.vocabulary("institution_kinds").ids)
    on_line = line_of(line) if line is not None else None
    within = None if as_of is None else {d.id for d in admitted(store, as_of=as_of)}
    counts = _role_counts(store, within)
    heads = store.read(catalogue.text("named_bodies"))
    named = set(counts) | {row["id"] for row in heads if within is None or row["document"] in within}
    if q:
        named &= {hit.id for hit in search.find(store, q, ("Institution",))}
    if on_line is not None:
        named = bodies_on_line(store, on_line, named)
    if any(one is not None for one in (code, level, kind)):
        found = reading.institutions(store, sorted(named))
        named = {
            i.id
            for i in found
            if code in (None, i.jurisdiction) and level in (None, i.level) and kind in (None, i.kind)
        }
    ordered = sorted(named, key=lambda i: (-sum(counts.get(i, {}).values()), i))

    def make(some: Sequence[str]) -> list[InstitutionRow]:
        known = {i.id: i for i in reading.institutions(store, sorted(some))}
        return _institution_rows(store, [known[i] for i in some], counts, within, as_of=as_of)

    return lists.page_of(ordered, limit, offset, make)


def _role_counts(store: Store, within: Collection[str] | None) -> dict[str, dict[str, int]]:
    """How often each body has each kind of responsibility, everywhere or within some documents."""
    counts: dict[str, dict[str, int]] = {}
    if within is None:
        for row in store.read(catalogue.text("responsibility_counts_of_bodies", type=RESPONSIBILITIES)):
            counts.setdefault(row["id"], {})[row["type"]] = row["number"]
        return counts
    for row in store.read(catalogue.text("responsibility_counts_by_document", type=RESPONSIBILITIES)):
        if row["document"] in within:
            by_type = counts.setdefault(row["id"], {})
            by_type[row["type"]] = by_type.get(row["type"], 0) + row["number"]
    return counts


def _institution_rows(
    store: Store,
    items: Sequence[InstitutionItem],
    counts: Mapping[str, Mapping[str, int]],
    within: Collection[str] | None,
    *,
    as_of: str | None,
) -> list[InstitutionRow]:
    ids = [item.id for item in items]
    query = catalogue.text("documents_of_bodies", type=RESPONSIBILITIES)
    naming: dict[str, set[str]] = {}
    for row in store.read(query, ids=ids):
        if within is None or row["document"] in within:
            naming.setdefault(row["id"], set()).add(row["document"])
    bodies = references.institutions(store, ids, as_of=as_of)
    return [
        _institution_row(item, bodies[item.id], counts.get(item.id, {}), len(naming.get(item.id, ()))) for item in items
    ]


def _institution_row(
    item: InstitutionItem, body: InstitutionReference, counts: Mapping[str, int], documents: int
) -> InstitutionRow:
    told = {
        "short_names": list(item.short_names),
        "jurisdiction": item.jurisdiction,
        "registered": item.registered,
        "roles": {
            reading.role_of(edge): counts[edge]
            for edge in model.responsibility_edges()
            if edge in counts and edge != "LIKELY_LEADS"
        },
        "likely_leads": counts.get("LIKELY_LEADS", 0),
        "documents": documents,
    }
    return cast(InstitutionRow, {**body, **told})
