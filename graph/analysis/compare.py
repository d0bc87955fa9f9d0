"""Two plan systems side by side: category by category and program by program, with relations and reasons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NotRequired, TypedDict

from graph.analysis.dimensions import Dimensions, clauses, dimensions
from graph.analysis.lexicon import lexicon
from graph.analysis.plan_parts import PlanReader
from graph.analysis.plans import STRENGTH, Comparer, Comparison, Judged, Part
from graph.analysis.reference_systems import with_references
from graph.correcting.pairs import REJECTED
from graph.errors import BadParameter, NotFound
from graph.projection import Projection
from graph.rows import DocumentReference, Reference

_QUOTES = 1
_COUNTERPARTS = {"exact", "close", "broad", "narrow"}


class CompareReason(TypedDict):
    """Why a pair has its relation; weight is null where a reason has no number."""

    kind: str
    value: str
    weight: float | None


class ProgramPair(TypedDict):
    """Two programs, or a program and the category of a side that names no programs."""

    left: Reference
    right: Reference
    relation: str
    status: str
    corrected_by: str | None
    why: str | None
    score: float


class CategoryPair(TypedDict):
    """Two categories, or one without a partner: the other side, score and dimensions are then null.

    `status` is computed, confirmed or rejected; the latter two are a person's word, `corrected_by` whose, `why` on what
    ground.
    """

    left_category: Reference | None
    right_category: Reference | None
    relation: str
    status: str
    corrected_by: str | None
    why: str | None
    score: float | None
    dimensions: Dimensions | None
    reasons: list[CompareReason]
    programs: list[ProgramPair]


class Cell(TypedDict):
    """A field of the matrix; quotes are the clauses on either side about what both fund most."""

    relation: str
    status: str
    score: float
    quotes: CellQuotes


class CellQuotes(TypedDict):
    """The clauses of either side of a field; empty where nothing is common."""

    left: list[str]
    right: list[str]


class Matrix(TypedDict):
    """All pairs of categories: `cells[i][j]` is the i-th of the left beside the j-th of the right."""

    left: list[Reference]
    right: list[Reference]
    cells: list[list[Cell]]


class SystemReference(Reference):
    """A plan system with the document that sets it up."""

    document: DocumentReference


class WithoutCounterpart(TypedDict):
    """What of each side (its categories, or its programs) nothing of the other is exactly, closely, more broadly or
    narrowly.
    """

    left: list[Reference]
    right: list[Reference]


class Related(TypedDict):
    """A category and its relation to a category of the reference."""

    category: Reference
    relation: str
    score: float


class ThroughRow(TypedDict):
    """A category of the reference with the categories of both sides that have something in common with it."""

    category: Reference
    left: list[Related]
    right: list[Related]


class Via(TypedDict):
    """Both systems against a reference: the pairs of each with it (read to the reference), and what meets in it."""

    reference: SystemReference
    left: list[CategoryPair]
    right: list[CategoryPair]
    through: list[ThroughRow]


class SystemComparison(TypedDict):
    """Every pair whose relation is not none, then pairs a person rejected, then each category without a partner.

    Relations read left to right.
    """

    left: SystemReference
    right: SystemReference
    rows: list[CategoryPair]
    without_counterpart: WithoutCounterpart
    programs_without_counterpart: WithoutCounterpart
    matrix: Matrix
    via: NotRequired[Via]


def compare(
    projection: Projection, left: str, right: str, judged: Sequence[Judged] = (), *, via: str | None = None
) -> SystemComparison:
    """Two plan systems, each by its id, its document's id, or the name of its place (a draft where nothing else is).

    A pair depends on the two systems alone, and on what people said of it (`judged`, which goes before what is
    computed); compare(right, left) is its exact inverse. A declared reference system (国家2014) is always there; with
    `via` both sides also stand against that one. NotFound when a side is not loaded.
    """
    found = Comparisons(projection, left, right, judged).answer()
    if via is not None:
        sides = (Comparisons(projection, side, via, judged).answer() for side in (left, right))
        found["via"] = _via(*sides)
    return found


def _via(left: SystemComparison, right: SystemComparison) -> Via:
    return {
        "reference": left["right"],
        "left": left["rows"],
        "right": right["rows"],
        "through": [
            {"category": one, "left": _meeting(left, one["id"]), "right": _meeting(right, one["id"])}
            for one in left["matrix"]["right"]
        ],
    }


def _meeting(found: SystemComparison, category: str) -> list[Related]:
    """The categories of a side that have something in common with a category of the reference, closest first."""
    pairs: list[Related] = [
        {"category": row["left_category"], "relation": row["relation"], "score": row["score"]}
        for row in found["rows"]
        if row["left_category"] and row["right_category"] and row["right_category"]["id"] == category
        if row["score"] is not None
    ]
    return sorted(pairs, key=lambda r: (_strength(r["relation"]), -r["score"], r["category"]["id"]))


class Comparisons:
    """All comparisons of two systems, made once."""

    def __init__(self, projection: Projection, left: str, right: str, judged: Sequence[Judged] = ()) -> None:
        self.reader = PlanReader(with_references(projection))
        self.systems = self.reader.system(left), self.reader.system(right)
        self.left, self.right = (self.reader.parts(system) for system in self.systems)
        comparer = Comparer(self.left, self.right)
        said = {(one.left, one.right): one for some in judged for one in (some, some.turned)}
        self.pairs = {
            (a.id, b.id): comparer.compare(a, b).under(said.get((a.id, b.id)))
            for a in self._ends(self.left)
            for b in self._ends(self.right)
        }

    def _ends(self, side: Sequence[Part]) -> list[Part]:
        return [end for part in side for end in part.everything()]

    def pair(self, left: str, right: str) -> Comparison:
        """A category or program of either side, each by id or name; NotFound, BadParameter where it is not one."""
        return self.pairs[self._part(self.left, left).id, self._part(self.right, right).id]

    def _part(self, side: Sequence[Part], name: str) -> Part:
        found = [end for end in self._ends(side) if name in (end.id, end.name)]
        if not found:
            names = "、".join(end.name for end in self._ends(side)[:12])
            raise NotFound("not_found", f"这套计划体系没有叫“{name[:80]}”的类别或专项；有：{names}")
        if len(found) > 1:
            raise BadParameter("bad_parameter", f"“{name}”有几个，请给 id：{'、'.join(end.id for end in found)}")
        return found[0]

    def answer(self) -> SystemComparison:
        """Rows, matrix, and what has no counterpart."""
        rows = [self._pair(a, b) for a in self.left for b in self._partners(a)]
        rows += [self._pair(a, b) for a in self.left for b in self.right if self.pairs[a.id, b.id].status == REJECTED]
        lone_left = [a for a in self.left if not self._partners(a)]
        lone_right = [b for b in self.right if all(self.pairs[a.id, b.id].relation == "none" for a in self.left)]
        return {
            "left": self._system(0),
            "right": self._system(1),
            "rows": [*rows, *(self._lone(a, None) for a in lone_left), *(self._lone(None, b) for b in lone_right)],
            "without_counterpart": {
                "left": [_category(a) for a in self.left if not self._counterparts((a.id, b.id) for b in self.right)],
                "right": [_category(b) for b in self.right if not self._counterparts((a.id, b.id) for a in self.left)],
            },
            "programs_without_counterpart": {"left": self._lone_programs(0), "right": self._lone_programs(1)},
            "matrix": self._matrix(),
        }

    def _lone_programs(self, side: int) -> list[Reference]:
        """The programs of a side that nothing of the other truly corresponds to, in order of print."""
        mine, others = (self.left, self.right) if side == 0 else (self.right, self.left)
        ends = [e.id for part in others for e in part.everything()]
        return [
            _part(program, is_program=True)
            for part in mine
            for program in part.programs
            if not self._counterparts((program.id, e) if side == 0 else (e, program.id) for e in ends)
        ]

    def _counterparts(self, keys: Iterable[tuple[str, str]]) -> bool:
        return any(self.pairs[key].relation in _COUNTERPARTS for key in keys)

    def _partners(self, left: Part) -> list[Part]:
        found = [b for b in self.right if self.pairs[left.id, b.id].relation != "none"]
        return sorted(found, key=lambda b: (*_rank(self.pairs[left.id, b.id]), b.order, b.id))

    def _system(self, side: int) -> SystemReference:
        item = self.systems[side]
        document = self.reader.ground.document(item.document)
        return {"id": item.id, "type": "PlanSystem", "name": item.name, "document": document}

    def _matrix(self) -> Matrix:
        return {
            "left": [_category(a) for a in self.left],
            "right": [_category(b) for b in self.right],
            "cells": [[_cell(self.pairs[a.id, b.id]) for b in self.right] for a in self.left],
        }

    def _pair(self, left: Part, right: Part) -> CategoryPair:
        pair = self.pairs[left.id, right.id]
        return {
            "left_category": _category(left),
            "right_category": _category(right),
            "relation": pair.relation,
            "status": pair.status,
            "corrected_by": pair.corrected_by,
            "why": pair.why,
            "score": round(pair.score, 4),
            "dimensions": dimensions(pair),
            "reasons": self._reasons(pair),
            "programs": self._programs(left, right),
        }

    def _lone(self, left: Part | None, right: Part | None) -> CategoryPair:
        reason: CompareReason = {"kind": "no_partner", "value": "对方没有资助同样内容的类别", "weight": None}
        return {
            "left_category": _category(left) if left else None,
            "right_category": _category(right) if right else None,
            "relation": "none",
            "status": "computed",
            "corrected_by": None,
            "why": None,
            "score": None,
            "dimensions": None,
            "reasons": [reason],
            "programs": [],
        }

    def _programs(self, left: Part, right: Part) -> list[ProgramPair]:
        """The programs of a pair that have something in common, best first."""
        if not left.programs and not right.programs:
            return []
        ends = [(a, b) for a in left.programs or (left,) for b in right.programs or (right,)]
        pairs = [self.pairs[a.id, b.id] for a, b in ends]
        found = [p for p in pairs if p.relation != "none" or p.status == REJECTED]
        found.sort(key=lambda p: (*_rank(p), p.left.order, p.right.order, p.left.id, p.right.id))
        return [
            {
                "left": _part(p.left, is_program=p.left in left.programs),
                "right": _part(p.right, is_program=p.right in right.programs),
                "relation": p.relation,
                "status": p.status,
                "corrected_by": p.corrected_by,
                "why": p.why,
                "score": round(p.score, 4),
            }
            for p in found
        ]

    def _reasons(self, pair: Comparison) -> list[CompareReason]:
        labels = lexicon("activities").labels
        left, right = pair.left.profile, pair.right.profile
        both = sorted(left.keys() & right.keys(), key=lambda a: (-min(left[a], right[a]), a))
        reasons: list[CompareReason] = [
            {"kind": "both_fund", "value": labels[a], "weight": round(min(left[a], right[a]), 4)} for a in both
        ]
        reasons += [
            {"kind": kind, "value": labels[a], "weight": round(mine[a], 4)}
            for kind, mine, other in (("left_only", left, right), ("right_only", right, left))
            for a in sorted(mine.keys() - other.keys(), key=lambda a: (-mine[a], a))
        ]
        return [*reasons, *self._elsewhere(pair)]

    def _elsewhere(self, pair: Comparison) -> list[CompareReason]:
        """Programs of either side whose nearest counterpart is another category than the one of this pair."""
        found: list[CompareReason] = []
        for part in pair.left.programs:
            best = self._best([self.pairs[part.id, b.id] for b in self.right])
            if best and best.right.id != pair.right.id:
                found.append(_moved("left_program_elsewhere", part, best.right, best))
        for part in pair.right.programs:
            best = self._best([self.pairs[a.id, part.id] for a in self.left])
            if best and best.left.id != pair.left.id:
                found.append(_moved("right_program_elsewhere", part, best.left, best))
        if pair.relation == "related":
            found += self._nearest(pair)
        return found

    def _nearest(self, pair: Comparison) -> list[CompareReason]:
        """For either category of a pair that merely overlaps, what stands nearest to it on the whole other side."""
        ends_left = [e for a in self.left for e in a.programs or (a,)]
        ends_right = [e for b in self.right for e in b.programs or (b,)]
        to_right = self._best([self.pairs[e.id, pair.right.id] for e in ends_left])
        to_left = self._best([self.pairs[pair.left.id, e.id] for e in ends_right])
        found = []
        if to_right:
            found.append(_moved("nearest_to_right", pair.right, to_right.left, to_right))
        if to_left:
            found.append(_moved("nearest_to_left", pair.left, to_left.right, to_left))
        return found

    def _best(self, pairs: Sequence[Comparison]) -> Comparison | None:
        kept = [p for p in pairs if p.relation != "none"]
        return min(kept, key=lambda p: (*_rank(p), p.left.id, p.right.id), default=None)


def _rank(pair: Comparison) -> tuple[int, float]:
    """Closest relation first; broad and narrow are equally close."""
    return _strength(pair.relation), -round(pair.score, 6)


def _strength(relation: str) -> int:
    return STRENGTH.index("broad" if relation == "narrow" else relation)


def _moved(kind: str, part: Part, to: Part, pair: Comparison) -> CompareReason:
    return {"kind": kind, "value": f"{part.name} → {to.name}", "weight": round(pair.score, 4)}


def _category(part: Part) -> Reference:
    return _part(part, is_program=False)


def _part(part: Part, *, is_program: bool) -> Reference:
    return {"id": part.id, "type": "Program" if is_program else "PlanCategory", "name": part.name}


def _cell(pair: Comparison) -> Cell:
    return {"relation": pair.relation, "status": pair.status, "score": round(pair.score, 4), "quotes": _quotes(pair)}


def _quotes(pair: Comparison) -> CellQuotes:
    both = pair.left.profile.keys() & pair.right.profile.keys()
    if pair.relation == "none" or not both:
        return {"left": [], "right": []}
    most = min(both, key=lambda a: (-min(pair.left.profile[a], pair.right.profile[a]), a))
    return {"left": clauses(pair.left, most)[:_QUOTES], "right": clauses(pair.right, most)[:_QUOTES]}
