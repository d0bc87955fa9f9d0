"""Alignment of documents or levels: which units of one side carry out or correspond to which of the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypedDict

import networkx as nx

from graph.analysis.alignment import THRESHOLD, Aligning, Match, match
from graph.analysis.ground import Ground, drafts_left_out, side
from graph.analysis.rates import Basis, basis, share
from graph.projection import DocumentItem, MeasureItem, Projection
from graph.rows import DocumentReference, MeasureReference

EVERY = slice(None)


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


def align(
    projection: Projection,
    *,
    source: str,
    target: str,
    top: int = 3,
    threshold: float = THRESHOLD,
    pruned: bool = False,
    shown: slice = EVERY,
) -> Alignment:
    """The units of `source` beside those of `target`; either is a document id, a level, or the name of a place.

    Units are the measures without sub-measures. `results` has one list of rows a source unit, in order of print; of the
    units `shown` alone, while every figure is over all of them. A unit is never aligned with one of its own document
    when both sides hold that document. `pruned` looks at likely candidates alone (nearby.likely).
    """
    ground = Ground(projection)
    sources, targets = side(projection, source), side(projection, target)
    units = ground.units(sources)
    found = _Found(units, list(_aligned(ground, sources, targets, top, pruned)))
    rows = [_rows(ground, unit, found.matches(unit), threshold) for unit in units[shown]]
    aligned = sum(score is not None and score >= threshold for score in found.scores())
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


@dataclass(frozen=True)
class _Found:
    """Source units with the alignments they stand in."""

    units: Sequence[MeasureItem]
    groups: Sequence[tuple[Sequence[MeasureItem], Aligning]]

    @cached_property
    def _places(self) -> Mapping[str, tuple[Aligning, int]]:
        return {unit.id: (aligning, row) for units, aligning in self.groups for row, unit in enumerate(units)}

    def matches(self, unit: MeasureItem) -> list[Match]:
        """The candidates of a unit."""
        aligning, row = self._places[unit.id]
        return aligning.matches([row])[0]

    def scores(self) -> Iterator[float | None]:
        """The best score of each unit, group by group."""
        for _, aligning in self.groups:
            yield from aligning.best_scores()


def _aligned(
    ground: Ground, sources: Sequence[DocumentItem], targets: Sequence[DocumentItem], top: int, pruned: bool
) -> Iterator[tuple[Sequence[MeasureItem], Aligning]]:
    """The units of the sources with their alignment. Documents on both sides are each aligned with the others."""
    both = {d.id for d in sources} & {d.id for d in targets} if len(sources) + len(targets) > 2 else set()
    groups = [[d for d in sources if d.id not in both], *([d] for d in sources if d.id in both)]
    for group in groups:
        apart = {d.id for d in group} & both
        left, right = ground.units(group), ground.units([d for d in targets if d.id not in apart])
        passages = [ground.passage(m) for m in left], [ground.passage(m) for m in right]
        yield left, Aligning(*passages, top=top, pruned=pruned)


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
