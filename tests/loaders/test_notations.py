"""Every declared notation reads its own examples, and what looks like one but is none assigns nothing."""

from __future__ import annotations

import pytest

from loaders.notations import FILES, Notation, labels, notations
from ontology.model import vocabulary
from tests.loaders.reading import duties, read, records, spoken

MARKED = [*notations("labels"), *notations("clauses"), *notations("rules", "rules")]
PROSE = list(notations("prose"))
DUTIES = list(notations("duties"))


@pytest.mark.parametrize("notation", [*MARKED, *PROSE], ids=lambda n: n.id)
def test_examples_read_as_declared(notation: Notation) -> None:
    for example in notation.examples:
        assert spoken(f"1.{example.text}") == list(example.expect), example.text


@pytest.mark.parametrize("notation", DUTIES, ids=lambda n: n.id)
def test_examples_of_duties_read_as_declared(notation: Notation) -> None:
    for example in notation.examples:
        rows = duties(example.text)
        assert [f"{r['role']} {r['name']}" for r in rows] == list(example.expect), example.text
        assert {r["rule"] for r in rows} <= {notation.id}


def test_every_notation_has_an_example_or_a_column() -> None:
    without = {n.id for n in [*MARKED, *PROSE, *DUTIES] if not n.examples}
    assert without == {"label_column"}, "a column of a table is read in test_marked"


def test_ids_of_notations_are_unique() -> None:
    ids = [n.id for family in FILES for part in ("notations", "rules", "remarks") for n in notations(family, part)]
    assert len(ids) == len(set(ids))


def test_every_label_gives_a_role_of_the_vocabulary() -> None:
    assert set(labels().values()) <= set(vocabulary("roles").ids)
    assert labels()["牵头单位"] == "lead"
    assert labels()["责任部门"] == "responsible"
    assert labels()["协办单位"] == "cooperate"


def test_every_record_names_a_declared_rule() -> None:
    declared = {n.id for n in [*MARKED, *PROSE]}
    text = (
        "1.建好平台。（省科技厅牵头，省财政厅配合）\n2.用好平台，由省教育厅负责推广。\n"
        "3.管好平台。（责任单位：省审计厅）"
    )
    assert {r["rule"] for r in records(text)} <= declared


@pytest.mark.parametrize(
    "text",
    [
        "1.列出清单。（建议责任单位：省科技厅）",
        "1.数据责任单位：指产生和保管公共数据的部门。",
        "1.列出清单，按月公开。\n主办单位：省科技厅",
        "1.企业要履行安全生产主体责任，单位负责人是第一责任人。",
        "1.设立窗口（含社区、街道、园区）。",
        "1.按照“谁使用、谁负责”原则管理。",
        "1.接入费用由供电企业负责。",
        "1.各地要高度重视，狠抓落实。",
        "1.由一名局领导牵头、专人负责。",
        "1.支持龙头企业牵头组建联盟，牵头单位要做好表率。",
    ],
)
def test_what_assigns_nobody_a_duty(text: str) -> None:
    assert [line for line in spoken(text) if not line.startswith("undertake ")] == []


def test_a_bracket_that_cannot_be_read_is_said() -> None:
    found, _ = read("1.建设平台。（责任单位：另行通知）")
    assert [w["code"] for w in found.warnings] == ["annotation_unread"]


def test_quotes_and_names_are_where_they_say() -> None:
    text = (
        "1.建好平台。〔牵头单位：省科技厅；配合单位：省财政厅、各市（州）人民政府〕\n"
        "2.培训由省人社厅牵头，省教育厅配合。"
    )
    for record in records(text):
        assert text[record["start"] : record["end"]] == record["quote"]
        assert text[record["name_start"] : record["name_end"]] == record["written"]


def test_one_body_in_one_role_counts_once_and_the_mark_goes_first() -> None:
    rows = records("1.培训由省人社厅负责组织。（责任单位：省人社厅、省教育厅）")
    [first, second] = [r for r in rows if not r["inferred"]]
    assert (first["name"], first["basis"]) == ("省人社厅", "marked")
    assert second["name"] == "省教育厅"


def test_deadline_and_scope_of_an_annotation() -> None:
    [lead, helper] = records("1.开通专线。（牵头单位：省商务厅；配合单位：省税务局；完成时限：2031年6月底）")[:2]
    assert lead["deadline"] == helper["deadline"] == "2031-06"
    [only] = [r for r in records("1.试点。（责任单位：省商务厅；适用范围：兰州新区）") if not r["inferred"]]
    assert only["scope"] == "兰州新区"


def test_an_open_list_is_said_to_be_open() -> None:
    rows = records("1.开展互认。（省科技厅、省教育厅等部门按职责分工负责）")
    assert all(r["open_list"] for r in rows)
    assert [r["name"] for r in rows if not r["inferred"]] == ["省科技厅", "省教育厅"]


def test_an_annotation_behind_the_last_item_closes_its_section() -> None:
    text = "一、重点任务\n（一）改善服务。\n1.开设窗口。\n2.压减材料。\n3.公开流程。（责任单位：省政务服务局）"
    found, units = read(text)
    [index] = found.responsibilities
    assert units[index].path == "一/（一）"


def test_an_annotation_of_the_last_item_is_its_own_where_others_have_theirs() -> None:
    text = "一、重点任务\n（一）改善服务。\n1.开设窗口。（责任单位：省司法厅）\n2.压减材料。（责任单位：省政务服务局）"
    found, units = read(text)
    assert [units[index].path for index in found.responsibilities] == ["一/（一）/1", "一/（一）/2"]
