"""Keeps records in a store: each document in one transaction, with the same graph whatever the order of loading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from graph import catalogue, rewiring, sweeping
from graph.citing import Work, Works
from graph.errors import NotFound
from graph.mapping import graph_part
from graph.parts import Edge, GraphPart, Node
from graph.search import note_change
from graph.store import Store, Transaction
from graph.writing import grouped, write_edges, write_nodes
from ontology.records import DocumentRecord


@dataclass(frozen=True, slots=True)
class LoadOutcome:
    """What became of a record: added, unchanged or replaced."""

    id: str
    title: str
    outcome: str
    measures: int
    responsibilities: int


@dataclass(frozen=True, slots=True)
class Arrival:
    """A document that comes as nodes and edges."""

    id: str
    title: str
    record_sha256: str
    part: GraphPart


def load_parts(
    store: Store,
    shared: GraphPart,
    arrivals: Sequence[Arrival],
    loose: Iterable[Node],
    across: Iterable[Edge],
    labels: dict[str, str],
) -> list[LoadOutcome]:
    """Keeps documents, what they share, nodes of no document and edges between documents, in one transaction."""
    return Writer(store).keep_parts(shared, arrivals, loose, across, labels)


def load(store: Store, records: Iterable[DocumentRecord]) -> list[LoadOutcome]:
    """Keeps records, one transaction each; nothing happens for a document that is there as it was read.

    A failure leaves the documents before it kept and nothing of its own.
    """
    return list(load_each(store, records))


def load_each(store: Store, records: Iterable[DocumentRecord]) -> Iterator[LoadOutcome]:
    """As `load`, telling of each document when it is kept."""
    writer = Writer(store)
    for record in records:
        yield writer.keep(record)


def remove(store: Store, document_id: str) -> None:
    """Removes a document and what only it needed; citations of it lead to a cited work again. Raises NotFound."""
    Writer(store).remove(document_id)


class Writer:
    """Writes one document after another, knowing which works are in the store.

    What it knows is read again after a write of somebody else, so that it serves as long as the store is open; for
    one thread at a time.
    """

    def __init__(self, store: Store) -> None:
        store.prepare()
        self._store = store
        self._works = Works()
        self._read_at: int | str | None = None

    def keep(self, record: DocumentRecord) -> LoadOutcome:
        """Keeps a document in one transaction; nothing happens where it is there as it was read."""
        head = record["document"]
        part = graph_part(record)
        held = sum("document" in edge.props for edge in part.edges)
        before = self._refresh()
        outcome = self._state(head["id"], _digest(part))
        if outcome != "unchanged":
            self._change(before, head["id"], part, there=outcome == "replaced")
        return LoadOutcome(head["id"], head["title"], outcome, len(record["measures"]), held)

    def keep_parts(
        self,
        shared: GraphPart,
        arrivals: Sequence[Arrival],
        loose: Iterable[Node],
        across: Iterable[Edge],
        labels: dict[str, str],
    ) -> list[LoadOutcome]:
        """Keeps all that a file of the graph holds in one transaction; documents that are there as read stay."""
        before = self._refresh()
        outcomes = {one.id: self._state(one.id, one.record_sha256) for one in arrivals}
        same = {i for i, outcome in outcomes.items() if outcome == "unchanged"}
        self._read_at = None
        with self._store.transaction() as transaction:
            _write(transaction, shared)
            for one in arrivals:
                if one.id not in same:
                    self._exchange(transaction, one.id, one.part, there=outcomes[one.id] == "replaced")
            write_nodes(transaction, loose)
            write_edges(transaction, "merge_links", [e for e in across if _owner_document(e) not in same], labels)
        note_change(self._store, before, None, "")
        return [_outcome(one, outcomes[one.id]) for one in arrivals]

    def remove(self, document: str) -> None:
        """Removes a document in one transaction. Raises NotFound."""
        before = self._refresh()
        if self._state(document, "") == "added":
            raise NotFound("not_found", f"没有已加载的文件 {document}")
        self._change(before, document, None, there=True)

    def _change(self, before: int | str, document: str, part: GraphPart | None, *, there: bool) -> None:
        self._read_at = None
        with self._store.transaction() as transaction:
            self._exchange(transaction, document, part, there=there)
        self._done(before, document)

    def _refresh(self) -> int | str:
        """The generation before a write, with the works as they are then; nothing is known should the write fail."""
        now = self._store.generation()
        if now != self._read_at:
            self._works = rewiring.read_works(self._store)
        self._read_at = now
        return now

    def _done(self, before: int | str, document: str) -> None:
        """After a write: what was read still holds when nobody else wrote in between."""
        after = self._store.generation()
        alone = after in (before, _following(before))
        self._read_at = after if alone else None
        note_change(self._store, before, after if alone else None, document)

    def _state(self, document: str, record_sha256: str) -> str:
        rows = self._store.read(catalogue.text("document_state"), id=document)
        if not rows or rows[0]["status"] == "cited":
            return "added"
        return "unchanged" if rows[0]["record_sha256"] == record_sha256 else "replaced"

    def _exchange(self, transaction: Transaction, document: str, part: GraphPart | None, *, there: bool) -> None:
        """Puts a document's new part in the place of its old one, either of which may be missing."""
        new = _work(part) if part else None
        changed = [work for work in (self._works.by_id.get(document), new) if work]
        affected = [c for c in rewiring.affected(transaction, self._works, changed) if c.source != document]
        freed = sweeping.delete_owned(transaction, document) if there else sweeping.Freed()
        self._works.remove(document)
        if part and new:
            _write(transaction, part)
            self._works.add(new)
            affected += rewiring.own_citations(part)
        rewiring.rewire(transaction, self._works, affected, gone=document, freed=freed.works)
        sweeping.sweep(transaction, freed)


def _owner_document(edge: Edge) -> str:
    """The document an edge between documents goes with: that of its source, by the form of its id."""
    return edge.source.partition("-")[0]


def _outcome(one: Arrival, outcome: str) -> LoadOutcome:
    measures = sum(node.label == "Measure" for node in one.part.owned)
    held = sum("document" in edge.props for edge in one.part.edges)
    return LoadOutcome(one.id, one.title, outcome, measures, held)


def _following(generation: int | str) -> int | str | None:
    """The generation after one write: a number goes up by one, alone or at the end of a text."""
    if isinstance(generation, int):
        return generation + 1
    counted = re.fullmatch(r"(.*?)(\d+)", generation)
    return f"{counted[1]}{int(counted[2]) + 1}" if counted else None


def _document(part: GraphPart) -> Node:
    return next(n for n in part.owned if n.label == "Document")


def _digest(part: GraphPart) -> str:
    return str(_document(part).props["record_sha256"])


def _work(part: GraphPart) -> Work:
    node = _document(part)
    return Work(node.id, node.props.get("title"), node.props.get("doc_no"), False)


def _write(transaction: Transaction, part: GraphPart) -> None:
    """Writes everything of a part but its citations; shared nodes that are there are left as they are."""
    labels = part.labels
    write_nodes(transaction, part.owned)
    missing = _missing(transaction, part.shared)
    write_nodes(transaction, [node for node in part.shared if node.id in missing])
    write_edges(transaction, "merge_links", [link for link in part.links if _owner(link) in missing], labels)
    write_edges(transaction, "create_edges", part.edges, labels)


def _owner(link: Edge) -> str:
    """The shared node with which a link comes: a change comes with the body it ended."""
    return link.target if link.type == "ORIGINAL" else link.source


def _missing(transaction: Transaction, nodes: Iterable[Node]) -> set[str]:
    found: set[str] = set()
    wanted = {node.id for node in nodes}
    for label, group in grouped((node.label, node.id) for node in nodes).items():
        found |= {r["id"] for r in transaction.run(catalogue.text("existing_nodes", label=label), ids=group)}
    return wanted - found
