from __future__ import annotations

import pytest

from graph.store import Store
from graph.writer import load
from tests.graph import records
from tests.stores import ENGINE_NAMES, StoreKeeper

_LOADED: dict[str, tuple[Store, int | str]] = {}


@pytest.fixture(params=[pytest.param(n, marks=pytest.mark.neo4j) if n == "neo4j" else n for n in ENGINE_NAMES])
def loaded(request: pytest.FixtureRequest, store_keeper: StoreKeeper) -> Store:
    """A store of every engine that holds all the records; filled anew only where a test wrote to it."""
    engine = str(request.param)
    if engine in _LOADED:
        store, generation = _LOADED[engine]
        if store.generation() == generation:
            return store
    store = store_keeper.store(engine)
    load(store, records.all_records())
    _LOADED[engine] = store, store.generation()
    return store
