"""Checkable figures and dates."""

from __future__ import annotations

import pytest

from loaders.instruments import read_instruments
from loaders.targets import Figure, read_figures


def _one(words: str) -> Figure:
    (figure,) = read_figures(words, 0, len(words))
    return figure


@pytest.mark.parametrize(
    ("words", "indicator", "comparator", "value", "unit"),
    [
        ("力争研发经费投入增长14%以上。", "研发经费投入增长", ">=", 14, "%"),
        ("新建研究机构30家。", "新建研究机构", "=", 30, "家"),
        ("成交额达800亿元。", "成交额", "=", 800, "亿元"),
        ("布局首批实验室2-3家。", "布局首批实验室", "range", [2, 3], "家"),
        ("每县揭榜任务不少于3项。", "每县揭榜任务", ">=", 3, "项"),
        ("办理时间压缩至2.5个工作日以内。", "办理时间", "<=", 2.5, "个工作日"),
        ("满意度超过95%。", "满意度", ">", 95, "%"),
        ("推动2000个专利产业化。", "推动专利产业化", "=", 2000, "个"),
        ("总动力稳定在11亿千瓦左右。", "总动力", "~", 11, "亿千瓦"),
        ("确保平均办结时间在5个工作日内。", "平均办结时间", "<=", 5, "个工作日"),
        ("收取的担保费率不超过1%。", "收取的担保费率", "<=", 1, "%"),
        ("每县每季度报2—4篇案例。", "每县每季度报案例", "range", [2, 4], "篇"),
        ("将细颗粒物浓度控制在35微克/立方米以内。", "细颗粒物浓度", "<=", 35, "微克/立方米"),
        ("培育“银龄”食堂40家以上。", "培育“银龄”食堂", ">=", 40, "家"),
        ("确保在2025年户均停电时间低于2小时/户。", "户均停电时间", "<", 2, "小时/户"),
    ],
)
def test_figures(words: str, indicator: str, comparator: str, value: float | list[float], unit: str) -> None:
    figure = _one(words)
    assert (figure.indicator, figure.comparator, figure.value, figure.unit) == (indicator, comparator, value, unit)


def test_a_share_after_a_growth_is_of_the_same_thing() -> None:
    words = "力争全省研发经费投入增长14%以上、占生产总值比重达2.8%。"
    assert [f.indicator for f in read_figures(words, 0, len(words))] == [
        "全省研发经费投入增长",
        "全省研发经费投入占生产总值比重",
    ]


def test_a_figure_that_is_part_of_the_one_before_or_measures_it() -> None:
    words = "建成公园50个，其中社区公园30个；碳排放强度控制在0.5以内，较2020年下降18%。绿地增加到900公顷，增长12%。"
    assert [(f.indicator, f.value) for f in read_figures(words, 0, len(words))] == [
        ("建成公园", 50),
        ("建成公园，其中社区公园", 30),
        ("较2020年下降", 18),
        ("绿地", 900),
        ("绿地增长", 12),
    ]


def test_a_recurring_date_is_of_its_own_clause() -> None:
    words = "每年4月底前完成统计培训，每季度通报1次进展。"
    assert [(f.indicator, f.value, f.deadline_text) for f in read_figures(words, 0, len(words))] == [
        ("完成统计培训", None, "每年4月底前"),
        ("每季度通报进展", 1, "每季度"),
    ]


@pytest.mark.parametrize(
    ("words", "deadline", "printed", "value"),
    [
        ("到2025年，培育企业100家。", "2025", "到2025年", 100),
        ("2023年5月底前，发布事项清单。", "2023-05", "2023年5月底前", None),
        ("每年4月底前报送总结材料。", None, "每年4月底前", None),
        ("2025年全面实施。", "2025", "2025年", None),
    ],
)
def test_deadlines(words: str, deadline: str | None, printed: str, value: int | None) -> None:
    figure = _one(words)
    assert (figure.deadline, figure.deadline_text, figure.value) == (deadline, printed, value)


@pytest.mark.parametrize(
    "words",
    [
        "2030年，全面小康与乡村振兴都到了见分晓的时候。",
        "2029年，市里印发了管理办法。",
        "每人每年补助300元。",
        "围绕数字安防等6个核心领域开展攻关。",
        "落实《2022年工作要点》（川府发〔2022〕3号）。",
        "2016年以来，改革取得成效。",
        "依托12345热线受理。",
        "2024年为过渡期。",
        "对出口500万元以上的企业实行统保。",
        "给予不低于30万元奖励。",
        "按合同金额的20%给予补助。",
    ],
)
def test_what_is_no_target(words: str) -> None:
    assert read_figures(words, 0, len(words)) == []


def test_what_a_figure_is_measured_against_is_no_deadline() -> None:
    (figure,) = read_figures("力争2023年贷款增速高于2022年，余额增长20%。", 0, 27)
    assert (figure.deadline, figure.value) == ("2023", 20)


def test_a_year_before_the_document_is_no_target_of_it() -> None:
    words = "2022年建成平台30个；2023年建成平台40个。"
    assert [f.value for f in read_figures(words, 0, len(words), "2023-03-01")] == [40]


def test_an_instrument_stands_once_where_it_is_first_named() -> None:
    words = "实行奖补，奖补资金由财政安排；揭榜挂帅。"
    found = [(m["name"], m["start"]) for m in read_instruments(words, 0, len(words))]
    assert found == [("奖励补助", 2), ("揭榜挂帅", 15)]


def test_the_longest_word_for_an_instrument_counts() -> None:
    words = "实行经费包干制，推行揭榜制。"
    assert [(m["name"], words[m["start"] : m["end"]]) for m in read_instruments(words, 0, len(words))] == [
        ("经费包干制", "经费包干制"),
        ("揭榜挂帅", "揭榜制"),
    ]
