"""Search over everything that has a name or a text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from graph import catalogue, filters, grams, reading, search
from graph.answers import lists, references
from graph.items import DocumentItem
from graph.rows import AnyReference, Listing, SearchRow
from graph.search import Hit, Wording
from graph.store import Store
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
    jurisdiction: str | None = None,
    level: str | None = None,
    as_of: str | None = None,
    limit: int | None = 20,
    offset: int = 0,
) -> Listing[SearchRow]:
    """What holds all the words of `q`, best first: the exact phrase in a title, then anywhere, then its parts.

    `type` is one of TYPES, or several by commas. With `jurisdiction`, `level` or `as_of` only documents that pass and
    their parts are found; with `as_of` alone also the bodies there were on that day. Raises BadParameter.
    """
    filters.page(limit, offset)
    words = [] if type is None else [filters.word("type", w.strip(), TYPES) for w in type.split(",")]
    admit = filters.of(jurisdiction=jurisdiction, level=level, as_of=as_of)
    hits = search.find(store, q, [TYPES[w] for w in words])
    known = {d.id: d for d in reading.heads(store, on=admit.on, ids=sorted({h.document for h in hits if h.document}))}
    if not admit.empty:
        begun = _begun(store, hits, admit)
        hits = [h for h in hits if h.id in begun or (h.document in known and admit.document(known[h.document]))]
    return lists.page_of(hits, limit, offset, lambda some: _rows(store, q, some, known, as_of=as_of))


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
