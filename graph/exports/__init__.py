"""The graph, or a part of it, in the formats other programs read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from graph.errors import BadParameter
from graph.exports.data import GraphData
from graph.exports.graphml import as_graphml
from graph.exports.html import as_html
from graph.exports.rdf import as_jsonld, as_turtle
from graph.exports.subset import read_part
from graph.exports.tables import as_csv, as_json, as_zip
from graph.store import Store

__all__ = ["FORMATS", "Format", "export"]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name, the suffix of its files, its media type, what it holds, and its writer."""

    name: str
    suffix: str
    media_type: str
    zh: str
    write: Callable[[GraphData], Iterator[bytes]]


FORMATS: dict[str, Format] = {
    f.name: f
    for f in (
        Format("json", ".json", "application/json", "全部节点和关系", as_json),
        Format("csv", ".csv", "text/csv; charset=utf-8", "职责表，一行一条职责", as_csv),
        Format("zip", ".zip", "application/zip", "每类节点、每种关系一张 CSV 表", as_zip),
        Format("graphml", ".graphml", "application/graphml+xml", "图分析软件用的 GraphML", as_graphml),
        Format("jsonld", ".jsonld", "application/ld+json", "RDF（JSON-LD）", as_jsonld),
        Format("ttl", ".ttl", "text/turtle; charset=utf-8", "RDF（Turtle）", as_turtle),
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
) -> Iterator[bytes]:
    """The graph as bytes of a format of FORMATS, the same bytes for the same graph.

    With `document` (id), `jurisdiction` (code or name) or `level` only those documents, what they hold and what that
    points at, with `as_of` those in force on that day; with `entity` only what lies within `hops` steps of a node.
    Raises BadParameter, NotFound, both before the first byte.
    """
    if format not in FORMATS:
        raise BadParameter("bad_parameter", f"没有格式 {format}；可用：{'、'.join(FORMATS)}")
    part = read_part(
        store, document=document, jurisdiction=jurisdiction, level=level, entity=entity, hops=hops, as_of=as_of
    )
    return FORMATS[format].write(part)
