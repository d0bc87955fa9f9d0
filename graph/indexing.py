"""What the search index holds of each node: a title, a text of its own, and its annotations apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from graph import catalogue
from graph.projection import MeasureItem, Projection, ResponsibilityItem, read_projection
from graph.reading import IN_SENTENCES
from graph.store import Store

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Entry:
    """A node as the index holds it; `holder` names the responsibilities that hold for it, as `given` reads them."""

    id: str
    type: str
    document: str | None
    holder: str | None
    title: str
    text: str
    marks: str


@dataclass(frozen=True, slots=True)
class Given:
    """A responsibility that holds for a node: the label and id of the node it is printed for, and its own id."""

    label: str
    holder: str
    id: str


def given(holder: str) -> list[Given]:
    """The responsibilities that `Entry.holder` names."""
    return [Given(*line.split("\t")) for line in holder.splitlines()]


def _told(found: Iterable[ResponsibilityItem]) -> str | None:
    return "\n".join(f"{r.target_type}\t{r.target}\t{r.id}" for r in found) or None


def entries(store: Store, documents: Sequence[str] | None) -> Iterator[Entry]:
    """The entries of documents and all their parts, or of all documents; ids that are not there give none."""
    ids = list(documents) if documents is not None else _all(store)
    for start in range(0, len(ids), _BATCH):
        batch = ids[start : start + _BATCH]
        projection = read_projection(store, documents=batch)
        texts = {row["id"]: row["text"] or "" for row in store.read(catalogue.text("document_texts"), ids=batch)}
        yield from _entries(projection, texts)


def _all(store: Store) -> list[str]:
    return [row["id"] for row in store.read(catalogue.text("documents")) if row["status"] != "cited"]


def body_entries(store: Store, ids: Sequence[str] | None = None) -> Iterator[Entry]:
    """The entries of bodies, or of some of them: their names."""
    rows = store.read(catalogue.text("institutions")) if ids is None else ()
    rows = store.read(catalogue.text("institutions_by_id"), ids=list(ids)) if ids else rows
    for row in sorted(rows, key=lambda r: str(r["id"])):
        yield Entry(row["id"], "Institution", None, None, _lines(row["name"], *(row["short_names"] or ())), "", "")


def _lines(*texts: str | None) -> str:
    return "\n".join(text for text in texts if text)


def _entries(projection: Projection, texts: dict[str, str]) -> Iterator[Entry]:
    within: dict[str, list[MeasureItem]] = {}
    for measure in projection.measures:
        within.setdefault(measure.document, []).append(measure)
    for document in projection.documents:
        rest = _rest(texts.get(document.id, ""), within.get(document.id, ()))
        yield Entry(document.id, "Document", document.id, None, _lines(document.title, document.doc_no), rest, "")
    for measure in projection.measures:
        holder = _told(projection.responsibilities_of(measure.id))
        marks = _marks(projection, measure.id)
        yield Entry(measure.id, "Measure", measure.document, holder, measure.title, measure.own_text, marks)
    yield from _plan_entries(projection)


def _rest(text: str, measures: Iterable[MeasureItem]) -> str:
    """What a document says outside of its measures: these are entries of their own."""
    kept, at = [], 0
    for start, end in sorted((m.start, m.end) for m in measures):
        kept.append(text[at:start])
        at = max(at, end)
    return "".join([*kept, text[at:]])


def _marks(projection: Projection, target: str) -> str:
    """The annotations of a node, each once."""
    held = projection.held.get(target, ())
    return _lines(*dict.fromkeys(r.quote for r in held if r.basis not in IN_SENTENCES))


def _prose(projection: Projection, target: str) -> str:
    held = projection.held.get(target, ())
    return _lines(*dict.fromkeys(r.quote for r in held if r.basis in IN_SENTENCES))


def _plan_entries(projection: Projection) -> Iterator[Entry]:
    named = (
        *(("PlanSystem", s.id, s.document, s.name, "") for s in projection.plan_systems),
        *(("PlanCategory", c.id, c.document, c.name, _lines(c.purpose, c.text)) for c in projection.categories),
        *(("Program", p.id, p.document, p.name, _lines(p.purpose, p.text)) for p in projection.programs),
        *(("Fund", f.id, f.document, f.name, "") for f in projection.funds),
    )
    systems = {c.id: c.system for c in projection.categories}
    around: dict[str, tuple[str, ...]] = defaultdict(tuple)
    around |= {c.id: (c.system,) for c in projection.categories}
    around |= {p.id: (p.category, systems[p.category]) for p in projection.programs if p.category in systems}
    passages = {c.id: c.passage for c in projection.categories} | {p.id: p.passage for p in projection.programs}
    for label, identifier, document, name, text in named:
        own = projection.held.get(identifier) or _of_passage(projection, passages.get(identifier), around[identifier])
        holder = _told(own)
        told = _lines(text, _prose(projection, identifier))
        yield Entry(identifier, label, document, holder, name, told, _marks(projection, identifier))


def _of_passage(projection: Projection, passage: str | None, around: Sequence[str]) -> tuple[ResponsibilityItem, ...]:
    """What holds for the measure that describes a part of a plan system, but not what is said of other parts."""
    found = projection.responsibilities_of(passage) if passage is not None else ()
    return tuple(r for r in found if r.target_type == "Measure" or r.target in around)
