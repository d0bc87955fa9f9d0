"""Co-responsibility of any size: which bodies stand at the same measures, and how often, as arrays.

The projection of bodies × tasks on bodies is a sparse product, worked on in blocks of rows (see blocks.working_on).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from graph.analysis.blocks import cut, in_blocks

_ROWS = 512
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Together:
    """The pairs of bodies (rows, left before right) with tasks in common, by left and right; totals by body."""

    left: Ints
    right: Ints
    shared: Ints
    totals: Ints

    @property
    def jaccard(self) -> NDArray[np.float64]:
        """Shared tasks over the tasks of either, by pair."""
        found: NDArray[np.float64] = self.shared / (self.totals[self.left] + self.totals[self.right] - self.shared)
        return found


def together(held: sparse.csr_matrix, *, least: int = 1) -> Together:
    """The pairs of rows that have at least `least` columns in common: bodies × tasks of ones."""
    turned = held.T.tocsr()
    parts = cut(held.shape[0], _ROWS)
    blocks = list(in_blocks(_products, [(rows.start, held[rows]) for rows in parts], turned, least))
    nothing = np.zeros(0, np.int64)
    left, right, shared = (np.concatenate([nothing, *(block[side] for block in blocks)]) for side in range(3))
    return Together(left, right, shared, np.diff(held.indptr).astype(np.int64))


def _products(part: tuple[int, sparse.csr_matrix], turned: sparse.csr_matrix, least: int) -> tuple[Ints, Ints, Ints]:
    """The pairs of a block of rows with the rows behind them."""
    start, rows = part
    found = (rows @ turned).tocsr()
    found.sort_indices()
    left = np.repeat(np.arange(found.shape[0]) + start, np.diff(found.indptr))
    kept = (found.indices > left) & (found.data >= least)
    return left[kept], found.indices[kept].astype(np.int64), found.data[kept].astype(np.int64)
