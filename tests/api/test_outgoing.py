"""A question that is to go still answers, and says what takes its place: in headers, on stderr, in the description."""

from __future__ import annotations

from dataclasses import replace

import pytest
from click.testing import CliRunner

from api.cli import question_command
from api.questions import Outgoing, Question, questions
from api.service import LocalService
from tests.api.conftest import client_of

OLD: Question = replace(questions()["documents"], outgoing=Outgoing("2026-11-22", "search"))


def test_http_says_so_in_headers_and_in_the_description(empty: LocalService, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.routers.questions.questions", lambda: {**questions(), "documents": OLD})
    with client_of(empty) as client:
        answer = client.get("/documents")
        assert (answer.status_code, answer.json()["total"]) == (200, 0)
        assert answer.headers["Deprecation"] == "@1795305600"  # 2026-11-22T00:00Z, RFC 9745
        assert answer.headers["Link"] == '</search>; rel="successor-version"'
        assert "Deprecation" not in client.get("/measures").headers
        told = client.get("/openapi.json").json()["paths"]
        assert told["/documents"]["get"]["deprecated"] is True
        assert "deprecated" not in told["/measures"]["get"]


def test_the_command_says_so_on_stderr(empty: LocalService, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.cli.service_of", lambda store: empty)
    done = CliRunner().invoke(question_command(OLD), ["--format", "json"])
    assert done.exit_code == 0
    assert '"total": 0' in done.stdout
    assert "请用 zhize search" in done.stderr
