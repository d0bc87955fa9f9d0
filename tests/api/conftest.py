"""A store with the bundled examples, the application over it, and commands on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.http import create_app
from api.service import LocalService
from api.settings import Settings
from graph.store import open_store
from loaders.pipeline import extract_file
from tests.commands import ROOT, Done, run_zhize

EXAMPLES = sorted((ROOT / "examples").glob("*.*"))
TOKEN = "a-token-for-tests"
CORRECTION = {
    "document": "da072a2d05e68",
    "measure": "二/（三）",
    "field": "responsibility",
    "old": "",
    "new": "市审计局/责任",
    "who": "张三",
    "why": "对过原文",
}


Zhize = Callable[..., Done]


def service_in(folder: Path) -> LocalService:
    """A service over a new store in a folder."""
    settings = replace(Settings(), store=str(folder), max_limit=500)
    return LocalService(open_store(folder), settings)


def client_of(service: LocalService) -> TestClient:
    """The application as a program on this machine reaches it."""
    app = create_app(service, service.settings, token=TOKEN, instance="test")
    return TestClient(app, base_url="http://127.0.0.1:8340", raise_server_exceptions=False)


@pytest.fixture(scope="session")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalService]:
    """The bundled examples in a store; for tests that only read."""
    with service_in(tmp_path_factory.mktemp("api") / "store") as service:
        assert isinstance(service, LocalService)
        service.load(record for path in EXAMPLES for record in extract_file(path))
        service.correct([CORRECTION])
        yield service


@pytest.fixture(scope="session")
def http(examples: LocalService) -> Iterator[TestClient]:
    with client_of(examples) as client:
        yield client


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[LocalService]:
    """A store with nothing in it, for tests that write."""
    with service_in(tmp_path / "store") as service:
        assert isinstance(service, LocalService)
        yield service


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store folder that `zhize demo --no-serve` filled; no process holds it."""
    folder = tmp_path_factory.mktemp("cli") / "store"
    done = run_zhize(folder, ["demo", "--no-serve"])
    assert done.code == 0, done.err
    return folder


@pytest.fixture
def zhize(loaded: Path) -> Zhize:
    """Commands on the store with the examples."""

    def run(*arguments: str, **environment: str) -> Done:
        return run_zhize(loaded, arguments, fresh=False, **environment)

    return run
