"""Passages as rows of weighted terms: counted block by block, weighed by how rare a term is, side by side."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from graph.analysis import counting
from graph.analysis.blocks import cut, in_blocks
from graph.analysis.counting import Terms
from graph.analysis.lexicon import lexicon
from graph.analysis.similarity import Vector

WEIGHTS = {
    "text": 1.0,
    "subject": 0.10,
    "position": 0.12,
    "instrument": 0.04,
    "target": 0.04,
    "citation": 0.04,
    "line": 0.02,
}
_NAMED = ("instrument", "target", "citation", "line")
_SURE = 4
_CONTEXT = 0.8
_AT_ONCE = 4_096
Ints = NDArray[np.int64]


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


Counted = Mapping[str, Terms]


def counted(passages: Sequence[Passage]) -> Counted:
    """The terms of passages by block: what can be kept of them to be aligned with others again and again."""
    parts = list(in_blocks(_counted, [passages[rows] for rows in cut(len(passages), _AT_ONCE)]))
    return {block: counting.joined([part[block] for part in parts]) for block in WEIGHTS}


def _counted(passages: Sequence[Passage]) -> Counted:
    subjects = lexicon("subjects")
    said = [f"{p.title}。{p.text}" for p in passages]
    tallies = [{s: float(len(found)) for s, found in subjects.tally(words).items()} for words in said]
    return {
        "text": _words(said, [p.context for p in passages]),
        "subject": counting.named(tallies),
        "position": counting.terms(["。".join(p.headings) for p in passages]),
        **{block: counting.named([_feature(p, block) for p in passages]) for block in _NAMED},
    }


def _feature(passage: Passage, block: str) -> Vector:
    return dict.fromkeys((passage.features or {}).get(block, ()), 1.0)


def _words(said: Sequence[str], contexts: Sequence[str]) -> Terms:
    """The terms of passages, and those that only their context has with less weight."""
    length = len(said)
    both = counting.terms([*said, *contexts])
    around = both.rows >= length
    own_keys = both.keys[~around]
    keys = both.keys[around] - length * counting.ROWS
    at = np.minimum(np.searchsorted(own_keys, keys), max(len(own_keys) - 1, 0))
    added = keys[own_keys[at] != keys] if len(own_keys) else keys
    every = np.concatenate([own_keys, added])
    order = np.argsort(every, kind="stable")
    weights = np.concatenate([both.weights[~around], np.full(len(added), _CONTEXT)])[order]
    return Terms(length, every[order] // counting.ROWS, every[order] % counting.ROWS, weights, both.words)


@dataclass(frozen=True)
class Weighed:
    """Two sides as rows over the same columns, those that both sides have; a block is a range of them.

    The product of two rows is the sum over blocks of weight times cosine.
    """

    left: sparse.csr_matrix
    right: sparse.csr_matrix
    blocks: Mapping[str, slice]
    codes: Mapping[str, Ints]
    words: Mapping[str, tuple[str, ...]]

    def shared(self, left: int, right: int) -> dict[str, tuple[Vector, Vector]]:
        """What a row of each side has by block, terms by name: only terms that both sides of the whole have."""
        sides = [self._row(self.left, left), self._row(self.right, right)]
        return {block: (sides[0][block], sides[1][block]) for block in self.blocks}

    def _row(self, matrix: sparse.csr_matrix, row: int) -> dict[str, Vector]:
        span = slice(matrix.indptr[row], matrix.indptr[row + 1])
        columns, values = matrix.indices[span], matrix.data[span]
        found = {}
        for block, within in self.blocks.items():
            mine = (columns >= within.start) & (columns < within.stop)
            codes = self.codes[block][columns[mine] - within.start].tolist()
            weights = (values[mine] / math.sqrt(WEIGHTS[block])).tolist()
            names = self.words[block]
            found[block] = {counting.name_of(c, names): w for c, w in zip(codes, weights, strict=True)}
        return found


def weighed(left: Counted, right: Counted) -> Weighed:
    """Both sides by TF-IDF over all passages of both, each block of length one, times the root of its weight."""
    length = left["text"].length
    matrices, blocks, codes, words, start = [], {}, {}, {}, 0
    for block in WEIGHTS:
        both = counting.joined([left[block], right[block]])
        matrix, codes[block] = _weighed(block, both, length)
        words[block] = both.words
        blocks[block] = slice(start, start + matrix.shape[1])
        start += matrix.shape[1]
        matrices.append(matrix)
    whole = sparse.hstack(matrices, format="csr")
    return Weighed(whole[:length], whole[length:], blocks, codes, words)


def _weighed(block: str, found: Terms, length: int) -> tuple[sparse.csr_matrix, Ints]:
    columns, codes = counting.columns(found)
    idf = np.log((found.length + 1) / (np.bincount(columns, minlength=len(codes)) + 1)) + 1.0
    tf = found.weights
    weights = np.where(tf >= 1.0, 1.0 + np.log(np.maximum(tf, 1.0)), tf) * idf[columns]
    norms = np.sqrt(np.bincount(found.rows, weights * weights, found.length))
    factors = math.sqrt(WEIGHTS[block]) / np.where(norms > 0, norms, 1.0)
    if block == "subject":
        # A subject named once in passing is not the subject of a passage: few words make a short vector.
        factors *= np.sqrt(np.minimum(np.bincount(found.rows, tf, found.length) / _SURE, 1.0))
    weights *= factors[found.rows]
    split = int(np.searchsorted(found.rows, length))
    there = [np.bincount(side, minlength=len(codes)) > 0 for side in (columns[:split], columns[split:])]
    both = there[0] & there[1]
    kept, place = both[columns], np.cumsum(both) - 1
    starts = np.r_[0, np.cumsum(np.bincount(found.rows[kept], minlength=found.length))]
    shape = (found.length, int(both.sum()))
    return sparse.csr_matrix((weights[kept], place[columns[kept]], starts), shape=shape), codes[both]
