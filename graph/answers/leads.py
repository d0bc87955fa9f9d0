"""Who leads what: the responsibilities for all that is about a subject, with their wording."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from graph import catalogue, filters, reading, search
from graph.answers import lists, references
from graph.errors import BadParameter, NotFound
from graph.ids import document_of
from graph.indexing import given
from graph.inheritance import holders
from graph.items import DocumentItem, ResponsibilityItem
from graph.rows import (
    AnyReference,
    Evidence,
    InstitutionReference,
    Listing,
    MeasureReference,
    ResponsibilityRow,
    SuccessorReference,
)
from graph.status import day
from graph.store import Row, Store
from graph.writing import grouped
from ontology import model, registry
from ontology.identifiers import line_id

SUBJECTS = ("Measure", "Program", "PlanCategory", "PlanSystem", "Fund")
(DUTY,) = model.bases()["duties"]
BASES = tuple(basis for kind in model.bases().values() for basis in kind)


@dataclass(frozen=True, slots=True)
class Found:
    """A responsibility for something: `target` is what was found, which may inherit it."""

    item: ResponsibilityItem
    target: str
    target_type: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a responsibility is chosen and ordered by, before its wording is read; `role` is told of duties alone.

    `holder` is the node it is printed for, `target` what was found, `rank` the place of that among what was found.
    """

    id: str
    holder: str
    holder_type: str
    institution: str
    document: str
    basis: str
    role: str | None
    inferred: bool
    start: int
    position: int
    target: str
    target_type: str
    rank: int

    @property
    def key(self) -> tuple[bool, int, str, int, int, str, str]:
        """Stated first, then the best match, then the order of print."""
        return self.inferred, self.rank, self.document, self.start, self.position, self.id, self.target


def who_leads(
    store: Store,
    q: str,
    *,
    role: str | None = None,
    basis: str | None = None,
    stated: bool = False,
    jurisdiction: str | None = None,
    level: str | None = None,
    line: str | None = None,
    document: str | None = None,
    as_of: str | None = None,
    limit: int | None = 20,
    offset: int = 0,
) -> Listing[ResponsibilityRow]:
    """Who leads (or has the role `role`, or any: `all`) what is about `q`; what a body leads where `q` is its name.

    Stated leads come first, then inferred ones unless `stated`. `jurisdiction` (code or name), `level` and `document`
    are those of the document, `line` that of the body. With basis `subject` duties answer instead, of every role unless
    one is named: no other question and no other basis counts them. A measure without responsibilities takes those of
    its nearest ancestor that has some. Raises BadParameter, NotFound for an unknown document.
    """
    filters.page(limit, offset)
    duties = basis == DUTY
    types = (model.duty_edge(),) if duties else edge_types(role, stated=stated)
    wanted = filters.word("basis", basis, BASES) if basis is not None else None
    on_line = line_of(line) if line is not None else None
    admit = filters.of(jurisdiction=jurisdiction, level=level, as_of=as_of)
    if document is not None:
        existing(store, document)
    found = _by_body(store, q, types, admit) or (_by_duty(store, q) if duties else _by_subject(store, q, types))
    if duties and role not in (None, "all"):
        filters.word("role", role, model.vocabulary("roles").ids)
        found = [c for c in found if c.role == role]
    found = [c for c in found if wanted in (None, c.basis) and document in (None, c.document)]
    if not admit.empty:
        passing = {d.id for d in _documents(store, found, admit) if admit.document(d)}
        found = [c for c in found if c.document in passing]
    if on_line is not None:
        bodies = bodies_on_line(store, on_line, {c.institution for c in found})
        found = [c for c in found if c.institution in bodies]
    found.sort(key=lambda c: c.key)

    def make(some: Sequence[Candidate]) -> list[ResponsibilityRow]:
        known = {d.id: d for d in _documents(store, some, admit)}
        return rows(store, _worded(store, some, types), known, as_of=as_of)

    return lists.page_of(found, limit, offset, make)


def _documents(store: Store, found: Iterable[Candidate], admit: filters.Filter) -> list[DocumentItem]:
    return reading.heads(store, on=admit.on, ids=sorted({c.document for c in found}))


def _worded(store: Store, found: Sequence[Candidate], types: Sequence[str]) -> list[Found]:
    """The responsibilities of candidates, in their order."""
    owners = grouped(dict.fromkeys((c.holder_type, c.holder) for c in found))
    items = {item.id: item for item in held_by(store, owners, types)}
    return [Found(items[c.id], c.target, c.target_type) for c in found]


def edge_types(role: str | None, *, stated: bool) -> tuple[str, ...]:
    """The edge types of a role; without one of leads, stated and inferred; of all roles for `all`."""
    roles = model.vocabulary("roles").ids
    word = filters.word("role", role or "lead", (*roles, "all"))
    chosen = model.responsibility_edges() if word == "all" else (model.role_edge(word), "LIKELY_LEADS")
    inferred = not stated and word in ("lead", "all")
    return tuple(edge for edge in chosen if inferred or edge != "LIKELY_LEADS")


def line_of(text: str) -> str:
    """The id of a functional line given by id, with or without `l-`, or by its Chinese name."""
    for line in registry.lines():
        if text in (line.id, line_id(line.id), line.name):
            return line_id(line.id)
    lines = "、".join(f"{one.id}（{one.name}）" for one in registry.lines()[:5])
    message = f"没有叫“{text}”的条线：请给标识或名称，如 {lines} 等 {len(registry.lines())} 条"
    raise BadParameter("bad_parameter", message)


def existing(store: Store, *documents: str) -> None:
    """NotFound for the first of some documents that is not loaded."""
    found = reading.heads(store, on=day(None), ids=list(documents)) if documents else []
    there = {item.id for item in found if item.status != "cited"}
    for one in documents:
        if one not in there:
            raise NotFound("not_found", f"没有已加载的文件 {one[:80]}")


def bodies_on_line(store: Store, line: str, ids: Iterable[str]) -> set[str]:
    """Those of some bodies that are on a line."""
    found = store.read(catalogue.text("lines_of_institutions"), ids=sorted(ids))
    return {row["id"] for row in found if row["line"] == line}


def _by_subject(store: Store, q: str, types: Sequence[str]) -> list[Candidate]:
    """What holds for all that is found; what a measure says of a part of a plan system stands under that part."""
    hits = [(hit, given(hit.holder)) for hit in search.find(store, q, SUBJECTS, subjects=True) if hit.holder]
    owners = grouped(dict.fromkeys((one.label, one.holder) for _, some in hits for one in some))
    held: dict[str, Row] = {}
    for label, ids in owners.items():
        query = catalogue.text("candidates_for", label=label, type=catalogue.types(types))
        held.update({row["holder"] + row["id"]: row for row in store.read(query, ids=ids)})
    found: dict[tuple[str, str], Candidate] = {}
    for rank, (hit, some) in enumerate(hits):
        for one in some:
            row = held.get(one.holder + one.id)
            if row is not None:
                lent = hit.type == "Measure" and one.label != "Measure"
                target, label = (one.holder, one.label) if lent else (hit.id, hit.type)
                found.setdefault((one.id, target), _candidate(row, one.label, target, label, rank))
    return list(found.values())


def _by_duty(store: Store, q: str) -> list[Candidate]:
    """The duties that hold for the measures found: their own, else those of the nearest ancestor that has some."""
    hits = [hit.id for hit in search.find(store, q, ("Measure",), subjects=True)]
    documents = sorted({document_of(hit) for hit in hits})
    around = {row["id"]: row["parent"] for row in store.read(catalogue.text("parents_of_measures"), ids=documents)}
    parents = {**dict.fromkeys(hits), **around}
    query = catalogue.text("candidates_for", label="Measure", type=model.duty_edge())
    held: dict[str, list[Row]] = {}
    for row in store.read(query, ids=sorted({*parents, *around.values()})):
        held.setdefault(row["holder"], []).append(row)
    source = holders(parents, held)
    return [
        _candidate(row, "Measure", hit, "Measure", rank)
        for rank, hit in enumerate(hits)
        for row in held.get(source.get(hit, ""), ())
    ]


def _candidate(row: Row, label: str, target: str, target_type: str, rank: int) -> Candidate:
    return Candidate(
        id=row["id"],
        holder=row["holder"],
        holder_type=label,
        institution=row["institution"],
        document=row["document"],
        basis=row["basis"],
        role=row["role"],
        inferred=row["type"] == "LIKELY_LEADS",
        start=row["start"],
        position=row["position"],
        target=target,
        target_type=target_type,
        rank=rank,
    )


def held_by(store: Store, owners: Mapping[str, Sequence[str]], types: Sequence[str]) -> list[ResponsibilityItem]:
    """The responsibilities of some types for nodes given by label."""
    return [
        reading.responsibility(row, label)
        for label, ids in owners.items()
        for row in store.read(
            catalogue.text("responsibilities_of", label=label, type=catalogue.types(types)), ids=list(ids)
        )
    ]


def _by_body(store: Store, q: str, types: Sequence[str], admit: filters.Filter) -> list[Candidate]:
    """What the bodies lead that are called exactly so; where there is none, those that documents mean by it."""
    query = catalogue.text("candidates_by", type=catalogue.types(types))
    for ids in (search.called(store, q), _meant(store, q, admit)):
        found = store.read(query, ids=ids) if ids else []
        if found:
            return [_candidate(row, row["label"], row["holder"], row["label"], 0) for row in found]
    return []


def _meant(store: Store, q: str, admit: filters.Filter) -> list[str]:
    """The registered bodies a name means (市科技局) at the place asked about, or wherever a loaded document is from."""
    asked = admit.jurisdiction
    loaded = store.read(catalogue.text("places_with_documents")) if asked is None else ()
    codes = [asked] if asked is not None else [str(row["code"]) for row in loaded]
    places = [place for code in codes if (place := registry.jurisdiction(code)) is not None]
    meant = [registry.resolve(q.strip(), jurisdiction=p.code, level=p.level, date=admit.on) for p in places]
    return sorted({one.institution_id for one in meant if one.registered})


def of_bodies(store: Store, ids: Sequence[str], types: Sequence[str]) -> list[ResponsibilityItem]:
    """The responsibilities of some types that bodies have."""
    if not ids:
        return []
    rows = store.read(catalogue.text("responsibilities_by", type=catalogue.types(types)), ids=list(ids))
    return [reading.responsibility(row, row["label"]) for row in rows]


def rows(
    store: Store, found: Sequence[Found], known: Mapping[str, DocumentItem], *, as_of: str | None = None
) -> list[ResponsibilityRow]:
    """The rows of responsibilities, in order; `known` holds their documents."""
    bodies = references.institutions(store, (f.item.institution for f in found))
    followed = references.successors(store, sorted(bodies), as_of=as_of)
    nodes = {(f.target_type, f.target) for f in found} | {
        (f.item.target_type, f.item.target) for f in found if f.item.target != f.target
    }
    named = references.of_all(store, sorted(nodes))
    return [_row(f, bodies, followed, named, known[f.item.document], dated=as_of is not None) for f in found]


def _row(
    found: Found,
    bodies: Mapping[str, InstitutionReference],
    followed: Mapping[str, SuccessorReference],
    named: Mapping[str, AnyReference],
    document: DocumentItem,
    *,
    dated: bool,
) -> ResponsibilityRow:
    item = found.item
    holder = named[item.target] if item.target != found.target else None
    return {
        "institution": bodies[item.institution],
        "role": item.role,
        "role_word": item.role_word,
        "basis": item.basis,
        "inferred": item.inferred,
        "order": item.order,
        "inherited_from": cast(MeasureReference, holder) if holder is not None else None,
        "successor": followed.get(item.institution),
        "target": named[found.target],
        "document": references.document_reference(document, dated=dated),
        "evidence": Evidence(quote=item.quote, start=item.start, end=item.end),
        "corrected_by": item.corrected_by,
        "why": item.why,
    }
