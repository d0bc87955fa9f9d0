"""Bodies as subjects of duty verbs: only in documents of articles, apart from responsibilities, with their evidence."""

from __future__ import annotations

from time import process_time

import pytest

from loaders import extract_bytes
from loaders.duties import read_duty
from tests.loaders.reading import duties, read, records

_RULES = """第一条 为了规范管理，制定本办法。
第二条 市水务局负责巡查管网。
第三条 市水务局应当公布水质。
"""


def test_a_role_sentence_goes_before_and_duties_stand_apart() -> None:
    [document] = extract_bytes(f"广元市供水办法\n{_RULES}".encode(), source="供水.txt")
    second, third = (m for m in document["measures"] if m["path"] != "第一条")
    assert [(r["name"], r["basis"]) for r in second["responsibilities"]] == [("市水务局", "prose")]
    assert "duties" not in second
    assert third["responsibilities"] == []
    [duty] = third["duties"]
    text = document["document"]["text"]
    assert (duty["basis"], duty["role"], duty["role_word"]) == ("subject", "responsible", "公布")
    assert text[duty["start"] : duty["end"]] == duty["quote"] == "市水务局应当公布水质。"
    assert text[duty["name_start"] : duty["name_end"]] == duty["written"] == "市水务局"


def test_a_plan_has_no_duties() -> None:
    found, _ = read("一、主要任务\n1.市水务局应当公布水质。\n2.市林业局指导镇村植树。")
    assert not found.duties
    assert records("1.市水务局应当公布水质。") == []


def test_rules_attached_to_a_notice_are_read_from_where_they_begin() -> None:
    text = "1.各地要抓好落实。\n为规范管理，制定本办法。\n2.市水务局应当公布水质。"
    found, units = read(text)
    assert [units[index].number for index in found.duties] == ["2"]


def test_a_clause_without_a_subject_has_that_of_its_sentence() -> None:
    rows = duties("市水务局收到申请的，应当登记，并应当监督施工。")
    assert [(r["role"], r["name"]) for r in rows] == [("responsible", "市水务局"), ("supervise", "市水务局")]


def test_a_body_once_a_role() -> None:
    rows = duties("市水务局应当公布水质。市水务局应当答复投诉。")
    assert [(r["role"], r["position"]) for r in rows] == [("responsible", 1)]


def test_a_condition_is_no_duty_and_names_the_subject() -> None:
    assert duties("公安机关需要核实的，可以询问申请人。") == []
    [row] = duties("市科技局需要延长的，应当告知申请人。")
    assert (row["name"], row["role"], row["role_word"]) == ("市科技局", "responsible", "应当")
    assert [r["name"] for r in duties("市科技局应当在收到申请后，及时登记。")] == ["市科技局"]


@pytest.mark.parametrize("verb", ["建立", "收回", "对外公布"])
def test_a_modal_word_is_not_cut(verb: str) -> None:
    assert [r["name"] for r in duties(f"市水务局应当{verb}证件。")] == ["市水务局"]
    assert [r["name"] for r in duties(f"市水务局必须{verb}证件。")] == ["市水务局"]


@pytest.mark.parametrize(
    "text", ["主管部门应当约谈企业。", "市水务局应收水费。", "市科技局须知。", "市科技局可组织检查。"]
)
def test_sanctions_powers_and_parts_of_words_are_no_duties(text: str) -> None:
    assert duties(text) == []


@pytest.mark.parametrize(
    ("text", "role", "word"),
    [
        ("生态环境部门审批排污许可证。", "approve", "审批"),
        ("水利部门推动水资源可持续利用。", "responsible", "推动"),
        ("市科技局组织可行性论证。", "responsible", "组织"),
        ("市科技局应当加强对公安机关的监督。", "responsible", "加强"),
        ("市科技局应当加强监督检查。", "supervise", "监督"),
        ("市科技局应当按照规定向社会公开名录。", "responsible", "公开"),
        ("市科技局应当按照职责协调施工。", "coordinate", "协调"),
        ("市科技局应当按照规定将监督结果公布。", "responsible", "公布"),
        ("市科技局应当保管档案。", "responsible", "应当"),
        ("市水务局是本市供水的行政主管部门。", "administer", "主管"),
    ],
)
def test_the_word_is_that_of_the_role_or_the_verb(text: str, role: str, word: str) -> None:
    [row] = duties(text)
    assert (row["role"], row["role_word"]) == (role, word)


_LIST = "、".join(["市科技局", "市财政局"] * 400)


@pytest.mark.parametrize(
    "text",
    [
        "科技" * 2_000 + "应当公布。",
        "市科技局" + "依法" * 2_000 + "。",
        f"{_LIST}应当公布水质。",
        "市科技局和" * 800 + "应当公布水质。",
    ],
    ids=["prose", "manner", "list", "joined"],
)
def test_four_thousand_characters_are_read_in_time(text: str) -> None:
    started = process_time()
    read_duty(text, 0, len(text))
    assert process_time() - started < 2


def test_a_long_list_is_read_whole() -> None:
    names = [f"{place}财政局" for place in ("广元市", "绵阳市", "德阳市", "成都市") for _ in range(20)]
    text = "、".join([*names, "市水务局"]) + "应当公布水质。"
    assert [entry.body.name for entry in read_duty(text, 0, len(text))][-2:] == ["成都市财政局", "市水务局"]
