"""Bodies as subjects of duty verbs: only in documents of articles, apart from responsibilities, with their evidence."""

from __future__ import annotations

from loaders import extract_bytes
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
