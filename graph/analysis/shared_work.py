"""Which of many bodies work on the same tasks more often than chance: counts by a sparse product, exact significance.

Chance is permutation within documents: each body keeps the number of tasks it has in each document, which tasks those
are is random and independent of the other bodies. The number two bodies then share in a document of n tasks is
hypergeometric(n, a, b), over documents the sum of these; its distribution is computed exactly by convolution, so no
random numbers are drawn.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.stats import false_discovery_control, hypergeom


@dataclass(frozen=True, slots=True)
class Task:
    """A task: its document and the bodies that work on it."""

    id: str
    document: str
    bodies: frozenset[str]


@dataclass(frozen=True, slots=True)
class SharedWork:
    """Two bodies (left before right) and the tasks both work on; p is the chance of sharing at least as many."""

    left: str
    right: str
    tasks: tuple[str, ...]
    left_total: int
    right_total: int
    expected: float
    p: float
    corrected_p: float

    @property
    def shared(self) -> int:
        """How many tasks both work on."""
        return len(self.tasks)

    @property
    def jaccard(self) -> float:
        """Shared tasks over the tasks of either."""
        return self.shared / (self.left_total + self.right_total - self.shared)

    @property
    def lift(self) -> float | None:
        """Shared tasks over what chance gives; None when chance gives none."""
        return self.shared / self.expected if self.expected else None


def shared_work(tasks: Iterable[Task], *, min_shared: int = 1) -> list[SharedWork]:
    """Every pair of bodies with at least `min_shared` tasks in common, most shared first, then by Jaccard and id.

    corrected_p is adjusted for all pairs found (Benjamini, Hochberg 1995).
    """
    ordered = sorted(tasks, key=lambda t: t.id)
    bodies = sorted({b for t in ordered for b in t.bodies})
    if len(bodies) < 2:
        return []
    incidence = _incidence(ordered, bodies)
    product = sparse.triu(incidence @ incidence.T, k=1).tocoo()
    sizes, held = _by_document(ordered)
    members = _members(ordered)
    found = []
    for i, j, count in zip(product.row.tolist(), product.col.tolist(), product.data.tolist(), strict=True):
        if count >= min_shared:
            left, right = bodies[i], bodies[j]
            expected, p = chance(sizes, held[left], held[right], int(count))
            tasks_of_both = tuple(sorted(members[left] & members[right]))
            found.append((left, right, tasks_of_both, len(members[left]), len(members[right]), expected, p))
    corrected = false_discovery_control([f[6] for f in found]).tolist() if found else []
    rows = [SharedWork(*f, corrected_p=q) for f, q in zip(found, corrected, strict=True)]
    return sorted(rows, key=lambda r: (-r.shared, -round(r.jaccard, 9), r.left, r.right))


def _members(tasks: Iterable[Task]) -> Mapping[str, set[str]]:
    members: defaultdict[str, set[str]] = defaultdict(set)
    for task in tasks:
        for body in task.bodies:
            members[body].add(task.id)
    return members


def _incidence(tasks: list[Task], bodies: list[str]) -> sparse.csr_matrix:
    index = {body: i for i, body in enumerate(bodies)}
    pairs = [(index[b], j) for j, t in enumerate(tasks) for b in t.bodies]
    rows, columns = (np.array(side, dtype=np.int64) for side in zip(*pairs, strict=True))
    return sparse.csr_matrix((np.ones(len(pairs), dtype=np.int64), (rows, columns)), shape=(len(bodies), len(tasks)))


def _by_document(tasks: Iterable[Task]) -> tuple[Counter[str], Mapping[str, Counter[str]]]:
    sizes: Counter[str] = Counter()
    held: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for task in tasks:
        sizes[task.document] += 1
        for body in task.bodies:
            held[body][task.document] += 1
    return sizes, held


def chance(
    sizes: Mapping[str, int], left: Mapping[str, int], right: Mapping[str, int], observed: int
) -> tuple[float, float]:
    """The expected number of shared tasks, and the probability of `observed` or more, given tasks by document."""
    expected, distribution = 0.0, np.ones(1)
    for document in sorted(left.keys() & right.keys()):
        n, a, b = sizes[document], left[document], right[document]
        expected += a * b / n
        distribution = np.convolve(distribution, hypergeom.pmf(np.arange(min(a, b) + 1), n, a, b))
    return expected, float(min(1.0, max(0.0, distribution[observed:].sum())))
