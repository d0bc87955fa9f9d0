"""Keeps what an export holds: all of it in one transaction, or nothing."""

from __future__ import annotations

from collections.abc import Iterable

from graph.errors import RdfError
from graph.mapping import cited_work
from graph.parts import SHARED, Edge, GraphPart, Node, distinct_edges, distinct_nodes
from graph.rdf.reading import Found, read
from graph.writer import Arrival, LoadOutcome, Writer
from graph.writing import grouped
from ontology.terms import DEFAULT_BASE, Names, citation_edges


def load_rdf(writer: Writer, data: bytes, form: str, *, base: str = DEFAULT_BASE) -> list[LoadOutcome]:
    """Keeps the documents of an N-Quads or JSON-LD export, with all it holds besides; raises RdfError before writing.

    As with records, a document that is there as it was read stays, another one of its id is replaced.
    """
    found = read(data, form, Names(base))
    if not found.nodes:
        raise RdfError("rdf_foreign", "文件里没有本产品导出的内容")
    by_home = grouped((found.homes[i], node) for i, node in found.nodes.items())
    edges = grouped((found.places[key], edge) for key, edge in sorted(found.edges.items()))
    documents = sorted(home for home in by_home if home and found.nodes[home].label == "Document")
    arrivals = [_arrival(found, d, by_home[d], edges.get(d, [])) for d in documents]
    across = [e for d in documents for e in edges.get(d, []) if _across(found, d, e)]
    shared = [n for n in by_home.get("", ()) if n.label in SHARED]
    loose = [n for n in by_home.get("", ()) if n.label not in (*SHARED, "Document")]
    near = {n.id for n in (*shared, *loose)}
    # A judged pair belongs to no document and is about two: its edges lead to them.
    links = [e for e in edges.get("", []) if e.source in near and e.target in near.union(documents)]
    rest = GraphPart((), (), tuple(shared), tuple(e for e in links if _between_shared(found, e)), (), ())
    others = [e for e in links if not _between_shared(found, e)]
    return writer.keep_parts(rest, arrivals, loose, [*across, *others], {i: n.label for i, n in found.nodes.items()})


def _between_shared(found: Found, edge: Edge) -> bool:
    return all(found.nodes[end].label in SHARED for end in (edge.source, edge.target))


def _across(found: Found, document: str, edge: Edge) -> bool:
    """Whether an edge of a document leads to a part of another one; citations are led by their wording instead."""
    homes = {found.homes[edge.source], found.homes[edge.target]}
    return bool(homes - {document, ""}) and edge.type not in citation_edges()


def _arrival(found: Found, document: str, owned: Iterable[Node], edges: Iterable[Edge]) -> Arrival:
    cited = [e for e in edges if e.type in citation_edges()]
    own = [e for e in edges if e.type not in citation_edges() and not _across(found, document, e)]
    ends = {end for e in own for end in (e.source, e.target) if found.homes[end] == ""}
    works = [cited_work(str(e.props["quote"])) for e in cited]
    citations = [Edge(e.type, e.source, work.id, e.props) for e, work in zip(cited, works, strict=True)]
    part = GraphPart(
        owned=tuple(owned),
        edges=distinct_edges(own),
        shared=tuple(found.nodes[i] for i in sorted(ends)),
        links=(),
        cited=distinct_nodes(works),
        citations=distinct_edges(citations),
    )
    head = found.nodes[document].props
    return Arrival(document, str(head.get("title", "")), str(head.get("record_sha256", "")), part)
