"""Work in blocks: the same answer from this process, threads, processes and a Dask cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from graph.analysis import counting, coworking, nearby, weighing
from graph.analysis.alignment import Match, match, pairs
from graph.analysis.blocks import in_blocks, working_on
from graph.analysis.coworking import together
from graph.analysis.incidence import incidence_of, read_incidence
from graph.analysis.similarity import counts
from graph.analysis.weighing import Passage, counted, weighed
from graph.errors import BadParameter
from graph.store import Store
from graph.writer import load
from tests.graph.records import all_records

WORDS = ("建设创新平台", "培育科技企业", "支持成果转化", "引进青年人才", "检查食品市场", "绿化城市道路", "R&D 投入")


def passages(side: str, number: int = 40) -> list[Passage]:
    chance = np.random.default_rng(len(side))
    found = []
    for i in range(number):
        said = "，".join(WORDS[k] for k in chance.integers(0, len(WORDS), 3))
        found.append(Passage(f"{side}{i:02d}", said[:6], f"{said}。第{i % 5}类", (WORDS[i % 3],), WORDS[i % 4]))
    return found


@contextmanager
def processes() -> Iterator[Executor]:
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        yield pool


@contextmanager
def threads() -> Iterator[Executor]:
    with ThreadPoolExecutor(2) as pool:
        yield pool


@contextmanager
def cluster() -> Iterator[Executor]:
    from distributed import Client, LocalCluster

    with (
        LocalCluster(n_workers=1, threads_per_worker=2, processes=False, dashboard_address=None) as here,
        Client(here) as client,
    ):
        yield client.get_executor(pure=False)


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a few rows make several blocks."""
    monkeypatch.setattr(nearby, "_ROWS", 7)
    monkeypatch.setattr(weighing, "_AT_ONCE", 9)
    monkeypatch.setattr(coworking, "_ROWS", 3)


HELD = sparse.csr_matrix((np.random.default_rng(1).random((10, 60)) < 0.2).astype(np.int64))


def worked() -> tuple[list[list[Match]], list[int], list[int]]:
    found = together(HELD)
    quick = pairs(weighed(counted(passages("l")), counted(passages("right"))), np.arange(40), top=5, pruned=True)
    return match(passages("l"), passages("right"), top=5), found.shared.tolist(), quick.target.tolist()


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("executor", [threads, processes, cluster])
def test_the_same_from_every_executor(executor: Callable[[], Iterator[Executor]]) -> None:
    alone = worked()
    with executor() as pool, working_on(pool):  # type: ignore[attr-defined]
        assert worked() == alone
    with working_on(None):
        assert worked() == alone


def test_the_size_of_blocks_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = worked()
    for module, name in ((nearby, "_ROWS"), (nearby, "_AT_ONCE"), (weighing, "_AT_ONCE"), (coworking, "_ROWS")):
        monkeypatch.setattr(module, name, 1)
    assert worked() == whole


def refuse(part: int) -> int:
    raise ValueError(f"block {part}")


def test_a_block_that_fails_is_an_error() -> None:
    with threads() as pool, working_on(pool), pytest.raises(ValueError, match="block 1"):
        list(in_blocks(refuse, [1, 2]))


def test_likely_neighbours_are_found_with_their_products() -> None:
    chance = np.random.default_rng(3)
    left, right = (sparse.random(50, 400, 0.05, "csr", random_state=chance) for _ in range(2))
    product = (left @ right.T).toarray()
    found = nearby.likely(left, right, top=5)
    for i, j in zip(*found.nonzero(), strict=True):
        assert found[i, j] == pytest.approx(product[i, j])
    wanted = nearby.best(left, right, top=5)
    assert (found > 0).multiply(wanted > 0).sum() >= 0.97 * wanted.nnz


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(alphabet="科技创新，。AB12 \n\ud800", max_size=20), max_size=5))
def test_terms_of_many_texts_are_those_of_each(texts: list[str]) -> None:
    found = counting.terms(texts)
    columns, codes = counting.columns(found)
    told: list[dict[str, float]] = [{} for _ in texts]
    for row, column, weight in zip(found.rows, columns, found.weights, strict=True):
        told[row][counting.name_of(int(codes[column]), found.words)] = float(weight)
    assert told == [counts(text) for text in texts]


def test_shared_tasks_are_those_of_a_bipartite_projection() -> None:
    made = incidence_of({"a": ["1", "2", "2"], "b": ["2", "3"], "c": ["1", "2", "3"], "d": ["4"]})
    found = together(made.held)
    graph = nx.Graph([(body, task) for body, row in zip(made.bodies, made.held, strict=True) for task in row.indices])
    wanted = nx.bipartite.weighted_projected_graph(graph, made.bodies)
    told = {(made.bodies[i], made.bodies[j]): n for i, j, n in zip(found.left, found.right, found.shared, strict=True)}
    assert told == {(a, b): data["weight"] for a, b, data in wanted.edges(data=True)}
    assert found.jaccard.tolist() == pytest.approx([1 / 3, 2 / 3, 2 / 3])


def test_no_bodies_share_nothing() -> None:
    made = incidence_of({})
    assert len(together(made.held).left) == 0
    assert made.held.shape == (0, 0)


def test_who_works_on_what_is_read_in_one_query(store: Store) -> None:
    load(store, all_records())
    every, leads = read_incidence(store), read_incidence(store, roles=["lead"])
    assert 0 < leads.held.nnz < every.held.nnz
    assert set(leads.tasks) <= set(every.tasks)
    with pytest.raises(BadParameter):
        read_incidence(store, roles=["king"])
