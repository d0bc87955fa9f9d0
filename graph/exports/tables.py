"""Exports for spreadsheets and programs: JSON, CSV, and a ZIP of one table a class and edge type."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from graph.exports.data import Edge, GraphData, Node
from ontology import model

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_EPOCH = (1980, 1, 1, 0, 0, 0)
RESPONSIBILITY_COLUMNS = (
    "document",
    "document_title",
    "doc_no",
    "issued",
    "status",
    "target_type",
    "target",
    "number",
    "path",
    "target_title",
    "institution",
    "institution_name",
    "institution_kind",
    "role",
    "inferred",
    "basis",
    "role_word",
    "position",
    "written",
    "deadline",
    "scope",
    "open_list",
    "rule",
    "quote",
    "span_start",
    "span_end",
    "corrected_by",
    "why",
    "id",
)


def cell(value: Any) -> str:
    """A value as a cell: lists and maps as JSON; text that a spreadsheet would run as a formula gets an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
    return "'" + text if text.startswith(_FORMULA) else text


def csv_lines(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The lines of a CSV file (RFC 4180): a heading, then a line a row; keys that are no column are left out."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        yield _taken(buffer)
        writer.writerow([cell(row.get(column)) for column in columns])
    yield _taken(buffer)


def _taken(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text


def as_json(data: GraphData) -> Iterator[bytes]:
    """One object with `nodes` (id, label, properties) and `edges` (type, source, target, properties), a line each."""
    nodes = ({"id": n.id, "label": n.label, "properties": dict(n.properties)} for n in data.nodes)
    edges = (
        {"type": e.type, "source": e.source, "target": e.target, "properties": dict(e.properties)} for e in data.edges
    )
    yield b'{"nodes": ['
    yield from _members(nodes)
    yield b'],\n"edges": ['
    yield from _members(edges)
    yield b"]}\n"


def _members(objects: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    for i, item in enumerate(objects):
        text = json.dumps(item, ensure_ascii=False, sort_keys=True)
        yield (("," if i else "") + "\n" + text).encode()


def as_csv(data: GraphData) -> Iterator[bytes]:
    """The responsibilities as one table: a row each, with its document, target, body, role and evidence."""
    yield "﻿".encode()
    for text in csv_lines(RESPONSIBILITY_COLUMNS, responsibility_rows(data)):
        yield text.encode()


def responsibility_rows(data: GraphData) -> Iterator[dict[str, Any]]:
    """One flat row for each responsibility edge, in order of document, place and body."""
    nodes = {n.id: n for n in data.nodes}
    roles = {str(term.extra["edge"]): term.id for term in reversed(model.vocabulary("roles").terms)}
    kept = [e for e in data.edges if e.type in roles or e.type == "LIKELY_LEADS"]
    for edge in sorted(kept, key=_reading_order):
        inferred = edge.type == "LIKELY_LEADS"
        yield _responsibility(edge, nodes, "lead" if inferred else roles[edge.type], inferred)


def _reading_order(edge: Edge) -> tuple[Any, ...]:
    p = edge.properties
    return str(p.get("document", "")), p.get("span_start") or 0, p.get("position") or 0, edge.key


def _responsibility(edge: Edge, nodes: Mapping[str, Node], role: str, inferred: bool) -> dict[str, Any]:
    body, target = nodes[edge.source], nodes[edge.target]
    document = nodes.get(str(edge.properties.get("document", "")))
    head = document.properties if document else {}
    return {
        **edge.properties,
        "document_title": head.get("title"),
        "doc_no": head.get("doc_no"),
        "issued": head.get("issued"),
        "status": head.get("status"),
        "target_type": target.label,
        "target": target.id,
        "number": target.properties.get("number"),
        "path": target.properties.get("path"),
        "target_title": target.name,
        "institution": body.id,
        "institution_name": body.name,
        "institution_kind": body.properties.get("kind"),
        "role": role,
        "inferred": inferred,
    }


def as_zip(data: GraphData) -> Iterator[bytes]:
    """A ZIP of CSV files, one a class and one an edge type, with fixed dates: the same graph gives the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, columns, rows in _tables(data):
            text = "﻿" + "".join(csv_lines(columns, rows))
            info = zipfile.ZipInfo(name, date_time=_EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, text.encode())
    yield buffer.getvalue()


def _tables(data: GraphData) -> Iterator[tuple[str, Sequence[str], list[dict[str, Any]]]]:
    for cls in model.content_classes():
        rows = [{"id": n.id, **n.properties} for n in data.nodes if n.label == cls.name]
        if rows:
            yield f"nodes/{cls.name}.csv", [p.name for p in cls.properties], rows
    for edge in model.edges():
        rows = [{"source": e.source, "target": e.target, **e.properties} for e in data.edges if e.type == edge.name]
        if rows:
            yield f"edges/{edge.name}.csv", ["source", "target", *edge.properties], rows
