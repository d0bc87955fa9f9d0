"""The command `check`: its tables, formats and exit codes."""

from __future__ import annotations

import json
from pathlib import Path

from starlette.testclient import TestClient

from graph.store import open_store
from tests.api.conftest import EXAMPLES, Zhize
from tests.commands import run_zhize


def test_advice_alone_ends_with_zero(zhize: Zhize) -> None:
    done = zhize("check")
    assert done.code == 0, done.err
    assert "错误 0 项" in done.err
    assert "measure_without_lead" in done.out
    found = json.loads(zhize("check", "--no-shapes", "--format", "json").out)
    assert (found["errors"], found["advice"]) == (0, found["total"])
    lines = zhize("check", "--no-shapes", "--format", "jsonl").out.splitlines()
    assert [json.loads(line) for line in lines] == found["results"]


def test_an_error_ends_with_one(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    assert run_zhize(folder, ["load", str(EXAMPLES[0])]).code == 0
    store = open_store(folder)
    with store.transaction() as transaction:
        transaction.run("CREATE (t:Target {id: 'lost', name: '丢失的指标'})")
    store.close()
    done = run_zhize(folder, ["check", "--no-shapes", "--severity", "error"])
    assert done.code == 1
    assert "orphan_node" in done.out
    assert "错误 1 项" in done.err


def test_documents_are_checked_alone_and_must_be_there(zhize: Zhize) -> None:
    every = json.loads(zhize("check", "--no-shapes", "--format", "json").out)
    document = every["results"][0]["document"]["id"]
    some = json.loads(zhize("check", document, "--no-shapes", "--format", "json").out)
    assert {r["document"]["id"] for r in some["results"]} == {document}
    missing = zhize("check", "d0")
    assert (missing.code, "没有已加载的文件 d0" in missing.err) == (1, True)


def test_unresolved_names_are_listed(zhize: Zhize) -> None:
    done = zhize("check", "institutions", "--format", "json")
    assert done.code == 0
    rows = json.loads(done.out)["results"]
    assert rows == sorted(rows, key=lambda r: -r["mentions"])
    assert all(not r["institution"]["id"].startswith("i-") and r["documents"] for r in rows)
    assert zhize("check", "institutions", "--rule", "orphan_node").code == 2


def test_the_pages_link_to_the_checks(http: TestClient) -> None:
    assert 'href="/check"' in http.get("/", headers={"Accept": "text/html"}).text
    assert 'href="/check/institutions"' in http.get("/check.html").text


def test_a_store_as_loaded_keeps_to_the_shapes(tmp_path: Path) -> None:
    assert run_zhize(tmp_path / "store", ["load", str(EXAMPLES[0])]).code == 0
    done = run_zhize(tmp_path / "store", ["check", "--rule", "shape_violated", "--format", "json"])
    assert (done.code, json.loads(done.out)["total"]) == (0, 0), done.out
    assert run_zhize(tmp_path / "store", ["check", "--shapes", "--rule", "orphan_node"]).code == 2


def test_what_breaks_a_shape_is_told_with_node_and_document(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    assert run_zhize(folder, ["load", *map(str, EXAMPLES[:2])]).code == 0
    store = open_store(folder)
    with store.transaction() as transaction:
        transaction.run("MATCH (m:Measure) WITH m ORDER BY m.id LIMIT 1 REMOVE m.path")
    store.close()
    done = run_zhize(folder, ["check", "--severity", "error", "--format", "json"])
    [row] = json.loads(done.out)["results"]
    assert (done.code, row["rule"], row["node"]["type"]) == (1, "shape_violated", "Measure")
    assert row["node"]["id"].startswith(row["document"]["id"])
    assert "path" in row["evidence"]
    quick = run_zhize(folder, ["check", "--no-shapes", "--severity", "error"])
    assert (quick.code, "没有查形状" in quick.err) == (0, True)
    others = json.loads(run_zhize(folder, ["documents", "--format", "json"]).out)["results"]
    [other] = [d["id"] for d in others if d["id"] != row["document"]["id"]]
    assert run_zhize(folder, ["check", other]).code == 0
