"""Citations find the documents they mean as these come and go, in whatever order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph import catalogue
from graph.citing import EDGE_OF, RELATION_OF, Work, Works, named
from graph.mapping import cited_work
from graph.parts import Edge, GraphPart, distinct_nodes
from graph.store import Store, Transaction
from graph.writing import grouped, write_edges, write_nodes

CITATIONS = catalogue.types(RELATION_OF)

# What ends, changes or prolongs a document: only its own place, or one above it, does that.
_ENDING = {EDGE_OF[relation] for relation in ("repeals", "replaces", "amends", "extends")}


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation as it stands in the store, or as a record has it: then without target."""

    source: str
    type: str
    target: str | None
    props: Mapping[str, Any]

    @property
    def quote(self) -> str:
        """The name as printed."""
        return str(self.props["quote"])


def read_works(store: Store) -> Works:
    """All documents and cited works of a store."""
    rows = store.read(catalogue.text("works"))
    works = Works.of(Work(r["id"], r["title"], r["doc_no"], r["status"] == "cited", r["place"]) for r in rows)
    for row in store.read(catalogue.text("lent_numbers", type=CITATIONS)):
        works.lend(named(row["quote"])[1], row["id"])
    return works


def affected(transaction: Transaction, works: Works, changed: Iterable[Work]) -> list[Citation]:
    """The citations that may mean another document once these works come, go or change."""
    ids: set[str] = set()
    for work in changed:
        ids |= works.alike(work)
    rows = transaction.run(catalogue.text("citations_into", type=CITATIONS), ids=sorted(ids)) if ids else []
    return [Citation(r["source"], r["type"], r["target"], r["props"]) for r in rows]


def own_citations(part: GraphPart) -> list[Citation]:
    """The citations of a document that is being written."""
    return [Citation(e.source, e.type, None, e.props) for e in part.citations]


def rewire(
    transaction: Transaction, works: Works, citations: Sequence[Citation], *, gone: str, freed: Iterable[str]
) -> None:
    """Leads each citation to the document it means now, or to a cited work; works nobody cites any longer go.

    Edges to the document `gone` went with it; `freed` are cited works that lost a citation before.
    """
    moved = [(citation, _meant(works, citation)) for citation in citations]
    moved = [(c, target) for c, target in moved if target != c.target or c.target == gone]
    _delete(transaction, [c for c, _ in moved if c.target not in (None, gone)])
    new = [cited_work(c.quote) for c, target in moved if target not in works.by_id]
    write_nodes(transaction, distinct_nodes(new))
    for node in new:
        works.add(Work(node.id, node.props.get("title"), node.props.get("doc_no"), True))
    for citation, target in moved:
        works.lend(named(citation.quote)[1], target)
    edges = [Edge(citation.type, citation.source, target, citation.props) for citation, target in moved]
    write_edges(transaction, "create_edges", edges, dict.fromkeys((i for e in edges for i in _ends(e)), "Document"))
    left = {c.target for c, _ in moved if c.target is not None} | set(freed)
    _forget(transaction, works, sorted(i for i in left if i in works.by_id and works.by_id[i].cited))


def _meant(works: Works, citation: Citation) -> str:
    title, number = named(citation.quote)
    meant = works.meant(title, number, citation.source, ends=citation.type in _ENDING)
    return meant or cited_work(citation.quote).id


def _ends(edge: Edge) -> tuple[str, str]:
    return edge.source, edge.target


def _delete(transaction: Transaction, citations: Iterable[Citation]) -> None:
    rows = ((c.type, {"source": c.source, "target": c.target, "id": c.props["id"]}) for c in citations)
    for kind, group in grouped(rows).items():
        transaction.run(catalogue.text("delete_citations", type=kind), rows=group)


def _forget(transaction: Transaction, works: Works, ids: list[str]) -> None:
    rows = transaction.run(catalogue.text("uncited_works", type=CITATIONS), ids=ids) if ids else []
    uncited = [row["id"] for row in rows]
    if uncited:
        transaction.run(catalogue.text("delete_nodes", label="Document"), ids=uncited)
    for identifier in uncited:
        works.remove(identifier)
