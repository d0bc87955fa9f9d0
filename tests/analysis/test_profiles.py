"""Profiles, versions, spread and slopes: counts by hand on small documents of our own, facts on the five."""

from __future__ import annotations

from typing import Any

import pytest

from graph.analysis import profile_answers
from graph.analysis.changes import changes
from graph.analysis.profiles import concentration, drafters, profiles, unled
from graph.analysis.similarity import copied_share
from graph.analysis.spread import slopes, spread
from graph.errors import NotFound
from graph.projection import Projection
from graph.store import Store
from graph.writer import load
from tests.analysis.conftest import Five, project
from tests.analysis.writing import northern_plan, written

PLAN_2017 = written(
    "广元市科学技术局",
    "广元市2017年创新工作要点",
    "2017年3月1日",
    "建设创新平台。新建中试平台，培育科技企业，全市技术合同成交额增长10%以上。（牵头单位：市科技局；责任单位：市财政局）",
    "规范食品市场。检查食品生产企业，公布检查结果。（牵头单位：市食品药品监管局）",
    "推广节水技术。在灌区推广滴灌，改造老旧渠道。（牵头单位：市水利局）",
)
PLAN_2024 = written(
    "广元市科学技术局",
    "广元市2024年创新工作要点",
    "2024年3月1日",
    "建设创新平台。新建中试平台，培育科技企业，全市技术合同成交额增长15%以上。（牵头单位：市科技局；责任单位：市财政局）",
    "规范食品市场。检查食品生产企业和餐饮单位，公布检查结果。（牵头单位：市市场监管局）",
    "探索“揭榜挂帅”。发布技术榜单，由企业出题。（责任单位：市科技局）",
    "举办创新周。邀请高校院所参加。",
)


@pytest.fixture
def plans(store: Store) -> Projection:
    return project(store, PLAN_2017, PLAN_2024)


def test_versions_are_told_apart_and_the_lead_follows_the_reform(plans: Projection) -> None:
    """The food administration of 2017 went into the market regulator in the reform of 2018–2019."""
    then, now = PLAN_2017["document"]["id"], PLAN_2024["document"]["id"]
    found = changes(plans, source=then, target=now)
    rows: dict[str, Any] = {(r["target"] or r["source"] or {"title": ""})["title"]: r for r in found["results"]}
    assert {title: row["kind"] for title, row in rows.items()} == {
        "建设创新平台": "changed",
        "规范食品市场": "changed",
        "推广节水技术": "dropped",
        "探索“揭榜挂帅”": "new",
        "举办创新周": "new",
    }
    assert rows["建设创新平台"]["lead_change"] == "same"
    food = rows["规范食品市场"]
    assert food["lead_change"] == "renamed"
    assert [b["name"] for b in food["then"]] != [b["name"] for b in food["now"]]
    assert found["kinds"] == {"changed": 2, "dropped": 1, "new": 2}
    assert rows["建设创新平台"]["copied"] > 0.9, "nearly all its words stood there; its figure did not"


def test_a_measure_is_kept_only_with_its_figures_and_without_a_cut(store: Store) -> None:
    then = "在灌区推广滴灌，改造老旧渠道二十里，今年完成三百亩，明年再完成五百亩。（牵头单位：市水利局）"
    now = "在灌区推广滴灌，改造老旧渠道二十里，今年完成三百亩，明年再完成五百亩（牵头单位：市水利局）"
    cut = "在灌区推广滴灌，改造老旧渠道二十里。（牵头单位：市水利局）"
    old = written("广元市水利局", "广元市2021年水利工作要点", "2021年1月5日", f"推广节水技术。{then}")
    same = written("广元市水利局", "广元市2022年水利工作要点", "2022年1月5日", f"推广节水技术。{now}")
    less = written("广元市水利局", "广元市2023年水利工作要点", "2023年1月5日", f"推广节水技术。{cut}")
    projection = project(store, old, same, less)
    source = old["document"]["id"]
    kinds = [changes(projection, source=source, target=r["document"]["id"])["kinds"] for r in (same, less)]
    assert kinds == [{"kept": 1}, {"changed": 1}]


def test_a_document_beside_itself_is_kept_whole(plans: Projection) -> None:
    own = PLAN_2017["document"]["id"]
    found = changes(plans, source=own, target=own)
    assert found["kinds"] == {"kept": 3}
    assert {r["copied"] for r in found["results"]} == {1.0}


def test_who_drafts_and_who_leads(plans: Projection) -> None:
    rows = {r["document"]["id"]: r for r in drafters(plans)["results"]}
    old = rows[PLAN_2017["document"]["id"]]
    assert (old["leads"], old["own"], old["government"]) == (3, 1, False)
    assert old["own_share"] == pytest.approx(1 / 3, abs=1e-4)
    new = rows[PLAN_2024["document"]["id"]]
    assert (new["leads"], new["own"]) == (2, 1)


def test_tasks_without_a_stated_lead_and_what_stands_there(plans: Projection) -> None:
    found = unled(plans)
    assert {r["measure"]["title"]: r["state"] for r in found["results"]} == {
        "探索“揭榜挂帅”": "listed",
        "举办创新周": "nobody",
    }, "a document that states leads elsewhere has none inferred"
    assert found["states"] == {"led": 5, "likely": 0, "listed": 1, "nobody": 1}
    assert found["stated_share"] == pytest.approx(5 / 7, abs=1e-4)


def test_concentration_is_one_where_one_body_leads_all(plans: Projection) -> None:
    rows = {r["document"]["id"]: r for r in concentration(plans)["results"]}
    old = rows[PLAN_2017["document"]["id"]]
    assert (old["led"], old["bodies"]) == (3, 3)
    assert old["hhi"] == pytest.approx(1 / 3, abs=1e-4)


def test_lines_by_role_and_level(plans: Projection) -> None:
    rows = {(r["line"]["id"], r["level"]): r for r in profiles(plans)["results"]}
    science = rows["l-science_technology", "city"]
    assert science["roles"] == {"lead": 2, "responsible": 1}
    assert (science["tasks"], science["documents"]) == (3, 2)
    assert science["lead_share"] == pytest.approx(2 / 3, abs=1e-4)


def test_targets_that_rise(plans: Projection) -> None:
    found = slopes(plans, upper=PLAN_2017["document"]["id"], lower=PLAN_2024["document"]["id"])
    (row,) = found["results"]
    assert (row["upper"]["value"], row["lower"]["value"], row["unit"]) == (10, 15, "%")
    assert (row["direction"], row["ratio"]) == ("higher", 1.5)


def test_an_instrument_by_date(five: Five) -> None:
    found = spread(five.projection, instrument="揭榜制")
    assert found["results"]
    assert {r["instrument"]["name"] for r in found["results"]} == {"揭榜挂帅"}
    dates = [r["date"] for r in found["results"] if r["date"]]
    assert dates == sorted(dates)
    shenzhen = next(r for r in found["results"] if r["document"]["id"] == five.id("shenzhen"))
    assert shenzhen["draft"]
    assert not shenzhen["first"], "a draft is no first use"
    with pytest.raises(NotFound, match="没有“魔法”"):
        spread(five.projection, instrument="魔法")


def test_documents_of_one_day_are_first_together(store: Store) -> None:
    lists = "探索“揭榜挂帅”。发布技术榜单，由企业出题。（责任单位：市科技局）"
    days = {"创新": "2022年3月1日", "人才": "2022年3月1日", "平台": "2022年3月2日"}
    records = [written("广元市科学技术局", f"广元市{name}工作要点", day, lists) for name, day in days.items()]
    rows = spread(project(store, *records))["results"]
    assert [(r["date"], r["first"]) for r in rows] == [
        ("2022-03-01", True),
        ("2022-03-01", True),
        ("2022-03-02", False),
    ]


def test_a_set_of_documents_is_counted_and_an_unknown_one_named(store: Store) -> None:
    load(store, [PLAN_2017, PLAN_2024])
    ids = [r["document"]["id"] for r in (PLAN_2017, PLAN_2024)]
    both, one = (profile_answers.concentration(store, document=d) for d in (",".join(ids), ids[0]))
    assert {r["document"]["id"] for r in both["results"]} == set(ids)
    assert [r["document"]["id"] for r in one["results"]] == ids[:1]
    with pytest.raises(NotFound, match="d000000000000"):
        profile_answers.drafters(store, document=f"{ids[0]},d000000000000")
    wrong: Any = {"juristiction": "广元市"}
    with pytest.raises(TypeError, match="juristiction"):
        profile_answers.drafters(store, **wrong)


def test_a_plan_category_is_counted_by_itself(store: Store) -> None:
    record = northern_plan()
    load(store, [record, PLAN_2024])
    found = profile_answers.unled(store, category="活力计划", limit=None)
    assert {r["measure"]["title"] for r in found["results"]} == {"英才项目", "结伴项目"}
    assert found["basis"]["documents"] == 1
    with pytest.raises(NotFound, match="活力计划"):
        profile_answers.unled(store, category="魔法计划")


def test_what_is_copied_is_counted_in_characters() -> None:
    assert copied_share("建设中试平台和孵化器", "建设中试平台和孵化器") == 1.0
    assert copied_share("建设中试平台和孵化器。", "新的。建设中试平台。") == pytest.approx(6 / 8)
    assert copied_share("完全不同的一句话", "另外说的是别的事") == 0.0
    assert copied_share("随便什么", "太短") is None


def test_every_engine_answers_the_same(every_store: dict[str, Store]) -> None:
    found = []
    for store in every_store.values():
        load(store, [PLAN_2017, PLAN_2024])
        then, now = PLAN_2017["document"]["id"], PLAN_2024["document"]["id"]
        found.append(
            [
                profile_answers.profiles(store, limit=None),
                profile_answers.drafters(store),
                profile_answers.unled(store, state="nobody"),
                profile_answers.concentration(store, inferred=True),
                profile_answers.changes(store, source=then, target=now),
                profile_answers.spread(store),
                profile_answers.slopes(store, upper=then, lower=now),
            ]
        )
    assert all(answer["results"] for answer in found[0])
    assert all(one == found[0] for one in found)


def test_an_empty_store_has_sensible_answers(store: Store) -> None:
    for ask in (profile_answers.profiles, profile_answers.drafters, profile_answers.unled, profile_answers.spread):
        assert ask(store)["results"] == []
    with pytest.raises(NotFound):
        profile_answers.changes(store, source="national", target="city")
