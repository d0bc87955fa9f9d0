"""Which units of one side correspond to which of the other: a score, what it is made of, and a decision.

The base score of two units is a sum of cosines over blocks: the words (TF-IDF over character bigrams, title and text),
declared subjects, headings around the unit, instruments, indicators of targets, cited works, functional lines of the
leads. From it goes a part of what the two share with their next-best counterparts (a unit close to everything says
little; after the hubness correction of Conneau et al. 2018). Then a pair in which each is the other's best, or nearly
so, gains, and one in which both have a nearer counterpart loses: scores of documents written in few common words stay
comparable with those of near copies. All of it is the same asked the other way round, and the weights of the reasons
add up to the score.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.analysis.lexicon import lexicon
from graph.analysis.nearby import best, in_order, likely, places
from graph.analysis.similarity import Vector, bigrams, shared_terms
from graph.analysis.weighing import WEIGHTS, Passage, Weighed, counted, weighed

# Calibrated on the labelled pairs in tests/analysis/pairs.
THRESHOLD = 0.102
FLOOR = 0.02
_COMPETITION, _RIVALS = 0.45, 3
_CANDIDATES = 20
# A pair this near to the best of both sides is mutual; one not this near to the best of either side is second to it.
_MUTUAL, _GAIN = 0.8, 0.1
_SECOND, _LOSS = 0.9, 0.5
_TERMS_SHOWN = 6
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Reason:
    """A part of a score: its kind, what was found, how much it weighs."""

    kind: str
    value: str
    weight: float

    def row(self) -> dict[str, object]:
        """As it stands in an answer."""
        return {"kind": self.kind, "value": self.value, "weight": round(self.weight, 4)}


@dataclass(frozen=True, slots=True)
class Match:
    """A candidate: the ids of both sides, its place among the source's candidates, score and reasons."""

    source: str
    target: str
    rank: int
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Pairs:
    """The best candidates as arrays, by source row and rank: rows of both sides, the base score, what competition
    takes of it, what a pair's place beside the best of both sides gives or takes.
    """

    source: Ints
    target: Ints
    base: Floats
    competition: Floats
    standing: Floats

    @property
    def score(self) -> Floats:
        """All of it."""
        return self.base + self.competition + self.standing


def match(sources: Sequence[Passage], targets: Sequence[Passage], *, top: int = 3) -> list[list[Match]]:
    """For each source passage its best `top` candidates; none where nothing reaches FLOOR. Ties go by id."""
    return Aligning(sources, targets, top=top).matches(range(len(sources)))


class Aligning:
    """Sources beside targets: pairs at once, reasons for those that are asked for."""

    def __init__(
        self, sources: Sequence[Passage], targets: Sequence[Passage], *, top: int = 3, pruned: bool = False
    ) -> None:
        self._sources, self._targets = sources, targets
        self._weighed = weighed(counted(sources), counted(targets))
        self.pairs = pairs(self._weighed, _ranks([t.id for t in targets]), top=top, pruned=pruned)
        self._starts = np.searchsorted(self.pairs.source, np.arange(len(sources) + 1)).tolist()

    def best_scores(self) -> list[float | None]:
        """The best score of each source."""
        scores = self.pairs.score
        return [float(scores[a]) if a < b else None for a, b in zip(self._starts, self._starts[1:], strict=False)]

    def matches(self, rows: Iterable[int]) -> list[list[Match]]:
        """The candidates of some sources, by row, with their reasons."""
        return [
            [self._match(at, rank) for rank, at in enumerate(range(self._starts[i], self._starts[i + 1]), 1)]
            for i in rows
        ]

    def _match(self, at: int, rank: int) -> Match:
        i, j = int(self.pairs.source[at]), int(self.pairs.target[at])
        source, target = self._sources[i], self._targets[j]
        blocks = self._weighed.shared(i, j)
        reasons = [*_word_reasons(source, target, *blocks["text"])]
        labels = lexicon("subjects").labels
        for block, weight in WEIGHTS.items():
            left, right = blocks[block]
            if block == "position":
                reasons += _heading_reasons(source, left, right, weight)
            elif block != "text":
                shared = sorted(left.keys() & right.keys())
                reasons += [Reason(block, labels.get(t, t), left[t] * right[t] * weight) for t in shared]
        competition, standing = float(self.pairs.competition[at]), float(self.pairs.standing[at])
        if competition:
            reasons.append(Reason("competition", "与其他条目也相近", competition))
        if standing:
            words = "互为最相近" if standing > 0 else "双方都另有更相近的条目"
            reasons.append(Reason("standing", words, standing))
        reasons.sort(key=lambda r: (-round(r.weight, 9), r.kind, r.value))
        return Match(source.id, target.id, rank, float(self.pairs.score[at]), tuple(reasons))


def _ranks(ids: Sequence[str]) -> Ints:
    """The place of each id among all in order."""
    found = np.empty(len(ids), np.int64)
    found[sorted(range(len(ids)), key=ids.__getitem__)] = np.arange(len(ids))
    return found


def pairs(both: Weighed, ranks: Ints, *, top: int, pruned: bool = False) -> Pairs:
    """For each source row its best `top` candidates from FLOOR up, ties by the rank of the target.

    `pruned` looks at likely candidates alone (see nearby.likely).
    """
    wanted = max(top, _CANDIDATES)
    found = (likely if pruned else best)(both.left, both.right, top=wanted)
    source, target, base = in_order(found)
    back = found.T.tocsr() if pruned else best(both.right, both.left, top=_RIVALS + 1)
    rivals = _rivals(source, base, both.left.shape[0]), _rivals(*in_order(back)[::2], both.right.shape[0])
    competition = -_penalty(rivals[0][source], base) - _penalty(rivals[1][target], base)
    standing = _standing(source, target, base + competition)
    score = base + competition + standing
    kept = np.flatnonzero(score >= FLOOR)
    order = kept[np.lexsort((ranks[target[kept]], -np.round(score[kept], 6), source[kept]))]
    order = order[places(source[order]) < top]
    return Pairs(source[order], target[order], base[order], competition[order], standing[order])


def _rivals(rows: Ints, values: Floats, length: int) -> Floats:
    """The best scores of each row, nought where it has fewer: row × (_RIVALS + 1). Entries stand best first."""
    found = np.zeros((length, _RIVALS + 1))
    at = places(rows)
    near = at <= _RIVALS
    found[rows[near], at[near]] = values[near]
    return found


def _penalty(rivals: Floats, base: Floats) -> Floats:
    """Half of the competition weight times the mean of the next-best scores of a unit, those above it left out."""
    apart = np.abs(rivals - base[:, None])
    nearest = apart.argmin(axis=1)
    own = apart[np.arange(len(base)), nearest] <= 1e-9
    without = np.where(own, nearest, _RIVALS)
    taken: Floats = _COMPETITION / 2 / _RIVALS * (rivals.sum(axis=1) - rivals[np.arange(len(base)), without])
    return taken


def _standing(source: Ints, target: Ints, score: Floats) -> Floats:
    """What follows from the best counterpart of each side: pairs near to both gain, those far from both lose."""
    best_of_source = np.full(int(source.max(initial=-1)) + 1, -np.inf)
    np.maximum.at(best_of_source, source, score)
    best_of_target = np.zeros(int(target.max(initial=-1)) + 1)
    np.maximum.at(best_of_target, target, score)
    sides = best_of_source[source], best_of_target[target]
    mutual = score >= _MUTUAL * np.maximum(*sides)
    second = ~mutual & (score < _SECOND * np.minimum(*sides))
    return np.where(score <= 0, 0.0, np.where(mutual, _GAIN * score, np.where(second, -_LOSS * score, 0.0)))


def _word_reasons(source: Passage, target: Passage, left: Vector, right: Vector) -> Iterable[Reason]:
    words = "。".join([source.title, source.text, source.context])
    terms = shared_terms(words, left, right, limit=len(left))
    for item in terms[:_TERMS_SHOWN]:
        in_titles = item.term in source.title and item.term in target.title
        yield Reason("title" if in_titles else "term", item.term, item.weight)
    rest = terms[_TERMS_SHOWN:]
    if rest:
        yield Reason("other_terms", f"其余 {len(rest)} 处共同用语", math.fsum(t.weight for t in rest))


def _heading_reasons(source: Passage, left: Vector, right: Vector, weight: float) -> list[Reason]:
    shared = set(left.keys() & right.keys())
    if not shared:
        return []
    headings = [h for h in source.headings if shared & set(bigrams(h))]
    terms = shared_terms("。".join(headings), left, right, limit=3)
    value = "、".join(t.term for t in terms)
    return [Reason("position", value, weight * math.fsum(left[t] * right[t] for t in sorted(shared)))]
