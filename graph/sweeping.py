"""Takes a document's own nodes away, and the shared nodes that nothing refers to any longer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from graph import catalogue
from graph.correcting.keeping import reading_id
from graph.rewiring import CITATIONS
from graph.shared import closure
from graph.store import Row, Transaction
from graph.writing import grouped
from ontology import model

RESPONSIBILITIES = catalogue.types(model.held_edges())
_HOLDERS = ("Measure", "Program", "PlanCategory", "PlanSystem", "Fund")
_USERS = ("Measure", "Program", "PlanCategory")
_ANCHORS: Mapping[str, tuple[str, dict[str, str]]] = {
    "Institution": ("anchored_institutions", {"type": RESPONSIBILITIES}),
    "ChangeEvent": ("anchored_changes", {}),
    "Jurisdiction": ("anchored_places", {}),
    "FunctionalLine": ("anchored_lines", {}),
    "Instrument": ("anchored_instruments", {}),
}


@dataclass(frozen=True, slots=True)
class Freed:
    """What a document referred to that is not its own: ids of shared nodes, and of works it alone may have cited."""

    shared: frozenset[str] = field(default_factory=frozenset)
    works: frozenset[str] = field(default_factory=frozenset)


def delete_owned(transaction: Transaction, document: str) -> Freed:
    """Deletes a document and all its parts; tells what it referred to."""
    owned = grouped((row["label"], row["id"]) for row in _owned(transaction, document))
    freed = Freed(
        frozenset(_shared(transaction, document, owned)),
        frozenset(_ids(transaction.run(catalogue.text("works_cited_by", type=CITATIONS), id=document))),
    )
    for label, ids in {**owned, "Document": [document], "Reading": [reading_id(document)]}.items():
        transaction.run(catalogue.text("delete_nodes", label=label), ids=ids)
    return freed


def _owned(transaction: Transaction, document: str) -> Iterable[Row]:
    for query in ("owned_units", "owned_targets", "owned_programs"):
        yield from transaction.run(catalogue.text(query), id=document)
    for row in transaction.run(catalogue.text("owned_systems"), id=document):
        yield {"label": "PlanSystem", "id": row["system"]}
        yield from ({"label": "PlanCategory", "id": i} for i in row["categories"])
    for row in transaction.run(catalogue.text("owned_funds"), id=document):
        yield from ({"label": "Fund", "id": i} for i in (row["fund"], *row["merged"]))


def _shared(transaction: Transaction, document: str, owned: Mapping[str, list[str]]) -> set[str]:
    found = _ids(transaction.run(catalogue.text("named_by_document"), id=document))
    for label in _HOLDERS:
        if label in owned:
            query = catalogue.text("bodies_of_nodes", label=label, type=RESPONSIBILITIES)
            found |= _ids(transaction.run(query, ids=owned[label]))
    for label in _USERS:
        if label in owned:
            found |= _ids(transaction.run(catalogue.text("instruments_of_nodes", label=label), ids=owned[label]))
    return found


def _ids(rows: Iterable[Row]) -> set[str]:
    return {row["id"] for row in rows}


def sweep(transaction: Transaction, freed: Freed) -> None:
    """Deletes those shared nodes that were needed by what is freed and are needed by nothing else."""
    if not freed.shared:
        return
    nodes, links = closure((identifier, "") for identifier in freed.shared)
    ids = [node.id for node in nodes]
    kept = _anchored(transaction, grouped((node.label, node.id) for node in nodes), ids)
    needs = grouped((k.target, k.source) if k.type == "ORIGINAL" else (k.source, k.target) for k in links)
    waiting = list(kept)
    while waiting:
        fresh = set(needs.get(waiting.pop(), ())) - kept
        kept |= fresh
        waiting.extend(fresh)
    for label, group in grouped((node.label, node.id) for node in nodes if node.id not in kept).items():
        transaction.run(catalogue.text("delete_nodes", label=label), ids=group)


def _anchored(transaction: Transaction, by_label: Mapping[str, list[str]], ids: list[str]) -> set[str]:
    """The shared nodes that something outside of them refers to; `all` are those whose references do not count."""
    found: set[str] = set()
    for label, group in by_label.items():
        query, slots = _ANCHORS[label]
        outside = {} if label == "Instrument" else {"all": ids}
        found |= _ids(transaction.run(catalogue.text(query, **slots), ids=group, **outside))
    return found
