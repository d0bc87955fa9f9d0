"""Alignment of documents or levels: which units of one side carry out or correspond to which of the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypedDict

import networkx as nx

from graph.analysis.alignment import THRESHOLD, Match, match
from graph.analysis.ground import Ground, drafts_left_out, side
from graph.analysis.rates import Basis, basis, share
from graph.projection import DocumentItem, MeasureItem, Projection
from graph.rows import DocumentReference, MeasureReference


class ReasonRow(TypedDict):
    """A part of a score: what kind, what was found, how much it weighs."""

    kind: str
    value: str
    weight: float


class AlignmentRow(TypedDict):
    """A source unit and one candidate; target, rank and score are null where nothing is a candidate.

    The weights of the reasons add up to the score, but for rounding.
    """

    source: MeasureReference
    target: MeasureReference | None
    rank: int | None
    score: float | None
    aligned: bool
    reasons: list[ReasonRow]


class Alignment(TypedDict):
    """All rows, with the threshold of the decision and what the alignment stands on."""

    source: list[DocumentReference]
    target: list[DocumentReference]
    threshold: float
    units: int
    aligned: int
    aligned_share: float | None
    basis: Basis
    results: list[list[AlignmentRow]]


def align(projection: Projection, *, source: str, target: str, top: int = 3, threshold: float = THRESHOLD) -> Alignment:
    """The units of `source` beside those of `target`; either is a document id, a level, or the name of a place.

    Units are the measures without sub-measures. `results` has one list of rows a source unit, in order of print.
    A unit is never aligned with one of its own document when both sides hold that document.
    """
    ground = Ground(projection)
    sources, targets = side(projection, source), side(projection, target)
    units = ground.units(sources)
    matches = dict(_matches(ground, sources, targets, top))
    rows = [_rows(ground, unit, matches.get(unit.id, []), threshold) for unit in units]
    aligned = sum(any(r["aligned"] for r in group) for group in rows)
    held = [r for m in units for r in projection.responsibilities_of(m.id)]
    left_out = drafts_left_out(projection, source, target)
    return {
        "source": [ground.document(d.id) for d in sources],
        "target": [ground.document(d.id) for d in targets],
        "threshold": threshold,
        "units": len(units),
        "aligned": aligned,
        "aligned_share": share(aligned, len(units)),
        "basis": basis(projection, sources, [m.document for m in units], held, drafts=left_out),
        "results": rows,
    }


def _matches(
    ground: Ground, sources: Sequence[DocumentItem], targets: Sequence[DocumentItem], top: int
) -> Iterator[tuple[str, list[Match]]]:
    """Candidates by source unit. Documents on both sides are matched one by one against the others."""
    both = {d.id for d in sources} & {d.id for d in targets} if len(sources) + len(targets) > 2 else set()
    groups = [[d for d in sources if d.id not in both], *([d] for d in sources if d.id in both)]
    for group in groups:
        apart = {d.id for d in group} & both
        left, right = ground.units(group), ground.units([d for d in targets if d.id not in apart])
        yield from zip((m.id for m in left), aligned_units(ground, left, right, top=top), strict=True)


def aligned_units(
    ground: Ground, left: Sequence[MeasureItem], right: Sequence[MeasureItem], *, top: int
) -> list[list[Match]]:
    """The best candidates among the right units for each left unit."""
    return match([ground.passage(m) for m in left], [ground.passage(m) for m in right], top=top)


def _rows(ground: Ground, unit: MeasureItem, matches: Sequence[Match], threshold: float) -> list[AlignmentRow]:
    source = ground.measure(unit.id)
    if not matches:
        return [{"source": source, "target": None, "rank": None, "score": None, "aligned": False, "reasons": []}]
    return [
        {
            "source": source,
            "target": ground.measure(m.target),
            "rank": m.rank,
            "score": round(m.score, 4),
            "aligned": m.score >= threshold,
            "reasons": reason_rows(m),
        }
        for m in matches
    ]


def reason_rows(found: Match) -> list[ReasonRow]:
    """The reasons of a match as they stand in an answer."""
    return [{"kind": r.kind, "value": r.value, "weight": round(r.weight, 4)} for r in found.reasons]


def alignment_graph(alignment: Alignment, *, decided: bool = True) -> nx.DiGraph[str]:
    """The alignment as a graph: an edge from source to target unit with score and rank; aligned pairs alone unless
    `decided` is false.
    """
    graph: nx.DiGraph[str] = nx.DiGraph()
    for group in alignment["results"]:
        for row in group:
            _add_unit(graph, row["source"], "source")
            if row["target"] is not None and (row["aligned"] or not decided):
                _add_unit(graph, row["target"], "target")
                attributes = {"score": row["score"], "rank": row["rank"], "aligned": row["aligned"]}
                graph.add_edge(row["source"]["id"], row["target"]["id"], **attributes)
    return graph


def _add_unit(graph: nx.DiGraph[str], unit: MeasureReference, role: str) -> None:
    if unit["id"] not in graph:
        graph.add_node(unit["id"], name=unit["name"], path=unit["path"], document=unit["document"], side=role)
