"""The rows of one sparse matrix nearest to those of another, by blocks of rows: all compared, or the likely ones."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from graph.analysis.blocks import cut, in_blocks, threads

try:
    from sparse_dot_topn import sp_matmul_topn
except ImportError:  # no wheel for this system (Linux on ARM): slower, the same answer
    sp_matmul_topn = None

_BLOCK = 512  # rows of a product that are held at once
_ROWS = 8_192
# A row's likely neighbours share one of so many of its heaviest terms; so many of them are looked at closely.
_HEAVIEST, _CANDIDATES = 32, 50
_AT_ONCE = 32
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


def best(left: sparse.csr_matrix, right: sparse.csr_matrix, *, top: int, floor: float = 0.0) -> sparse.csr_matrix:
    """For each left row the `top` right rows by product above `floor`: row × row."""
    turned = right.T.tocsr()
    parts = [left[rows] for rows in cut(left.shape[0], _ROWS)]
    work = partial(_best, top=min(top, right.shape[0]), floor=floor, at_once=threads())
    return _stacked(list(in_blocks(work, parts, turned)), (left.shape[0], right.shape[0]))


def _best(
    part: sparse.csr_matrix, turned: sparse.csr_matrix, *, top: int, floor: float, at_once: int
) -> sparse.csr_matrix:
    if sp_matmul_topn is None:
        return best_products(part, turned, top_n=top, threshold=floor or None)
    return sp_matmul_topn(part, turned, top_n=top, threshold=floor or None, n_threads=at_once).tocsr()


def best_products(
    left: sparse.csr_matrix, right: sparse.csr_matrix, *, top_n: int, threshold: float | None
) -> sparse.csr_matrix:
    """The product of two matrices with the `top_n` values above the threshold of each row, ties by column.

    What sparse_dot_topn does, by scipy in blocks of rows.
    """
    rows: list[sparse.csr_matrix] = []
    for begin in range(0, left.shape[0], _BLOCK):
        block = (left[begin : begin + _BLOCK] @ right).tocoo()
        kept = block.data > (threshold or 0.0)
        row, column, data = block.row[kept], block.col[kept], block.data[kept]
        order = np.lexsort((column, -data, row))
        row, column, data = row[order], column[order], data[order]
        place = np.arange(len(row)) - np.searchsorted(row, row)
        best = place < top_n
        rows.append(sparse.csr_matrix((data[best], (row[best], column[best])), shape=block.shape))
    return _stacked(rows, (left.shape[0], right.shape[1]))


def likely(left: sparse.csr_matrix, right: sparse.csr_matrix, *, top: int, floor: float = 0.0) -> sparse.csr_matrix:
    """As `best`, of the candidates that the heaviest terms of each row give: nearly all of them, with exact products.

    A row's heaviest terms are its rarest: most of the work of comparing all is done for common terms, which tell least.
    """
    turned = right.T.tocsr()
    parts = [left[rows] for rows in cut(left.shape[0], _ROWS)]
    work = partial(_likely, top=top, floor=floor, at_once=threads())
    return _stacked(list(in_blocks(work, parts, turned, right)), (left.shape[0], right.shape[0]))


def _likely(
    part: sparse.csr_matrix,
    turned: sparse.csr_matrix,
    right: sparse.csr_matrix,
    *,
    top: int,
    floor: float,
    at_once: int,
) -> sparse.csr_matrix:
    chosen = _best(strongest(part, _HEAVIEST), turned, top=max(_CANDIDATES, top), floor=0.0, at_once=at_once)
    for rows in cut(part.shape[0], _AT_ONCE):
        span = slice(chosen.indptr[rows.start], chosen.indptr[rows.stop])
        near = np.repeat(np.arange(rows.stop - rows.start), np.diff(chosen.indptr[rows.start : rows.stop + 1]))
        chosen.data[span] = _products(part[rows], right, near, chosen.indices[span])
    return strongest(chosen, top, floor)


def _products(left: sparse.csr_matrix, right: sparse.csr_matrix, rows: Ints, columns: Ints) -> Floats:
    """The products of pairs of rows."""
    some, place = np.unique(columns, return_inverse=True)
    found: Floats = (right[some] @ left.T.tocsr()).toarray()[place, rows]
    return found


def _stacked(parts: Sequence[sparse.csr_matrix], shape: tuple[int, int]) -> sparse.csr_matrix:
    return sparse.vstack(parts, format="csr") if parts else sparse.csr_matrix(shape)


def in_order(found: sparse.csr_matrix) -> tuple[Ints, Ints, Floats]:
    """Rows, columns and values, row by row, the largest value first, ties by column."""
    told = found.sorted_indices()
    lengths = np.diff(told.indptr)
    there = np.arange(int(lengths.max(initial=0))) < lengths[:, None]
    table = np.full(there.shape, np.inf)
    table[there] = -np.round(told.data, 12)
    order = (np.argsort(table, axis=1, kind="stable") + told.indptr[:-1, None])[there]
    rows = np.repeat(np.arange(told.shape[0]), lengths)
    return rows, told.indices[order].astype(np.int64), told.data[order]


def places(rows: Ints) -> Ints:
    """The place of each entry within its row, from 0; rows must be sorted."""
    if not len(rows):
        return np.zeros(0, np.int64)
    starts = np.flatnonzero(np.r_[True, rows[1:] != rows[:-1]])
    return np.arange(len(rows)) - np.repeat(starts, np.diff(np.r_[starts, len(rows)]))


def strongest(found: sparse.csr_matrix, top: int, floor: float = 0.0) -> sparse.csr_matrix:
    """The `top` largest values above `floor` of each row."""
    rows, columns, values = in_order(found)
    kept = (places(rows) < top) & (values > floor)
    return sparse.csr_matrix((values[kept], (rows[kept], columns[kept])), shape=found.shape)
