"""A small graph of our own for tests of stores: two levels, shared bodies, every type of value."""

from __future__ import annotations

import hashlib
from typing import Any

from graph.engines.values import canonical
from graph.store import Store

NAMES = ("科技局", "教育局", "财政局", "（市）发展改革委", "𠮷林省科技厅", "～级机关", "A局")


def _nodes(label: str, rows: list[dict[str, Any]]) -> tuple[str, list[dict[str, Any]]]:
    return f"UNWIND $rows AS r MERGE (n:{label} {{id: r.id}}) SET n += r", rows


def documents() -> list[dict[str, Any]]:
    levels = ("national", "province", "city")
    return [
        {
            "id": f"d{n}",
            "title": f"成果转化通知{n}",
            "issued": f"202{n}-01-0{n + 1}",
            "level": levels[n % 3],
        }
        for n in range(4)
    ]


def measures() -> list[dict[str, Any]]:
    return [
        {
            "id": f"d{d}-m{n}",
            "title": f"科技成果转化{n}",
            "number": str(n),
            "span_start": 100 * n,
            "score": n / 2,
            "marked": n % 2 == 0,
            "tags": ["甲", "乙"][: n % 3],
        }
        for d in range(4)
        for n in range(6)
    ]


def responsibilities() -> list[dict[str, Any]]:
    return [
        {
            "id": f"r{d}-{n}",
            "institution": f"i{(n + d) % 7}",
            "measure": f"d{d}-m{n}",
            "quote": f"（责任单位：{NAMES[(n + d) % 7]}）",
        }
        for d in range(4)
        for n in range(6)
    ]


def fill(store: Store) -> None:
    """Writes the graph in one transaction."""
    with store.transaction() as transaction:
        for query, rows in (
            _nodes("Document", documents()),
            _nodes("Measure", measures()),
            _nodes("Institution", [{"id": f"i{n}", "name": name} for n, name in enumerate(NAMES)]),
        ):
            transaction.run(query, rows=rows)
        transaction.run(
            "MATCH (d:Document) MATCH (m:Measure) WHERE m.id STARTS WITH d.id + '-' MERGE (d)-[:HAS_MEASURE]->(m)"
        )
        transaction.run(
            "UNWIND $rows AS r MATCH (i:Institution {id: r.institution}) MATCH (m:Measure {id: r.measure}) "
            "MERGE (m)<-[e:LEADS {id: r.id}]-(i) SET e.quote = r.quote, e.basis = 'marked'",
            rows=responsibilities(),
        )


def fingerprint(store: Store) -> str:
    """A hash over all nodes and relationships with all their properties."""
    nodes = store.read("MATCH (n) RETURN labels(n) AS labels, properties(n) AS properties")
    edges = store.read(
        "MATCH (a)-[e]->(b) RETURN type(e) AS type, a.id AS source, b.id AS target, properties(e) AS properties"
    )
    lines = sorted(canonical(row) for row in (*nodes, *edges))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
