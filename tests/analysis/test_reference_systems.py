"""The national system of 2014 as a measure: always there, never counted, compared with and compared through."""

from __future__ import annotations

import pytest

from graph import answers
from graph.analysis.answers import compare, plan_systems
from graph.analysis.plans import INVERSE
from graph.analysis.reference_systems import reference_systems
from graph.errors import NotFound
from graph.projection import Projection
from graph.store import Store
from tests.analysis.conftest import Five
from tests.analysis.test_compare import name, relations

FIVE = ["国家自然科学基金", "国家科技重大专项", "国家重点研发计划", "技术创新引导专项（基金）", "基地和人才专项"]


def test_the_five_categories_with_their_source() -> None:
    (system,) = reference_systems()
    assert [c["name"] for c in system["categories"]] == FIVE
    assert [c["order"] for c in system["categories"]] == [1, 2, 3, 4, 5]
    assert (system["document"]["doc_no"], system["document"]["issued"]) == ("国发〔2014〕64号", "2014-12-03")
    assert all(c["purpose"] and c["money"] for c in system["categories"])
    assert any("973" in one for one in system["categories"][2]["merged_from"])


def test_a_province_against_the_nation(five: Five) -> None:
    from graph.analysis.compare import compare as beside

    found = relations(beside(five.projection, "内蒙古", "国家2014"))
    close = {pair for pair, relation in found.items() if relation in ("exact", "close")}
    assert close == {
        ("科技重大专项", "国家科技重大专项"),
        ("创新平台建设", "基地和人才专项"),
        ("基础研究", "国家自然科学基金"),
    }
    back = relations(beside(five.projection, "ref-national-2014", "内蒙古"))
    assert {(b, a): INVERSE.get(r, r) for (a, b), r in back.items()} == found


def test_two_systems_through_the_nations(five: Five) -> None:
    from graph.analysis.compare import compare as beside

    found = beside(five.projection, "内蒙古", "深圳", via="国家2014")
    direct = beside(five.projection, "内蒙古", "深圳")
    assert {key: found[key] for key in direct} == direct, "the reference has no say in the pair itself"  # type: ignore[literal-required]
    via = found["via"]
    assert [name(row["category"]) for row in via["through"]] == [*FIVE[:2], "国家重点研发", *FIVE[3:]]
    meets = {row["category"]["name"]: row for row in via["through"]}
    basic = meets["国家自然科学基金"]
    assert (name(basic["left"][0]["category"]), basic["left"][0]["relation"]) == ("基础研究", "close")
    assert (name(basic["right"][0]["category"]), basic["right"][0]["relation"]) == ("基础研究", "close")
    assert via["left"] == beside(five.projection, "内蒙古", "国家2014")["rows"]


def test_programs_without_a_counterpart_are_told(five: Five) -> None:
    from graph.analysis.compare import compare as beside

    lone = beside(five.projection, "内蒙古", "深圳")["programs_without_counterpart"]
    assert "科技突围专项" in {p["name"] for p in lone["left"]}
    paired = {p["name"] for p in lone["left"]} & {"科研条件建设专项", "科技人才培育专项"}
    assert not paired, "these have a close counterpart"


def test_the_cells_of_the_matrix_quote_what_both_fund(five: Five) -> None:
    from graph.analysis.compare import compare as beside

    matrix = beside(five.projection, "内蒙古", "深圳")["matrix"]
    texts = {
        side: "".join(m.text for m in five.projection.measures) + "".join(c.text for c in five.projection.categories)
        for side in ("left", "right")
    }
    for line in matrix["cells"]:
        for cell in line:
            assert bool(cell["quotes"]["left"]) <= (cell["relation"] != "none")
            assert all(quote in texts["left"] for quote in cell["quotes"]["left"])
    assert any(cell["quotes"]["left"] and cell["quotes"]["right"] for line in matrix["cells"] for cell in line)


def test_it_is_there_in_an_empty_store_and_counted_nowhere(embedded_store: Store) -> None:
    assert answers.documents(embedded_store)["total"] == 0
    assert answers.catalog(embedded_store)["nodes"]["PlanSystem"] == 0
    listed = plan_systems(embedded_store)
    assert (listed["total"], [s["id"] for s in listed["references"]]) == (0, ["ref-national-2014"])
    assert compare(embedded_store, "国家2014", "国家2014")["left"]["document"]["doc_no"] == "国发〔2014〕64号"
    with pytest.raises(NotFound):
        compare(embedded_store, "国家2014", "全国")


def test_an_empty_projection_has_it_too() -> None:
    from graph.analysis.compare import compare as beside

    assert [r["relation"] for r in beside(Projection(), "国家2014", "国家五类")["rows"] if r["score"] == 1.0]
