"""How much two passages say the same: TF-IDF over character bigrams, with the shared words as reasons."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from graph.analysis.nearby import best, in_order

_RUNS = re.compile(r"[一-鿿㐀-䶿]+|[A-Za-z0-9]+")
Vector = dict[str, float]


def bigrams(text: str) -> list[str]:
    """The character bigrams of a text, none across punctuation; a Latin word or number is one term."""
    found: list[str] = []
    for run in _RUNS.findall(text):
        if run[0].isascii():
            found.append(run.casefold())
        else:
            found.extend(run[i : i + 2] for i in range(len(run) - 1))
    return found


def counts(text: str, title: str = "", title_weight: float = 1.0) -> Vector:
    """How often each bigram stands in a text, those of its title counted with their own weight."""
    total: Counter[str] = Counter(bigrams(text))
    found: Vector = {term: float(n) for term, n in total.items()}
    for term in bigrams(title):
        found[term] = found.get(term, 0.0) + title_weight
    return found


def inverse_frequencies(passages: Sequence[Iterable[str]]) -> Vector:
    """The smoothed inverse document frequency of each term: ln((n + 1) / (df + 1)) + 1 (Salton, Buckley 1988)."""
    seen = Counter(term for passage in passages for term in set(passage))
    return {term: math.log((len(passages) + 1) / (df + 1)) + 1.0 for term, df in seen.items()}


def weigh(passage: Mapping[str, float], idf: Mapping[str, float]) -> Vector:
    """A passage as a vector of length one: (1 + ln tf) · idf, a tf under one as it is; empty without terms."""
    raw = {t: (1.0 + math.log(n) if n >= 1.0 else n) * idf.get(t, 0.0) for t, n in passage.items()}
    length = math.sqrt(sum(w * w for w in raw.values()))
    return {t: w / length for t, w in raw.items()} if length else {}


def cosine(left: Mapping[str, float], right: Mapping[str, float]) -> float:
    """The cosine of two vectors of length one."""
    if len(right) < len(left):
        left, right = right, left
    return math.fsum(w * right[t] for t, w in left.items() if t in right)


def matrix(vectors: Sequence[Mapping[str, float]], terms: Mapping[str, int]) -> sparse.csr_matrix:
    """Vectors as the rows of a sparse matrix over the numbered terms; terms without a number are left out."""
    data: list[float] = []
    columns: list[int] = []
    starts = [0]
    for vector in vectors:
        known = sorted((terms[t], w) for t, w in vector.items() if t in terms)
        columns.extend(c for c, _ in known)
        data.extend(w for _, w in known)
        starts.append(len(columns))
    shape = (len(vectors), max(len(terms), 1))
    return sparse.csr_matrix((np.array(data), np.array(columns, dtype=np.int64), np.array(starts)), shape=shape)


def number_terms(*groups: Sequence[Mapping[str, float]]) -> dict[str, int]:
    """A column for each term that stands in every group of vectors, in order of the terms."""
    sets = [set().union(*group) if group else set() for group in groups]
    return {term: i for i, term in enumerate(sorted(set.intersection(*sets)))} if sets else {}


def nearest(
    left: Sequence[Mapping[str, float]], right: Sequence[Mapping[str, float]], *, top: int, floor: float = 0.0
) -> list[list[tuple[int, float]]]:
    """For each left vector the `top` right ones by cosine above `floor`, best first, ties by index."""
    terms = number_terms(left, right)
    if not terms or not left or not right:
        return [[] for _ in left]
    product = best(matrix(left, terms), matrix(right, terms), top=top, floor=floor)
    rows: list[list[tuple[int, float]]] = [[] for _ in left]
    for i, j, score in zip(*(side.tolist() for side in in_order(product)), strict=True):
        rows[i].append((j, score))
    return rows


@dataclass(frozen=True, slots=True)
class SharedTerm:
    """A stretch of words both passages have, with its part of the cosine."""

    term: str
    weight: float


def shared_terms(
    left_text: str, left: Mapping[str, float], right: Mapping[str, float], *, limit: int = 8
) -> list[SharedTerm]:
    """The longest stretches of the left text whose bigrams both vectors hold, heaviest first.

    Each bigram counts once, for the first and longest stretch it stands in; the weights of all stretches sum to the
    cosine of what the left text shares.
    """
    stretches = sorted(_stretches(left_text, left, right), key=lambda s: (-len(s), s))
    spent: set[str] = set()
    found = []
    for stretch in dict.fromkeys(stretches):
        own = [g for g in dict.fromkeys(bigrams(stretch)) if g not in spent]
        spent.update(own)
        weight = math.fsum(left[g] * right[g] for g in own)
        if weight > 0:
            found.append(SharedTerm(stretch, weight))
    return sorted(found, key=lambda s: (-round(s.weight, 9), s.term))[:limit]


def _stretches(text: str, left: Mapping[str, float], right: Mapping[str, float]) -> Iterable[str]:
    for run in _RUNS.findall(text):
        if run[0].isascii():
            if run.casefold() in left and run.casefold() in right:
                yield run
            continue
        begin = 0
        for i in range(len(run)):
            shared = run[i : i + 2] in left and run[i : i + 2] in right and i < len(run) - 1
            if not shared:
                if i > begin:
                    yield run[begin : i + 1]
                begin = i + 1


_SHINGLE = 6


def copied_share(source: str, text: str) -> float | None:
    """The share of the characters of `text` that stand in runs of six or more taken over from `source`, to four places.

    Punctuation and spaces do not count. None where the text has fewer characters than a run. After the shingles of
    Broder 1997, as containment.
    """
    left, right = ("".join(_RUNS.findall(words)) for words in (source, text))
    if len(right) < _SHINGLE:
        return None
    known = {left[i : i + _SHINGLE] for i in range(len(left) - _SHINGLE + 1)}
    covered = [False] * len(right)
    for i in range(len(right) - _SHINGLE + 1):
        if right[i : i + _SHINGLE] in known:
            covered[i : i + _SHINGLE] = [True] * _SHINGLE
    return round(sum(covered) / len(right), 4)
