"""What a reader reads: layout undone, script made Simplified, contacts masked."""

from __future__ import annotations

import pytest

from loaders.masking import mask
from loaders.pipeline import prepare
from loaders.readers import read
from loaders.script import detect

_BROKEN = """某省人民政府办公厅关于推进试点的通知
各市人民政府：
为加快推进试点工作，提高服务能力，现将有关事项通知如下，请结合实
际抓好落实。
一、总体要求
坚持问题导向，
以便民利企为目标，加强部门协同，推动各项改革举措落
地见效。（责任单位：省甲厅、省乙

# Page 12:
局、省丙厅）
二、重点任务
1.优化服务流程。各地要按照统一部署梳理事项清单，压缩办理时间，公
开办事指南，接受社会监督。
2.加强数据共享。推动系统对接，实现数据互联互通，方便企业和群众少
跑路、好办事。
某省人民政府办公厅
2023 年5 月1 日
"""


def _text(words: str) -> str:
    return prepare(read(words.encode(), "a.txt")).text.text


def test_lines_a_page_broke_are_joined_and_page_marks_go() -> None:
    lines = _text(_BROKEN).split("\n")
    assert (
        "坚持问题导向，以便民利企为目标，加强部门协同，推动各项改革举措落地见效。（责任单位：省甲厅、省乙局、省丙厅）"
        in lines
    )
    assert [line[:2] for line in lines if line[:1] in "一二12"] == ["一、", "二、", "1.", "2.", "20"]
    assert lines[-2:] == ["某省人民政府办公厅", "2023年5月1日"]


def test_an_annotation_torn_after_a_full_line_belongs_to_its_paragraph() -> None:
    torn = _BROKEN.replace(
        "开办事指南，接受社会监督。\n",
        "开办事指南，接受社会监督，每月通报一次情况，及时总结成效和经验。\n（省甲\n局负责）\n",
    )
    assert any(line.endswith("成效和经验。（省甲局负责）") for line in _text(torn).split("\n"))


@pytest.mark.parametrize(
    ("torn", "whole"),
    [
        ("推行“减\n证便民”行动，减少证明。", "推行“减证便民”行动"),
        ("展县（市、\n区）\n级试点，逐步推开。", "展县（市、区）级试点"),
    ],
)
def test_a_name_torn_within_quotation_marks_or_behind_its_bracket_is_one(torn: str, whole: str) -> None:
    added = f"3.扩大试点范围。选择基础条件较好、工作积极性高的地方先行先试，\n{torn}\n"
    assert whole in _text(_BROKEN.replace("某省人民政府办公厅\n2023", f"{added}某省人民政府办公厅\n2023"))


def test_a_paragraph_set_in_below_a_full_annotated_line_begins_anew() -> None:
    full = len("为加快推进试点工作，提高服务能力，现将有关事项通知如下，请结合实")
    closing = "扩大试点。选定河湖沿线的镇村先行养护，按月公开水质。（省甲局负责）".rjust(full, "再")
    opening = "编印养护图册，分发给沿河农户和学校，并在渡口闸口张贴，请乡邻都来看"[: full - 2]
    added = f"3.{closing[2:]}\n{opening}\n护水。（省乙局负责）\n"
    lines = _text(_BROKEN.replace("某省人民政府办公厅\n2023", f"{added}某省人民政府办公厅\n2023")).split("\n")
    assert any(line.startswith("编印养护图册") for line in lines)


def test_what_was_taken_away_is_told_with_its_place() -> None:
    text = prepare(read(_BROKEN.encode(), "a.txt")).text
    (mark,) = text.furniture
    assert "# Page 12" in text.original[mark.start : mark.end]
    assert text.page(text.text.index("局、省丙厅")) == 12


def test_a_span_across_a_page_break_is_shown_as_printed() -> None:
    text = prepare(read(_BROKEN.encode(), "a.txt")).text
    start = text.text.index("省乙局")
    assert "# Page 12" in text.original[slice(*text.original_span(start, start + 3))]


def test_a_text_of_paragraphs_stays_as_it_is() -> None:
    words = "第一段说明工作的背景和意义。\n第二段没有句号\n第三段又有。\n" * 5
    assert _text(words).count("\n") == 14


# Numbers of zeros, put together here so that nothing in the repository looks like a real one.
_MOBILE, _LANDLINE = "139" + "0" * 8, "010-" + "0" * 8


@pytest.mark.parametrize(
    "printed",
    [
        _MOBILE,
        "139-0000-0000",
        _LANDLINE,
        "（0571）0000000",
        "0839－0000000",
        "a.b@example.com",
        "电话：0000000",
    ],
)
def test_contacts_are_masked_character_for_character(printed: str) -> None:
    words = f"如有问题请联系我们（{printed}），谢谢。"
    masked = mask(words)
    assert len(masked.text) == len(words)
    assert not any(c in masked.text for c in "0139@")
    assert masked.spans


def test_contact_persons_are_masked_and_officials_are_not() -> None:
    masked = mask(f"牵头领导：副市长张三。\n联系人：李四四 {_LANDLINE}；王五 {_LANDLINE}\n办公地点：市政府")
    assert "张三" in masked.text
    assert "李四四" not in masked.text
    assert "王五" not in masked.text
    assert "办公地点：市政府" in masked.text


@pytest.mark.parametrize("words", ["热线12345", "到2025年完成1000000户", "〔2023〕12号", "明确联系人，建立台账"])
def test_figures_and_hotlines_stay(words: str) -> None:
    assert mask(words).text == words


def test_contacts_can_be_kept() -> None:
    words = f"联系电话：{_LANDLINE}\n" + _BROKEN
    assert _LANDLINE in prepare(read(words.encode(), "a.txt"), keep_contacts=True).text.text


_TAIWAN = (
    "市科技計畫管理最佳化方案\n"
    "一、強化項目監督模組建設，支持套用研究和技術契約登記，修訂政策性檔案，規範人事檔案管理。\n"
)


def test_words_of_taiwan_become_those_of_the_mainland() -> None:
    text = prepare(read(_TAIWAN.encode(), "a.txt")).text
    assert text.script == "hant-tw"
    assert "科技计划管理优化方案" in text.text
    assert "监督模块建设，支持应用研究和技术合同登记，修订政策性文件，规范人事档案管理" in text.text
    start = text.text.index("优化")
    assert text.original[slice(*text.original_span(start, start + 2))] == "最佳化"


def test_traditional_script_alone_keeps_mainland_words() -> None:
    words = "自治區科技計劃管理辦法\n一、關于檔案管理，優化改革后的流程，統籌資源并及時公開；隨著發展不斷完善。\n"
    text = prepare(read(words.encode(), "a.txt")).text
    assert text.script == "hant"
    assert "关于档案管理，优化改革后的流程，统筹资源并及时公开；随着发展不断完善" in text.text


def test_simplified_text_is_simplified() -> None:
    assert detect("关于套用模板的规定，档案设定，后台传送，契约精神") == "hans"


def test_site_furniture_goes_and_its_facts_stay_known() -> None:
    words = (
        "当前位置：首页 > 政策\n某市关于开展试点的通知\n发布时间：2023年6月8日 18:28 发布部门：某市甲局 收藏\n"
        "各县区：\n一、开展试点。各县区要完成任务，及时总结经验。\n"
        "（责任编辑：abc）\n上一篇：甲 下一篇：乙\n免责声明：本站信息来自网络，如有侵权请联系删除。\n"
    )
    text = prepare(read(words.encode(), "a.txt")).text
    assert text.text.split("\n") == [
        "某市关于开展试点的通知",
        "各县区：",
        "一、开展试点。各县区要完成任务，及时总结经验。",
    ]
    assert text.meta["发布部门"] == "某市甲局"
    assert {f.message.split("：")[0] for f in text.furniture} == {"网站导航", "网页上的文件信息", "责任编辑"}
