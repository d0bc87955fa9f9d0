"""Corrections as a user and a program make them."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.cli_correct import correction_rows
from api.service import LocalService
from graph.errors import BadParameter
from loaders.pipeline import extract_file
from tests.api.conftest import EXAMPLES, TOKEN, client_of
from tests.commands import run_zhize

CITY = "da072a2d05e68"
HEAD = "document,measure,field,old,new,who,why\n"
ROW = f"{CITY},二/（三）,role,市科技局,配合,张三,对过原文\n"
BEARER = {"Authorization": f"Bearer {TOKEN}"}


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "更正.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_chinese_headings_and_encodings_of_spreadsheets(tmp_path: Path, encoding: str) -> None:
    text = f"文件,措施,字段,原值,新值,谁,理由\n\n{ROW}"
    assert correction_rows(written(tmp_path, text, encoding)) == [
        {
            "document": CITY,
            "measure": "二/（三）",
            "field": "role",
            "old": "市科技局",
            "new": "配合",
            "who": "张三",
            "why": "对过原文",
            "line": 3,
        }
    ]


@pytest.mark.parametrize("text", ["", "document,field\n", HEAD.replace("who", "wer"), HEAD + ROW.strip() + ",x,y\n"])
def test_files_that_are_no_corrections(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadParameter):
        correction_rows(written(tmp_path, text))


def test_the_command_corrects_lists_and_undoes(tmp_path: Path) -> None:
    store = tmp_path / "store"
    guangyuan = next(path for path in EXAMPLES if "guangyuan" in path.name)
    assert run_zhize(store, ["load", str(guangyuan)]).code == 0
    done = run_zhize(store, ["correct", str(written(tmp_path, HEAD + ROW))])
    assert (done.code, done.out.split()[0]) == (0, "更正")
    identifier = done.out.split()[1]
    assert "已用上" in run_zhize(store, ["correct", "--list"]).out
    row = run_zhize(store, ["who-leads", "市科技局", "--role", "cooperate"]).out.splitlines()[1]
    assert "配合（人工更正）" in row
    mistaken = run_zhize(store, ["load", str(written(tmp_path, f"文件,措施,字段,原值,新值,谁,理由\n{ROW}"))])
    assert (mistaken.code, "zhize correct" in mistaken.err) == (1, True)
    wrong = run_zhize(store, ["correct", str(written(tmp_path, HEAD + ROW.replace("配合", "老大")))])
    assert wrong.code == 2
    assert "第 2 行" in wrong.err
    assert "1 条人工更正留着" in run_zhize(store, ["remove", CITY]).err
    assert "人工更正 1" in run_zhize(store, ["load", str(guangyuan)]).err
    assert run_zhize(store, ["correct", "--undo", identifier]).code == 0
    assert run_zhize(store, ["correct", "--undo", identifier]).code == 1
    assert run_zhize(store, ["correct"]).code == 2


def test_corrections_and_judgements_over_http_need_the_token(empty: LocalService) -> None:
    empty.load(record for path in EXAMPLES for record in extract_file(path))
    row = dict(zip(HEAD.strip().split(","), ROW.strip().split(","), strict=True))
    pair = {"left_part": "基础研究计划", "right_part": "基础研究计划"}
    judged = {"left": "内蒙古", "right": "深圳", **pair, "verdict": "related", "who": "李四"}
    with client_of(empty) as client:
        for path, body in (("/corrections", {"corrections": [row]}), ("/plan-systems/judgements", judged)):
            assert client.post(path, json=body).status_code == 401
            assert client.post(path, json=body, headers={"Authorization": "Bearer x"}).status_code == 403
            assert client.post(path, json=body, headers=BEARER).status_code == 200
        assert (
            client.post("/corrections", json={"corrections": [{**row, "old": "x"}]}, headers=BEARER).status_code == 422
        )
        listed = client.get("/corrections").json()["results"]
        assert {(r["field"], r["state"]) for r in listed} == {("role", "applied"), ("mapping", "applied")}
        _judged_pair_is_shown(client)
        for one in listed:
            assert client.delete(f"/corrections/{one['id']}").status_code == 401
            gone = client.delete(f"/corrections/{one['id']}", headers=BEARER)
            assert gone.status_code == 200, (gone.text, listed)
        assert client.get("/corrections").json()["total"] == 0


def _judged_pair_is_shown(client: TestClient) -> None:
    for left, right in (("内蒙古", "深圳"), ("深圳", "内蒙古")):
        rows = client.get("/plan-systems/compare", params={"left": left, "right": right}).json()["rows"]
        said = [r for r in rows if r["status"] == "confirmed"]
        assert [(r["left_category"]["name"], r["relation"], r["corrected_by"]) for r in said] == [
            ("基础研究计划", "related", "李四")
        ]
        assert "人工确认" in client.get("/plan-systems/compare.html", params={"left": left, "right": right}).text
    page = client.get(f"/entities/{CITY}", headers={"Accept": "text/html"})
    assert "人工更正" in page.text
