"""A digest of a whole graph: equal for equal graphs, whatever the engine and the order of writing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from graph import catalogue
from graph.store import Store
from ontology import model

_MODULUS = 1 << 256


def fingerprint(store: Store) -> str:
    """64 hex digits over nodes of content and all edges: the sum of the SHA-256 of each, so order does not count."""
    total = 0
    for line in lines(store):
        total += int.from_bytes(hashlib.sha256(line.encode()).digest(), "big")
    return f"{total % _MODULUS:064x}"


def lines(store: Store) -> Iterator[str]:
    """Each node of content and each edge as one line of JSON with sorted keys."""
    for cls in model.content_classes():
        for row in store.read(catalogue.text("all_nodes", label=cls.name)):
            yield _line([cls.name, row["props"]])
    for edge in dict.fromkeys(edge.name for edge in model.edges()):
        for row in store.read(catalogue.text("all_edges", type=edge)):
            yield _line([edge, row["source"], row["target"], row["props"]])


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
