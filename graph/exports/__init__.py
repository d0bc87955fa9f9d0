"""The graph, or a part of it, in the formats other programs read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from graph.errors import BadParameter
from graph.exports.data import GraphData
from graph.exports.gexf import as_gexf
from graph.exports.graphml import as_graphml
from graph.exports.html import as_html
from graph.exports.subset import read_part
from graph.exports.svg import as_svg
from graph.exports.tables import as_csv, as_json, as_zip
from graph.parts import Edge, Node
from graph.rdf import formats, streaming
from graph.store import Store
from ontology.terms import DEFAULT_BASE, Names
from ontology.turtle import Description

__all__ = ["FORMATS", "Format", "export"]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name, the suffix of its files, its media type, what it holds, and its writer.

    `rdf` formats are streamed: `stream` writes what is described under some names.
    """

    name: str
    suffix: str
    media_type: str
    zh: str
    write: Callable[[GraphData], Iterator[bytes]]
    stream: formats.Writer | None = None


def _rdf(name: str, suffix: str, media_type: str, zh: str) -> Format:
    writer = formats.WRITERS[name]
    return Format(name, suffix, media_type, zh, lambda data: writer(_described(data, Names()), Names()), writer)


def _described(data: GraphData, names: Names) -> Iterator[Description]:
    nodes = (Node(n.label, n.id, n.properties) for n in data.nodes)
    return streaming.of_graph(names, nodes, (Edge(e.type, e.source, e.target, e.properties) for e in data.edges))


FORMATS: dict[str, Format] = {
    f.name: f
    for f in (
        Format("json", ".json", "application/json", "全部节点和关系", as_json),
        Format("csv", ".csv", "text/csv; charset=utf-8", "职责表，一行一条职责", as_csv),
        Format("zip", ".zip", "application/zip", "每类节点、每种关系一张 CSV 表", as_zip),
        Format("graphml", ".graphml", "application/graphml+xml", "图分析软件用的 GraphML", as_graphml),
        Format("gexf", ".gexf", "application/gexf+xml", "Gephi 用的 GEXF", as_gexf),
        Format("svg", ".svg", "image/svg+xml", "一张图（SVG），最多两千个节点", as_svg),
        _rdf("ttl", ".ttl", "text/turtle; charset=utf-8", "RDF（Turtle）"),
        _rdf("jsonld", ".jsonld", "application/ld+json", "RDF（JSON-LD），每份文件一个命名图"),
        _rdf("nq", ".nq", "application/n-quads; charset=utf-8", "RDF（N-Quads），每份文件一个命名图"),
        _rdf("rdfxml", ".rdf", "application/rdf+xml", "RDF/XML"),
        Format("html", ".html", "text/html; charset=utf-8", "离线可看的互动图", as_html),
    )
}


def export(
    store: Store,
    format: str,
    *,
    document: str | None = None,
    jurisdiction: str | None = None,
    level: str | None = None,
    entity: str | None = None,
    hops: int = 1,
    as_of: str | None = None,
    base: str = DEFAULT_BASE,
) -> Iterator[bytes]:
    """The graph as bytes of a format of FORMATS, the same bytes for the same graph.

    With `document` (id), `jurisdiction` (code or name) or `level` only those documents, what they hold and what that
    points at, with `as_of` those in force on that day; with `entity` only what lies within `hops` steps of a node.
    `base` begins every IRI of ours in RDF, which is streamed: memory does not grow with the store. Raises BadParameter,
    NotFound, both before the first byte.
    """
    if format not in FORMATS:
        raise BadParameter("bad_parameter", f"没有格式 {format}；可用：{'、'.join(FORMATS)}")
    kind, names = FORMATS[format], Names(base)
    which: dict[str, Any] = {"document": document, "jurisdiction": jurisdiction, "level": level, "as_of": as_of}
    if kind.stream and entity is None:
        return kind.stream(streaming.descriptions(store, names, **which), names)
    part = read_part(store, entity=entity, hops=hops, **which)
    return kind.stream(_described(part, names), names) if kind.stream else kind.write(part)
