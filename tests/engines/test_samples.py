"""The gate against many queries at once: no hostile one gets through, every well-meant one answers the same."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path
from time import sleep
from typing import Any

import pytest

from graph import errors
from graph.errors import QueryError, QueryRefused
from graph.store import CypherResult, Limits, Store
from tests.contract.graphs import fill, fingerprint
from tests.engines.cypher_hostile import samples
from tests.engines.cypher_questions import QUESTIONS
from tests.engines.cypher_samples import GOOD, HOSTILE
from tests.stores import ENGINE_NAMES, StoreKeeper

SHORT = Limits(seconds=2, rows=1000, bytes=1_000_000)
LIMITS = Limits(seconds=20, rows=1000, bytes=4_000_000)
SECRET = "a-secret-nobody-may-read"
ALL_HOSTILE = {**HOSTILE, **samples()}
ALL_GOOD = (*GOOD, *QUESTIONS)


@pytest.fixture(
    scope="module", params=[pytest.param(n, marks=pytest.mark.neo4j) if n == "neo4j" else n for n in ENGINE_NAMES]
)
def filled(request: pytest.FixtureRequest, store_keeper: StoreKeeper) -> Store:
    store = store_keeper.store(str(request.param))
    fill(store)
    return store


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        made.listen()
        made.settimeout(0.2)
        yield made


def verdict(store: Store, query: str) -> tuple[str, str]:
    """The code and sentence a query is refused with; no code where it is answered."""
    try:
        return "", str(store.run_cypher(query, {}, SHORT).results)
    except QueryError as error:
        return error.code, error.message


def test_no_hostile_query_gets_through(filled: Store, listener: socket.socket, tmp_path: Path) -> None:
    file = tmp_path / "secret.csv"
    file.write_text(SECRET)
    before = fingerprint(filled), filled.generation()
    told = {}
    for query in ALL_HOSTILE:
        meant = query.replace("{host}", f"127.0.0.1:{listener.getsockname()[1]}").replace("{file}", str(file))
        told[query] = verdict(filled, meant)
    assert {q: code for q, (code, _) in told.items() if code not in ALL_HOSTILE[q]} == {}
    assert [
        q for q, (_, said) in told.items() if SECRET in said or not any("\u4e00" <= c <= "\u9fff" for c in said)
    ] == []
    assert (fingerprint(filled), filled.generation()) == before
    with pytest.raises(TimeoutError):
        listener.accept()
    assert answered(filled) == [{"one": 1}]


def answered(store: Store) -> list[dict[str, Any]]:
    """The answer to a small query, asked again while queries that ran out of time are still being stopped."""
    for _ in range(60):
        try:
            return store.run_cypher("RETURN 1 AS one", {}, LIMITS).results
        except QueryRefused as error:
            if error.code != "cypher_busy":
                raise
            sleep(0.5)
    pytest.fail("the queries that ran out of time were not stopped in half a minute")


def as_bytes(result: CypherResult) -> bytes:
    return json.dumps([result.columns, result.results, result.truncated], ensure_ascii=False).encode()


@pytest.fixture
def new_stores(tmp_path: Path) -> Iterator[dict[str, Store]]:
    """A store of each engine that never held anything else: engines go on listing what labels and keys once were."""
    keeper = StoreKeeper(tmp_path)
    try:
        yield {name: keeper.store(name) for name in ENGINE_NAMES}
    finally:
        keeper.close()


def test_well_meant_queries_answer_with_the_same_bytes_on_every_engine(new_stores: dict[str, Store]) -> None:
    for store in new_stores.values():
        fill(store)
    told = {
        query: {as_bytes(store.run_cypher(query, {}, LIMITS)) for store in new_stores.values() for _ in range(2)}
        for query in ALL_GOOD
    }
    assert {query: answers for query, answers in told.items() if len(answers) > 1} == {}
    assert not any(b"elementId" in answer for answers in told.values() for answer in answers)


def test_there_are_enough_samples_of_both_kinds() -> None:
    assert len(ALL_HOSTILE) >= 300
    assert len(set(ALL_GOOD)) >= 100
    assert {code for codes in ALL_HOSTILE.values() for code in codes} <= errors.CODES.keys()
