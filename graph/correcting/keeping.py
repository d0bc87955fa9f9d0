"""What was read of a document, kept beside it as packed text, and corrections as nodes of the graph."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any, cast

from graph import catalogue
from graph.correcting.corrections import Correction
from graph.parts import Edge, Node, present
from graph.store import Store
from graph.writing import grouped
from ontology.records import DocumentRecord

_LEFT_OUT = ("text", "original", "map")


def reading_id(document: str) -> str:
    """The id of the node that keeps what was read of a document."""
    return f"{document}-r"


def reading_node(record: DocumentRecord) -> Node:
    """The node that keeps a record; the document's text is kept by the document itself."""
    head = record["document"]
    told = {"name": head["title"] or head["source"], "packed": pack(record)}
    return Node("Reading", reading_id(head["id"]), told)


def pack(record: DocumentRecord) -> str:
    """A record as a short text, without what stands in the document's text anyway."""
    head: Any = record["document"]
    text = head.get("text", "")
    slim = {
        **record,
        "document": {k: v for k, v in head.items() if k not in _LEFT_OUT},
        "measures": [_without_text(measure, text) for measure in record["measures"]],
    }
    told = json.dumps(slim, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return base64.b64encode(zlib.compress(told.encode(), 6)).decode("ascii")


def _without_text(measure: Any, text: str) -> Any:
    if measure["text"] != text[measure["start"] : measure["end"]]:
        return measure
    return {k: v for k, v in measure.items() if k != "text"}


def unpack(packed: str, text: str) -> DocumentRecord:
    """The record of a packed text and of the document's text."""
    record: Any = json.loads(zlib.decompress(base64.b64decode(packed)))
    record["document"]["text"] = text
    for measure in record["measures"]:
        measure.setdefault("text", text[measure["start"] : measure["end"]])
    return cast(DocumentRecord, record)


def read_record(store: Store, document: str) -> DocumentRecord | None:
    """What was read of a loaded document; None when it is not loaded, or was kept by an earlier version."""
    rows = store.read(catalogue.text("reading_of"), id=document, reading=reading_id(document))
    return unpack(rows[0]["packed"], rows[0]["text"] or "") if rows else None


def read_corrections(store: Store) -> dict[str, list[Correction]]:
    """All corrections by document, in order."""
    found = [_correction(row["props"]) for row in store.read(catalogue.text("all_nodes", label="Correction"))]
    return grouped((c.document, c) for c in sorted(found, key=lambda c: (c.document, c.order, c.id)))


def _correction(props: dict[str, Any]) -> Correction:
    known = {key: props[key] for key in Correction.__dataclass_fields__ if props.get(key) is not None}
    return Correction(**{"place": "", "old": "", "new": "", "who": "", "why": "", **known})


def correction_node(correction: Correction, state: str) -> Node:
    """A correction as the graph keeps it."""
    told = {k: v for k, v in asdict(correction).items() if k != "id" and v != ""}
    return Node("Correction", correction.id, present({**told, "name": correction.name, "state": state}))


def corrects(corrections: Iterable[Correction], document: str) -> list[Edge]:
    """The edges from corrections to their document."""
    return [Edge("CORRECTS", c.id, document, {}) for c in corrections]
