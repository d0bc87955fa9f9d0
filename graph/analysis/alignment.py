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
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from graph.analysis.lexicon import lexicon
from graph.analysis.similarity import Vector, bigrams, counts, inverse_frequencies, nearest, shared_terms, weigh

# Calibrated on the labelled pairs in tests/analysis/pairs.
THRESHOLD = 0.102
FLOOR = 0.02
WEIGHTS = {
    "text": 1.0,
    "subject": 0.10,
    "position": 0.12,
    "instrument": 0.04,
    "target": 0.04,
    "citation": 0.04,
    "line": 0.02,
}
_COMPETITION, _RIVALS = 0.45, 3
_CANDIDATES = 20
# A pair this near to the best of both sides is mutual; one not this near to the best of either side is second to it.
_MUTUAL, _GAIN = 0.8, 0.1
_SECOND, _LOSS = 0.9, 0.5
_SURE = 4
_CONTEXT = 0.8
_TERMS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Passage:
    """What an alignment knows of a unit; features besides the words are (value shown) by block.

    `context` is what is said of the unit as part of something (the heading right around it, the purpose of the plan
    category it belongs to): words of less weight than its own.
    """

    id: str
    title: str
    text: str
    headings: tuple[str, ...] = ()
    context: str = ""
    features: Mapping[str, tuple[str, ...]] | None = None


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
class _Vectors:
    """The blocks of each passage, each of length one, and all of them in one vector of weighted blocks."""

    blocks: list[dict[str, Vector]]
    joined: list[Vector]


def match(sources: Sequence[Passage], targets: Sequence[Passage], *, top: int = 3) -> list[list[Match]]:
    """For each source passage its best `top` candidates; none where nothing reaches FLOOR. Ties go by id."""
    vectors = _vectors([*sources, *targets])
    left, right = vectors.joined[: len(sources)], vectors.joined[len(sources) :]
    candidates = nearest(left, right, top=max(top, _CANDIDATES))
    rivals_left = [[s for _, s in row] for row in candidates]
    rivals_right = [[s for _, s in row] for row in nearest(right, left, top=_RIVALS + 1)]
    scored = [
        [_Scored(j, base, -_penalty(rivals_left[i], base) - _penalty(rivals_right[j], base)) for j, base in row]
        for i, row in enumerate(candidates)
    ]
    decided = _beside_the_best(scored)
    found = []
    for i, row in enumerate(decided):
        kept = [item for item in row if item.score >= FLOOR]
        kept.sort(key=lambda item: (-round(item.score, 6), targets[item.target].id))
        offset = len(sources)
        found.append(
            [
                _match(
                    sources[i], targets[one.target], rank, one, vectors.blocks[i], vectors.blocks[offset + one.target]
                )
                for rank, one in enumerate(kept[:top], 1)
            ]
        )
    return found


@dataclass(frozen=True, slots=True)
class _Scored:
    """A candidate: its base score, what competition takes of it, what its place beside the best gives or takes."""

    target: int
    base: float
    competition: float
    standing: float = 0.0

    @property
    def score(self) -> float:
        """All of it."""
        return self.base + self.competition + self.standing


def _beside_the_best(scored: Sequence[Sequence[_Scored]]) -> list[list[_Scored]]:
    """The candidates with what follows from the best counterpart of each side."""
    best_of_target: dict[int, float] = {}
    for row in scored:
        for one in row:
            best_of_target[one.target] = max(one.score, best_of_target.get(one.target, 0.0))
    found = []
    for row in scored:
        best = max((one.score for one in row), default=0.0)
        found.append([replace(one, standing=_standing(one.score, best, best_of_target[one.target])) for one in row])
    return found


def _standing(score: float, left_best: float, right_best: float) -> float:
    if score <= 0:
        return 0.0
    if score >= _MUTUAL * max(left_best, right_best):
        return _GAIN * score
    return -_LOSS * score if score < _SECOND * min(left_best, right_best) else 0.0


def _penalty(scores: Sequence[float], base: float) -> float:
    """Half of the competition weight times the mean of the next-best scores of a unit, those above it left out."""
    others = list(scores[: _RIVALS + 1])
    if any(math.isclose(base, s, abs_tol=1e-9) for s in others):
        others.remove(min(others, key=lambda s: abs(s - base)))
    others = others[:_RIVALS]
    return _COMPETITION / 2 * (sum(others) / _RIVALS)


def _vectors(passages: Sequence[Passage]) -> _Vectors:
    raw = [_counts(p) for p in passages]
    idf = {block: inverse_frequencies([r[block] for r in raw]) for block in WEIGHTS}
    blocks = [{block: _confident(block, r[block], weigh(r[block], idf[block])) for block in WEIGHTS} for r in raw]
    joined = [
        {
            f"{block}\t{term}": weight * math.sqrt(WEIGHTS[block])
            for block, vector in parts.items()
            for term, weight in vector.items()
        }
        for parts in blocks
    ]
    return _Vectors(blocks, joined)


def _confident(block: str, found: Vector, vector: Vector) -> Vector:
    """A subject named once in passing is not the subject of a passage: few words make a short vector."""
    words = sum(found.values())
    if block != "subject" or words >= _SURE:
        return vector
    return {term: weight * math.sqrt(words / _SURE) for term, weight in vector.items()}


def _counts(passage: Passage) -> dict[str, Vector]:
    features = passage.features or {}
    words = lexicon("subjects").tally(passage.title + "。" + passage.text)
    return {
        "text": _words(passage),
        "subject": {subject: float(len(found)) for subject, found in words.items()},
        "position": counts("。".join(passage.headings)),
        **{b: dict.fromkeys(features.get(b, ()), 1.0) for b in ("instrument", "target", "citation", "line")},
    }


def _words(passage: Passage) -> Vector:
    found = counts(passage.text, passage.title)
    for term in sorted(set(bigrams(passage.context)) - found.keys()):
        found[term] = _CONTEXT
    return found


def _match(
    source: Passage,
    target: Passage,
    rank: int,
    scored: _Scored,
    left: Mapping[str, Vector],
    right: Mapping[str, Vector],
) -> Match:
    reasons = [*_word_reasons(source, target, left["text"], right["text"])]
    labels = lexicon("subjects").labels
    for block, weight in WEIGHTS.items():
        if block == "position":
            reasons += _heading_reasons(source, left[block], right[block], weight)
        elif block != "text":
            shared = sorted(left[block].keys() & right[block].keys())
            reasons += [Reason(block, labels.get(t, t), left[block][t] * right[block][t] * weight) for t in shared]
    if scored.competition:
        reasons.append(Reason("competition", "与其他条目也相近", scored.competition))
    if scored.standing:
        words = "互为最相近" if scored.standing > 0 else "双方都另有更相近的条目"
        reasons.append(Reason("standing", words, scored.standing))
    reasons.sort(key=lambda r: (-round(r.weight, 9), r.kind, r.value))
    return Match(source.id, target.id, rank, scored.score, tuple(reasons))


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
