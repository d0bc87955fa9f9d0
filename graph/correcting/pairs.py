"""A person's word on whether two parts of plan systems correspond: kept as a correction, shown as MAPS_TO."""

from __future__ import annotations

from collections.abc import Iterable

from graph import catalogue
from graph.correcting.corrections import Correction
from graph.ids import document_of, label_of
from graph.parts import Edge, present
from graph.store import Transaction
from graph.writing import write_edges

REJECTED = "rejected"
CONFIRMED = "confirmed"


def edge(correction: Correction) -> Edge:
    """The edge a judgement makes: a rejected pair has the relation none."""
    rejected = correction.new == REJECTED
    told = {
        "relation": "none" if rejected else correction.new,
        "score": correction.score,
        "status": REJECTED if rejected else CONFIRMED,
        "corrected_by": correction.who,
        "why": correction.why or None,
    }
    return Edge("MAPS_TO", correction.place, correction.other, present(told))


def restore(transaction: Transaction, corrections: Iterable[Correction], document: str) -> None:
    """Writes the judgements on parts of a document that was just written; one whose other side is not there waits."""
    judged = [c for c in corrections if c.field == "mapping"]
    mine = [c for c in judged if document in (document_of(c.place), document_of(c.other))]
    write(transaction, mine)
    foreign = [c for c in mine if c.document != document]
    labels = {**{c.id: "Correction" for c in foreign}, document: "Document"}
    write_edges(transaction, "create_edges", [Edge("CORRECTS", c.id, document, {}) for c in foreign], labels)


def write(transaction: Transaction, judged: Iterable[Correction]) -> None:
    """Writes the edges of judgements; nothing where an end is not there."""
    edges = [edge(c) for c in judged]
    labels = {end: label_of(end) for e in edges for end in (e.source, e.target)}
    write_edges(transaction, "create_edges", edges, labels)


def erase(transaction: Transaction, correction: Correction) -> None:
    """Takes a judgement and its edge away."""
    slots = {"type": "MAPS_TO", "source": label_of(correction.place), "target": label_of(correction.other)}
    rows = [{"source": correction.place, "target": correction.other}]
    transaction.run(catalogue.text("delete_edges", **slots), rows=rows)
    transaction.run(catalogue.text("delete_nodes", label="Correction"), ids=[correction.id])
