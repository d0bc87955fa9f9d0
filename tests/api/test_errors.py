"""Every error code has one status and one exit code, and both ways in tell it so."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from api.errors import ERRORS, answer_for, rebuild
from api.http import create_app
from api.options import reporting
from api.service import LocalService
from graph import errors
from graph.errors import ZhizeError
from tests.api.conftest import TOKEN
from tests.commands import ROOT


def raised_codes() -> set[str]:
    """Codes that stand in the code of the packages as errors are raised."""
    pattern = re.compile(
        r"(?:ZhizeError|ApiError|NotFound|BadParameter|Query\w+|Store\w+|LoadError|ConstraintViolated)"
        r"\(\s*(?:[\w.()]+,\s*)?\"(\w+)\""
    )
    texts = (p.read_text(encoding="utf-8") for part in ("api", "graph", "loaders") for p in (ROOT / part).rglob("*.py"))
    return {code for text in texts for code in pattern.findall(text)}


def test_every_declared_and_every_raised_code_is_in_the_table() -> None:
    assert set(errors.CODES) <= set(ERRORS)
    unknown = raised_codes() - set(ERRORS)
    assert not unknown
    assert {"not_found", "bad_parameter", "cypher_write", "missing", "token_wrong"} <= raised_codes() | {"missing"}


@pytest.mark.parametrize("code", sorted(ERRORS))
def test_http_answers_with_the_status_of_the_table(code: str, examples: LocalService) -> None:
    app = create_app(examples, examples.settings, token=TOKEN, instance="test")

    @app.get("/raise")
    def fail() -> None:
        raise rebuild(code, "这里出错")

    client = TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False)
    answer = client.get("/raise")
    assert answer.status_code == ERRORS[code].status
    assert answer.json() == {"detail": "这里出错", "code": code}


@pytest.mark.parametrize("code", sorted(ERRORS))
def test_the_command_ends_with_the_exit_code_of_the_table(code: str) -> None:
    @click.command()
    @reporting
    def fail() -> None:
        raise rebuild(code, "这里出错")

    done = CliRunner().invoke(fail)
    assert done.exit_code == ERRORS[code].exit
    assert done.exit_code in (1, 2, 3)
    assert done.stderr == "错误：这里出错\n"


@pytest.mark.parametrize("code", sorted(ERRORS))
def test_a_client_raises_what_the_server_raised(code: str) -> None:
    found = rebuild(code, "这里出错")
    assert isinstance(found, ZhizeError)
    assert type(found) is ERRORS[code].raised
    assert (found.code, found.message) == (code, "这里出错")


def test_a_code_nobody_declared_is_internal() -> None:
    assert answer_for("no such code") == ERRORS["internal"]


def test_an_error_nobody_expected_tells_nothing_of_the_inside(examples: LocalService, tmp_path: Path) -> None:
    app = create_app(examples, examples.settings, token=TOKEN, instance="test")

    @app.get("/raise")
    def fail() -> None:
        raise RuntimeError(f"secret {tmp_path}")

    client = TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False)
    answer = client.get("/raise")
    assert answer.status_code == 500
    assert answer.json()["code"] == "internal"
    assert "secret" not in answer.text
