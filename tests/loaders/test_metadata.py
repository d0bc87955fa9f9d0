"""What the user says of documents goes before what is read; nothing that cannot be used goes unsaid."""

from __future__ import annotations

from pathlib import Path

import pytest

from loaders.errors import LoadError
from loaders.metadata import Metadata, read_metadata
from loaders.pipeline import extract_file
from ontology.records import DocumentRecord

PLAN = (
    "广元市科技成果转化行动方案\n广府发〔2023〕5号\n各县区人民政府：\n一、建设平台。建设共享仪器平台。"
    "（责任单位：市科技局、市财政局）\n二、培育企业。培育十家企业。（责任单位：市经济和信息化局）\n"
    "广元市人民政府\n2023年5月6日\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "市级").mkdir()
    (tmp_path / "市级" / "方案.txt").write_text(PLAN, encoding="utf-8")
    return tmp_path


def told(folder: Path, rows: str, *, encoding: str = "utf-8", name: str = "表.csv") -> Metadata:
    (folder / name).write_bytes(rows.encode(encoding))
    return read_metadata(folder / name, [folder / "市级" / "方案.txt"], [folder])


def extracted(folder: Path, rows: str, **options: str) -> tuple[DocumentRecord, list[str]]:
    metadata = told(folder, rows, **options)
    (record,) = extract_file(folder / "市级" / "方案.txt", metadata=metadata)
    return record, [str(problem) for problem in metadata.finish()]


def differences(record: DocumentRecord) -> list[str]:
    return [w["message"] for w in record["warnings"] if w["code"] == "metadata_differs"]


def test_what_is_said_goes_before_what_was_read_and_ids_follow(folder: Path) -> None:
    (plain,) = extract_file(folder / "市级" / "方案.txt")
    record, problems = extracted(
        folder,
        "path,title,doc_no,issued,url,jurisdiction,issuers\n"
        "市级/方案.txt,绵阳市成果转化行动方案,绵府发[2023]7号,2023/6/1,https://example.org/a,绵阳市,绵阳市人民政府\n",
    )
    head = record["document"]
    assert problems == []
    assert (head["title"], head["doc_no"], head["issued"]) == (
        "绵阳市成果转化行动方案",
        "绵府发〔2023〕7号",
        "2023-06-01",
    )
    assert (head["jurisdiction"]["code"], head["level"], head["url"]) == ("510700", "city", "https://example.org/a")
    assert head["id"] != plain["document"]["id"]
    assert all(m["id"].startswith(head["id"]) for m in record["measures"])
    bodies = {r["institution_id"] for m in record["measures"] for r in m["responsibilities"]}
    assert all("-510700-" in body for body in bodies)
    said = "标题按元数据记为“绵阳市成果转化行动方案”，文件里读到的是“广元市科技成果转化行动方案”"
    assert said in differences(record)
    assert len(differences(record)) == 5


def test_what_agrees_with_the_file_changes_nothing(folder: Path) -> None:
    (plain,) = extract_file(folder / "市级" / "方案.txt")
    rows = "path,title,level,jurisdiction,status\n方案.txt,广元市科技成果转化行动方案,市级,510800,现行\n"
    record, problems = extracted(folder, rows)
    assert (record, problems) == (plain, [])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_chinese_headers_in_any_charset(folder: Path, encoding: str) -> None:
    record, problems = extracted(
        folder, "文件\t文号\t成文日期\n方案.txt\t广府发〔2023〕6号\t2023年5月\n", encoding=encoding
    )
    assert (record["document"]["doc_no"], record["document"]["issued"], problems) == (
        "广府发〔2023〕6号",
        "2023-05",
        [],
    )


@pytest.mark.parametrize("path", ["市级/方案.txt", "市级\\方案.txt", "./市级/方案.txt", "方案.txt"])
def test_paths_from_the_folder_of_the_csv_or_a_bare_name(folder: Path, path: str) -> None:
    record, problems = extracted(folder, f"path,title\n{path},别的方案\n")
    assert (record["document"]["title"], problems) == ("别的方案", [])


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("path,title\n无.txt,甲\n", "第 2 行：没有匹配的文件：无.txt"),
        ("path,颜色\n方案.txt,红\n", "第 1 行：不认识的列：颜色"),
        ("path,issued\n方案.txt,2023-02-30\n", "第 2 行：issued 列未采用：没有这一天：2023-02-30"),
        ("path,issued\n方案.txt,去年\n", "第 2 行：issued 列未采用：不是日期：去年"),
        ("path,title\n方案.txt,甲\n市级/方案.txt,乙\n", "第 3 行：与第 2 行是同一份文件"),
        ("path,level\n方案.txt,村\n", "第 2 行：level 列未采用：不在其中：村"),
        ("path,jurisdiction\n方案.txt,朝阳\n", "第 2 行：jurisdiction 列未采用：行政区有几种可能"),
        ("path,url\n方案.txt,javascript:alert(1)\n", "第 2 行：url 列未采用：不是 http"),
        ("path,title\n,甲\n", "第 2 行：没有写明路径"),
        ('path,title\n方案.txt,"甲\n乙"\n无.txt,丙\n', "第 4 行：没有匹配的文件"),
        ("path,part,title\n方案.txt,2,甲\n", "第 2 行：没有读到这份文件"),
        ("path,title\n方案.txt,甲,乙\n", "第 2 行：单元格比表头多"),
    ],
)
def test_what_cannot_be_used_is_said_with_its_line_and_the_rest_holds(folder: Path, rows: str, said: str) -> None:
    record, problems = extracted(folder, rows)
    assert any(said in problem for problem in problems), problems
    assert record["measures"]


def test_a_bare_name_that_several_files_have_is_not_guessed(folder: Path) -> None:
    (folder / "县级").mkdir()
    (folder / "县级" / "方案.txt").write_text(PLAN, encoding="utf-8")
    (folder / "表.csv").write_text("path,title\n方案.txt,甲\n", encoding="utf-8")
    found = read_metadata(folder / "表.csv", [folder / "市级" / "方案.txt", folder / "县级" / "方案.txt"])
    assert "有 2 个文件叫 方案.txt" in str(found.problems[0])


@pytest.mark.parametrize(("rows", "said"), [("title\n甲\n", "没有 path"), ("", "空"), ("\x00\x01\x02", "不是文本")])
def test_a_file_that_is_no_metadata_is_one_error(folder: Path, rows: str, said: str) -> None:
    with pytest.raises(LoadError) as error:
        told(folder, rows)
    assert said in str(error.value)
    assert "表.csv" in str(error.value)


def test_a_draft_by_metadata_has_the_id_of_a_draft(folder: Path) -> None:
    (plain,) = extract_file(folder / "市级" / "方案.txt")
    record, _ = extracted(folder, "path,status\n方案.txt,draft\n")
    assert record["document"]["status"] == "draft"
    assert record["document"]["id"] != plain["document"]["id"]
