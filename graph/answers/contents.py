"""What is loaded, in numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TypedDict

from graph import catalogue, reading
from graph.rows import Catalog
from graph.status import day
from graph.store import Store
from ontology import model


class _Numbers(TypedDict):
    nodes: dict[str, int]
    edges: dict[str, int]


def catalog(store: Store, *, as_of: str | None = None) -> Catalog:
    """Nodes by label, edges by type, loaded documents by status on a day and by level and year.

    Works that are only cited are nodes of label Document and counted under the status cited. With `as_of` nodes, edges
    and documents are those of the documents in force on that day; the statuses are of all that is loaded.
    """
    labels = [cls.name for cls in model.content_classes()]
    types = dict.fromkeys(edge.name for edge in model.edges())
    items = reading.heads(store, on=day(as_of))
    statuses: dict[str, int] = {}
    groups: dict[tuple[str, str], int] = {}
    for item in items:
        statuses[item.status] = statuses.get(item.status, 0) + 1
        if item.status == "in_force" or (as_of is None and item.status != "cited"):
            key = item.level or "", (item.date or "")[:4]
            groups[key] = groups.get(key, 0) + 1
    return {
        **_numbers(store, labels, list(types), as_of),
        "statuses": {status: statuses[status] for status in model.vocabulary("statuses").ids if status in statuses},
        "documents": [
            {"level": level or None, "year": year or None, "documents": groups[level, year]}
            for level, year in sorted(groups)
        ],
    }


def _numbers(store: Store, labels: Sequence[str], types: Sequence[str], as_of: str | None) -> _Numbers:
    if as_of is None:
        return {
            "nodes": {label: _number(store, "count_nodes", label=label) for label in labels},
            "edges": {name: _number(store, "count_edges", type=name) for name in types},
        }
    from graph.exports.subset import read_part

    part = read_part(store, as_of=as_of)
    nodes, edges = Counter(n.label for n in part.nodes), Counter(e.type for e in part.edges)
    return {"nodes": {label: nodes[label] for label in labels}, "edges": {name: edges[name] for name in types}}


def _number(store: Store, query: str, **slot: str) -> int:
    return int(store.read(catalogue.text(query, **slot))[0]["number"])
