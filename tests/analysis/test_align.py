"""What an alignment says: reasons that add up, honest gaps, levels, take-up."""

from __future__ import annotations

import pytest

from graph.analysis.align import align, alignment_graph
from graph.analysis.alignment import THRESHOLD, match
from graph.analysis.coverage import coverage
from graph.analysis.weighing import Passage
from graph.errors import BadParameter, NotFound
from graph.projection import Projection
from graph.store import Store
from ontology.records import DocumentRecord
from tests.analysis.conftest import Five, project
from tests.graph.records import Writing


def test_reasons_add_up_to_the_score(five: Five) -> None:
    found = align(five.projection, source="国家", target="浙江")
    assert found["threshold"] == THRESHOLD
    rows = [r for group in found["results"] for r in group if r["target"] is not None]
    assert rows
    for row in rows:
        assert row["score"] is not None
        assert sum(r["weight"] for r in row["reasons"]) == pytest.approx(row["score"], abs=2e-3)
        assert row["aligned"] == (row["score"] >= THRESHOLD)
        assert any(r["kind"] in ("term", "title", "subject") for r in row["reasons"])


def test_ranks_and_order(five: Five) -> None:
    found = align(five.projection, source=five.id("guangyuan"), target=five.id("zhejiang"), top=3)
    assert found["units"] == len(found["results"]) == 13
    for group in found["results"]:
        ranked = [(r["rank"], r["score"]) for r in group if r["target"]]
        assert [rank for rank, _ in ranked] == list(range(1, len(ranked) + 1))
        scores = [score for _, score in ranked if score is not None]
        assert scores == sorted(scores, reverse=True)
        assert len(group) <= 3


def test_a_level_aligns_with_the_documents_of_another(five: Five) -> None:
    found = align(five.projection, source="national", target="province", top=5)
    assert {d["jurisdiction"] for d in found["target"]} == {"330000", "150000"}
    assert {r["target"]["document"] for g in found["results"] for r in g if r["target"]} == {
        five.id("zhejiang"),
        five.id("inner_mongolia"),
    }


def test_a_document_never_aligns_with_itself(five: Five) -> None:
    found = align(five.projection, source="province", target="province", top=5)
    rows = [r for g in found["results"] for r in g if r["target"] is not None]
    assert rows
    assert not [r for r in rows if r["target"] and r["source"]["document"] == r["target"]["document"]]


def test_a_named_draft_takes_part_and_a_level_leaves_it_out(five: Five) -> None:
    named = align(five.projection, source=five.id("shenzhen"), target="内蒙古")
    assert (named["source"][0]["status"], named["basis"]["drafts_excluded"]) == ("draft", 0)
    level = align(five.projection, source="city", target="province")
    assert [d["id"] for d in level["source"]] == [five.id("guangyuan")]
    assert level["basis"]["drafts_excluded"] == 1


def words(title: str, code: str, *measures: tuple[str, str]) -> DocumentRecord:
    w = Writing(title, code=code)
    for number, (heading, said) in enumerate(measures, 1):
        w.measure(str(number), heading, said)
    return w.record()


def test_where_nothing_is_a_candidate_the_target_is_null(embedded_store: Store) -> None:
    projection = project(
        embedded_store,
        words("广元市林业方案", "510800", ("植树造林", "春季栽种杨柳。"), ("开放中试基地", "中试基地向企业开放。")),
        words("四川省中试方案", "510000", ("开放中试基地", "各地中试基地向企业开放。")),
    )
    found = align(projection, source="广元", target="四川")
    lone, pair = found["results"]
    assert [(r["target"], r["rank"], r["score"], r["aligned"], r["reasons"]) for r in lone] == [
        (None, None, None, False, [])
    ]
    assert pair[0]["aligned"]
    assert (found["units"], found["aligned"], found["aligned_share"]) == (2, 1, 0.5)
    graph = alignment_graph(found)
    assert graph.number_of_nodes() == 3
    assert list(graph.edges(data="aligned")) == [(pair[0]["source"]["id"], pair[0]["target"]["id"], True)]  # type: ignore[index]


def test_a_listing_of_names_does_not_stand_for_what_it_names(embedded_store: Store) -> None:
    w = Writing("甘肃省科技计划方案", code="620000")
    around = w.measure("一", "英才计划", "培育人才。")
    w.measure("1", "设置", "下设青年英才专项、海外英才专项。", parent=around["id"])
    w.measure("2", "青年英才专项", "支持青年人才承担项目。", parent=around["id"])
    w.measure("3", "海外英才专项", "引进海外人才来甘工作。", parent=around["id"])
    source = words("海南省人才方案", "460000", ("青年英才", "支持青年人才，设立青年英才专项。"))
    found = align(project(embedded_store, w.record(), source), source="海南", target="甘肃")
    assert found["results"][0][0]["target"] is not None
    assert found["results"][0][0]["target"]["title"] == "青年英才专项"


def test_sides_that_mean_nothing(five: Five) -> None:
    with pytest.raises(NotFound):
        align(five.projection, source="西藏", target="浙江")
    with pytest.raises(NotFound):
        align(Projection(), source="national", target="province")
    with pytest.raises(BadParameter):
        align(five.projection, source="", target="浙江")


def test_passages_without_words_have_no_matches() -> None:
    empty = Passage("a", "", "")
    assert match([empty], [Passage("b", "开放", "开放中试基地")]) == [[]]
    assert match([], []) == []
    assert match([empty], []) == [[]]


def test_structure_counts_besides_words() -> None:
    """Of two targets with the same words the one that shares instrument, indicator and line comes first."""
    features = {"instrument": ("揭榜挂帅",), "target": ("研发经费投入",), "citation": (), "line": ("科技",)}
    source = Passage("s", "", "推进企业研发活动", features=features)
    plain, rich = Passage("t1", "", "鼓励企业研发活动"), Passage("t2", "", "鼓励企业研发活动", features=features)
    found = match([source], [plain, rich])[0]
    assert [m.target for m in found] == ["t2", "t1"]
    assert {"instrument", "target", "line"} <= {r.kind for r in found[0].reasons}


def test_take_up_of_the_national_tasks(five: Five) -> None:
    found = coverage(five.projection, upper="national", lower="province")
    by_task = {(r["task"]["path"], r["document"]["id"]): r for r in found["results"] if r["document"]}
    key_technology = by_task["二/（二）", five.id("zhejiang")]
    assert key_technology["status"] == "answered"
    assert key_technology["measure"] is not None
    assert key_technology["measure"]["number"] == "1"
    assert {r["status"] for r in found["results"]} <= {"answered", "partly", "loaded_without_answer", "not_loaded"}
    for row in found["results"]:
        assert (row["measure"] is None) == (row["status"] in ("loaded_without_answer", "not_loaded"))
    assert len(found["results"]) == len({r["task"]["id"] for r in found["results"]}) * len(found["summary"])


def test_not_loaded_is_not_called_unanswered(five: Five) -> None:
    found = coverage(five.projection, upper="national", lower="province")
    absent = {place["name"] for place in found["not_loaded"]}
    assert "四川省" in absent
    assert not absent & {"浙江省", "内蒙古自治区"}
    assert {r["status"] for r in found["results"] if r["document"] is None} == {"not_loaded"}
    named = coverage(five.projection, upper="national", lower="西藏")
    assert {r["status"] for r in named["results"]} == {"not_loaded"}
    assert named["summary"][0]["answered_share"] is None
    with pytest.raises(NotFound):
        coverage(five.projection, upper="national", lower="没有的地方")


def test_take_up_says_whether_the_same_line_leads(embedded_store: Store) -> None:
    upper, lower = Writing("四川省中试方案", code="510000"), Writing("广元市中试方案")
    upper.measure("1", "开放中试基地", "各地中试基地向企业开放。", ("省科技厅", "lead"))
    upper.measure("2", "补助中试设备", "购置中试设备给予补助。", ("省财政厅", "lead"))
    lower.measure("1", "开放中试基地", "全市中试基地向企业开放。", ("市科技局", "lead"))
    lower.measure("2", "补助中试设备", "购置中试设备给予补助。", ("市科技局", "lead"))
    found = coverage(project(embedded_store, upper.record(), lower.record()), upper="四川", lower="广元")
    assert [(r["status"], r["same_line"]) for r in found["results"]] == [("answered", True), ("answered", False)]
    leads = [([b["name"] for b in r["upper_leads"]], [b["name"] for b in r["lower_leads"]]) for r in found["results"]]
    assert leads == [(["四川省科学技术厅"], ["广元市科学技术局"]), (["四川省财政厅"], ["广元市科学技术局"])]
    assert not any(r["upper_likely_leads"] or r["lower_likely_leads"] for r in found["results"])


def test_a_city_beside_the_nation_and_its_province_at_once(five: Five) -> None:
    both = coverage(five.projection, upper="national,province", lower="广元市")
    alone = [coverage(five.projection, upper=level, lower="广元市") for level in ("national", "province")]
    # Words are weighed over all tasks asked about, so that scores may differ a little; tasks and leads do not.
    told = [(r["task"]["id"], r["upper_leads"]) for one in alone for r in one["results"]]
    assert [(r["task"]["id"], r["upper_leads"]) for r in both["results"]] == told
    assert {d["level"] for d in both["upper"]} == {"national", "province"}
    likely = [r["upper_likely_leads"] for r in both["results"] if r["upper_likely_leads"]]
    assert likely
    assert not any(r["upper_leads"] and r["upper_likely_leads"] for r in both["results"])
