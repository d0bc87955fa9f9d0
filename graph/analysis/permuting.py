"""Chance with both margins kept: within each document every body keeps its tasks in number, and every task its bodies.

Curveball trades (Strona et al. 2014, Nature Communications 5: 4114): two tasks of a document put together the bodies
that only one of them has and deal them out again at random. In a sweep every task trades once. Many chains start from
what is observed, leave it behind for some sweeps and are then looked at again and again (Besag, Clifford 1989,
Biometrika 76: 633). Seeded by document, so that a document's permutations do not hang on what else is loaded.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SEED = 1
_FIRST, _BETWEEN = 10, 3
_CHAINS = 64
Bools = NDArray[np.bool_]
Counts = NDArray[np.int64]


@dataclass
class _Document:
    """The chains of a document (chains × tasks × bodies), and which of the pairs have both bodies in it, at which
    columns.
    """

    state: Bools
    chance: np.random.Generator
    pairs: Counts
    left: Counts
    right: Counts

    def drawn(self, sweeps: int, size: int) -> Counts:
        """The tasks in common of each of its pairs in `size` chains, after so many sweeps more."""
        self.state = swept(self.state, sweeps, self.chance)
        held = self.state[:size].astype(np.float32)
        together: Counts = np.matmul(held.transpose(0, 2, 1), held).astype(np.int64)
        return together[:, self.left, self.right]


def as_many_by_chance(
    documents: Mapping[str, Sequence[frozenset[str]]],
    pairs: Sequence[tuple[str, str]],
    observed: Sequence[int],
    *,
    permutations: int,
    seed: int = SEED,
) -> NDArray[np.float64]:
    """For each pair the share of permutations in which it has at least its observed number of tasks in common.

    `documents` are the bodies of each task by document. The observed arrangement counts as one of them: (k + 1) / (n +
    1) (Phipson, Smyth 2010, Statistical Applications in Genetics and Molecular Biology 9: 39).
    """
    told = [_document(name, documents[name], pairs, seed) for name in sorted(documents)]
    found, least = np.zeros(len(pairs), dtype=np.int64), np.asarray(observed)
    for start in range(0, permutations, _CHAINS):
        size = min(_CHAINS, permutations - start)
        shared = np.zeros((size, len(pairs)), dtype=np.int64)
        for one in told:
            shared[:, one.pairs] += one.drawn(_BETWEEN if start else _FIRST, size)
        found += (shared >= least).sum(axis=0)
    return (found + 1) / (permutations + 1)


def _document(name: str, tasks: Sequence[frozenset[str]], pairs: Sequence[tuple[str, str]], seed: int) -> _Document:
    columns = {body: i for i, body in enumerate(sorted(set().union(*tasks)))}
    held = np.zeros((len(tasks), len(columns)), dtype=bool)
    for row, bodies in enumerate(tasks):
        held[row, [columns[b] for b in bodies]] = True
    mine = [(i, columns[a], columns[b]) for i, (a, b) in enumerate(pairs) if a in columns and b in columns]
    at, left, right = (np.array([m[k] for m in mine], dtype=np.int64) for k in range(3))
    chance = np.random.default_rng([seed, zlib.crc32(name.encode())])
    return _Document(np.broadcast_to(held, (_CHAINS, *held.shape)).copy(), chance, at, left, right)


def swept(state: Bools, sweeps: int, chance: np.random.Generator) -> Bools:
    """Chains of tasks × bodies after some sweeps of trades: the sums of rows and columns stay as they are."""
    state = state.copy()
    tasks = state.shape[1]
    half = tasks // 2
    for _ in range(sweeps if half else 0):
        order = chance.permutation(tasks)
        rows = order[:half], order[half : 2 * half]
        left, right = state[:, rows[0]], state[:, rows[1]]
        both, differ = left & right, left ^ right
        keys = np.where(differ, chance.random(differ.shape), 2.0)
        dealt = (left & differ).sum(axis=-1, keepdims=True)
        last = np.take_along_axis(np.sort(keys, axis=-1), np.maximum(dealt - 1, 0), axis=-1)
        given = differ & (keys <= last) & (dealt > 0)
        state[:, rows[0]], state[:, rows[1]] = both | given, both | (differ & ~given)
    return state
