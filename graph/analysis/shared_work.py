"""Which of many bodies work on the same tasks more often than chance: counts by a sparse product, exact significance.

Chance is permutation within documents: each body keeps the number of tasks it has in each document, which tasks those
are is random and independent of the other bodies. The number two bodies then share in a document of n tasks is
hypergeometric(n, a, b), over documents the sum of these; its distribution is computed exactly by convolution, so no
random numbers are drawn. Where long lists stand beside short ones, bodies meet in the long ones: `permutations` asks
for a second p under chance that also keeps how many bodies each task has (see permuting).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.stats import false_discovery_control, hypergeom

from graph.analysis.coworking import together
from graph.analysis.permuting import SEED, as_many_by_chance


@dataclass(frozen=True, slots=True)
class Task:
    """A task: its document and the bodies that work on it; `crowded` where one of those that are everywhere does."""

    id: str
    document: str
    bodies: frozenset[str]
    crowded: bool = False


@dataclass(frozen=True, slots=True)
class SharedWork:
    """Two bodies (left before right) and the tasks both work on; p is the chance of sharing at least as many.

    `free`, `left_free` and `right_free` count tasks that are not crowded; q is p corrected for all pairs, p_permuted
    and q_permuted the same by permutations, None without any.
    """

    left: str
    right: str
    tasks: tuple[str, ...]
    left_total: int
    right_total: int
    free: int
    left_free: int
    right_free: int
    expected: float
    p: float
    q: float
    p_permuted: float | None = None
    q_permuted: float | None = None

    @property
    def shared(self) -> int:
        """How many tasks both work on."""
        return len(self.tasks)

    @property
    def jaccard(self) -> float:
        """Shared tasks over the tasks of either."""
        return self.shared / (self.left_total + self.right_total - self.shared)

    @property
    def jaccard_free(self) -> float | None:
        """The same over tasks that are not crowded; None where neither has any."""
        either = self.left_free + self.right_free - self.free
        return self.free / either if either else None

    @property
    def lift(self) -> float | None:
        """Shared tasks over what chance gives; None when chance gives none."""
        return self.shared / self.expected if self.expected else None


def shared_work(
    tasks: Iterable[Task], *, min_shared: int = 1, permutations: int = 0, seed: int = SEED
) -> list[SharedWork]:
    """Every pair of bodies with at least `min_shared` tasks in common, most shared first, then by Jaccard and id.

    q and q_permuted are adjusted for all pairs found (Benjamini, Hochberg 1995).
    """
    ordered = sorted(tasks, key=lambda t: t.id)
    bodies = sorted({b for t in ordered for b in t.bodies})
    if len(bodies) < 2:
        return []
    found = list(_pairs(ordered, bodies, min_shared))
    found = [replace(row, q=q) for row, q in zip(found, _corrected([r.p for r in found]), strict=True)]
    if permutations and found:
        found = _permuted(ordered, found, permutations, seed)
    return sorted(found, key=lambda r: (-r.shared, -round(r.jaccard, 9), r.left, r.right))


def _pairs(tasks: list[Task], bodies: list[str], min_shared: int) -> Iterator[SharedWork]:
    """The pairs with what is counted of them and p; q is still p."""
    pairs = together(_incidence(tasks, bodies), least=min_shared)
    sizes, held = _by_document(tasks)
    members, crowded = _members(tasks), {t.id for t in tasks if t.crowded}
    free = {body: len(mine - crowded) for body, mine in members.items()}
    for i, j, count in zip(pairs.left.tolist(), pairs.right.tolist(), pairs.shared.tolist(), strict=True):
        left, right = bodies[i], bodies[j]
        expected, p = chance(sizes, held[left], held[right], count)
        both = members[left] & members[right]
        totals = len(members[left]), len(members[right])
        frees = len(both - crowded), free[left], free[right]
        yield SharedWork(left, right, tuple(sorted(both)), *totals, *frees, expected, p, p)


def _corrected(chances: list[float]) -> list[float]:
    return [float(q) for q in false_discovery_control(chances)] if chances else []


def _permuted(tasks: list[Task], found: list[SharedWork], permutations: int, seed: int) -> list[SharedWork]:
    documents: defaultdict[str, list[frozenset[str]]] = defaultdict(list)
    for task in tasks:
        documents[task.document].append(task.bodies)
    pairs, observed = [(r.left, r.right) for r in found], [r.shared for r in found]
    chances = as_many_by_chance(documents, pairs, observed, permutations=permutations, seed=seed).tolist()
    rows = zip(found, chances, _corrected(chances), strict=True)
    return [replace(row, p_permuted=p, q_permuted=q) for row, p, q in rows]


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
        distribution = np.convolve(distribution, _sharing(n, min(a, b), max(a, b)))
    return expected, float(min(1.0, max(0.0, distribution[observed:].sum())))


@lru_cache(maxsize=1 << 16)
def _sharing(n: int, few: int, many: int) -> NDArray[np.float64]:
    """The chances of 0, 1, … `few` tasks in common of `few` and `many` out of n."""
    found: NDArray[np.float64] = hypergeom.pmf(np.arange(few + 1), n, many, few)
    return found
