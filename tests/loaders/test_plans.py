"""Plan systems: categories, programs, funds, and who has which role over them."""

from __future__ import annotations

import pytest

from loaders.pipeline import extract_bytes
from loaders.plans import around_programs
from loaders.types import Assignments, Unit
from ontology.records import PlanSystemRecord
from tests.loaders.reading import head, read

PLAN = """一、计划体系
全省科技计划包括三类。
（一）前沿探索计划
1.任务目标。资助好奇心驱动的研究。
2.计划设置。下设青年苗圃专项、联合探索和转化专项。
3.组织形式。按年度指南组织。
青年苗圃专项。在省委科技委员会领导下，省委科技委员会办公室（以下简称科技办）牵头推动，以定向委托方式支持青年人。
联合探索和转化专项。支持企业、高校牵头开展合作研究，经费按原渠道支持。
（二）产业攻关计划
1.任务目标。攻克产业难题。
2.计划设置。下设揭榜专项和场景专项。
揭榜专项。通过揭榜挂帅组织攻关。
（三）平台建设计划。建好实验室和中试基地。持续改善条件。
这三类科技计划都由省科技厅牵头调度。
二、资金管理
（一）优化结构。保留“自然科学基金”，重点支持前沿探索计划；将原“成果转化资金、技术改造资金”整合为“创新发展资金”，由科技厅归口管理。
（二）加强监督。省审计厅会同省财政厅开展检查。"""


@pytest.fixture(scope="module")
def reading() -> tuple[Assignments, tuple[Unit, ...]]:
    return read(PLAN, head(title="甘肃省科技计划体系优化方案"))


@pytest.fixture(scope="module")
def system(reading: tuple[Assignments, tuple[Unit, ...]]) -> PlanSystemRecord:
    [found] = reading[0].plan_systems
    return found


def test_categories_in_order_with_their_purpose(system: PlanSystemRecord) -> None:
    assert [(c["order"], c["name"], c["purpose"]) for c in system["categories"]] == [
        (1, "前沿探索计划", "资助好奇心驱动的研究。"),
        (2, "产业攻关计划", "攻克产业难题。"),
        (3, "平台建设计划", "建好实验室和中试基地。"),
    ]


def test_programs_described_and_only_named(system: PlanSystemRecord) -> None:
    programs = [[p["name"] for p in c["programs"]] for c in system["categories"]]
    assert programs == [["青年苗圃专项", "联合探索和转化专项"], ["揭榜专项", "场景专项"], []]


def test_means_and_money_of_programs(system: PlanSystemRecord) -> None:
    young, joint = system["categories"][0]["programs"]
    assert [m["name"] for m in young["instruments"]] == ["定向委托"]
    assert (young["funding"], joint["funding"]) == (None, "original_channel")


def test_a_program_and_the_passage_that_describes_it_hold_the_same_records(
    reading: tuple[Assignments, tuple[Unit, ...]], system: PlanSystemRecord
) -> None:
    found, units = reading
    program = system["categories"][0]["programs"][0]
    index = found.described_in[program["id"]]
    assert (units[index].path, units[index].number, units[index].kind) == ("一/（一）/青年苗圃专项", "", "program")
    assert [r["id"] for r in program["responsibilities"]] == [r["id"] for r in found.responsibilities[index]]
    assert [(r["role"], r["name"]) for r in program["responsibilities"]] == [
        ("direct", "省委科技委员会"),
        ("lead", "省委科技委员会办公室"),
    ]


def test_performers_undertake_programs(system: PlanSystemRecord) -> None:
    joint = system["categories"][0]["programs"][1]
    assert [(r["role"], r["name"], r["kind"]) for r in joint["responsibilities"]] == [
        ("undertake", "企业", "class"),
        ("undertake", "高校", "class"),
    ]


def test_who_leads_the_whole_system(system: PlanSystemRecord) -> None:
    assert [(r["role"], r["name"]) for r in system["responsibilities"]] == [("lead", "省科技厅")]


_ALL = "这三类科技计划都由省科技厅牵头调度。"


@pytest.mark.parametrize(
    "said",
    [
        _ALL,
        "以上三类科技计划由省科技厅牵头。",
        "上述各类计划均由省科技厅牵头调度。",
        "三类计划均由省科技厅牵头。",
        "所有科技计划由省科技厅统一牵头。",
        "前述三类，统一由省科技厅牵头。",
        "省科技厅牵头调度这三类科技计划。",
    ],
)
@pytest.mark.parametrize("between", ["\n", ""])
def test_what_is_said_of_all_categories_is_no_role_over_the_last(said: str, between: str) -> None:
    found, units = read(PLAN.replace("\n" + _ALL, between + said), head(title="甘肃省科技计划体系优化方案"))
    [system] = found.plan_systems
    assert [(r["role"], r["name"]) for r in system["responsibilities"]] == [("lead", "省科技厅")]
    assert [c["responsibilities"] for c in system["categories"]] == [[], [], []]
    leads = [(units[i].path, r["name"]) for i, records in found.responsibilities.items() for r in records]
    assert ("一", "省科技厅") in leads
    assert ("一/（三）", "省科技厅") not in leads


@pytest.mark.parametrize(
    ("said", "leads"),
    [
        ("前两类计划由省科技厅牵头。", [["省科技厅"], ["省科技厅"], []]),
        ("第一类计划由省教育厅牵头。", [["省教育厅"], [], []]),
        ("前沿探索计划由省教育厅牵头。", [["省教育厅"], [], []]),
        ("以上三类计划分别由省教育厅、省工信厅、省科技厅牵头。", [["省教育厅"], ["省工信厅"], ["省科技厅"]]),
        ("平台建设由省科技厅牵头。", [[], [], ["省科技厅"]]),
    ],
)
def test_a_role_over_some_categories_is_given_to_them(said: str, leads: list[list[str]]) -> None:
    found, _ = read(PLAN.replace("\n" + _ALL, said), head(title="甘肃省科技计划体系优化方案"))
    [system] = found.plan_systems
    assert [[r["name"] for r in c["responsibilities"]] for c in system["categories"]] == leads
    assert system["responsibilities"] == []


def test_funds_what_they_pay_for_and_who_runs_them(system: PlanSystemRecord) -> None:
    kept, merged = system["funds"]
    assert (kept["name"], kept["funds"]) == ("自然科学基金", [system["categories"][0]["id"]])
    assert merged["name"] == "创新发展资金"
    assert [m["name"] for m in merged["merged_from"]] == ["成果转化资金", "技术改造资金"]
    assert [(r["role"], r["name"]) for r in merged["responsibilities"]] == [("administer", "科技厅")]


def test_spans_lie_where_the_names_are_printed(system: PlanSystemRecord) -> None:
    for category in system["categories"]:
        assert PLAN[category["start"] :].startswith(category["name"])
        for program in category["programs"]:
            assert PLAN[program["start"] :].startswith(program["name"])


def test_a_plan_of_other_matters_sets_up_no_plan_system() -> None:
    text = "一、任务\n（一）绿化计划。种树。\n（二）节水计划。节水。\n（三）清河计划。清淤。"
    assert read(text, head(title="城市更新三年行动方案"))[0].plan_systems == ()


def test_a_category_s_own_words_end_where_its_first_program_is_described() -> None:
    text = (
        "一、计划体系\n（一）苗圃计划。支持青年人。\n春芽专项。通过揭榜挂帅组织。\n"
        "（二）攻关计划。攻难题。\n（三）平台计划。建平台。"
    )
    found, every = read(text, head(title="甘肃省科技计划管理办法"))
    units = around_programs(every[: -len(found.extra_units)], found.extra_units)
    category = next(unit for unit in units if unit.path == "一/（一）")
    assert text[category.start : category.own_end].strip() == "苗圃计划。支持青年人。"


_REFORM = (
    "湖北省科学技术厅关于印发省级科技计划体系优化改革方案的通知\n各市州科技局：\n现将方案印发给你们。\n"
    "湖北省科学技术厅\n2024年3月5日\n湖北省科技计划体系优化改革方案\n为优化科技计划，制定本方案。\n"
)


def _system(body: str) -> PlanSystemRecord:
    (record,) = extract_bytes((_REFORM + body).encode(), source="a.txt")
    (system,) = record["plan_systems"]
    text = record["document"]["text"]
    for category in system["categories"]:
        assert text[category["start"] : category["end"]].startswith(category["name"])
    return system


def test_categories_counted_off_as_kinds() -> None:
    system = _system(
        "一、总体目标\n形成定位清楚的计划体系。\n二、计划体系\n将现有科技计划整合为五大类。\n"
        "第一类：省自然科学基金计划。支持前沿探索。由省科技厅牵头组织。\n"
        "第二类：省科技重大项目计划。面向战略产品，实行揭榜挂帅。\n"
        "第三类：省重点研发计划。支持共性技术。下设高新技术专项、农业农村专项。\n"
        "第四类：技术创新引导计划。引导企业创新。\n第五类：创新平台和人才计划。支持实验室。\n"
        "三、资金管理\n将应用研究资金、成果转化资金整合为省科技发展专项资金，支持其余各类计划。\n"
    )
    assert [(c["order"], c["name"]) for c in system["categories"]] == [
        (1, "省自然科学基金计划"),
        (2, "省科技重大项目计划"),
        (3, "省重点研发计划"),
        (4, "技术创新引导计划"),
        (5, "创新平台和人才计划"),
    ]
    first, second, third, *_ = system["categories"]
    assert first["purpose"] == "支持前沿探索。"
    assert [(r["role"], r["name"]) for r in first["responsibilities"]] == [("lead", "省科技厅")]
    assert [i["name"] for i in second["instruments"]] == ["揭榜挂帅"]
    assert [p["name"] for p in third["programs"]] == ["高新技术专项", "农业农村专项"]
    (fund,) = system["funds"]
    assert [m["name"] for m in fund["merged_from"]] == ["应用研究资金", "成果转化资金"]
    assert fund["funds"] == [c["id"] for c in system["categories"]]


def test_categories_counted_off_within_a_sentence() -> None:
    system = _system(
        "一、科技计划体系构成\n改革后由三大类构成：一是基础研究类计划，支持原始创新；二是技术攻关类计划，支持关键技术突破；"
        "三是成果转化类计划，支持产业化。\n二、组织管理\n各类计划由省科技厅归口管理。\n"
    )
    assert [(c["name"], c["purpose"]) for c in system["categories"]] == [
        ("基础研究类计划", "支持原始创新。"),
        ("技术攻关类计划", "支持关键技术突破。"),
        ("成果转化类计划", "支持产业化。"),
    ]
    assert [(r["role"], r["name"]) for r in system["responsibilities"]] == [("administer", "省科技厅")]


def test_categories_called_funds_and_projects_under_a_heading_that_says_so() -> None:
    system = _system(
        "一、主要任务\n（一）整合形成新的科技计划体系\n1.省重大科技专项。组织集成攻关。\n2.省自然科学基金。支持基础研究。\n"
        "3.省技术创新引导专项（基金）。引导社会资本。\n4.省创新基地和人才专项。支持基地。\n"
        "（二）健全管理机制\n1.建立联席会议制度。由省科技厅牵头。\n"
    )
    assert [c["name"] for c in system["categories"]] == [
        "省重大科技专项",
        "省自然科学基金",
        "省技术创新引导专项（基金）",
        "省创新基地和人才专项",
    ]


def test_programs_that_a_category_sets_up() -> None:
    system = _system(
        "一、计划体系设置\n（一）基础研究计划。支持自由探索。设青年项目、面上项目。\n"
        "（二）重大攻关计划。建设攻关联盟，开展攻关。主要设揭榜项目、定向项目。\n（三）成果转化计划。推动产业化。\n"
    )
    assert [[p["name"] for p in c["programs"]] for c in system["categories"]] == [
        ["青年项目", "面上项目"],
        ["揭榜项目", "定向项目"],
        [],
    ]


TABLE = """甘肃省科技计划体系优化方案
一、计划体系
全省科技计划分为四类，见下表。
{header}
{rows}
二、资金管理
（一）优化结构。保留“自然科学基金”，重点支持前沿探索计划。
"""
ROWS = [
    ("前沿探索计划", "资助好奇心驱动的研究", "省科技厅"),
    ("产业攻关计划", "攻克产业难题", "省科技厅、省工业和信息化厅"),
    ("成果转化计划", "推动成果落地", "省科技厅"),
    ("平台建设计划", "建好实验室", "省科技厅"),
]


@pytest.mark.parametrize(
    ("header", "first", "last"),
    [
        ("序号\t计划类别\t支持方向\t牵头单位", 1, 3),
        ("计划名称\t功能定位\t牵头部门", 0, 3),
        ("计划类别\t支持内容", 0, 2),
    ],
)
def test_a_table_of_categories_parted_by_tabs(header: str, first: int, last: int) -> None:
    rows = "\n".join("\t".join([*([str(n)] if first else []), *row[:last]]) for n, row in enumerate(ROWS, 1))
    [document] = extract_bytes(TABLE.format(header=header, rows=rows).encode(), source="计划.txt")
    [system] = document["plan_systems"]
    found = [(c["order"], c["name"], c["purpose"]) for c in system["categories"]]
    assert found == [(n, name, f"{purpose}。") for n, (name, purpose, _) in enumerate(ROWS, 1)]
    if last == 3:
        held = [[(r["role"], r["name"]) for r in c["responsibilities"]] for c in system["categories"]]
        assert held[1] == [("lead", "省科技厅"), ("lead", "省工业和信息化厅")]
        assert held[0] == held[2] == held[3] == [("lead", "省科技厅")]
    assert [fund["name"] for fund in system["funds"]] == ["自然科学基金"]
