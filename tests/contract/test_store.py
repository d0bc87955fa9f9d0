"""What every engine must do the same way."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from graph.engines import schema
from graph.errors import ConstraintViolated, StoreError
from graph.store import ENGINES, Limits, Store
from tests.contract.graphs import NAMES, fill, fingerprint, measures

LIMITS = Limits(seconds=20)


def count(store: Store, label: str) -> int:
    return int(store.read(f"MATCH (n:{label}) RETURN count(n) AS n")[0]["n"])


def run_all(store: Store, queries: list[str], then: Exception | None = None) -> None:
    """Runs queries in one transaction and raises an error at the end of its block."""
    with store.transaction() as transaction:
        for query in queries:
            transaction.run(query)
        if then is not None:
            raise then


def test_a_store_says_which_engine_of_the_registry_it_is(store: Store) -> None:
    assert store.engine in {engine.name for engine in ENGINES}
    assert isinstance(store, Store)
    assert store.cache_folder.is_dir()


def test_committed_rows_are_read_back(store: Store) -> None:
    fill(store)
    assert count(store, "Measure") == len(measures())
    rows = store.read(
        "MATCH (i:Institution {id: $id})-[e:LEADS]->(m) RETURN m.id AS m, e.quote AS q ORDER BY m", id="i0"
    )
    assert rows == [{"m": f"d{d}-m{(7 - d) % 7}", "q": "（责任单位：科技局）"} for d in (0, 2, 3)]


def test_a_block_that_raises_leaves_nothing(store: Store) -> None:
    fill(store)
    before, generation = fingerprint(store), store.generation()
    with pytest.raises(KeyError):
        run_all(store, ["CREATE (:Measure {id: 'half'})", "MATCH (d:Document {id: 'd0'}) DETACH DELETE d"], KeyError())
    assert fingerprint(store) == before
    assert store.generation() == generation


def test_a_failing_query_leaves_nothing_of_its_transaction(store: Store) -> None:
    before = fingerprint(store)
    with pytest.raises(StoreError):
        run_all(store, ["CREATE (:Measure {id: 'half'})", "this is no query"])
    assert fingerprint(store) == before


def test_a_transaction_reads_what_it_wrote(store: Store) -> None:
    with store.transaction() as transaction:
        transaction.run("CREATE (:Fund {id: 'f1', name: '专项资金'})")
        assert transaction.run("MATCH (f:Fund) RETURN f.name AS name") == [{"name": "专项资金"}]


def test_others_do_not_see_an_open_transaction(store: Store) -> None:
    seen: list[int] = []
    with store.transaction() as transaction:
        transaction.run("CREATE (:Fund {id: 'f1'})")
        reader = threading.Thread(target=lambda: seen.append(count(store, "Fund")))
        reader.start()
        reader.join()
    assert seen == [0]
    assert count(store, "Fund") == 1


def test_the_generation_moves_with_every_write_and_with_nothing_else(store: Store) -> None:
    seen = [store.generation()]
    fill(store)
    seen.append(store.generation())
    count(store, "Measure")
    store.run_cypher("MATCH (n) RETURN count(n)", {}, LIMITS)
    assert store.generation() == seen[-1]
    for query in (
        "MATCH (m:Measure {id: 'd0-m1'}) SET m.title = '新'",
        "MATCH (m:Measure {id: 'd0-m1'}) DETACH DELETE m",
    ):
        with store.transaction() as transaction:
            transaction.run(query)
        seen.append(store.generation())
    assert len(set(seen)) == 4


def test_a_transaction_that_only_reads_is_no_new_generation(store: Store) -> None:
    fill(store)
    before = store.generation()
    with store.transaction() as transaction:
        transaction.run("MATCH (n) RETURN count(n) AS n")
    assert store.generation() == before


@pytest.mark.parametrize("label", schema.node_labels())
def test_an_id_stands_once_in_its_class(store: Store, label: str) -> None:
    with store.transaction() as transaction:
        transaction.run(f"CREATE (:{label} {{id: 'x'}})")
    with pytest.raises(ConstraintViolated), store.transaction() as transaction:
        transaction.run(f"CREATE (:{label} {{id: 'x'}})")
    assert count(store, label) == 1


def test_preparing_twice_changes_nothing(store: Store) -> None:
    fill(store)
    before, generation = fingerprint(store), store.generation()
    store.prepare()
    assert (fingerprint(store), store.generation()) == (before, generation)


def test_nothing_but_declared_labels_is_in_a_prepared_store(store: Store) -> None:
    fill(store)
    labels = store.read("MATCH (n) UNWIND labels(n) AS label RETURN DISTINCT label ORDER BY label")
    assert [row["label"] for row in labels] == ["Document", "Institution", "Measure"]


VALUES: dict[str, Any] = {
    "int": 14,
    "big": 9007199254740993,
    "negative": -1,
    "float": 2.8,
    "whole": 14.0,
    "true": True,
    "false": False,
    "text": "“揭榜挂帅”\n𠮷🌏 \\ ' \" ` ～",
    "empty": "",
    "list": ["甲", "乙"],
    "numbers": [1, 2, 3],
    "floats": [1.0, 2.5],
    "nothing": [],
}


def test_values_come_back_with_their_types(store: Store) -> None:
    with store.transaction() as transaction:
        transaction.run("CREATE (n:Target {id: 't'}) SET n += $values", values={**VALUES, "null": None})
    (row,) = store.read("MATCH (n:Target {id: 't'}) RETURN properties(n) AS p")
    assert row["p"] == {"id": "t", **VALUES}
    assert {key: type(value) for key, value in row["p"].items() if key in VALUES} == {
        key: type(value) for key, value in VALUES.items()
    }
    assert [type(item) for item in row["p"]["floats"]] == [float, float]


def test_parameters_come_back_as_rows(store: Store) -> None:
    value: dict[str, Any] = {"a": [1, None, "x", {"b": True, "c": 1.5}], "d": None, "e": {}}
    assert store.read("RETURN $v AS v", v=value) == [{"v": value}]


@pytest.mark.parametrize("returned", ["m", "e", "[m]", "{a: m}", "p"])
def test_a_query_of_the_catalogue_returns_no_nodes(store: Store, returned: str) -> None:
    fill(store)
    with pytest.raises(StoreError):
        store.read(f"MATCH p = (m:Measure)<-[e:LEADS]-() RETURN {returned} AS x LIMIT 1")


def test_setting_null_removes_a_property(store: Store) -> None:
    with store.transaction() as transaction:
        transaction.run("CREATE (:Target {id: 't', unit: '%', value: 14})")
        transaction.run("MATCH (n:Target {id: 't'}) SET n += $p", p={"unit": None})
    assert store.read("MATCH (n:Target) RETURN keys(n) AS k, n.unit AS u")[0]["u"] is None
    assert sorted(store.read("MATCH (n:Target) RETURN keys(n) AS k")[0]["k"]) == ["id", "value"]


def test_text_is_ordered_by_code_point_on_every_engine(store: Store) -> None:
    """Chinese text sorts by code point, an order that says little: answers sort by id unless they rank."""
    fill(store)
    names = [row["n"] for row in store.read("MATCH (i:Institution) RETURN i.name AS n ORDER BY n")]
    assert names == sorted(NAMES)


def test_merge_by_id_makes_an_edge_once(store: Store) -> None:
    fill(store)
    before = fingerprint(store)
    fill(store)
    assert fingerprint(store) == before


def test_many_threads_read_while_one_writes(store: Store) -> None:
    """No reader ever sees a part of a transaction: documents and their marks come and go together."""
    torn: list[dict[str, Any]] = []
    stop = threading.Event()

    def look() -> None:
        while not stop.is_set():
            torn.extend(
                row
                for row in store.read("MATCH (m:Measure) WITH m.round AS r, count(m) AS n RETURN r, n")
                if row["n"] != 40
            )

    readers = [threading.Thread(target=look) for _ in range(3)]
    for reader in readers:
        reader.start()
    try:
        for turn in range(6):
            with store.transaction() as transaction:
                transaction.run("MATCH (m:Measure) DETACH DELETE m")
                rows = [{"id": f"m{turn}-{n}", "round": turn} for n in range(40)]
                transaction.run("UNWIND $rows AS r CREATE (m:Measure {id: r.id}) SET m.round = r.round", rows=rows)
    finally:
        stop.set()
        for reader in readers:
            reader.join()
    assert torn == []
    assert count(store, "Measure") == 40


def test_writers_in_threads_all_get_through(store: Store) -> None:
    def write(number: int) -> None:
        for turn in range(4):
            with store.transaction() as transaction:
                transaction.run("MERGE (i:Institution {id: $id}) SET i.name = $id", id=f"i{number}-{turn}")

    writers = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert count(store, "Institution") == 16


def test_a_sound_store_has_no_problems(store: Store) -> None:
    fill(store)
    assert store.problems() == []


def test_an_unfinished_restoring_is_noted_until_it_ends_and_no_query_meets_the_note(store: Store) -> None:
    fill(store)
    before = fingerprint(store)
    assert not store.unfinished()
    store.set_unfinished(True)
    store.set_unfinished(True)
    assert store.unfinished()
    assert fingerprint(store) == before
    store.set_unfinished(False)
    assert not store.unfinished()
