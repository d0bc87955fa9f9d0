"""The read-only gate on every engine: values with our ids, limits that hold, and layers behind the text."""

from __future__ import annotations

import socket
import threading
from typing import Any

import pytest

from graph import errors
from graph.errors import QueryError, QueryFailed, QueryRefused
from graph.store import CypherResult, Limits, Store
from tests.contract.graphs import fill, fingerprint

SHORT = Limits(seconds=2, rows=1000, bytes=1_000_000)
LIMITS = Limits(seconds=20, rows=1000, bytes=4_000_000)


@pytest.fixture
def filled(store: Store) -> Store:
    fill(store)
    return store


def ask(store: Store, query: str, limits: Limits = LIMITS, **parameters: Any) -> CypherResult:
    return store.run_cypher(query, parameters, limits)


def test_nodes_relationships_and_paths_carry_our_ids(filled: Store) -> None:
    query = "MATCH p = (i:Institution)-[e:LEADS]->(m:Measure {id: 'd0-m1'}) RETURN i, e, m, p"
    (row,) = ask(filled, query).results
    assert row["i"] == {"_labels": ["Institution"], "id": "i1", "name": "教育局"}
    assert row["e"] == {
        "_from": "i1",
        "_to": "d0-m1",
        "_type": "LEADS",
        "basis": "marked",
        "id": "r0-1",
        "quote": "（责任单位：教育局）",
    }
    assert row["p"] == [row["i"], row["e"], row["m"]]
    assert list(row["m"]) == ["_labels", "id", "marked", "number", "score", "span_start", "tags", "title"]


def test_a_relationship_alone_knows_the_ids_of_its_ends(filled: Store) -> None:
    (row,) = ask(filled, "MATCH ()-[e:LEADS {id: 'r0-1'}]->() RETURN e").results
    assert (row["e"]["_from"], row["e"]["_to"]) == ("i1", "d0-m1")


def test_rows_are_cut_at_the_limit_and_that_is_said(filled: Store) -> None:
    query = "MATCH (m:Measure) RETURN m.id AS id ORDER BY id"
    cut = ask(filled, query, Limits(seconds=20, rows=5))
    assert [row["id"] for row in cut.results] == [f"d0-m{n}" for n in range(5)]
    assert cut.truncated
    assert not ask(filled, query, Limits(seconds=20, rows=24)).truncated


def test_bytes_are_cut_at_the_limit_and_one_row_too_large_is_refused(filled: Store) -> None:
    query = "UNWIND range(1, 50) AS n RETURN reduce(s = '', x IN range(1, 100) | s + 'x') AS s"
    cut = ask(filled, query, Limits(seconds=20, bytes=1000))
    assert (len(cut.results), cut.truncated) == (9, True)
    with pytest.raises(QueryRefused) as caught:
        ask(filled, query, Limits(seconds=20, bytes=50))
    assert caught.value.code == "cypher_too_large"


def test_a_flood_of_rows_stops_at_the_limit(filled: Store) -> None:
    flood = ask(filled, "UNWIND range(1, 90000) AS x UNWIND range(1, 90000) AS y RETURN x, y", SHORT)
    assert (len(flood.results), flood.truncated) == (SHORT.rows, True)


def test_the_store_serves_others_while_a_query_runs_into_its_limit(filled: Store) -> None:
    query = "MATCH (a), (b), (c), (d), (e), (f) WHERE a.id + b.id + c.id + d.id + e.id + f.id = '' RETURN count(*) AS n"
    caught: list[BaseException] = []

    def run() -> None:
        try:
            ask(filled, query, SHORT)
        except QueryError as error:
            caught.append(error)

    slow = threading.Thread(target=run)
    slow.start()
    served = 0
    while slow.is_alive():
        assert filled.read("MATCH (m:Measure {id: 'd0-m1'}) RETURN m.number AS n") == [{"n": "1"}]
        served += 1
    slow.join()
    assert [getattr(error, "code", "") for error in caught] == ["cypher_timeout"]
    assert served > 1


def test_after_a_query_that_ate_the_memory_the_store_reads_and_writes(filled: Store) -> None:
    with pytest.raises(QueryError) as caught:
        ask(filled, "RETURN size(reduce(s = 'a', x IN range(1, 60) | s + s)) AS n")
    assert caught.value.code == "cypher_memory"
    with filled.transaction() as transaction:
        transaction.run("CREATE (:Fund {id: 'after'})")
    assert ask(filled, "MATCH (f:Fund) RETURN f.id AS id").results == [{"id": "after"}]


def test_no_connection_is_opened_even_when_the_text_layer_is_passed_by(filled: Store) -> None:
    """The layers behind the text: the engine itself must not fetch an address or read a file."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        listener.settimeout(0.5)
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/x.csv"
        for source in (url, "file:///etc/hostname"):
            with pytest.raises(errors.ZhizeError):
                filled.read(f"LOAD CSV FROM '{source}' AS line RETURN line")
        with pytest.raises(TimeoutError):
            listener.accept()


def test_the_engine_s_read_access_refuses_writes_when_the_gate_is_passed_by(filled: Store) -> None:
    before = fingerprint(filled)
    for query in (
        "CREATE (:Measure {id: 'evil'})",
        "MATCH (n) DETACH DELETE n",
        "CREATE INDEX evil FOR (n:Fund) ON (n.name)",
    ):
        with pytest.raises(errors.ZhizeError):
            filled.read(query)
    assert fingerprint(filled) == before


PARAMETERS: tuple[dict[str, Any], ...] = (
    {},
    {"p": object()},
    {"p": 2**63},
    {"p": float("nan")},
    {"p": float("inf")},
    {"p": {1: 2}},
    {"p": b"bytes"},
    {"p": "\ud800"},
    {"p": [[[[[[[[[[1]]]]]]]]]]},
    {"p": ["x" * 1_000_000] * 5},
)


@pytest.mark.parametrize("parameters", PARAMETERS, ids=range(len(PARAMETERS)))
def test_a_parameter_that_is_missing_or_no_json_is_refused(filled: Store, parameters: dict[str, Any]) -> None:
    with pytest.raises(QueryRefused) as caught:
        filled.run_cypher("RETURN $p AS p", parameters, LIMITS)
    assert caught.value.code == "cypher_parameter"


def test_parameters_are_values_and_never_text_of_the_query(filled: Store) -> None:
    value = "' RETURN 1 AS x // $p }) DETACH DELETE n"
    assert ask(filled, "RETURN $p AS p", p=value).results == [{"p": value}]
    given = {"a": [1, 2.5, None, True], "b": {"c": "𠮷"}}
    assert ask(filled, "RETURN $p AS p", p=given).results == [{"p": given}]


def test_wrong_syntax_is_told_with_its_place(filled: Store) -> None:
    with pytest.raises(QueryFailed, match="第 2 行第 10 列") as caught:
        ask(filled, "// 一行说明\nMATCH (n RETURN n")
    assert caught.value.code == "cypher_syntax"


def test_a_refusal_is_told_with_its_place(filled: Store) -> None:
    with pytest.raises(QueryRefused, match="第 2 行第 3 列"):
        ask(filled, "MATCH (n)\n  SET n.title = 'x'")


def test_an_error_while_running_is_no_refusal(filled: Store) -> None:
    with pytest.raises(QueryFailed) as caught:
        ask(filled, "RETURN 1 / 0 AS x")
    assert caught.value.code == "cypher_failed"


@pytest.mark.parametrize("values", [{"seconds": 0}, {"seconds": -1}, {"rows": 0}, {"bytes": 0}], ids=str)
def test_limits_are_positive(values: dict[str, Any]) -> None:
    with pytest.raises(errors.BadParameter):
        Limits(**values)
