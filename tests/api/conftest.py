"""A store with the bundled examples, the application over it, and commands run as a user runs them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.http import create_app
from api.service import LocalService
from api.settings import Settings
from graph.store import open_store
from loaders.pipeline import extract_file

ROOT = Path(__file__).resolve().parents[2]
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


@dataclass(frozen=True)
class Done:
    """What a command printed and how it ended."""

    out: str
    err: str
    code: int


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


def run_zhize(store: Path | None, arguments: Sequence[str], **environment: str) -> Done:
    """Run the command in a process of its own."""
    # Processes of the test runner have its terminal's width; a user's pipe has none.
    inherited = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    found = {**inherited, "PYTHONIOENCODING": "utf-8", **environment}
    if store is not None:
        found["ZHIZE_STORE"] = str(store)
    command = [sys.executable, "-m", "api.cli", *arguments]
    done = subprocess.run(command, env=found, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=300)
    return Done(done.stdout, done.stderr, done.returncode)


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
        return run_zhize(loaded, arguments, **environment)

    return run
