"""Without sparse-dot-topn the same products are found by scipy."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from graph.analysis import nearby
from graph.analysis.similarity import counts, inverse_frequencies, nearest, weigh


def _passages(n: int) -> list[dict[str, float]]:
    words = "科技成果转化平台企业创新资金评价人才改革开放数据市场"
    chosen = np.random.default_rng(7)
    texts = ["".join(chosen.choice(list(words), size=12)) for _ in range(n)]
    counted = [counts(text) for text in texts]
    return [weigh(one, inverse_frequencies(counted)) for one in counted]


@pytest.mark.parametrize("floor", [0.0, 0.1])
def test_both_ways_find_the_same(monkeypatch: pytest.MonkeyPatch, floor: float) -> None:
    left, right = _passages(60), _passages(40)
    compiled = nearest(left, right, top=5, floor=floor)
    monkeypatch.setattr(nearby, "sp_matmul_topn", None)
    monkeypatch.setattr(nearby, "_BLOCK", 16)
    plain = nearest(left, right, top=5, floor=floor)
    assert any(compiled)
    for one, other in zip(compiled, plain, strict=True):
        assert [round(score, 9) for _, score in one] == [round(score, 9) for _, score in other]
        assert one[0] == pytest.approx(other[0]) if one else not other


def test_an_empty_block_has_no_products() -> None:
    nothing = sparse.csr_matrix((3, 2))
    found = nearby.best_products(nothing, sparse.csr_matrix((2, 4)), top_n=2, threshold=None)
    assert found.shape == (3, 4)
    assert found.nnz == 0
