"""What lies around a node, as a graph to be drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial

from graph import catalogue, filters
from graph.answers.nodes import ALL_EDGES, DIRECTIONS, own_document, properties, sorted_properties
from graph.errors import BadParameter
from graph.ids import label_of
from graph.rows import GraphAnswer, GraphEdge, GraphNode
from graph.standing import Standing
from graph.store import Row, Store
from graph.titles import node_name
from graph.writing import grouped
from ontology import model

_MOST_EDGES = 5000
# Nodes that join everything with everything: they are drawn, but what lies behind them is not.
_HUBS = ("Jurisdiction", "FunctionalLine", "Instrument")
# Drawn and counted only where their type is asked for.
_UNASKED = frozenset({model.duty_edge()})
_Holding = Callable[[Iterable[Row]], list[Row]]


def graph_of(
    store: Store,
    id: str,
    *,
    depth: int = 1,
    limit: int = 200,
    types: str | None = None,
    as_of: str | None = None,
) -> GraphAnswer:
    """The nodes within some steps of one, up to `limit` of them, and all edges seen on the way.

    `types` are edge types by commas, all but duties (HAS_DUTY) by default; with `as_of` only the edges that hold on
    that day are followed and counted. What lies behind places, lines and instruments is not followed, unless one of
    them is the centre. Raises NotFound, BadParameter.
    """
    if not 1 <= depth <= 4:
        raise BadParameter("bad_parameter", f"depth 须在 1 到 4 之间：{depth}")
    if not 1 <= limit <= 2000:
        raise BadParameter("bad_parameter", f"limit 须在 1 到 2000 之间：{limit}")
    allowed = dict.fromkeys(e.name for e in model.edges())
    wanted = {filters.word("types", t.strip(), allowed) for t in types.split(",")} if types else {*allowed} - _UNASKED
    centre = label_of(id)
    properties(store, centre, id)
    standing = Standing(store, as_of)
    holding: _Holding = partial(standing.held, own=own_document(store, centre, id) if as_of is not None else None)
    counts = partial(_degrees, store) if as_of is None else partial(_dated_degrees, store, holding)
    passed = _UNASKED - wanted
    labels = {id: centre}
    edges: dict[tuple[str, str, str, str], Row] = {}
    fresh, truncated = [id], False
    for _ in range(depth):
        found = [row for row in holding(_edges(store, fresh, labels, id)) if row["type"] in wanted]
        fresh = []
        for row in found:
            for end in (row["source"], row["target"]):
                if end not in labels and len(labels) < limit:
                    labels[end] = row["label"]
                    fresh.append(end)
            truncated |= row["source"] not in labels or row["target"] not in labels
            edges[_key(row)] = row
    kept = [edges[key] for key in sorted(edges) if edges[key]["source"] in labels and edges[key]["target"] in labels]
    return {
        "centre": id,
        "nodes": _graph_nodes(store, labels, kept, partial(counts, passed=passed)),
        "edges": [_graph_edge(row) for row in kept],
        "truncated": truncated,
    }


def _key(row: Row) -> tuple[str, str, str, str]:
    return row["type"], row["source"], row["target"], str(row["props"].get("id", ""))


def _graph_edge(row: Row) -> GraphEdge:
    return {
        "type": row["type"],
        "source": row["source"],
        "target": row["target"],
        "properties": sorted_properties(row["props"]),
    }


def _edges(store: Store, ids: Iterable[str], labels: Mapping[str, str], centre: str) -> list[Row]:
    """The edges of nodes, sorted; those of hubs only where one is the centre."""
    found: list[Row] = []
    by_label: dict[str, list[str]] = {}
    for one in ids:
        if labels[one] not in _HUBS or one == centre:
            by_label.setdefault(labels[one], []).append(one)
    for label, some in sorted(by_label.items()):
        for direction in DIRECTIONS:
            query = catalogue.text(f"edges_{direction}", label=label)
            found += store.read(query, ids=sorted(some), limit=_MOST_EDGES)
    return sorted(found, key=_key)


def _graph_nodes(
    store: Store, labels: Mapping[str, str], kept: Iterable[Row], degrees: Callable[[str, list[str]], Mapping[str, int]]
) -> list[GraphNode]:
    shown = Counter(end for row in kept for end in (row["source"], row["target"]))
    nodes: list[GraphNode] = []
    for label, some in grouped((label, one) for one, label in labels.items()).items():
        edges = degrees(label, sorted(some))
        for row in store.read(catalogue.text("nodes_by_id", label=label), ids=sorted(some)):
            props = {k: v for k, v in sorted_properties(row["props"]).items() if k != "text"}
            name = node_name(label, props["id"], props)
            more = edges.get(props["id"], 0) - shown[props["id"]]
            nodes.append({"id": props["id"], "type": label, "name": name, "properties": props, "more": max(more, 0)})
    return sorted(nodes, key=lambda n: (n["type"], n["id"]))


def _degrees(store: Store, label: str, ids: list[str], *, passed: Collection[str]) -> Counter[str]:
    """How many edges some nodes have, those of the types passed over left out."""
    degrees: Counter[str] = Counter()
    for direction in DIRECTIONS:
        for row in store.read(catalogue.text(f"edge_counts_{direction}", label=label), ids=ids):
            degrees[row["id"]] += 0 if row["type"] in passed else row["number"]
    return degrees


def _dated_degrees(
    store: Store, holding: _Holding, label: str, ids: list[str], *, passed: Collection[str]
) -> Counter[str]:
    """How many edges that hold on the day some nodes have."""
    degrees: Counter[str] = Counter()
    for direction, end in zip(DIRECTIONS, ("source", "target"), strict=True):
        rows = store.read(catalogue.text(f"edges_{direction}", label=label), ids=ids, limit=ALL_EDGES)
        degrees.update(row[end] for row in holding(rows) if row["type"] not in passed)
    return degrees
