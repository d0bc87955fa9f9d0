"""Plan systems: categories, programs, funds, and who has which role over them."""

from __future__ import annotations

import pytest

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
