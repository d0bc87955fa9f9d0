"""Documents about one another: what a document carries out and what carries it out, and what changed it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph import catalogue, filters, reading
from graph.answers import lists, references
from graph.citing import EDGE_OF, RELATION_OF, differing_number, named
from graph.errors import NotFound
from graph.ids import label_of
from graph.items import DocumentItem
from graph.passages import sentence_at
from graph.rows import ChainRow, Evidence, Listing
from graph.status import day
from graph.store import Row, Store

# From the strongest tie to the weakest: the relation shown where a document names another in several ways.
CARRYING = ("implements", "forwards", "based_on")
CHANGING = ("replaces", "repeals", "amends", "extends")
DIRECTIONS = ("carries_out", "carried_out_by", "changes", "changed_by")


@dataclass(frozen=True, slots=True)
class _Step:
    """A tie found on the way: `near` is the document nearer to the one asked about, `far` the other."""

    direction: str
    depth: int
    relation: str
    near: str
    far: str
    row: Row


def chain(
    store: Store, id: str, *, as_of: str | None = None, limit: int | None = 50, offset: int = 0
) -> Listing[ChainRow]:
    """What a document carries out (implements, forwards, rests on), what carries it out, each step by step, and what
    it replaces, repeals, amends or prolongs or is replaced, repealed, amended or prolonged by.

    A row a document and direction, by its shortest way; works that are only cited stand in it with status cited. With
    `as_of` only what documents in force on that day say counts, and of changes those that had taken effect. Raises
    NotFound for an id that is no document, BadParameter.
    """
    filters.page(limit, offset)
    if label_of(id) != "Document" or not store.read(catalogue.text("node_properties", label="Document"), id=id):
        raise NotFound("not_found", f"没有文件 {id[:80]}")
    walk = _Walk(store, as_of)
    steps = [
        *walk.along(id, "carries_out", CARRYING),
        *walk.along(id, "carried_out_by", CARRYING),
        *walk.along(id, "changes", CHANGING, deep=False),
        *walk.along(id, "changed_by", CHANGING, deep=False),
    ]
    known = walk.items
    steps.sort(key=lambda s: (DIRECTIONS.index(s.direction), s.depth, known[s.far].date or "", s.far))
    return lists.page_of(steps, limit, offset, lambda some: _rows(store, some, known, dated=as_of is not None))


class _Walk:
    """Follows citations from document to document."""

    def __init__(self, store: Store, as_of: str | None) -> None:
        self.store, self.as_of = store, as_of
        self.items: dict[str, DocumentItem] = {}

    def along(self, start: str, direction: str, relations: Sequence[str], *, deep: bool = True) -> Iterator[_Step]:
        """The documents reached from one, nearest first, each once."""
        seen, fresh, depth = {start}, [start], 0
        out = direction in ("carries_out", "changes")
        while fresh:
            depth += 1
            found: dict[str, _Step] = {}
            for row in self._citations(fresh, out=out, relations=relations):
                near, far = (row["source"], row["target"]) if out else (row["target"], row["source"])
                if far not in seen and self._counts(row["source"], start, direction):
                    step = _Step(direction, depth, RELATION_OF[row["type"]], near, far, row)
                    found[far] = min(found.get(far, step), step, key=lambda s: (relations.index(s.relation), s.near))
            yield from found.values()
            seen |= found.keys()
            fresh = sorted(found) if deep else []

    def _citations(self, ids: Iterable[str], *, out: bool, relations: Sequence[str]) -> list[Row]:
        types = catalogue.types(EDGE_OF[relation] for relation in relations)
        query = catalogue.text("citations_of" if out else "citations_into", type=types)
        rows = self.store.read(query, ids=list(ids))
        missing = sorted({row[end] for row in rows for end in ("source", "target")} - self.items.keys())
        for item in reading.heads(self.store, on=day(self.as_of), ids=missing) if missing else ():
            self.items[item.id] = item
        return sorted(rows, key=lambda r: (r["source"], r["target"], r["type"], r["span_start"]))

    def _counts(self, source: str, start: str, direction: str) -> bool:
        """Whether what a document says counts on the day: what ends or changes has done so once it took effect."""
        if self.as_of is None or source == start:
            return True
        status = self.items[source].status
        return status == "in_force" if direction.startswith("carr") else status not in ("draft", "not_yet")


def _rows(store: Store, steps: Sequence[_Step], known: Mapping[str, DocumentItem], *, dated: bool) -> list[ChainRow]:
    citing = sorted({step.row["source"] for step in steps})
    texts = {row["id"]: row["text"] for row in store.read(catalogue.text("document_texts"), ids=citing)}
    return [_row(step, known, texts[step.row["source"]], dated=dated) for step in steps]


def _row(step: _Step, known: Mapping[str, DocumentItem], text: str | None, *, dated: bool) -> ChainRow:
    quote, cited = step.row["quote"], known[step.row["target"]]
    differs = differing_number(named(quote)[1], None if cited.status == "cited" else cited.doc_no)
    return {
        "direction": step.direction,
        "depth": step.depth,
        "relation": step.relation,
        "document": references.document_reference(known[step.far], dated=dated),
        "via": references.document_reference(known[step.near], dated=dated),
        "loaded": known[step.far].status != "cited",
        "effective_from": step.row["effective_from"],
        "effective_until": step.row["effective_until"],
        "sentence": sentence_at(text, step.row["span_start"], step.row["span_end"]) if text else None,
        "evidence": Evidence(quote=quote, start=step.row["span_start"], end=step.row["span_end"]),
        "warning": "number_differs" if differs else None,
    }
