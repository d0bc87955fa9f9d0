"""The analyses as questions to a store: what HTTP, the command line and people's own Python ask."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Unpack

from graph import catalogue
from graph.analysis import align as alignments
from graph.analysis import compare as comparisons
from graph.analysis import coverage as coverages
from graph.analysis import networks
from graph.analysis.alignment import THRESHOLD
from graph.analysis.ground import Ground, place_reference
from graph.analysis.overlap import EVERYWHERE, SIMILAR, overlap_institutions, overlap_measures
from graph.analysis.permuting import SEED
from graph.analysis.plan_parts import PlanReader
from graph.analysis.plans import Judged
from graph.analysis.readings import reading
from graph.analysis.reference_systems import reference_systems
from graph.analysis.scope import ROWS, Answer, Asked, page, read, shown, span
from graph.answers import references
from graph.errors import BadParameter
from graph.filters import parted
from graph.projection import PlanSystemItem, Projection
from graph.store import Store

_MOST_TOP = 50


def overlap(
    store: Store,
    *,
    of: str = "institutions",
    role: str | Collection[str] | None = None,
    inferred: bool = False,
    classes: bool = False,
    drafts: bool = False,
    min_shared: int = 1,
    without: str = ",".join(EVERYWHERE),
    permutations: int = 0,
    seed: int = SEED,
    threshold: float = SIMILAR,
    across: bool = False,
    leads_differ: bool | None = None,
    **asked: Unpack[Asked],
) -> Answer:
    """Where responsibilities overlap: `of` institutions (they share tasks) or measures (they say the same).

    role, classes, min_shared, without (parted by commas), permutations and seed go with institutions, threshold, across
    and leads_differ with measures. A document that is named is counted even when it is a draft.
    """
    projection, drafts = read(store, asked, drafts=drafts)
    if of == "institutions":
        roles = [role] if isinstance(role, str) else role
        found: Mapping[str, Any] = overlap_institutions(
            projection,
            roles=roles,
            inferred=inferred,
            classes=classes,
            drafts=drafts,
            min_shared=min_shared,
            without=parted(without),
            permutations=permutations,
            seed=seed,
        )
    elif of == "measures":
        found = overlap_measures(
            projection, threshold=threshold, inferred=inferred, drafts=drafts, across=across, leads_differ=leads_differ
        )
    else:
        raise BadParameter("bad_parameter", f"of 须为 institutions 或 measures：{of}")
    answer = shown(found, asked)
    if (as_of := asked.get("as_of")) is not None and of == "institutions":
        _follow(store, answer["results"], as_of)
    return {"of": of, **answer}


def network(
    store: Store,
    *,
    role: str | Collection[str] | None = None,
    inferred: bool = False,
    classes: bool = False,
    drafts: bool = False,
    min_shared: int = 1,
    without: str = ",".join(EVERYWHERE),
    most_q: float | None = None,
    **asked: Unpack[Asked],
) -> Answer:
    """The network of bodies that share tasks, with centralities and communities; edges are those of the rows shown."""
    projection, drafts = read(store, asked, drafts=drafts)
    found = overlap_institutions(
        projection,
        roles=[role] if isinstance(role, str) else role,
        inferred=inferred,
        classes=classes,
        drafts=drafts,
        min_shared=min_shared,
        without=parted(without),
    )
    answer = shown(networks.network(found, most_q=most_q), asked)
    there = {row["institution"]["id"] for row in answer["results"]}
    return {**answer, "edges": [e for e in answer["edges"] if e["left"] in there and e["right"] in there]}


def _follow(store: Store, rows: Sequence[dict[str, Any]], as_of: str) -> None:
    """Puts beside the bodies of rows those that have their work today."""
    ids = {row[side]["id"] for row in rows for side in ("left", "right")}
    known = references.institutions(store, ids, as_of=as_of)
    for row in rows:
        row.update({side: known[row[side]["id"]] for side in ("left", "right")})


def alignment(
    store: Store,
    *,
    source: str,
    target: str,
    top: int = 3,
    threshold: float = THRESHOLD,
    pruned: bool = False,
    as_of: str | None = None,
    limit: int | None = ROWS,
    offset: int = 0,
) -> Answer:
    """For each unit of `source` the units of `target` it corresponds to; paging counts source units.

    `pruned` looks at likely candidates alone. Either side is a document id, a level, or the name or code of a place;
    with `as_of` of documents in force on that day. NotFound when nothing of it is loaded or in force.
    """
    if not 1 <= top <= _MOST_TOP:
        raise BadParameter("bad_parameter", f"top 须在 1 与 {_MOST_TOP} 之间：{top}")
    asked_for = span(limit, offset)
    found = alignments.align(
        _all(store, as_of), source=source, target=target, top=top, threshold=threshold, pruned=pruned, shown=asked_for
    )
    rows = [row for group in found["results"] for row in group]
    return {**found, "results": rows, "total": found["units"], "limit": limit, "offset": offset}


def coverage(
    store: Store,
    *,
    upper: str,
    lower: str,
    threshold: float = THRESHOLD,
    as_of: str | None = None,
    limit: int | None = ROWS,
    offset: int = 0,
) -> Answer:
    """Which tasks of `upper` the documents of `lower` take up, a row a task and lower document, as on a day."""
    return page(coverages.coverage(_all(store, as_of), upper=upper, lower=lower, threshold=threshold), limit, offset)


def plan_systems(store: Store, *, as_of: str | None = None, limit: int | None = ROWS, offset: int = 0) -> Answer:
    """The plan systems loaded, with categories and funds: drafts included and marked by their document's status.

    With `as_of` those of documents in force on that day. `references` are the declared ones to compare with: always
    there and not counted.
    """
    projection = _all(store, as_of)
    reader = PlanReader(projection)
    ordered = sorted(projection.plan_systems, key=lambda s: (s.document, s.id))
    found = {"results": [_system(reader, system) for system in ordered], "references": reference_systems()}
    return page(found, limit, offset)


def compare(store: Store, left: str, right: str, *, via: str | None = None, as_of: str | None = None) -> Answer:
    """Two plan systems side by side, each by id, by its document's id, or by the name of its place; as on a day.

    Either may be a reference system (国家2014); with `via` both stand against that one as well.
    """
    judged = [Judged(**row) for row in store.read(catalogue.text("judged_pairs"))]
    return dict(comparisons.compare(_all(store, as_of), left, right, judged, via=via))


def _all(store: Store, as_of: str | None) -> Projection:
    return reading(store, as_of=as_of)


def _system(reader: PlanReader, system: PlanSystemItem) -> Answer:
    ground: Ground = reader.ground
    document = ground.document(system.document)
    categories = sorted(
        (c for c in reader.projection.categories if c.system == system.id), key=lambda c: (c.order, c.id)
    )
    funds = [f for f in reader.projection.funds if f.system == system.id]
    return {
        "id": system.id,
        "type": "PlanSystem",
        "name": system.name,
        "document": document,
        "place": place_reference(document["jurisdiction"]) if document["jurisdiction"] else None,
        "categories": [
            {
                **ground.reference(c.id),
                "order": c.order,
                "purpose": c.purpose,
                "programs": [{**ground.reference(p.id), "funding": p.funding} for p in reader.programs(c)],
            }
            for c in categories
        ],
        "funds": [
            {
                **ground.reference(f.id),
                "merged_from": [ground.reference(m) for m in f.merged_from],
                "categories": list(f.categories),
            }
            for f in funds
        ],
    }
