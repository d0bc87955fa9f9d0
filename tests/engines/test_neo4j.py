"""What the Neo4j engine says when the server or the credentials are not there."""

from __future__ import annotations

import socket

import pytest

from graph.errors import BadParameter, StoreUnreachable
from graph.store import Store, open_store
from tests.stores import StoreKeeper

pytestmark = pytest.mark.neo4j


def test_no_server_is_one_clear_error() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    with pytest.raises(StoreUnreachable) as caught:
        open_store(f"bolt://127.0.0.1:{port}")
    assert str(port) in caught.value.message


def test_a_password_in_the_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(BadParameter) as caught:
        open_store("bolt://someone:hunter2@127.0.0.1:7687")
    assert "hunter2" not in caught.value.message


def test_a_password_file_that_is_not_there_is_named_by_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ZHIZE_NEO4J_PASSWORD", raising=False)
    monkeypatch.setenv("ZHIZE_NEO4J_PASSWORD_FILE", "missing")
    with pytest.raises(BadParameter, match="ZHIZE_NEO4J_PASSWORD_FILE"):
        open_store("bolt://127.0.0.1:7687")


def test_two_connections_see_each_other_s_writes_and_generations(store_keeper: StoreKeeper) -> None:
    first: Store = store_keeper.store("neo4j")
    second = open_store(store_keeper.url("neo4j"))
    before = first.generation()
    with second.transaction() as transaction:
        transaction.run("CREATE (:Fund {id: 'f'})")
    assert first.generation() != before
    assert first.read("MATCH (n:Fund) RETURN n.id AS id") == [{"id": "f"}]
    second.close()
