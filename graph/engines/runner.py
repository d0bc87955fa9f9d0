"""Runs a user's query in a thread of its own, so that its time limit holds whatever the engine does."""

from __future__ import annotations

import threading
from collections.abc import Callable

from graph.errors import QueryRefused, QueryTimeout
from graph.store import CypherResult

_MOST_ABANDONED = 2


class Runner:
    """Waits for a query up to its limit and a grace period; one that runs on is left behind.

    Java threads cannot be killed. While too many are left behind, further queries are refused: the process stays of
    use to everyone else.
    """

    def __init__(self, grace: float = 2.0) -> None:
        self._grace = grace
        self._lock = threading.Lock()
        self._abandoned = 0

    def run(self, work: Callable[[], CypherResult], seconds: float) -> CypherResult:
        """What the work returns or raises; QueryTimeout when it does not end in time."""
        if self._abandoned >= _MOST_ABANDONED:
            raise QueryRefused("cypher_busy", "有超时的查询还在停止，请稍后再试")
        task = _Task(work, self._ended)
        task.start()
        task.done.wait(seconds + self._grace)
        with self._lock:
            if not task.done.is_set():
                task.abandoned = True
                self._abandoned += 1
                raise QueryTimeout(seconds)
        return task.outcome()

    def _ended(self, task: _Task) -> None:
        with self._lock:
            task.done.set()
            if task.abandoned:
                self._abandoned -= 1


class _Task(threading.Thread):
    """One query in its thread."""

    def __init__(self, work: Callable[[], CypherResult], ended: Callable[[_Task], None]) -> None:
        super().__init__(daemon=True, name="zhize-cypher")
        self._work = work
        self._ended = ended
        self._result: CypherResult | None = None
        self._error: BaseException | None = None
        self.done = threading.Event()
        self.abandoned = False

    def run(self) -> None:
        """Does the work and keeps its result or error."""
        try:
            self._result = self._work()
        except BaseException as error:
            self._error = error
        finally:
            self._ended(self)

    def outcome(self) -> CypherResult:
        """The result; raises the error of the work."""
        if self._error is not None:
            raise self._error
        assert self._result is not None
        return self._result
