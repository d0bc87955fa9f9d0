"""The shelf of the console: every query answers on the examples, the same on every engine, and has a plan."""

from __future__ import annotations

import pytest

from api.describing import example_answers
from api.pages.console_page import NamedQuery, shelf
from api.service import LocalService
from graph.store import Limits, Store
from graph.writer import load
from loaders.pipeline import extract_file
from tests.api.conftest import EXAMPLES

EVERY = pytest.mark.parametrize("asked", shelf(), ids=lambda q: q.zh)


def test_the_shelf_is_full_and_every_name_is_one() -> None:
    assert len(shelf()) >= 30
    assert len({q.zh for q in shelf()}) == len(shelf())
    assert all("$" in q.query for q in shelf() if q.parameters)
    assert "cypher" in example_answers()


@EVERY
def test_every_query_has_rows_on_the_examples_and_a_plan(asked: NamedQuery, examples: LocalService) -> None:
    answer = examples.cypher(asked.query, asked.parameters)
    assert answer["results"]
    assert not answer["truncated"]
    plan = examples.cypher(asked.query, asked.parameters, explain=True)
    assert any("Institution" in row["plan"] or "+" in row["plan"] for row in plan["results"])


def test_a_plan_of_a_write_is_refused_like_the_write(examples: LocalService) -> None:
    with pytest.raises(Exception, match="不接受 CREATE"):
        examples.cypher("CREATE (n:Measure {id: 'x'}) RETURN n", explain=True)


@pytest.mark.neo4j
def test_both_engines_answer_every_query_with_the_same_rows(every_store: dict[str, Store]) -> None:
    records = [record for path in EXAMPLES for record in extract_file(path)]
    for store in every_store.values():
        list(load(store, records))
    for asked in shelf():
        own, other = (
            every_store[engine].run_cypher(asked.query, asked.parameters, Limits()) for engine in ("embedded", "neo4j")
        )
        assert own.results, asked.zh
        assert other == own, asked.zh
        assert every_store["neo4j"].explain(asked.query, asked.parameters, Limits()).results, asked.zh
