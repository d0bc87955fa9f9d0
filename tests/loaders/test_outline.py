"""Units, their numbers, titles and ends; which of them are measures."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders import LoadError, extract_bytes
from loaders.numbering import han_number, read_marker, value_of
from ontology.records import DocumentRecord

_HEAD = "某市人民政府关于推进试点的实施意见\n各县区人民政府：\n为推进试点，提出以下意见。\n"


def _read(body: str, head: str = _HEAD) -> DocumentRecord:
    (record,) = extract_bytes((head + body).encode(), source="a.txt")
    return record


def _paths(record: DocumentRecord) -> list[tuple[str, str]]:
    return [(m["path"], m["title"]) for m in record["measures"]]


def test_paths_go_from_outside_in() -> None:
    record = _read(
        "一、总体要求\n（一）指导思想。坚持改革创新，服务发展大局。\n二、重点任务\n（二）改进服务。\n"
        "1.开设窗口。设置综合窗口，统一受理申请。\n（1）县级先行。各县先行设置，总结经验做法。\n2．公开流程：编制指南，公开办理环节。\n"
    )
    assert _paths(record) == [("二/（二）/1/（1）", "县级先行"), ("二/（二）/2", "公开流程")]
    assert [s["path"] for s in record["sections"]] == ["", "一", "一/（一）", "二", "二/（二）", "二/（二）/1"]


def test_text_begins_right_after_the_number() -> None:
    (measure,) = _read("一、改进服务。设置综合窗口，统一受理申请。\n")["measures"]
    assert (measure["number"], measure["path"]) == ("一", "一")
    assert measure["text"].startswith("改进服务。设置")


def test_numbers_that_are_no_units_stay_in_the_sentence() -> None:
    record = _read(
        "一、改进服务。一是设置综合窗口；二是公开流程。\n3.5亿元资金用于改造，2023年完成。\n二、加强监管。开展检查，公布结果。\n"
    )
    assert _paths(record) == [("一", "改进服务"), ("二", "加强监管")]


def test_a_number_followed_by_a_year_is_a_unit() -> None:
    record = _read(
        "一、做好准备\n1.制定办法，明确责任和程序。\n2.2023年底前，完成系统对接工作。\n3.总结经验，报告结果情况。\n"
    )
    assert [m["number"] for m in record["measures"]] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("line", "style", "number", "printed"),
    [
        ("第三条 申请", "article", "三", "第三条"),
        ("No.13\n建立机制", "no", "13", "No.13"),
        ("㈠加强领导", "han_bracket", "1", "㈠"),
        ("①加强领导", "circled", "1", "①"),
        ("十二、加强领导", "han", "十二", "十二"),
        ("措施5：加强领导", "named", "5", "措施5"),
    ],
)
def test_markers(line: str, style: str, number: str, printed: str) -> None:
    marker = read_marker(line, 0, len(line))
    assert marker is not None
    assert (marker.style, marker.number, marker.printed) == (style, number, printed)


@pytest.mark.parametrize("line", ["2023年1月", "1.5亿元", "第三条规定的", "一是加强", "10000家企业", "三农工作"])
def test_what_is_no_marker(line: str) -> None:
    assert read_marker(line, 0, len(line)) is None


@given(st.integers(1, 99))
def test_chinese_numbers_round_trip(value: int) -> None:
    assert value_of(han_number(value)) == value


def test_skipped_and_repeated_numbers_are_told() -> None:
    record = _read(
        "一、甲工作。做好甲项任务，抓好落实。\n三、乙工作。做好乙项任务，抓好落实。\n三、丙工作。做好丙项任务，抓好落实。\n"
    )
    said = [w["message"] for w in record["warnings"] if w["code"] == "numbering_irregular"]
    assert len(said) == 2
    assert "重复" in said[1]
    assert len({m["id"] for m in record["measures"]}) == 3


def test_a_number_swallowed_by_a_paragraph_is_found() -> None:
    record = _read("1.甲工作。做好甲项任务。（责任单位：市甲局）2.乙工作。做好乙项任务。\n3.丙工作。做好丙项任务。\n")
    assert [m["number"] for m in record["measures"]] == ["1", "2", "3"]


def test_closing_paragraph_belongs_to_the_section_around() -> None:
    record = _read(
        "一、设立三类计划\n（一）甲计划。支持甲类研究，稳定投入。\n（二）乙计划。支持乙类研究，稳定投入。\n"
        "（三）丙计划。支持丙类研究，稳定投入。\n以上三类计划统一管理，逐年评估。\n二、加强管理。健全制度，规范流程。\n"
    )
    last = next(m for m in record["measures"] if m["path"] == "一/（三）")
    section = next(s for s in record["sections"] if s["path"] == "一")
    text = record["document"].get("text", "")
    assert last["text"] == "丙计划。支持丙类研究，稳定投入。"
    assert "以上三类" in text[section["start"] : section["end"]]


def test_signature_and_attachments_are_no_part_of_the_last_unit() -> None:
    record = _read(
        "一、改进服务。设置窗口，统一受理。\n附件：1.任务清单\n2.时间安排表\n某市人民政府\n2023年5月1日\n（此件公开发布）\n"
    )
    assert [m["text"] for m in record["measures"]] == ["改进服务。设置窗口，统一受理。"]
    assert record["document"]["issued"] == "2023-05-01"


def test_articles_of_rules_are_measures() -> None:
    head = "某市数据管理办法（试行）\n"
    record = _read("第一章 总则\n第一条 各部门应当编制数据目录。\n第二条 市甲局负责统筹，各部门配合。\n", head)
    assert [(m["path"], m["number"]) for m in record["measures"]] == [("第一章/第一条", "一"), ("第一章/第二条", "二")]
    assert record["document"]["trial"]


def test_articles_about_the_regulation_itself_set_no_task() -> None:
    record = _read(
        "第一条 【目的】为了保护古树，根据有关条例，制定本办法。\n第二条 本办法所称古树，是指树龄在一百年以上的树木。\n"
        "第三条 本市行政区域内古树的养护，适用本办法。\n第四条 养护古树应当建立档案。\n"
        "第五条 本办法自2024年1月1日起施行，有效期五年。\n",
        "广元市古树养护办法\n",
    )
    assert [m["path"] for m in record["measures"]] == ["第四条"]
    assert [s["path"] for s in record["sections"]] == ["第一条", "第二条", "第三条", "第五条"]
    assert record["document"]["effective_from"] == "2024-01-01"


def test_what_is_no_policy_has_no_measures() -> None:
    record = _read(
        "一、怎样申请？\n带上身份证明，到窗口办理即可。\n二、多久办好？\n当场办好，立等可取。\n", "办事攻略来了\n"
    )
    assert record["measures"] == []
    assert "no_policy" in [w["code"] for w in record["warnings"]]


def _records(words: str) -> list[DocumentRecord]:
    if words.strip():
        return extract_bytes(words.encode(), source="a.txt")
    with pytest.raises(LoadError):
        extract_bytes(words.encode(), source="a.txt")
    return []


_NOISE = st.text(
    alphabet="一二三（）()1234.、。，：:；《》〈〉〔〕【】\n\t 　年月日号第条章市省局厅负责牵头单位"
    "No附件？?%％万亿家以上不超过-—",
    max_size=400,
)


@settings(max_examples=150, deadline=None)
@given(_NOISE)
def test_any_text_yields_records_whose_quotes_stand_where_they_say(words: str) -> None:
    for record in _records(words):
        text = record["document"].get("text", "")
        for measure in record["measures"]:
            assert text[measure["start"] : measure["end"]] == measure["text"]
            assert measure["start"] <= measure["own_end"] <= measure["end"]
            assert measure["title"]
            for target in measure["targets"]:
                assert text[target["start"] : target["end"]] == target["quote"]
        for section in record["sections"]:
            assert section["title"]
            assert section["start"] <= section["end"]
        for citation in record["citations"]:
            assert text[citation["start"] : citation["end"]] == citation["quote"]
        assert len({m["id"] for m in record["measures"]}) == len(record["measures"])


def test_bold_lines_without_number_are_headings() -> None:
    page = (
        "<html><body><h1>某市关于改进服务的若干措施</h1><div>"
        + "".join(
            f"<p><strong>{t}</strong></p><p>{t}，明确责任，抓好落实；按时完成，定期报告。</p>"
            for t in ("开设窗口", "公开流程")
        )
        + "</div></body></html>"
    )
    (record,) = extract_bytes(page.encode(), source="a.html")
    assert [(m["number"], m["path"], m["title"]) for m in record["measures"]] == [
        ("", "开设窗口", "开设窗口"),
        ("", "公开流程", "公开流程"),
    ]


def test_a_torn_paragraph_stays_with_the_last_of_a_list() -> None:
    record = _read(
        "一、三项工作\n1.甲工作。做好甲项任务。（市甲局）\n2.乙工作。做好乙项任务。（市乙局）\n"
        "3.丙工作。做好丙项\n任务，及时报告。（市丙局）\n"
    )
    assert record["measures"][-1]["text"].endswith("（市丙局）")


def test_paragraphs_with_assignments_of_their_own_are_measures() -> None:
    record = _read(
        "一、改进服务。开设窗口，统一受理。（市甲局负责）\n公开流程，编制办事指南。（市乙局负责）\n二、加强监管。开展检查，公布结果。（市丙局负责）\n"
    )
    assert [(m["number"], m["path"]) for m in record["measures"]] == [("一", "一"), ("", "一/公开流程"), ("二", "二")]
    assert record["measures"][1]["text"] == "公开流程，编制办事指南。（市乙局负责）"
    assert record["measures"][1]["parent"] == record["measures"][0]["id"]


def test_numbered_items_of_a_paragraph_are_measures_where_each_is_assigned() -> None:
    record = _read(
        "1.改进验收。针对标准不一的问题，（1）梳理审核要点。（市甲局牵头，各区配合）（2）完善承诺制度。（市乙局负责）\n"
        "2.改进许可。设置三类窗口：（1）综合窗口；（2）专业窗口。（市丙局负责）\n"
    )
    assert [m["path"] for m in record["measures"]] == ["1/（1）", "1/（2）", "2"]


def test_an_unclosed_bracket_does_not_swallow_the_next_number() -> None:
    lines = "".join(
        f"{n}.做好第{n}项工作，健全工作机制，完善服务平台，加强部门协同，提升服务水平，优化营\n商环境，及时总结经验。（市甲局负责，年底前完成\n"
        for n in range(1, 7)
    )
    assert [m["number"] for m in _read(lines)["measures"]] == ["1", "2", "3", "4", "5", "6"]


def test_a_list_begun_within_a_paragraph_that_goes_on_below_is_one_list() -> None:
    record = _read(
        "一、改进服务。针对材料多等问题，（1）编制统一清单，公开办理环节。（市司法局负责）（2）设置综合窗口。（市数据局负责）\n"
        "（3）开展回访评价，公布结果。（市信访局负责）\n"
    )
    assert [
        (m["path"], [r["name"] for r in m["responsibilities"] if not r["inferred"]]) for m in record["measures"]
    ] == [
        ("一/（1）", ["市司法局"]),
        ("一/（2）", ["市数据局"]),
        ("一/（3）", ["市信访局"]),
    ]


def test_the_paragraphs_of_an_article_belong_to_it() -> None:
    record = _read(
        "第一章 总则\n第一条 为规范审核，制定本细则。\n第二条 本细则适用于本市单位。\n"
        "第三条 市林业局负责市级林场的审核。\n各区林业局负责区级林场的审核。\n第二章 审核\n第四条 审核不收费用。\n",
        "某市林场审核实施细则\n",
    )
    article = next(m for m in record["measures"] if m["path"].endswith("第三条"))
    assert [r["name"] for r in article["responsibilities"]] == ["市林业局", "各区林业局"]


def test_a_paragraph_closed_by_who_guides_it_is_a_part_of_its_own() -> None:
    record = _read(
        "一、培育产业。推广新模式。（省商务厅指导）\n壮大回收网点。支持线上交废，改进服务。（省供销社配合，省商务厅指导）\n"
    )
    assert _paths(record) == [("一", "培育产业"), ("一/壮大回收网点", "壮大回收网点")]


def test_a_closing_paragraph_that_gives_roles_is_a_unit_of_its_own() -> None:
    record = _read(
        "一、改进服务。设置综合窗口，统一受理申请。（市林业局负责）\n二、加强监管。开展检查。（市水利局负责）\n"
        "市商务局要会同市贸促会，每季通报进展。\n"
    )
    assert [(m["number"], m["head"][:6]) for m in record["measures"]] == [
        ("一", "改进服务。设"),
        ("二", "加强监管。开"),
        ("", "市商务局要会"),
    ]
    assert [r["name"] for r in record["measures"][1]["responsibilities"] if not r["inferred"]] == ["市水利局"]


@pytest.mark.parametrize(("added", "numbers"), [("", ["一", "二", ""]), ("公布流程。\n", ["一", "二"])])
def test_a_closing_paragraph_to_all_needs_items_of_one_paragraph(added: str, numbers: list[str]) -> None:
    first = "一、改进服务。设置综合窗口，统一受理申请，限时办结。\n"
    second = "二、加强监管。开展检查，公布结果，接受监督。\n"
    closing = "各区、各部门要按时完成。市商务局要会同市贸促会，每季通报进展。\n"
    assert [m["number"] for m in _read(first + added + second + closing)["measures"]] == numbers


def test_a_sentence_below_a_roster_is_a_unit_of_its_own() -> None:
    roster = "（一）成员单位\n张三 市林业局副局长\n李四 市水利局副局长\n王五 市财政局副局长\n"
    record = _read(roster + "名册办设在市林业局，由市林业局承担名册办工作。\n")
    assert [(m["number"], m["head"][:5]) for m in record["measures"]][-1] == ("", "名册办设在")
    assert [r["name"] for m in record["measures"] for r in m["responsibilities"]] == ["市林业局"]


def test_a_closing_paragraph_without_roles_stays() -> None:
    record = _read("一、改进服务。统一受理申请。（市林业局负责）\n各区要切实抓好落实。\n")
    assert [m["number"] for m in record["measures"]] == ["一"]


def test_a_number_that_lost_its_point_counts_on() -> None:
    record = _read("1.开设窗口，统一受理申请。\n2 公开流程，编制办事指南。\n3.总结经验，报告结果情况。\n")
    assert [m["number"] for m in record["measures"]] == ["1", "2", "3"]
    alone = _read("1.开设窗口，统一受理申请。\n2 公开流程，编制办事指南。\n")
    assert [m["number"] for m in alone["measures"]] == ["1"]
