"""Search over everything that has a name or a text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from graph import catalogue, filters, grams, reading, search
from graph.answers import lists, references
from graph.answers.leads import edge_types
from graph.indexing import given
from graph.items import DocumentItem
from graph.rows import AnyReference, SearchCounts, SearchListing, SearchRow
from graph.search import Hit, Wording
from graph.store import Store
from graph.writing import grouped
from ontology import model
from ontology.identifiers import PartialDate

TYPES: Mapping[str, str] = {
    "documents": "Document",
    "measures": "Measure",
    "institutions": "Institution",
    "systems": "PlanSystem",
    "categories": "PlanCategory",
    "programs": "Program",
    "funds": "Fund",
}
_BEFORE, _AFTER = 20, 60


def search_all(
    store: Store,
    q: str,
    *,
    type: str | None = None,
    role: str | None = None,
    jurisdiction: str | None = None,
    level: str | None = None,
    kind: str | None = None,
    status: str | None = None,
    since: str | None = None,
    until: str | None = None,
    as_of: str | None = None,
    limit: int | None = 20,
    offset: int = 0,
) -> SearchListing:
    """What holds all the words of `q`, best first: the exact phrase in a title, then anywhere, then its parts.

    `type` is one of TYPES, or several by commas. With a filter of documents (`jurisdiction`, `level`, `kind`, `status`,
    `since` and `until` of their dates, `as_of`) only documents that pass and their parts are found; with `as_of` alone
    also the bodies there were on that day. With `role` only what a body has in that role (leads inferred as well), and
    bodies that have it. `counts` tells how many of what was found are of which type and level. Raises BadParameter.
    """
    filters.page(limit, offset)
    words = [] if type is None else [filters.word("type", w.strip(), TYPES) for w in type.split(",")]
    admit = filters.of(jurisdiction=jurisdiction, level=level, as_of=as_of)
    of_documents = filters.Marks.of(kind=kind, status=status, since=since, until=until)
    types = edge_types(role, stated=False) if role is not None else ()
    hits = search.find(store, q, [TYPES[w] for w in words])
    known = {d.id: d for d in reading.heads(store, on=admit.on, ids=sorted({h.document for h in hits if h.document}))}
    if not (admit.empty and of_documents.empty):
        # A document is asked for by the status of the day where one is named, else it must be in force on the day.
        place = replace(admit, dated=False) if status is not None else admit
        passing = {d.id for d in known.values() if place.document(d) and of_documents.document(d)}
        begun = _begun(store, hits, admit) if of_documents.empty else set()
        hits = [h for h in hits if h.id in begun or h.document in passing]
    if types:
        holding = _holding(store, hits, types)
        hits = [h for h in hits if h.id in holding]
    listing = lists.page_of(hits, limit, offset, lambda some: _rows(store, q, some, known, as_of=as_of))
    return {**listing, "counts": _counts(hits, known)}


def _counts(hits: Sequence[Hit], known: Mapping[str, DocumentItem]) -> SearchCounts:
    named = {label: word for word, label in TYPES.items()}
    types = Counter(named[h.type] for h in hits if h.type in named)
    levels = Counter(
        known[h.document].level or "unknown" for h in hits if h.document is not None and h.document in known
    )
    order = model.vocabulary("levels").ids
    return {
        "type": {word: types[word] for word in TYPES if types[word]},
        "level": {level: levels[level] for level in order if levels[level]},
    }


def _holding(store: Store, hits: Sequence[Hit], types: Sequence[str]) -> set[str]:
    """Those of what was found that a body has in one of some roles, and the bodies that have one."""
    bodies = [h.id for h in hits if h.type == "Institution"]
    rows = store.read(catalogue.text("candidates_by", type=catalogue.types(types)), ids=bodies) if bodies else []
    found = {row["institution"] for row in rows}
    held = [(h.id, one) for h in hits if h.holder for one in given(h.holder)]
    printed: set[tuple[str, str]] = set()
    for label, ids in grouped(dict.fromkeys((one.label, one.holder) for _, one in held)).items():
        query = catalogue.text("candidates_for", label=label, type=catalogue.types(types))
        printed |= {(row["holder"], row["id"]) for row in store.read(query, ids=ids)}
    return found | {id for id, one in held if (one.holder, one.id) in printed}


def _begun(store: Store, hits: Sequence[Hit], admit: filters.Filter) -> set[str]:
    """The bodies found that there were on the day asked about; none where the question is about a place or level."""
    if admit.jurisdiction is not None or admit.level is not None:
        return set()
    rows = store.read(catalogue.text("beginnings"), ids=[h.id for h in hits if h.type == "Institution"])
    begun = {row["id"]: row["valid_from"] for row in rows}
    return {one for one, since in begun.items() if since is None or PartialDate(since).first_day <= admit.on}


def _rows(
    store: Store, q: str, hits: Sequence[Hit], known: Mapping[str, DocumentItem], *, as_of: str | None
) -> list[SearchRow]:
    ids = [(h.type, h.id) for h in hits if h.type != "Document"]
    named: dict[str, AnyReference] = references.of_all(store, ids, as_of=as_of)
    dated = as_of is not None
    wordings = search.wordings(store, [h.id for h in hits])
    found: list[SearchRow] = []
    for hit in hits:
        item = known.get(hit.document or "")
        document = references.document_reference(item, dated=dated) if item is not None else None
        about = document if hit.type == "Document" and document is not None else named[hit.id]
        found.append({"hit": about, "document": document, "snippet": snippet(wordings[hit.id], q), "score": hit.score})
    return found


def snippet(found: Wording, q: str) -> str:
    """The surroundings of the first place in a wording where the query, or the first part of it, stands."""
    for text in (found.text, found.marks, found.title):
        for sought in (q.strip(), *grams.normal(q).split(), grams.normal(q)[:2]):
            match = re.search(re.escape(sought), text, re.IGNORECASE) if sought else None
            if match:
                return _cut(text, match.start(), match.end())
    return _cut(found.text or found.title, 0, 0)


def _cut(text: str, start: int, end: int) -> str:
    left, right = max(start - _BEFORE, 0), min(end + _AFTER, len(text))
    told = " ".join(text[left:right].split())
    return f"{'…' if left else ''}{told}{'…' if right < len(text) else ''}"
