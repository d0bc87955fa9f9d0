"""A file sent in is read and shown before anything is kept, for the holder of the token alone."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.service import LocalService
from api.uploads import plain_name
from loaders.pipeline import extract_bytes
from tests.api.conftest import EXAMPLES, TOKEN, client_of
from tests.commands import run_zhize

AUTHORISED = {"Authorization": f"Bearer {TOKEN}"}
PLAN = next(path for path in EXAMPLES if "guangyuan" in path.name)


def test_a_file_is_read_shown_and_only_then_kept(empty: LocalService) -> None:
    with client_of(empty) as client:
        answer = client.post("/extract", params={"name": PLAN.name}, content=PLAN.read_bytes(), headers=AUTHORISED)
        assert answer.status_code == 200
        (found,) = answer.json()["results"]
        assert found["record"] == extract_bytes(PLAN.read_bytes(), source=PLAN.name)[0]
        assert (found["refused"], found["stored"]) == (None, False)
        assert 'class="legend"' in found["report"]
        assert client.get("/documents").json()["total"] == 0
        kept = client.post("/load", json={"records": [found["record"]]}, headers=AUTHORISED)
        assert kept.json()["results"][0]["outcome"] == "added"
        again = client.post("/extract", params={"name": PLAN.name}, content=PLAN.read_bytes(), headers=AUTHORISED)
        assert again.json()["results"][0]["stored"] is True


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer wrong"}, {"Origin": "http://127.0.0.1:8340"}])
def test_nobody_without_the_token_has_a_file_read(headers: dict[str, str], http: TestClient) -> None:
    answer = http.post("/extract", params={"name": "x.txt"}, content=b"x", headers=headers)
    assert answer.status_code in (401, 403)
    assert "access-control-allow-origin" not in answer.headers


def test_another_site_may_not_ask_a_browser_to_send_the_token(http: TestClient) -> None:
    asked = {"Origin": "http://evil.example", "Access-Control-Request-Method": "POST"}
    answer = http.options("/extract", headers={**asked, "Access-Control-Request-Headers": "authorization"})
    assert answer.status_code == 405
    assert "access-control-allow-origin" not in answer.headers


REFUSED = [(b"", "empty"), (b"\x00\x01\x02" * 400, "binary")]


@pytest.mark.parametrize(("data", "code"), REFUSED, ids=lambda v: str(v)[:8])
def test_a_file_that_cannot_be_read_is_one_clear_error(data: bytes, code: str, http: TestClient) -> None:
    answer = http.post("/extract", params={"name": "x.txt"}, content=data, headers=AUTHORISED)
    assert answer.json()["code"] == code
    assert 400 <= answer.status_code < 500


def test_the_entries_of_an_archive_are_told_one_by_one(http: TestClient) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("甲.txt", PLAN.read_bytes())
        archive.writestr("乙.txt", b"\x00\x01\x02" * 400)
        archive.writestr("丙.txt", "今天天气很好。".encode())
    answer = http.post("/extract", params={"name": "包.zip"}, content=packed.getvalue(), headers=AUTHORISED).json()
    assert sorted(one["refused"] is None for one in answer["results"]) == [False, True]
    assert [one["code"] for one in answer["errors"]] == ["binary"]


def test_wording_is_text_in_the_report(http: TestClient) -> None:
    text = "<script>alert(1)</script>要点\n一、重点任务\n（一）建设<img src=x onerror=alert(2)>平台。（市科技局）\n"
    answer = http.post("/extract", params={"name": "x.txt"}, content=text.encode(), headers=AUTHORISED).json()
    assert "<script" not in answer["results"][0]["report"]
    assert "<img" not in answer["results"][0]["report"]


def test_the_name_of_a_file_holds_no_folder() -> None:
    assert plain_name("C:\\资料\\方案.txt") == "方案.txt"
    assert plain_name("../../方案\x00.txt") == "方案.txt"
    assert plain_name("/") == "文件"


def test_the_page_tells_how_to_open_it_and_holds_no_token(http: TestClient) -> None:
    page = http.get("/upload").text
    assert "zhize store link" in page
    assert TOKEN not in page


def test_without_a_server_there_is_no_link(tmp_path: Path) -> None:
    done = run_zhize(tmp_path, ["store", "link"])
    assert (done.code, done.out) == (3, "")
    assert "zhize serve" in done.err
