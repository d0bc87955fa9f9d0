"""Keeps records in a store: each document in one transaction, with the same graph whatever the order of loading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from graph import catalogue, rewiring, sweeping
from graph.citing import Work, Works
from graph.correcting import Correction, Laid, keeping, lay, pairs
from graph.errors import BadParameter, NotFound
from graph.ids import document_of
from graph.mapping import graph_part, record_sha256
from graph.parts import Edge, GraphPart, Node
from graph.search import note_change
from graph.store import Store, Transaction
from graph.writing import grouped, write_edges, write_nodes
from ontology import model
from ontology.records import DocumentRecord


@dataclass(frozen=True, slots=True)
class LoadOutcome:
    """What became of a record: added, unchanged or replaced.

    `corrections` counts those that hold for it, `missed` says in words which of them found nothing to correct.
    """

    id: str
    title: str
    outcome: str
    measures: int
    responsibilities: int
    corrections: int = 0
    missed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Arrival:
    """A document that comes as nodes and edges."""

    id: str
    title: str
    record_sha256: str
    part: GraphPart


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


def remove(store: Store, document_id: str) -> int:
    """Removes a document and what only it needed; citations of it lead to a cited work again. Raises NotFound.

    Its corrections stay, for when it is loaded again: how many there are is the answer.
    """
    return Writer(store).remove(document_id)


class Writer:
    """Writes one document after another, knowing which works and corrections are in the store.

    What it knows is read again after a write of somebody else, so that it serves as long as the store is open; for
    one thread at a time.
    """

    def __init__(self, store: Store) -> None:
        store.prepare()
        self.store = store
        self.corrections: dict[str, list[Correction]] = {}
        self._works = Works()
        self._read_at: int | str | None = None

    def keep(self, record: DocumentRecord) -> LoadOutcome:
        """Keeps a document under its corrections in one transaction; nothing happens where it is there as read."""
        head = record["document"]
        before = self.refresh()
        corrections = self.corrections.get(head["id"], [])
        laid = lay(record, corrections)
        part = _whole(record, laid, corrections)
        held = _held(part)
        outcome = self._state(head["id"], _digest(part))
        if outcome != "unchanged":
            with self.changing(before, [head["id"]]) as transaction:
                self.exchange(transaction, head["id"], part, there=outcome == "replaced")
        missed = (f"更正 {v.correction.id}（{v.correction.name}）未用上：{v.message}" for v in laid.missed)
        title, measures = laid.record["document"]["title"], len(record["measures"])
        return LoadOutcome(head["id"], title, outcome, measures, held, len(corrections), tuple(missed))

    def keep_parts(
        self,
        shared: GraphPart,
        arrivals: Sequence[Arrival],
        loose: Iterable[Node],
        across: Iterable[Edge],
        labels: dict[str, str],
    ) -> list[LoadOutcome]:
        """Keeps documents, what they share, nodes of no document and edges between documents, in one transaction.

        Documents that are there as they were read stay.
        """
        before = self.refresh()
        outcomes = {one.id: self._state(one.id, one.record_sha256, with_reading=False) for one in arrivals}
        same = {i for i, outcome in outcomes.items() if outcome == "unchanged"}
        corrected = [i for i, outcome in outcomes.items() if outcome == "replaced" and self.corrections.get(i)]
        if corrected:
            told = "、".join(corrected[:5])
            raise BadParameter("bad_parameter", f"{told} 有人工更正，图谱文件会盖掉它们：请先撤回更正或移出文件")
        self._read_at = None
        with self.store.transaction() as transaction:
            _write(transaction, shared)
            for one in arrivals:
                if one.id not in same:
                    self.exchange(transaction, one.id, one.part, there=outcomes[one.id] == "replaced")
            write_nodes(transaction, loose)
            write_edges(transaction, "merge_links", [e for e in across if document_of(e.source) not in same], labels)
        note_change(self.store, before, None, "")
        return [_outcome(one, outcomes[one.id]) for one in arrivals]

    def remove(self, document: str) -> int:
        """Takes a document out; how many corrections of it are kept. Raises NotFound."""
        before = self.refresh()
        if self._state(document, "") == "added":
            raise NotFound("not_found", f"没有已加载的文件 {document[:80]}")
        with self.changing(before, [document]) as transaction:
            self.exchange(transaction, document, None, there=True)
        return len(self.corrections.get(document, ()))

    def relay(self, read: Mapping[str, DocumentRecord], gone: Sequence[str] = ()) -> None:
        """Writes documents anew, by what was read of them, under the corrections as they now stand: all or none.

        The corrections `gone` are forgotten in the same transaction.
        """
        before = self.store.generation()
        with self.changing(before, list(read)) as transaction:
            if gone:
                transaction.run(catalogue.text("delete_nodes", label="Correction"), ids=list(gone))
            for document, record in read.items():
                corrections = self.corrections.get(document, [])
                part = _whole(record, lay(record, corrections), corrections)
                self.exchange(transaction, document, part, there=True)

    @contextmanager
    def changing(self, before: int | str, documents: Sequence[str]) -> Iterator[Transaction]:
        """One transaction that changes documents; nothing is known any longer should it fail."""
        self._read_at = None
        with self.store.transaction() as transaction:
            yield transaction
        self._done(before, documents)

    def holds(self, document: str) -> bool:
        """Whether a document is there, other than as a work that is only cited."""
        return self._state(document, "") != "added"

    def forget(self) -> None:
        """What was read of works and corrections no longer holds: the next write reads it again."""
        self._read_at = None

    def refresh(self) -> int | str:
        """The generation before a write, with works and corrections as they are then."""
        now = self.store.generation()
        if now != self._read_at:
            self._works = rewiring.read_works(self.store)
            self.corrections = keeping.read_corrections(self.store)
        self._read_at = now
        return now

    def _done(self, before: int | str, documents: Sequence[str]) -> None:
        """After a write: what was read still holds when nobody else wrote in between."""
        after = self.store.generation()
        alone = after in (before, _following(before))
        self._read_at = after if alone else None
        for document in documents:
            note_change(self.store, before, after if alone else None, document)
            before = after

    def _state(self, document: str, record_sha256: str, *, with_reading: bool = True) -> str:
        """Whether a document is new, there as it was read, or there otherwise (also without its reading, if wanted)."""
        rows = self.store.read(catalogue.text("document_state"), id=document, reading=keeping.reading_id(document))
        if not rows or rows[0]["status"] == "cited":
            return "added"
        whole = rows[0]["reading"] or not with_reading
        return "unchanged" if rows[0]["record_sha256"] == record_sha256 and whole else "replaced"

    def exchange(self, transaction: Transaction, document: str, part: GraphPart | None, *, there: bool) -> None:
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
            pairs.restore(transaction, (c for some in self.corrections.values() for c in some), document)
        rewiring.rewire(transaction, self._works, affected, gone=document, freed=freed.works)
        sweeping.sweep(transaction, freed)


def _outcome(one: Arrival, outcome: str) -> LoadOutcome:
    measures = sum(node.label == "Measure" for node in one.part.owned)
    return LoadOutcome(one.id, one.title, outcome, measures, _held(one.part))


def _held(part: GraphPart) -> int:
    """How many responsibilities it has, stated and inferred; duties are counted nowhere."""
    return sum("document" in edge.props and edge.type != model.duty_edge() for edge in part.edges)


def _whole(record: DocumentRecord, laid: Laid, corrections: Sequence[Correction]) -> GraphPart:
    """All that a document adds: its corrected record, what was read of it, and the corrections."""
    part = graph_part(laid.record)
    document = record["document"]["id"]
    states = {v.correction.id: v.state for v in laid.verdicts}
    nodes = [keeping.correction_node(c, states.get(c.id, "applied")) for c in corrections]
    # The digest is that of what was read: a correction is no other reading.
    digest = {"record_sha256": record_sha256(record)}
    read = (replace(n, props={**n.props, **digest}) if n.label == "Document" else n for n in part.owned)
    owned = (*read, keeping.reading_node(record), *nodes)
    return replace(part, owned=owned, edges=(*part.edges, *keeping.corrects(corrections, document)))


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
    return Work(node.id, node.props.get("title"), node.props.get("doc_no"), False, node.props.get("jurisdiction"))


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
