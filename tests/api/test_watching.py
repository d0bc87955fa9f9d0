"""What the server tells of itself: ids of requests, metrics, a log of lines without anything private."""

from __future__ import annotations

import json
import logging

import pytest
from starlette.testclient import TestClient

from api.service import LocalService
from api.watching import HEADER, JsonLines
from tests.api.conftest import TOKEN, client_of


def test_each_request_has_an_id_and_a_plain_one_that_was_given_is_kept(http: TestClient) -> None:
    own = http.get("/healthz").headers[HEADER]
    assert own != http.get("/healthz").headers[HEADER]
    assert http.get("/healthz", headers={HEADER: "from-a-proxy-1"}).headers[HEADER] == "from-a-proxy-1"
    assert http.get("/healthz", headers={HEADER: 'a"}\\n'}).headers[HEADER] != 'a"}\\n'
    assert http.get("/no-such", headers={HEADER: "x1"}).headers[HEADER] == "x1"


def test_requests_and_errors_are_counted_by_route(empty: LocalService) -> None:
    with client_of(empty) as http:
        for path in ("/documents", "/documents.csv", "/entities/d000000000000", "/entities/d000000000001", "/a/b/c"):
            http.get(path)
        http.get("/healthz", headers={"Host": "evil.example"})
        answer = http.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    told = answer.text
    assert 'zhize_requests_total{method="GET",route="/documents",status="200"} 2.0' in told
    assert 'zhize_requests_total{method="GET",route="/entities/{id}",status="404"} 2.0' in told
    assert 'zhize_requests_total{method="GET",route="none",status="404"} 1.0' in told
    assert 'zhize_requests_total{method="GET",route="none",status="421"} 1.0' in told
    assert 'zhize_errors_total{code="not_found"} 2.0' in told
    assert "zhize_store_up 1.0" in told
    assert "process_resident_memory_bytes" in told


def test_metrics_tell_the_truth_when_the_store_is_gone(empty: LocalService) -> None:
    http = client_of(empty)
    empty.close()
    answer = http.get("/metrics")
    assert answer.status_code == 200
    assert "zhize_store_up 0.0" in answer.text


def test_the_log_names_the_request_and_nothing_private(http: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="zhize.access"):
        http.get("/search?q=机密的词", headers={HEADER: "r1", "Authorization": f"Bearer {TOKEN}"})
    (record,) = caplog.records
    line = json.loads(JsonLines().format(record))
    assert (line["request"], line["path"], line["status"], line["level"]) == ("r1", "/search", 200, "info")
    assert line["ms"] >= 0
    assert TOKEN not in str(line)
    assert "机密" not in str(line)
