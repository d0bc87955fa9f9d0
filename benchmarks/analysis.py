"""Co-responsibility and alignment at scale, beside networkx and scikit-learn in one run.

`python benchmarks/analysis.py together [--size 1000000]`  bodies × measures, and networkx's weighted projection
`python benchmarks/analysis.py reading [--size 20000]`     the same out of a store, beside the bare query
`python benchmarks/analysis.py align [--size 100000]`      exact, pruned, new measures; scikit-learn over some of them
`python benchmarks/analysis.py growth [--sizes 1000,…] > docs/figures/growth.jsonl`  drawn by growth.py

A row is a step: seconds by the clock, of the processor (children included), and the most memory the process has had.
The texts and roles are made by generator.py; `--workers N` shares blocks of rows over N processes.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from typing import Any, TypeVar

import networkx as nx
import numpy as np
from generator import Roles, Writer, families, roles
from scipy import sparse

from graph.analysis.alignment import Pairs, pairs
from graph.analysis.blocks import working_on
from graph.analysis.coworking import Together, together
from graph.analysis.weighing import Counted, counted, weighed

INSTITUTIONS, NEW, TOP = 5_000, 1_000, 10
Found = TypeVar("Found")
Rows = list[dict[str, Any]]


def spent() -> float:
    """Seconds of the processor, of this process and of children that have ended."""
    own, children = os.times()[:2], os.times()[2:4]
    return sum(own) + sum(children)


def timed(rows: Rows, step: str, work: Callable[[], Found], **told: Any) -> Found:
    """Do a step and print its row."""
    clock, cpu = time.perf_counter(), spent()
    found = work()
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1e6
    row = {"step": step, "seconds": round(time.perf_counter() - clock, 2), "cpu": round(spent() - cpu, 2)}
    rows.append({**row, "gigabytes": round(peak, 2), "load": round(os.getloadavg()[0], 1), **told})
    print(json.dumps(rows[-1]), flush=True)
    return found


def matrix(made: Roles, institutions: int) -> sparse.csr_matrix:
    """Bodies × measures."""
    ones = np.ones(len(made.pairs), np.int64)
    return sparse.csr_matrix((ones, tuple(made.pairs.T)), (institutions, len(made.documents)))


def projected(made: Roles) -> nx.Graph:
    """What networkx makes of the same."""
    graph = nx.Graph()
    graph.add_edges_from((f"i{body}", f"m{task}") for body, task in made.pairs.tolist())
    return nx.bipartite.weighted_projected_graph(graph, sorted(n for n in graph if n.startswith("i")))


def run_together(size: int, peer: int) -> Rows:
    rows: Rows = []
    held = matrix(roles(size, INSTITUTIONS), INSTITUTIONS)
    whole: Together = timed(rows, "together", lambda: together(held), measures=size, institutions=INSTITUTIONS)
    rows[-1]["pairs"] = len(whole.left)
    if peer:
        made = roles(peer, INSTITUTIONS)
        some = matrix(made, INSTITUTIONS)
        ours = timed(rows, "together", lambda: together(some), measures=peer)
        theirs = timed(rows, "networkx", lambda: projected(made), measures=peer)
        assert int(ours.shared.sum()) == sum(data["weight"] for _, _, data in theirs.edges(data=True))
        print(f"networkx / ours: {rows[-1]['cpu'] / max(rows[-2]['cpu'], 0.01):.0f} times the processor time")
    return rows


def run_reading(size: int) -> Rows:
    """A store of nothing but bodies, measures and who works on them, read by the bare query and by ours."""
    from graph import catalogue
    from graph.analysis.incidence import read_incidence
    from graph.store import open_store

    rows: Rows = []
    made = roles(size, INSTITUTIONS)
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(folder + "/store")
        store.prepare()
        for start in range(0, size, 5_000):
            with store.transaction() as transaction:
                ids = [f"m{i}" for i in range(start, min(start + 5_000, size))]
                transaction.run("UNWIND $ids AS id CREATE (:Measure {id: id})", ids=ids)
        with store.transaction() as transaction:
            bodies = [f"i{i}" for i in range(INSTITUTIONS)]
            transaction.run("UNWIND $ids AS id CREATE (:Institution {id: id})", ids=bodies)
        write = (
            "UNWIND $rows AS row MATCH (m:Measure {id: row[1]}) MATCH (i:Institution {id: row[0]}) "
            "CREATE (i)-[:RESPONSIBLE_FOR]->(m)"
        )
        for start in range(0, len(made.pairs), 5_000):
            with store.transaction() as transaction:
                some = [[f"i{i}", f"m{m}"] for i, m in made.pairs[start : start + 5_000].tolist()]
                transaction.run(write, rows=some)
        query = catalogue.text("tasks_of_bodies", type="RESPONSIBLE_FOR")
        store.read(query)
        timed(rows, "bare query", lambda: store.read(query), measures=size)
        found = timed(rows, "reading", lambda: read_incidence(store, roles=["responsible"]), measures=size)
        print(f"reading / bare query: {rows[-1]['cpu'] / rows[-2]['cpu']:.2f}")
        assert found.held.nnz == len(made.pairs)
        store.close()
    return rows


def run_align(size: int, workers: int, sample: int, *, exact: bool = True) -> Rows:
    rows: Rows = []
    writer = Writer(families(2 * size))
    sides = writer.passages(size, side="l"), writer.passages(size, side="r")
    pool = ProcessPoolExecutor(workers) if workers > 1 else None

    def work(*, pruned: bool) -> Pairs:
        with pool or nullcontext(), working_on(pool):
            left, right = counted(sides[0]), counted(sides[1])
            return pairs(weighed(left, right), np.arange(size), top=TOP, pruned=pruned)

    quick = timed(rows, "align pruned", lambda: work(pruned=True), measures=size, workers=workers)
    run_new(rows, writer, counted(sides[1]), size)
    if exact:
        pool = ProcessPoolExecutor(workers) if workers > 1 else None
        whole = timed(rows, "align exact", lambda: work(pruned=False), measures=size, workers=workers)
        print(f"recall of pruned: {recall(quick, whole, size):.4f}")
    if sample:
        beside_sklearn(rows, writer, sides[1], sample)
    return rows


def recall(quick: Pairs, whole: Pairs, size: int) -> float:
    """How many of the ten best the pruned search finds."""
    found, wanted = (one.source * size + one.target for one in (quick, whole))
    return float(np.isin(wanted, found).mean())


def run_new(rows: Rows, writer: Writer, known: Counted, size: int) -> None:
    """New measures against those already counted."""
    new = writer.passages(NEW, side="n")
    for pruned in (False, True):
        step = "new measures" + (" pruned" if pruned else "")
        timed(
            rows,
            step,
            lambda pruned=pruned: pairs(weighed(counted(new), known), np.arange(size), top=TOP, pruned=pruned),
            measures=size,
            new=NEW,
        )


def beside_sklearn(rows: Rows, writer: Writer, others: list[Any], sample: int) -> None:
    """Brute force over a sample: the ten best of each by cosine of pairs of characters, out of all of the right."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.neighbors import NearestNeighbors

    some = writer.passages(sample, side="s")
    texts = [[f"{p.title}。{p.text}" for p in side] for side in (some, others)]

    def brute() -> None:
        vectors = TfidfVectorizer(analyzer="char", ngram_range=(2, 2), sublinear_tf=True)
        there = vectors.fit_transform(texts[1])
        NearestNeighbors(n_neighbors=TOP, metric="cosine", algorithm="brute").fit(there).kneighbors(
            vectors.transform(texts[0])
        )

    timed(rows, "scikit-learn brute force", brute, measures=len(others), sample=sample)
    size = len(others)

    def ours() -> Pairs:
        return pairs(weighed(counted(some), counted(others)), np.arange(size), top=TOP)

    timed(rows, "align exact, the same", ours, measures=size, sample=sample)


def run_growth(sizes: list[int]) -> None:
    """The steps from the smallest size to the largest, each as far as it is meant to go; growth.py draws the rows."""
    for size in sizes:
        run_together(size, size if size <= 10_000 else 0)
        if size <= 10_000:
            run_align(size, 1, 0)


def main(arguments: list[str]) -> int:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("together", "reading", "align", "growth"))
    parser.add_argument("--size", type=int)
    parser.add_argument("--peer", type=int, default=100_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--sample", type=int, default=1_000)
    parser.add_argument("--sizes", default="1000,10000,100000,1000000")
    given = parser.parse_args(arguments)
    if given.what == "together":
        run_together(given.size or 1_000_000, given.peer)
    elif given.what == "reading":
        run_reading(given.size or 20_000)
    elif given.what == "align":
        run_align(given.size or 100_000, given.workers, given.sample)
    else:
        run_growth([int(size) for size in given.sizes.split(",")])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
