"""A user's query never keeps its caller waiting beyond its limit, and runaways do not pile up."""

from __future__ import annotations

import threading

import pytest

from graph.engines.runner import Runner
from graph.errors import QueryRefused, QueryTimeout
from graph.store import CypherResult

ANSWER = CypherResult(["n"], [{"n": 1}], False)


def test_an_answer_and_an_error_come_through() -> None:
    runner = Runner()
    assert runner.run(lambda: ANSWER, 5) == ANSWER
    with pytest.raises(ZeroDivisionError):
        runner.run(lambda: CypherResult([], [{"n": 1 // 0}], False), 5)


def test_work_that_does_not_stop_is_left_behind_and_counted_until_it_ends() -> None:
    runner, go_on = Runner(grace=0.05), threading.Event()

    def endless() -> CypherResult:
        go_on.wait()
        return ANSWER

    before = threading.active_count()
    for _ in range(2):
        with pytest.raises(QueryTimeout):
            runner.run(endless, 0.05)
    with pytest.raises(QueryRefused) as caught:
        runner.run(lambda: ANSWER, 5)
    assert caught.value.code == "cypher_busy"
    go_on.set()
    for thread in threading.enumerate():
        if thread.name == "zhize-cypher":
            thread.join()
    assert threading.active_count() <= before
    assert runner.run(lambda: ANSWER, 5) == ANSWER
