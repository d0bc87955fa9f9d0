"""Annotations as a whole document carries them: rules that last, what is carried forward, tables, likely leads."""

from __future__ import annotations

import pytest

from loaders.assign import assign
from loaders.types import Cell, Table, TableRow, Unit
from tests.loaders.reading import head, read, records, spoken, text_of


def likely(text: str) -> list[tuple[str, str]]:
    return [(r["name"], r["basis"]) for r in records(text) if r["inferred"]]


def test_a_comma_rule_leaves_lists_without_comma_alone() -> None:
    text = (
        "1.清理中介事项。（责任单位：市发展改革委，市水利局、市林业局。逗号前为牵头单位，下同）\n"
        "2.统一评估标准。（责任单位：市水利局、市林业局）"
    )
    assert spoken(text) == [
        "lead 市发展改革委",
        "responsible 市水利局",
        "responsible 市林业局",
        "responsible 市水利局",
        "responsible 市林业局",
    ]


def test_a_rule_said_once_without_the_same_below_holds_only_there() -> None:
    text = (
        "1.定目录。（责任单位：市科技局、市财政局，排名第一的为牵头单位）\n2.报计划。（责任单位：市教育局、市财政局）"
    )
    assert spoken(text) == ["lead 市科技局", "responsible 市财政局", "responsible 市教育局", "responsible 市财政局"]


def test_a_stated_lead_goes_before_the_rule() -> None:
    text = (
        "1.定目录。（科技部、财政部负责。列第一位者为牵头单位，下同）\n2.报计划。（教育部牵头，财政部按职责分工负责）"
    )
    assert spoken(text)[2:] == ["lead 教育部", "responsible 财政部"]


def test_what_is_carried_forward_takes_its_fuller_name_and_the_declaring_quote() -> None:
    text = (
        "1.建站点。（责任单位：市民政局，各县（市、区）人民政府。以下均需县（市、区）人民政府落实，不再列出）\n"
        "2.配人员。（责任单位：市人社局）"
    )
    found, _ = read(text)
    [own, carried] = [r for r in found.responsibilities[1] if not r["inferred"]]
    assert own["name"] == "市人社局"
    assert (carried["name"], carried["rule"], carried["name_start"]) == (
        "各县（市、区）人民政府",
        "carry_forward",
        None,
    )
    assert "不再列出" in carried["quote"]


def test_likely_leads_are_beside_the_responsible_entry() -> None:
    text = "1.建库。（省科技厅、省财政厅）\n2.评奖。（省教育厅）\n3.办会。（有关市政府，省商务厅）"
    assert likely(text) == [("省科技厅", "first_listed"), ("省教育厅", "single")]
    first, second = records(text)[:2]
    assert (first["role"], second["role"]) == ("responsible", "lead")
    assert first["institution_id"] == second["institution_id"]
    assert first["id"] != second["id"]


@pytest.mark.parametrize(
    "stated",
    [
        "3.办会由省商务厅牵头，省贸促会配合。",
        "3.办会。（省商务厅牵头）",
        "3.办会。（责任单位：省商务厅，列第一位的为牵头单位）",
    ],
)
def test_no_likely_lead_in_a_document_that_states_one(stated: str) -> None:
    assert likely(f"1.建库。（省科技厅、省财政厅）\n2.评奖。（省教育厅）\n{stated}") == []


def test_who_stands_before_a_body_of_higher_rank_was_promoted() -> None:
    [lead] = [r for r in records("1.建库。（省科技厅、省发展改革委）") if r["inferred"]]
    assert lead["order"] == "promoted"
    [lead] = [r for r in records("1.建库。（省发展改革委、省科技厅）") if r["inferred"]]
    assert lead["order"] == "protocol"


def table(lines: list[list[str]]) -> tuple[str, Table, list[Unit]]:
    """A text of one table, its first line the header; the task is the second column."""
    words, rows, at = "", [], 0
    for line in lines:
        cells = []
        for column, cell in enumerate(line):
            cells.append(Cell(at, at + len(cell), column))
            at += len(cell) + 1
        rows.append(TableRow(cells[0].start, at - 1, tuple(cells)))
        words += "\t".join(line) + "\n"
    units = [
        Unit(line[0], line[0], line[1], row.cells[1].start, row.cells[1].start, row.cells[1].end, row.cells[1].end,
             None, 0, "row", row.start)
        for line, row in zip(lines[1:], rows[1:], strict=True)
    ]  # fmt: skip
    return words, Table(0, at, (rows[0],), tuple(rows[1:])), units


def test_columns_give_their_roles_and_a_dash_is_nobody() -> None:
    words, grid, units = table(
        [
            ["序号", "主要任务", "牵头单位", "配合单位"],
            ["1", "改造管网", "市住建局", "市水务局、市财政局"],
            ["2", "整治河道", "市水务局 市生态环境局", "—"],
        ]
    )
    found = assign(text_of(words), head(code="510800", name="广元市", level="city"), units, (grid,))
    spoken_rows = [[f"{r['role']} {r['name']}" for r in found.responsibilities[i]] for i in (0, 1)]
    assert spoken_rows == [
        ["lead 市住建局", "cooperate 市水务局", "cooperate 市财政局"],
        ["lead 市水务局", "lead 市生态环境局"],
    ]
    assert found.responsibilities[0][0]["quote"] == "1\t改造管网\t市住建局\t市水务局、市财政局"
    assert {r["rule"] for rows in found.responsibilities.values() for r in rows} == {"label_column"}


def test_the_same_name_means_the_department_of_the_place() -> None:
    city = head(code="510800", name="广元市", level="city")
    [record] = [r for r in records("1.办学校。（责任单位：市科技局）", city) if not r["inferred"]]
    assert record["institution_id"] == "i-510800-science_technology"


def test_an_unknown_name_is_said_once() -> None:
    found, _ = read("1.建楼。（责任单位：省星河建设局）\n2.修楼。（责任单位：省星河建设局）")
    assert [w["code"] for w in found.warnings] == ["name_unregistered"]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("1.修路。全市修路。（包保单位：市科技局、市财政局）", "包保单位：市科技局、市财政局"),
        ("1.修路。全市修路。\n挂图作战单位：市科技局、市财政局", "挂图作战单位：市科技局、市财政局"),
        ("1.修路。全市修路。（市科技局主责，市财政局协管）", "（市科技局主责，市财政局协管）"),
    ],
)
def test_what_no_rule_takes_up_is_told_with_its_span(text: str, quote: str) -> None:
    found, _ = read(text)
    unread = [w for w in found.warnings if w["code"] == "annotation_unread"]
    assert [text[w["start"] or 0 : w["end"] or 0] for w in unread] == [quote]


def test_kinds_of_places_at_the_end_of_a_broken_line_are_nobody() -> None:
    assert spoken("1.修路。推广联办，开展县（市、区）\n级试点。（责任单位：市科技局）") == ["responsible 市科技局"]


def test_a_piece_of_a_list_that_is_no_body_is_told() -> None:
    text = "1.修路。全市修路。（责任单位：市科技局、按时完成的有关事项、市财政局）"
    assert spoken(text) == ["responsible 市科技局", "responsible 市财政局"]
    assert any("按时完成的有关事项" in w["message"] for w in read(text)[0].warnings)


@pytest.mark.parametrize(
    "text",
    [
        "1.修路。建议责任单位：市科技局。",
        "1.修路。全市修路。（覆盖城区、县城、乡镇）",
        "1.修路。全市修路。（咨询部门：市科技局）",
        "1.修路。依托市政务服务中心（便民服务中心）办理。",
        "1.修路。全市修路。（责任单位：市科技局、市应急管理局，应急管理局所属单位）",
    ],
)
def test_what_is_no_annotation_and_what_was_read_give_no_warning(text: str) -> None:
    assert [w["code"] for w in read(text)[0].warnings if "unread" in w["code"]] == []
