"""One node: all that is known of it, its responsibilities with evidence, its neighbours."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from graph import catalogue, filters, reading
from graph.answers import references
from graph.answers.leads import Found, held_by, of_bodies, rows
from graph.errors import NotFound
from graph.ids import document_of, label_of
from graph.projection import read_projection
from graph.rows import (
    AdjacentGroup,
    AdjacentRow,
    DocumentReference,
    EntityAnswer,
    Listing,
    ResponsibilityRow,
)
from graph.standing import Standing
from graph.status import day
from graph.store import Row, Store
from graph.titles import node_name
from graph.writing import grouped
from ontology import model

DIRECTIONS = ("out", "in")
_TARGETS = ("Measure", "Program", "PlanCategory", "PlanSystem", "Fund")
_NEAR = 20
ALL_EDGES = 10_000_000
_Pages = Callable[[int, int], list[Row]]


def entity(store: Store, id: str, *, as_of: str | None = None, limit: int = _NEAR) -> EntityAnswer:
    """A node with its properties, its responsibilities (inherited ones where it has none) and its neighbours.

    With `as_of` the responsibilities and neighbours that documents in force on that day give; the node itself answers
    whatever the day. `limit` is how many neighbours of each kind are given; all of them: `adjacent`. Raises NotFound,
    BadParameter.
    """
    filters.page(limit, 0)
    label = label_of(id)
    props = properties(store, label, id)
    held, inherited = _responsibilities(store, label, id, as_of)
    document = _document(store, label, id, as_of)
    if label == "Document" and document is not None:
        props["status"] = document["status"]
    return {
        "id": id,
        "type": label,
        "name": node_name(label, id, props),
        "properties": props,
        "document": document,
        "responsibilities": held,
        "inherited": inherited,
        "adjacent": _groups(store, label, id, limit, as_of),
    }


def properties(store: Store, label: str, identifier: str) -> dict[str, Any]:
    """The properties of a node in their declared order; NotFound when it is not there."""
    found = store.read(catalogue.text("node_properties", label=label), id=identifier)
    if not found:
        raise NotFound("not_found", f"没有标识为 {identifier} 的内容")
    props: dict[str, Any] = found[0]["props"]
    order = [p.name for p in model.class_def(label).properties]
    return {name: props[name] for name in order if name in props}


def _document(store: Store, label: str, identifier: str, as_of: str | None) -> DocumentReference | None:
    own = own_document(store, label, identifier)
    return references.documents(store, [own], as_of=as_of)[own] if own is not None else None


def own_document(store: Store, label: str, identifier: str) -> str | None:
    """The document a node is or is a part of; None for what no document owns."""
    if label == "Document":
        return identifier
    if label not in (*_TARGETS, "Section", "Target"):
        return None
    found = store.read(catalogue.text("document_of_part", label=label), id=identifier)
    return min((str(row["id"]) for row in found), default=document_of(identifier) or None)


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
    if as_of is not None:
        found = [f for f in found if known[f.item.document].status == "in_force"]
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
        for edge, number, page in _kinds(store, label, identifier, direction, as_of):
            rows = _adjacent_rows(store, page(limit, 0), as_of)
            groups.append({"edge": edge, "direction": direction, "total": number, "results": rows})
    return groups


def _kinds(
    store: Store, label: str, identifier: str, direction: str, as_of: str | None
) -> list[tuple[str, int, _Pages]]:
    """The types of a node's edges in one direction, each with how many there are and a reader of its pages.

    Without a day the store counts and pages; with one all edges are read, for only then is known which hold.
    """
    if as_of is None:
        counts = store.read(catalogue.text(f"edge_counts_{direction}", label=label), ids=[identifier])
        return [
            (row["type"], row["number"], partial(_page, store, label, identifier, row["type"], direction))
            for row in sorted(counts, key=lambda r: str(r["type"]))
        ]
    rows = store.read(catalogue.text(f"edges_{direction}", label=label), ids=[identifier], limit=ALL_EDGES)
    held = Standing(store, as_of).held(rows, own_document(store, label, identifier))
    other = "target" if direction == "out" else "source"
    found = sorted(held, key=lambda r: (r[other], str(r["props"].get("id") or "")))
    by_type = grouped((row["type"], {**row, "id": row[other], "direction": direction}) for row in found)
    return [(edge, len(rows), partial(_slice, rows)) for edge, rows in sorted(by_type.items())]


def _slice(rows: Sequence[Row], limit: int, offset: int) -> list[Row]:
    return list(rows[offset : offset + limit])


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
    """The neighbours of a node by edge: out before in, then by type and id; with `as_of` those of that day.

    Raises NotFound, BadParameter.
    """
    filters.page(limit, offset)
    label = label_of(id)
    properties(store, label, id)
    if edge is not None:
        filters.word("edge", edge, dict.fromkeys(e.name for e in model.edges()))
    if direction is not None:
        filters.word("direction", direction, DIRECTIONS)
    found: list[Row] = []
    total = 0
    for way in DIRECTIONS if direction is None else (direction,):
        for kind, number, page in _kinds(store, label, id, way, as_of):
            if edge in (None, kind):
                skip = max(offset - total, 0)
                left = number if limit is None else limit - len(found)
                total += number
                if left > 0 and skip < number:
                    found += page(left, skip)
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
            "properties": sorted_properties(row["props"]),
            "node": named[row["id"]],
        }
        for row in found
    ]


def sorted_properties(props: Mapping[str, Any]) -> dict[str, Any]:
    """Properties by name."""
    return {key: props[key] for key in sorted(props)}
