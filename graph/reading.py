"""Reads the graph in bulk, a few queries for any number of documents, and makes items of it, sorted by id."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from graph import catalogue
from graph.citing import RELATION_OF
from graph.items import (
    CategoryItem,
    CitationItem,
    DocumentItem,
    FundItem,
    InstitutionItem,
    MeasureItem,
    PlanSystemItem,
    ProgramItem,
    ResponsibilityItem,
    SectionItem,
    TargetItem,
    UseItem,
)
from graph.passages import Passages, own_text
from graph.status import endings, status_on
from graph.store import Row, Store
from ontology import model

RESPONSIBILITIES = catalogue.types(model.responsibility_edges())
DUTIES = catalogue.types((model.duty_edge(),))
CITATIONS = catalogue.types(RELATION_OF)
# Responsibilities whose evidence is part of what the measure says, not an annotation beside it.
IN_SENTENCES = ("prose", "person")
_INFERRED = "LIKELY_LEADS"
_ROLE_OF = {str(t.extra["edge"]): t.id for t in model.vocabulary("roles").terms}
_USERS = ("Measure", "Program", "PlanCategory")


def role_of(edge: str) -> str:
    """The role an edge type says; lead for an inferred lead."""
    return "lead" if edge == _INFERRED else _ROLE_OF[edge]


@dataclass(frozen=True, slots=True)
class Units:
    """Sections and measures, the latter still without own text."""

    sections: tuple[SectionItem, ...]
    measures: tuple[MeasureItem, ...]


@dataclass(frozen=True, slots=True)
class Plans:
    """Plan systems and what they consist of."""

    systems: tuple[PlanSystemItem, ...]
    categories: tuple[CategoryItem, ...]
    programs: tuple[ProgramItem, ...]
    funds: tuple[FundItem, ...]

    def ids(self) -> dict[str, list[str]]:
        """The ids by label."""
        return {
            "PlanSystem": [s.id for s in self.systems],
            "PlanCategory": [c.id for c in self.categories],
            "Program": [p.id for p in self.programs],
            "Fund": [f.id for f in self.funds],
        }


def _ask(store: Store, query: str, ids: Sequence[str], **slots: str) -> list[Row]:
    return store.read(catalogue.text(query, **slots), ids=list(ids)) if ids else []


def _many(rows: Iterable[Row], key: str, value: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row[key], []).append(row[value])
    return {key: sorted(values) for key, values in found.items()}


def _first(rows: Iterable[Row], key: str, value: str) -> dict[str, str]:
    """One value a key, the least by order where there are several."""
    return {key: values[0] for key, values in _many(rows, key, value).items()}


def documents(store: Store, *, on: str, ids: Sequence[str] | None = None) -> list[DocumentItem]:
    """The loaded documents (or those of some ids) with their status on a day, sorted by id."""
    found = [item for item in heads(store, on=on, ids=ids) if item.status != "cited"]
    known = [item.id for item in found]
    issued: dict[str, list[str]] = {}
    for row in sorted(_ask(store, "issuers", known), key=lambda r: (r["order"], r["id"])):
        issued.setdefault(row["document"], []).append(row["id"])
    sent = _many(_ask(store, "addressees", known), "document", "id")
    return [
        replace(
            item,
            issuers=tuple(dict.fromkeys(issued.get(item.id, ()))),
            addressees=tuple(dict.fromkeys(sent.get(item.id, ()))),
        )
        for item in found
    ]


def heads(store: Store, *, on: str, ids: Sequence[str] | None = None) -> list[DocumentItem]:
    """As `documents`, but without issuers and addressees, and with works that are only cited."""
    rows = store.read(catalogue.text("documents")) if ids is None else _ask(store, "documents_by_id", ids)
    ended = endings(_ask(store, "endings", [row["id"] for row in rows]))
    return _sorted_list(_document(row, status_on(row, on, ended.get(row["id"], ()))) for row in rows)


def _document(row: Row, status: str) -> DocumentItem:
    told = {key: row[key] for key in row if key not in ("title", "status", "trial", "unread")}
    return DocumentItem(
        **told,
        title=row["title"] or "",
        status=status,
        trial=bool(row["trial"]),
        unread=row["unread"] or 0,
        issuers=(),
        addressees=(),
    )


def units(store: Store, ids: Sequence[str]) -> Units:
    """The sections and measures of documents."""
    parents = _first(_ask(store, "parents_of_measures", ids), "id", "parent")
    within = _first(_ask(store, "sections_of_measures", ids), "id", "section")
    measures = [
        MeasureItem(**_worded(row), own_text="", parent=parents.get(row["id"]), section=within.get(row["id"]))
        for row in _ask(store, "measures_of", ids)
    ]
    sections = [SectionItem(**_worded(row)) for row in _ask(store, "sections_of", ids)]
    return Units(_sorted(sections), _sorted(measures))


def _worded(row: Row) -> Row:
    """A unit whose number, path, title or text somebody took out of the graph still reads, for `check` to name it."""
    return {**row, **{key: row[key] or "" for key in ("number", "path", "title", "head", "text") if key in row}}


def _sorted_list(items: Iterable[DocumentItem]) -> list[DocumentItem]:
    return sorted(items, key=lambda item: item.id)


def _sorted(items: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(sorted(items, key=lambda item: str(item.id)))


def with_own_text(measures: Iterable[MeasureItem], held: Iterable[ResponsibilityItem]) -> tuple[MeasureItem, ...]:
    """The measures with their text up to the first sub-measure, marked annotations taken out."""
    marked: dict[str, set[tuple[int, int]]] = {}
    for item in held:
        if item.basis not in IN_SENTENCES:
            marked.setdefault(item.target, set()).add((item.start, item.end))
    return tuple(replace(m, own_text=own_text(m.text, m.start, m.own_end, marked.get(m.id, ()))) for m in measures)


def responsibilities(
    store: Store, owners: Mapping[str, Sequence[str]], types: str = RESPONSIBILITIES
) -> tuple[ResponsibilityItem, ...]:
    """All responsibilities for nodes given by label; with DUTIES as `types` their duties instead."""
    found = [
        responsibility(row, label)
        for label, ids in owners.items()
        for row in _ask(store, "responsibilities_of", ids, label=label, type=types)
    ]
    return _sorted(found)


def responsibility(row: Row, label: str) -> ResponsibilityItem:
    """A responsibility, or a duty, from a row of the query `responsibilities_of`."""
    props = row["props"]
    return ResponsibilityItem(
        id=props["id"],
        institution=row["institution"],
        target=row["target"],
        target_type=label,
        document=props["document"],
        role=props.get("role") or role_of(row["type"]),
        inferred=row["type"] == _INFERRED,
        basis=props["basis"],
        order=props.get("order"),
        role_word=props.get("role_word", ""),
        position=props.get("position", 0),
        written=props.get("written", ""),
        quote=props["quote"],
        start=props["span_start"],
        end=props["span_end"],
        deadline=props.get("deadline"),
        scope=props.get("scope"),
        open_list=bool(props.get("open_list")),
        rule=props.get("rule", ""),
        corrected_by=props.get("corrected_by"),
        why=props.get("why"),
    )


def institutions(store: Store, ids: Sequence[str]) -> tuple[InstitutionItem, ...]:
    """Bodies by id, with their first line and their place."""
    lines = _first(_ask(store, "lines_of_institutions", ids), "id", "line")
    places = _first(_ask(store, "places_of_institutions", ids), "id", "code")
    rows = _ask(store, "institutions_by_id", ids)
    return _sorted(_institution(row, lines, places) for row in rows)


def _institution(row: Row, lines: Mapping[str, str], places: Mapping[str, str]) -> InstitutionItem:
    told = {key: row[key] for key in ("id", "name", "organ", "level")}
    return InstitutionItem(
        **told,
        short_names=tuple(row["short_names"] or ()),
        kind=row["kind"] or "institution",
        line=lines.get(row["id"]),
        jurisdiction=places.get(row["id"]),
        registered=bool(row["registered"]),
    )


def targets(store: Store, ids: Sequence[str]) -> tuple[TargetItem, ...]:
    """The targets of documents."""
    return _sorted(_target(row) for row in _ask(store, "targets_of", ids))


def _target(row: Row) -> TargetItem:
    props = row["props"]
    value = props.get("value")
    return TargetItem(
        id=props["id"],
        owner=row["owner"],
        document=row["document"],
        indicator=props.get("indicator", ""),
        comparator=props.get("comparator", ""),
        value=tuple(value) if isinstance(value, list) else value,
        unit=props.get("unit"),
        deadline=props.get("deadline"),
        quote=props["quote"],
    )


def citations(store: Store, ids: Sequence[str]) -> tuple[CitationItem, ...]:
    """The citations in documents."""
    rows = _ask(store, "citations_from", ids, type=CITATIONS)
    return _sorted(
        CitationItem(
            id=row["props"]["id"],
            source=row["source"],
            target=row["target"],
            relation=RELATION_OF[row["type"]],
            title=row["title"],
            doc_no=row["doc_no"],
            loaded=row["status"] != "cited",
            quote=row["props"]["quote"],
            start=row["props"]["span_start"],
            end=row["props"]["span_end"],
        )
        for row in rows
    )


def uses(store: Store, owners: Mapping[str, Sequence[str]]) -> tuple[UseItem, ...]:
    """The instruments that nodes use, sorted by node."""
    rows = [row for label in _USERS for row in _ask(store, "uses_of", owners.get(label, ()), label=label)]
    return tuple(sorted((UseItem(**row) for row in rows), key=lambda u: (u.owner, u.instrument)))


def plans(store: Store, ids: Sequence[str], found: Units) -> Plans:
    """The plan systems of documents; categories and programs with the passage that describes them."""
    passages = Passages(found.sections, found.measures)
    systems = [PlanSystemItem(**row) for row in _ask(store, "plan_systems_of", ids)]
    categories = [
        CategoryItem(**row, **passages.describing(row["document"], row["name"], row["purpose"]))
        for row in _ask(store, "categories_of", ids)
    ]
    programs = [
        ProgramItem(**row, **passages.describing(row["document"], row["name"], row["purpose"]))
        for row in _ask(store, "programs_of", ids)
    ]
    return Plans(_sorted(systems), _sorted(categories), _sorted(programs), _sorted(_funds(store, ids)))


def _funds(store: Store, ids: Sequence[str]) -> Iterable[FundItem]:
    merged = _ask(store, "merged_funds_of", ids)
    into = _many(merged, "into", "id")
    paid = _many(_ask(store, "funded_categories_of", ids), "fund", "category")
    for row in _ask(store, "funds_of", ids):
        yield FundItem(**row, merged_from=tuple(into.get(row["id"], ())), categories=tuple(paid.get(row["id"], ())))
    for row in merged:
        yield FundItem(row["id"], row["name"], None, row["document"], (), ())
