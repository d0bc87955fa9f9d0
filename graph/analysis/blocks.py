"""Work cut into blocks: in this process, or over the concurrent.futures executor that was put to work.

A process pool, a thread pool and a Dask cluster's (`Client.get_executor()`) are such executors. A block is a pure
function of its arguments and results come in the order of the blocks, so that the answer is the same everywhere.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

Part = TypeVar("Part")
Found = TypeVar("Found")
_AT_WORK: ContextVar[Executor | None] = ContextVar("executor", default=None)


@contextmanager
def working_on(executor: Executor | None) -> Iterator[None]:
    """Blocks of this context are worked on by an executor; by this process without one."""
    token = _AT_WORK.set(executor)
    try:
        yield
    finally:
        _AT_WORK.reset(token)


def threads() -> int:
    """How many threads a library may use on a block: one where an executor shares out blocks, else every processor."""
    return 1 if _AT_WORK.get() is not None else len(os.sched_getaffinity(0)) if _counted() else os.cpu_count() or 1


def _counted() -> bool:
    """Whether the system tells which processors are ours; macOS and Windows do not."""
    return hasattr(os, "sched_getaffinity")


def in_blocks(work: Callable[..., Found], parts: Sequence[Part], *shared: Any) -> Iterator[Found]:
    """`work(part, *shared)` of each part, in order; a module's function and arguments that can be pickled."""
    executor = _AT_WORK.get()
    if executor is None or len(parts) < 2:
        yield from (work(part, *shared) for part in parts)
    else:
        yield from [done.result() for done in [executor.submit(work, part, *shared) for part in parts]]


def cut(length: int, size: int) -> list[slice]:
    """The slices of `size` that make up a length."""
    return [slice(start, min(start + size, length)) for start in range(0, length, size)]
