"""Plan systems compare by what they fund: on the two real systems, and on small ones written for the purpose."""

from __future__ import annotations

from typing import Any

import pytest
from rdflib import RDF, Graph, Literal, Namespace
from rdflib.namespace import SKOS

from graph.analysis.compare import SystemComparison, compare
from graph.analysis.plans import INVERSE
from graph.errors import NotFound
from graph.projection import Projection
from graph.rdf.mappings import to_skos
from graph.store import Store
from tests.analysis.conftest import Five, project
from tests.analysis.writing import northern_plan, plan_document, southern_plan

ZHIZE = Namespace("http://localhost:8340/ontology/")


def name(reference: Any) -> str | None:
    return None if reference is None else str(reference["name"]).removesuffix("计划")


def relations(found: SystemComparison) -> dict[tuple[str | None, str | None], str]:
    return {(name(r["left_category"]), name(r["right_category"])): r["relation"] for r in found["rows"]}


def programs(found: SystemComparison, left: str, right: str) -> dict[str | None, str]:
    row = next(r for r in found["rows"] if (name(r["left_category"]), name(r["right_category"])) == (left, right))
    return {name(p["left"]): p["relation"] for p in row["programs"]}


def reasons(found: SystemComparison, left: str, right: str) -> set[tuple[str, str]]:
    row = next(r for r in found["rows"] if (name(r["left_category"]), name(r["right_category"])) == (left, right))
    return {(r["kind"], r["value"]) for r in row["reasons"]}


def test_inner_mongolia_beside_shenzhen(five: Five) -> None:
    found = compare(five.projection, "内蒙古", "深圳")
    assert relations(found) == {
        ("科技重大专项", "重点研发"): "related",
        ("重点研发和成果转化", "重点研发"): "close",
        ("重点研发和成果转化", "成果转化"): "related",
        ("创新平台建设", "平台载体"): "close",
        ("创新能力提升", "科技人才"): "narrow",
        ("创新能力提升", "成果转化"): "related",
        ("基础研究", "基础研究"): "close",
        ("基础研究", "平台载体"): "related",
    }
    assert [name(c) for c in found["without_counterpart"]["left"]] == ["科技重大专项"]
    assert [name(c) for c in found["without_counterpart"]["right"]] == ["成果转化"]


def test_the_comparison_as_skos(five: Five) -> None:
    """Each pair is a mapping with its score and reasons; one a person rejected is none, but says who and why."""
    found = compare(five.projection, "内蒙古", "深圳")
    rejected = found["rows"][0]
    rejected |= {"status": "rejected", "corrected_by": "李研究员", "why": "资助的内容不同"}
    told = Graph().parse(data=to_skos(found), format="turtle")
    named = {str(told.value(s, SKOS.prefLabel)): s for s in told.subjects(RDF.type, ZHIZE.PlanCategory)}
    assert (named["创新能力提升计划"], SKOS.narrowMatch, named["科技人才计划"]) in told
    left, right = named["科技重大专项计划"], named["重点研发计划"]
    assert (left, ZHIZE.mapsTo, right) not in told
    (one,) = told.subjects(ZHIZE.status, Literal("rejected"))
    assert (told.value(one, RDF.subject), told.value(one, RDF.object)) == (left, right)
    assert (str(told.value(one, ZHIZE.correctedBy)), str(told.value(one, ZHIZE.why))) == ("李研究员", "资助的内容不同")
    computed = set(told.subjects(ZHIZE.status, Literal("computed")))
    assert len(computed) >= 7
    assert all(told.value(statement, ZHIZE.score) is not None for statement in computed)


def test_programs_stand_where_they_belong(five: Five) -> None:
    found = compare(five.projection, "内蒙古", "深圳")
    assert programs(found, "基础研究", "平台载体") == {"科研条件建设专项": "close"}
    assert "科研条件建设专项" not in programs(found, "基础研究", "基础研究")
    assert ("left_program_elsewhere", "科研条件建设专项 → 平台载体计划") in reasons(found, "基础研究", "基础研究")
    assert programs(found, "创新能力提升", "科技人才") == {"科技人才培育专项": "close"}
    assert programs(found, "创新能力提升", "成果转化") == {"政策引导类专项": "related"}


def test_every_pair_explains_itself(five: Five) -> None:
    found = compare(five.projection, "内蒙古", "深圳")
    for row in found["rows"]:
        sides = row["dimensions"]
        assert sides is not None
        assert row["score"] is not None
        assert 0 < row["score"] <= 1
        assert any(r["kind"] == "both_fund" for r in row["reasons"])
        assert sides["purpose"]["score"] == row["score"]
        assert all(f["value"] for f in sides["purpose"]["left"] + sides["purpose"]["right"])
        assert sides["means"]["score"] is not None or sides["means"]["reasons"][0]["kind"] == "not_stated"


def test_quotes_stand_in_the_documents(five: Five) -> None:
    texts = "".join(r["document"].get("text", "") for r in five.records)
    found = compare(five.projection, "内蒙古", "深圳")
    quotes = [
        quote
        for row in found["rows"]
        if row["dimensions"]
        for side in (row["dimensions"]["purpose"]["left"], row["dimensions"]["purpose"]["right"])
        for f in side
        for quote in f["quote"].split("；")
        if quote
    ]
    assert len(quotes) > 20
    assert [q for q in quotes if q not in texts] == []


def mirrored(found: SystemComparison) -> set[tuple[Any, ...]]:
    return {
        (
            name(r["right_category"]),
            name(r["left_category"]),
            INVERSE.get(r["relation"], r["relation"]),
            r["score"],
            frozenset(
                (p["right"]["id"], p["left"]["id"], INVERSE.get(p["relation"], p["relation"]), p["score"])
                for p in r["programs"]
            ),
        )
        for r in found["rows"]
    }


def plain(found: SystemComparison) -> set[tuple[Any, ...]]:
    return {
        (
            name(r["left_category"]),
            name(r["right_category"]),
            r["relation"],
            r["score"],
            frozenset((p["left"]["id"], p["right"]["id"], p["relation"], p["score"]) for p in r["programs"]),
        )
        for r in found["rows"]
    }


def test_the_other_way_round_is_the_exact_inverse(five: Five) -> None:
    there, back = compare(five.projection, "内蒙古", "深圳"), compare(five.projection, "深圳", "内蒙古")
    assert mirrored(there) == plain(back)
    cells = there["matrix"]["cells"]
    for i, row in enumerate(back["matrix"]["cells"]):
        assert [INVERSE.get(c["relation"], c["relation"]) for c in row] == [line[i]["relation"] for line in cells]


def test_a_system_is_exactly_itself(five: Five) -> None:
    found = compare(five.projection, "深圳", "深圳")
    cells = found["matrix"]["cells"]
    assert [cells[i][i]["relation"] for i in range(5)] == ["exact"] * 5
    assert found["without_counterpart"] == {"left": [], "right": []}


@pytest.fixture
def two(embedded_store: Store) -> Projection:
    return project(embedded_store, northern_plan(), southern_plan())


def test_small_systems(two: Projection) -> None:
    found = compare(two, "甘肃", "海南")
    assert relations(found) == {
        ("探索", "基石"): "close",
        ("探索", "殿堂"): "related",
        ("攻坚", "重器"): "close",
        ("活力", "群英"): "narrow",
        ("气象", None): "none",
        (None, "乐业"): "none",
    }


def test_names_play_no_part(embedded_store: Store) -> None:
    renamed = plan_document(
        "海南省科技计划方案",
        "460000",
        [("基础研究计划", "培养人才，支持创新团队。", {}), ("甲计划", "稳定支持基础研究，鼓励科学前沿探索。", {})],
    )
    found = relations(compare(project(embedded_store, northern_plan(), renamed), "甘肃", "海南"))
    assert found["探索", "甲"] == "close"
    assert ("探索", "基础研究") not in found or found["探索", "基础研究"] == "related"


def test_other_systems_change_nothing(two: Projection, embedded_store: Store) -> None:
    before = compare(two, "甘肃", "海南")
    others = [
        plan_document(
            f"{place}科技计划方案",
            code,
            [("基石计划", "支持基础研究，组织技术攻关。", {}), ("医卫计划", "防病治病。", {})],
        )
        for place, code in (("青海省", "630000"), ("宁夏回族自治区", "640000"))
    ]
    after = compare(project(embedded_store, northern_plan(), southern_plan(), *others), "甘肃", "海南")
    assert after == before


def test_a_draft_is_compared_when_it_is_named(embedded_store: Store) -> None:
    projection = project(embedded_store, northern_plan(), southern_plan(status="draft"))
    found = compare(projection, "甘肃", "海南")
    assert found["right"]["document"]["status"] == "draft"
    assert found["rows"]


def test_unknown_systems(two: Projection) -> None:
    with pytest.raises(NotFound):
        compare(two, "甘肃", "西藏")
    with pytest.raises(NotFound):
        compare(Projection(), "甘肃", "海南")
