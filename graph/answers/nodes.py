"""One node: all that is known of it, its responsibilities with evidence, its neighbours; and what lies around it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graph import catalogue, filters, reading
from graph.answers import references
from graph.answers.labels import label_of
from graph.answers.leads import Found, held_by, of_bodies, rows
from graph.errors import BadParameter, NotFound
from graph.projection import read_projection
from graph.rows import (
    AdjacentGroup,
    AdjacentRow,
    DocumentReference,
    EntityAnswer,
    GraphAnswer,
    GraphEdge,
    GraphNode,
    Listing,
    ResponsibilityRow,
)
from graph.status import day
from graph.store import Row, Store
from graph.titles import node_name
from ontology import model

DIRECTIONS = ("out", "in")
_TARGETS = ("Measure", "Program", "PlanCategory", "PlanSystem", "Fund")
_NEAR = 20
_MOST_EDGES = 5000
# Nodes that join everything with everything: they are drawn, but what lies behind them is not.
_HUBS = ("Jurisdiction", "FunctionalLine", "Instrument")


def entity(store: Store, id: str, *, as_of: str | None = None, limit: int = _NEAR) -> EntityAnswer:
    """A node with its properties, its responsibilities (inherited ones where it has none) and its neighbours.

    `limit` is how many neighbours of each kind are given; all of them: `adjacent`. Raises NotFound, BadParameter.
    """
    filters.page(limit, 0)
    label = label_of(id)
    props = _properties(store, label, id)
    held, inherited = _responsibilities(store, label, id, as_of)
    return {
        "id": id,
        "type": label,
        "name": node_name(label, id, props),
        "properties": props,
        "document": _document(store, label, id, as_of),
        "responsibilities": held,
        "inherited": inherited,
        "adjacent": _groups(store, label, id, limit, as_of),
    }


def _properties(store: Store, label: str, identifier: str) -> dict[str, Any]:
    found = store.read(catalogue.text("node_properties", label=label), id=identifier)
    if not found:
        raise NotFound("not_found", f"没有标识为 {identifier} 的内容")
    props: dict[str, Any] = found[0]["props"]
    order = [p.name for p in model.class_def(label).properties]
    return {name: props[name] for name in order if name in props}


def _document(store: Store, label: str, identifier: str, as_of: str | None) -> DocumentReference | None:
    if label == "Document":
        return references.documents(store, [identifier], as_of=as_of)[identifier]
    if label not in (*_TARGETS, "Section", "Target"):
        return None
    found = sorted(row["id"] for row in store.read(catalogue.text("document_of_part", label=label), id=identifier))
    return references.documents(store, found[:1], as_of=as_of)[found[0]] if found else None


def _responsibilities(
    store: Store, label: str, identifier: str, as_of: str | None
) -> tuple[list[ResponsibilityRow], bool]:
    """The responsibilities a body has or a node is given, and whether the latter are an ancestor's."""
    if label == "Institution":
        found = [
            Found(item, item.target, item.target_type)
            for item in of_bodies(store, [identifier], model.responsibility_edges())
        ]
    elif label in _TARGETS:
        found = list(_held(store, label, identifier))
    else:
        found = []
    found.sort(key=lambda f: (f.item.inferred, f.item.document, f.item.start, f.item.position, f.item.id))
    known = {d.id: d for d in reading.heads(store, on=day(as_of), ids=sorted({f.item.document for f in found}))}
    inherited = any(f.item.target != f.target for f in found)
    return rows(store, found, known, as_of=as_of) if found else [], inherited


def _held(store: Store, label: str, identifier: str) -> Sequence[Found]:
    """What holds for a node; what a measure's text gives for a part of a plan system stands under that part."""
    if label != "Measure":
        items = held_by(store, {label: [identifier]}, model.responsibility_edges())
        return [Found(item, identifier, label) for item in items]
    document = store.read(catalogue.text("measures_by_id"), ids=[identifier])[0]["document"]
    given = read_projection(store, documents=[document]).responsibilities_of(identifier)
    return [
        Found(item, identifier, label) if item.target_type == "Measure" else Found(item, item.target, item.target_type)
        for item in given
    ]


def _groups(store: Store, label: str, identifier: str, limit: int, as_of: str | None) -> list[AdjacentGroup]:
    groups: list[AdjacentGroup] = []
    for direction in DIRECTIONS:
        counts = store.read(catalogue.text(f"edge_counts_{direction}", label=label), ids=[identifier])
        for row in sorted(counts, key=lambda r: str(r["type"])):
            found = _page(store, label, identifier, row["type"], direction, limit, 0)
            groups.append(
                {
                    "edge": row["type"],
                    "direction": direction,
                    "total": row["number"],
                    "results": _adjacent_rows(store, found, as_of),
                }
            )
    return groups


def adjacent(
    store: Store,
    id: str,
    *,
    edge: str | None = None,
    direction: str | None = None,
    as_of: str | None = None,
    limit: int | None = 50,
    offset: int = 0,
) -> Listing[AdjacentRow]:
    """The neighbours of a node by edge: out before in, then by type and id. Raises NotFound, BadParameter."""
    filters.page(limit, offset)
    label = label_of(id)
    _properties(store, label, id)
    if edge is not None:
        filters.word("edge", edge, dict.fromkeys(e.name for e in model.edges()))
    if direction is not None:
        filters.word("direction", direction, DIRECTIONS)
    found: list[Row] = []
    total = 0
    for way in DIRECTIONS if direction is None else (direction,):
        counts = store.read(catalogue.text(f"edge_counts_{way}", label=label), ids=[id])
        for row in sorted(counts, key=lambda r: str(r["type"])):
            if edge in (None, row["type"]):
                skip = max(offset - total, 0)
                left = row["number"] if limit is None else limit - len(found)
                total += row["number"]
                if left > 0 and skip < row["number"]:
                    found += _page(store, label, id, row["type"], way, left, skip)
    return {"results": _adjacent_rows(store, found, as_of), "total": total, "limit": limit, "offset": offset}


def _page(store: Store, label: str, identifier: str, edge: str, direction: str, limit: int, offset: int) -> list[Row]:
    query = catalogue.text(f"edges_{direction}_of_type", label=label, type=edge)
    read = store.read(query, id=identifier, limit=limit, offset=offset)
    return [{**row, "type": edge, "direction": direction} for row in read]


def _adjacent_rows(store: Store, found: Sequence[Row], as_of: str | None) -> list[AdjacentRow]:
    named = references.of_all(store, sorted({(row["label"], row["id"]) for row in found}), as_of=as_of)
    return [
        {
            "edge": row["type"],
            "direction": row["direction"],
            "properties": _sorted(row["props"]),
            "node": named[row["id"]],
        }
        for row in found
    ]


def _sorted(props: Mapping[str, Any]) -> dict[str, Any]:
    return {key: props[key] for key in sorted(props)}


def graph_of(store: Store, id: str, *, depth: int = 1, limit: int = 200, types: str | None = None) -> GraphAnswer:
    """The nodes within some steps of one, up to `limit` of them, and all edges seen on the way.

    `types` are edge types by commas. What lies behind places, lines and instruments is not followed, unless one of
    them is the centre. Raises NotFound, BadParameter.
    """
    if not 1 <= depth <= 4:
        raise BadParameter("bad_parameter", f"depth 须在 1 到 4 之间：{depth}")
    if not 1 <= limit <= 2000:
        raise BadParameter("bad_parameter", f"limit 须在 1 到 2000 之间：{limit}")
    allowed = dict.fromkeys(e.name for e in model.edges())
    wanted = {filters.word("types", t.strip(), allowed) for t in types.split(",")} if types else set(allowed)
    centre = label_of(id)
    _properties(store, centre, id)
    labels = {id: centre}
    edges: dict[tuple[str, str, str, str], Row] = {}
    fresh, truncated = [id], False
    for _ in range(depth):
        found = [row for row in _edges(store, fresh, labels, id) if row["type"] in wanted]
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
        "nodes": _graph_nodes(store, labels, kept),
        "edges": [_graph_edge(row) for row in kept],
        "truncated": truncated,
    }


def _key(row: Row) -> tuple[str, str, str, str]:
    return row["type"], row["source"], row["target"], str(row["props"].get("id", ""))


def _graph_edge(row: Row) -> GraphEdge:
    return {"type": row["type"], "source": row["source"], "target": row["target"], "properties": _sorted(row["props"])}


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


def _graph_nodes(store: Store, labels: Mapping[str, str], kept: Iterable[Row]) -> list[GraphNode]:
    shown: dict[str, int] = {}
    for row in kept:
        for end in (row["source"], row["target"]):
            shown[end] = shown.get(end, 0) + 1
    by_label: dict[str, list[str]] = {}
    for one, label in labels.items():
        by_label.setdefault(label, []).append(one)
    nodes: list[GraphNode] = []
    for label, some in by_label.items():
        degrees = _degrees(store, label, sorted(some))
        for row in store.read(catalogue.text("nodes_by_id", label=label), ids=sorted(some)):
            props = {k: v for k, v in _sorted(row["props"]).items() if k != "text"}
            name = node_name(label, props["id"], props)
            more = degrees.get(props["id"], 0) - shown.get(props["id"], 0)
            nodes.append({"id": props["id"], "type": label, "name": name, "properties": props, "more": max(more, 0)})
    return sorted(nodes, key=lambda n: (n["type"], n["id"]))


def _degrees(store: Store, label: str, ids: list[str]) -> dict[str, int]:
    degrees: dict[str, int] = {}
    for direction in DIRECTIONS:
        for row in store.read(catalogue.text(f"edge_counts_{direction}", label=label), ids=ids):
            degrees[row["id"]] = degrees.get(row["id"], 0) + row["number"]
    return degrees
