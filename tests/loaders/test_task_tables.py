"""Task tables of web pages, whatever their columns are called."""

from __future__ import annotations

import pytest

from loaders import extract_bytes
from loaders.names import read_list
from ontology.records import DocumentRecord


def _read(table: str) -> DocumentRecord:
    page = (
        f"<html><body><h1>绵阳市2025年重点任务分工表</h1><p>绵府办发〔2025〕3号</p><table>{table}</table></body></html>"
    )
    (record,) = extract_bytes(page.encode(), source="表.html")
    return record


def _held(record: DocumentRecord) -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (m["title"], [(r["role"], r["name"]) for r in m["responsibilities"] if not r["inferred"]])
        for m in record["measures"]
    ]


def _row(*cells: str) -> str:
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def test_the_title_of_a_table_of_tasks_is_one() -> None:
    record = _read(_row("序号", "重点任务", "牵头单位") + _row("1", "修建步道", "市林业局"))
    assert record["document"]["title"] == "绵阳市2025年重点任务分工表"
    assert record["document"]["jurisdiction"]["name"] == "绵阳市"


def test_columns_of_people_are_no_bodies() -> None:
    head = _row("序号", "重点任务", "牵头领导", "牵头部门", "配合部门")
    record = _read(head + _row("1", "修建步道", "某某", "市林业局", "市财政局"))
    assert _held(record) == [("修建步道", [("lead", "市林业局"), ("cooperate", "市财政局")])]


def test_a_heading_over_several_rows_names_none_of_them() -> None:
    head = "<tr><td rowspan=2>类别</td><td rowspan=2>工作内容</td><td colspan=2>分工</td></tr>" + _row("牵头", "配合")
    first = "<tr><td rowspan=2>创新</td><td>培育高企</td><td>市科技局</td><td>市财政局</td></tr>"
    record = _read(head + first + _row("建设平台", "市经信局", "市科技局<br>市财政局"))
    assert _held(record) == [
        ("培育高企", [("lead", "市科技局"), ("cooperate", "市财政局")]),
        ("建设平台", [("lead", "市经信局"), ("cooperate", "市科技局"), ("cooperate", "市财政局")]),
    ]


def test_tables_that_list_something_else_with_who_has_it() -> None:
    head = _row("序号", "建议名称", "承办单位", "会办单位")
    record = _read(head + _row("1", "关于加强停车管理的建议", "市公安局", "市财政局"))
    assert _held(record) == [("关于加强停车管理的建议", [("responsible", "市公安局"), ("cooperate", "市财政局")])]
    contacts = _read(_row("单位", "项目", "备注") + _row("市公安局", "停车场", "无"))
    assert not _held(contacts)


@pytest.mark.parametrize(
    "cell",
    [
        "1.市教育局；2.市司法局",
        "1、市教育局、2、市司法局",
        "①市教育局②市司法局",
        "（1）市教育局（2）市司法局",
        "市教育局市司法局",
    ],
)
def test_bodies_of_a_cell_that_are_counted_or_run_together(cell: str) -> None:
    found = read_list(cell)
    assert [body.name for body in found.bodies] == ["市教育局", "市司法局"]
    assert [cell[body.start : body.end] for body in found.bodies] == ["市教育局", "市司法局"]
    assert not found.rest
