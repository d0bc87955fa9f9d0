"""Stores for tests: one of every registered engine, emptied between tests."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.store import ENGINES, Store, open_store
from tests.neo4j_server import Neo4jServer, ServerMissing, wanting

ENGINE_NAMES = tuple(engine.name for engine in ENGINES)


def absent(reason: str) -> None:
    """Skips the test for want of something on this machine; fails it in continuous integration."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def engine_report() -> str:
    """Which engines the tests of this session run on, and what is wanting for the others."""
    told = [f"{name} (here)" for name in ENGINE_NAMES if name != "neo4j"]
    running = os.environ.get("ZHIZE_TEST_NEO4J")
    missing = "" if running else wanting()
    told.append(f"neo4j ({running or missing or 'a server of the session'})")
    return f"engines: {', '.join(told)}"


class StoreKeeper:
    """Opens one store an engine for the session."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stores: dict[str, Store] = {}
        self._server: Neo4jServer | None = None
        self._missing = ""

    def store(self, engine: str) -> Store:
        """The prepared, empty store of an engine."""
        if engine not in self._stores:
            self._stores[engine] = open_store(self.url(engine))
            self._stores[engine].prepare()
        store = self._stores[engine]
        with store.transaction() as transaction:
            transaction.run("MATCH (n) DETACH DELETE n")
        return store

    def url(self, engine: str) -> str:
        """Where the session's store of an engine is."""
        return os.fspath(self._folder / "embedded") if engine == "embedded" else self.neo4j_url()

    def neo4j_url(self) -> str:
        """The server of ZHIZE_TEST_NEO4J, else one started for the session."""
        running = os.environ.get("ZHIZE_TEST_NEO4J")
        if running:
            return running
        if self._server is None and not self._missing:
            try:
                server = Neo4jServer(self._folder / "neo4j")
                server.start()
                self._server = server
            except ServerMissing as error:
                self._missing = str(error)
        if self._server is None:
            absent(self._missing)
            raise AssertionError
        return self._server.url

    def close(self) -> None:
        """Closes the stores and stops the server."""
        for store in self._stores.values():
            store.close()
        if self._server is not None:
            self._server.stop()


@pytest.fixture(scope="session")
def store_keeper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StoreKeeper]:
    """The stores of the session."""
    patch = pytest.MonkeyPatch()
    patch.setenv("ZHIZE_CACHE", os.fspath(tmp_path_factory.mktemp("cache")))
    keeper = StoreKeeper(tmp_path_factory.mktemp("stores"))
    yield keeper
    keeper.close()
    patch.undo()


@pytest.fixture(params=[pytest.param(n, marks=pytest.mark.neo4j) if n == "neo4j" else n for n in ENGINE_NAMES])
def store(request: pytest.FixtureRequest, store_keeper: StoreKeeper) -> Store:
    """An empty, prepared store: the test runs once for every engine of the registry."""
    return store_keeper.store(str(request.param))


@pytest.fixture
def embedded_store(store_keeper: StoreKeeper) -> Store:
    """An empty, prepared store of the embedded engine."""
    return store_keeper.store("embedded")


@pytest.fixture
def every_store(store_keeper: StoreKeeper) -> dict[str, Store]:
    """An empty, prepared store of each engine, for tests that compare them."""
    return {name: store_keeper.store(name) for name in ENGINE_NAMES}
