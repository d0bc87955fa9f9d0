"""The command line as a user types it."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.cli import main
from api.cli_work import write_parts
from graph.errors import NotFound
from tests.api.conftest import EXAMPLES, Zhize
from tests.commands import ROOT, run_zhize

HEAVY = ("fastapi", "uvicorn", "jpype", "arcadedb_embedded", "neo4j", "networkx", "numpy", "rich", "yaml", "httpx")


def test_help_imports_nothing_heavy() -> None:
    program = (
        "import sys\nfrom click.testing import CliRunner\nfrom api.cli import main\n"
        "assert CliRunner().invoke(main, ['--help']).exit_code == 0\n"
        f"print(','.join(m for m in {HEAVY!r} if m in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout == "\n", done.stdout + done.stderr


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_command_has_help(name: str) -> None:
    from click.testing import CliRunner

    done = CliRunner().invoke(main, [name, "--help"])
    assert done.exit_code == 0
    assert done.output.startswith("用法：")


def test_where_bodies_are_only_listed_who_leads_says_so(zhize: Zhize) -> None:
    none = zhize("who-leads", "悬榜揭榜", "--stated")
    assert none.out == "没有结果\n"
    [hint] = [line for line in none.err.splitlines() if "--role all" in line]
    number = json.loads(zhize("who-leads", "悬榜揭榜", "--role", "all", "--format", "json").out)["total"]
    assert f"另有 {number} 条职责" in hint
    assert "--role" not in zhize("who-leads", "悬榜揭榜", "--format", "json").err


def test_who_leads_prints_a_table_and_the_http_shape(zhize: Zhize) -> None:
    table = zhize("who-leads", "科技成果转化")
    assert table.code == 0
    lines = table.out.splitlines()
    assert lines[1].startswith("广元市科学技术局")
    assert "牵头（推断）" in lines[2]
    found = json.loads(zhize("who-leads", "科技成果转化", "--format", "json").out)
    assert set(found) == {"results", "total", "limit", "offset"}
    assert found["limit"] is None
    rows = list(csv.DictReader(io.StringIO(zhize("who-leads", "科技成果转化", "--format", "csv").out)))
    lines = zhize("who-leads", "科技成果转化", "--format", "jsonl").out.splitlines()
    assert [json.loads(line) for line in lines] == found["results"]
    assert [row["institution.name"] for row in rows] == [r["institution"]["name"] for r in found["results"]]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--stated"], ["广元市科学技术局"]),
        (["--jurisdiction", "浙江省"], ["浙江省科学技术厅", "浙江省教育厅"]),
        (["--level", "city"], ["广元市科学技术局"]),
        (["--as-of", "2022"], ["浙江省科学技术厅", "浙江省教育厅"]),
        (["--limit", "1"], ["广元市科学技术局"]),
        (["--offset", "2"], ["浙江省教育厅"]),
        (["--basis", "marked"], ["广元市科学技术局"]),
    ],
)
def test_options_narrow_the_question(options: list[str], expected: list[str], zhize: Zhize) -> None:
    found = json.loads(zhize("who-leads", "科技成果转化", "--format", "json", *options).out)
    assert [row["institution"]["name"] for row in found["results"]] == expected


def test_all_rows_are_printed_without_a_limit(zhize: Zhize) -> None:
    found = json.loads(zhize("institutions", "--format", "json").out)
    assert len(found["results"]) == found["total"] > 50


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["who-leads"], 2, "缺少参数"),
        (["who-leads", "科技", "--level", "village"], 2, "village"),
        (["who-leads", "科技", "--as-of", "yesterday"], 2, "yesterday"),
        (["who-leads", "科技", "--jurisdiction", "没有这个地方"], 2, "没有这个地方"),
        (["nothing"], 2, "nothing"),
        (["query", "MATCH (n) DELETE n"], 2, "错误："),
        (["query", "MATCH (n RETURN n"], 2, "错误："),
        (["query", "RETURN $x AS x"], 2, "$x"),
        (["show", "d000000000000"], 1, "d000000000000"),
        (["remove", "d000000000000"], 1, "d000000000000"),
        (["compare", "浙江", "深圳"], 1, "浙江"),
        (["export", "--format", "docx"], 2, "docx"),
    ],
)
def test_wrong_use_and_refusals_end_with_their_code(arguments: list[str], code: int, said: str, zhize: Zhize) -> None:
    done = zhize(*arguments)
    assert done.code == code, done.err
    assert said in done.err
    assert done.out == ""
    assert "Traceback" not in done.err


def test_a_store_that_is_not_there_ends_with_three() -> None:
    done = run_zhize(None, ["documents", "--store", "bolt://127.0.0.1:1"], ZHIZE_NEO4J_PASSWORD="not to be shown")
    assert done.code == 3
    assert done.err.count("错误：") == 1
    assert "not to be shown" not in done.err


def test_query_takes_parameters_and_tells_the_time_beside_the_rows(zhize: Zhize) -> None:
    text = "MATCH (m:Measure) WHERE m.title CONTAINS $word RETURN m.title AS `m.title` ORDER BY m.title LIMIT $n"
    done = zhize("query", text, "--param", "word=成果", "--param", "n=2", "--format", "json")
    assert done.code == 0, done.err
    found = json.loads(done.out)
    assert found["columns"] == ["m.title"]
    assert len(found["results"]) == 2
    assert "毫秒" in done.err
    assert "2 行" in done.err
    table = zhize("query", text, "--param", "word=成果", "--param", "n=2").out.splitlines()
    assert table[0].strip() == "m.title"
    assert len(table) == 3


def test_show_tells_of_a_body_and_its_evidence(zhize: Zhize) -> None:
    done = zhize("show", "i-510800-science_technology")
    assert done.code == 0
    assert done.out.startswith("机构 广元市科学技术局\n")
    assert "职责 " in done.out
    assert "〔责任单位" in done.out or "责任单位" in done.out


def test_tables_carry_no_colour(zhize: Zhize) -> None:
    done = zhize("documents", FORCE_COLOR="1", NO_COLOR="1", COLUMNS="100")
    assert "\x1b" not in done.out
    assert max(len(line) for line in done.out.splitlines()) <= 100


def test_a_bad_file_is_named_and_the_others_load(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 8)
    (tmp_path / "walk.txt").write_text("今天天气很好，我们去公园走一走。\n", encoding="utf-8")
    store = tmp_path / "store"
    paths = [tmp_path / name for name in ("missing.txt", "empty.txt", "binary.txt", "walk.txt")]
    done = run_zhize(store, ["load", *map(str, paths), str(EXAMPLES[0])])
    assert done.code == 1
    errors = [line for line in done.err.splitlines() if line.startswith("错误：")]
    assert [path.name for path, line in zip(paths, errors, strict=False) if path.name in line] == [
        "missing.txt",
        "empty.txt",
        "binary.txt",
    ]
    assert len(errors) == 3
    said = next(line for line in done.err.splitlines() if "walk.txt" in line)
    assert said.startswith("跳过：")
    assert "没有读到措施" in said
    assert "--all" in said
    documents = json.loads(run_zhize(store, ["documents", "--format", "json"]).out)
    assert [row["measures"] > 0 for row in documents["results"]] == [True]


def test_what_is_no_policy_is_kept_on_request_under_the_name_of_its_file(tmp_path: Path) -> None:
    (tmp_path / "walk.txt").write_text("今天天气很好，我们去公园走一走。\n", encoding="utf-8")
    store = tmp_path / "store"
    done = run_zhize(store, ["load", "--all", str(tmp_path / "walk.txt"), "--format", "json"])
    assert done.code == 0
    assert "没有读到措施" in done.err
    documents = json.loads(run_zhize(store, ["documents", "--format", "json"]).out)
    assert [row["name"] for row in documents["results"]] == ["walk.txt"]
    shown = json.loads(run_zhize(store, ["show", documents["results"][0]["id"], "--format", "json"]).out)
    assert shown["name"] == "walk.txt"
    assert not shown["properties"].get("title")


def test_metadata_goes_before_what_was_read_and_its_mistakes_are_told(tmp_path: Path) -> None:
    folder, store = tmp_path / "文件", tmp_path / "store"
    folder.mkdir()
    shutil.copy(EXAMPLES[0], folder)
    rows = f"路径,标题,成文日期\n{EXAMPLES[0].name},改过的标题,2031-05-06\n无.txt,甲,\n"
    (folder / "目录.csv").write_text(rows, encoding="gb18030")
    assert json.loads(run_zhize(store, ["load", str(folder), "--format", "json"]).out)["results"]
    done = run_zhize(store, ["load", str(folder), "--metadata", str(folder / "目录.csv"), "--format", "json"])
    assert done.code == 1
    assert "目录.csv：第 3 行：没有匹配的文件：无.txt" in done.err
    assert [row["title"] for row in json.loads(done.out)["results"]] == ["改过的标题"]
    found = run_zhize(
        None, ["extract", str(folder / EXAMPLES[0].name), "--metadata", str(folder / "目录.csv"), "--no-text"]
    )
    assert json.loads(found.out)["document"]["issued"] == "2031-05-06"
    assert "按元数据记为“改过的标题”" in found.err
    done = run_zhize(store, ["load", str(folder), "--metadata", str(folder / "无.csv")])
    assert (done.code, "Traceback" in done.err) == (1, False)
    assert "无.csv：没有这个文件" in done.err


def test_loading_again_changes_nothing(tmp_path: Path) -> None:
    store = tmp_path / "store"
    folder = str(EXAMPLES[0].parent)
    first = run_zhize(store, ["load", folder, "--format", "json"])
    again = run_zhize(store, ["load", folder, "--format", "json"])
    assert (first.code, again.code) == (0, 0)
    assert {row["outcome"] for row in json.loads(first.out)["results"]} == {"added"}
    assert {row["outcome"] for row in json.loads(again.out)["results"]} == {"unchanged"}
    assert len(json.loads(again.out)["results"]) == len(EXAMPLES)
    info = [json.loads(run_zhize(store, ["store", "info", "--format", "json"]).out) for _ in range(2)]
    assert info[0] == info[1]
    assert info[0]["engine"] == "embedded"


def test_patterns_and_folders_name_files(tmp_path: Path) -> None:
    done = run_zhize(None, ["extract", str(EXAMPLES[0].parent / "*.txt"), "--no-text"])
    assert done.code == 0
    found = [json.loads(line) for line in done.out.splitlines()]
    assert [Path(r["document"]["source"]).name for r in found] == [p.name for p in EXAMPLES if p.suffix == ".txt"]
    assert all("text" not in r["document"] and "map" not in r["document"] for r in found)


def test_extract_prints_the_contract_and_touches_no_store(tmp_path: Path) -> None:
    store = tmp_path / "store"
    done = run_zhize(store, ["extract", str(EXAMPLES[0]), str(tmp_path / "missing.txt")])
    assert done.code == 1
    assert not store.exists()
    record = json.loads(done.out)
    text = record["document"]["text"]
    for measure in record["measures"]:
        for item in measure["responsibilities"]:
            assert text[item["start"] : item["end"]] == item["quote"]


def test_reports_are_written_for_each_document_and_none_over_another(tmp_path: Path) -> None:
    for folder in ("甲", "乙"):
        (tmp_path / folder).mkdir()
        shutil.copy(EXAMPLES[0], tmp_path / folder / "方案.txt")
    done = run_zhize(
        None, ["extract", str(tmp_path / "甲"), str(tmp_path / "乙"), "--report", "-o", str(tmp_path / "报告")]
    )
    assert (done.code, done.out) == (0, "")
    assert sorted(p.name for p in (tmp_path / "报告").iterdir()) == ["方案-报告-2.html", "方案-报告.html"]
    assert done.err.count("已写入") == 2
    done = run_zhize(None, ["extract", str(EXAMPLES[0]), "--report", "-o", str(tmp_path / "一页.html")])
    assert (tmp_path / "一页.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert run_zhize(None, ["extract", str(EXAMPLES[0]), "-o", str(tmp_path / "x")]).code == 2
    done = run_zhize(None, ["extract", str(EXAMPLES[0]), "--report", "-o", str(tmp_path / "一页.html" / "x")])
    assert (done.code, "Traceback" in done.err) == (1, False)


def test_a_document_is_removed(tmp_path: Path) -> None:
    store = tmp_path / "store"
    loaded = json.loads(run_zhize(store, ["load", str(EXAMPLES[0]), "--format", "json"]).out)
    document = loaded["results"][0]["id"]
    assert run_zhize(store, ["remove", document]).code == 0
    assert json.loads(run_zhize(store, ["documents", "--format", "json"]).out)["total"] == 0
    assert run_zhize(store, ["remove", document]).code == 1


def test_the_questions_of_the_analyses_print_tables(zhize: Zhize) -> None:
    overlap = zhize("overlap", "--jurisdiction", "浙江省", "--limit", "3")
    assert "浙江省科学技术厅" in overlap.out
    aligned = json.loads(zhize("align", "--from", "510800", "--to", "330000", "--top", "1", "--format", "json").out)
    assert {row["source"]["document"] for row in aligned["results"]}
    assert aligned["threshold"]
    assert "广元市" in zhize("coverage", "--upper", "national", "--lower", "510800").out
    assert "基础研究" in zhize("compare", "内蒙古", "深圳").out
    ttl = zhize("export", "--format", "ttl")
    assert ttl.out.startswith("@prefix")


def test_an_empty_folder_and_a_folder_that_is_not_there_are_said_so(zhize: Zhize, tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    done = zhize("load", str(tmp_path / "空"))
    assert done.code == 1
    assert "空：文件夹里没有文件" in done.err
    done = zhize("export", "--format", "json", "-o", str(tmp_path / "无" / "x.json"))
    assert done.code == 1
    assert "不能写入" in done.err
    assert "Traceback" not in done.err


def test_an_export_that_breaks_off_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield b"half"
        raise NotFound("not_found", "没有找到文件 dnope")

    kept = tmp_path / "图谱.nq"
    kept.write_text("昨天的", encoding="utf-8")
    with pytest.raises(NotFound):
        write_parts(kept, broken())
    assert kept.read_text(encoding="utf-8") == "昨天的"
    write_parts(kept, iter([b"a", b"b"]))
    assert kept.read_bytes() == b"ab"
    assert list(tmp_path.iterdir()) == [kept]
