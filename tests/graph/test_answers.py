from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from graph import answers
from graph.errors import BadParameter, NotFound, ZhizeError
from graph.rows import Listing, ResponsibilityRow
from graph.store import Store
from graph.writer import load
from tests.graph import records

CITY = records.city_plan()
FIRST, BELOW, EVENTS, SECOND = (m["id"] for m in CITY["measures"])
REFORM = records.draft_reform()


def told(answer: Listing[ResponsibilityRow]) -> list[tuple[str, str, str, bool]]:
    return [(r["institution"]["name"], r["target"]["name"], r["role"], r["inferred"]) for r in answer["results"]]


def test_stated_leads_come_first_and_inferred_ones_are_marked(loaded: Store) -> None:
    answer = answers.who_leads(loaded, "科技成果转化")
    assert told(answer) == [
        ("广元市科学技术局", "畅通科技成果转化渠道", "lead", False),
        ("四川省科学技术厅", "放宽成果处置", "lead", True),
    ]
    assert [r["order"] for r in answer["results"]] == [None, "unknown"]
    assert answer["total"] == 2


def test_a_row_shows_its_evidence_to_the_character(loaded: Store) -> None:
    row = answers.who_leads(loaded, "科技成果转化")["results"][0]
    evidence = row["evidence"]
    assert (
        CITY["document"]["text"][evidence["start"] : evidence["end"]]
        == evidence["quote"]
        == "〔分工：市科技局；市财政局〕"
    )
    assert row["document"] == {
        "id": CITY["document"]["id"],
        "type": "Document",
        "name": "广元市成果转化行动方案",
        "doc_no": "广府办函〔2023〕12号",
        "issued": "2023-05-01",
        "level": "city",
        "jurisdiction": "510800",
        "status": "in_force",
    }
    assert row["target"]["id"] == FIRST
    assert row["institution"]["id"] == "i-510800-science_technology"
    assert set(row) == set(ResponsibilityRow.__annotations__)


def test_stated_alone(loaded: Store) -> None:
    assert [r[3] for r in told(answers.who_leads(loaded, "科技成果转化", stated=True))] == [False]


def test_other_roles(loaded: Store) -> None:
    assert told(answers.who_leads(loaded, "科技成果转化", role="cooperate")) == [
        ("广元市财政局", "畅通科技成果转化渠道", "cooperate", False)
    ]
    every = told(answers.who_leads(loaded, "科技成果转化", role="all"))
    assert len(every) == 5
    assert [r[3] for r in every] == [False] * 4 + [True]


def test_a_measure_without_any_takes_its_ancestors(loaded: Store) -> None:
    (row,) = answers.who_leads(loaded, "建中试平台")["results"]
    assert row["institution"]["name"] == "广元市科学技术局"
    assert row["target"]["id"] == BELOW
    assert row["inherited_from"] is not None
    assert row["inherited_from"]["id"] == FIRST


def test_a_measure_with_some_takes_none(loaded: Store) -> None:
    (row,) = answers.who_leads(loaded, "对接活动")["results"]
    assert (row["institution"]["name"], row["inherited_from"]) == ("广元市教育局", None)


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ({"jurisdiction": "四川"}, ["四川省科学技术厅"]),
        ({"jurisdiction": "510800"}, ["广元市科学技术局"]),
        ({"level": "city"}, ["广元市科学技术局"]),
        ({"basis": "first_listed"}, ["四川省科学技术厅"]),
        ({"line": "science_technology"}, ["广元市科学技术局", "四川省科学技术厅"]),
        ({"line": "finance"}, []),
        ({"document": CITY["document"]["id"]}, ["广元市科学技术局"]),
        ({"as_of": "2022-12"}, ["四川省科学技术厅"]),
        ({"as_of": "2021"}, []),
    ],
)
def test_filters(loaded: Store, filters: dict[str, str], names: list[str]) -> None:
    assert [r[0] for r in told(answers.who_leads(loaded, "科技成果转化", **filters))] == names  # type: ignore[arg-type]


def test_the_name_of_a_body_asks_what_it_leads(loaded: Store) -> None:
    wanted = [("广元市科学技术局", "畅通科技成果转化渠道", "lead", False)]
    assert told(answers.who_leads(loaded, "广元市科学技术局")) == wanted
    assert told(answers.who_leads(loaded, "市科技局", jurisdiction="广元市")) == wanted


def test_a_body_is_found_as_documents_write_it(loaded: Store) -> None:
    leads = [("广元市科学技术局", "畅通科技成果转化渠道", "lead", False)]
    assert told(answers.who_leads(loaded, "市科技局", stated=True)) == leads
    assert {t[0] for t in told(answers.who_leads(loaded, "省科技厅"))} == {"四川省科学技术厅"}
    assert {t[0] for t in told(answers.who_leads(loaded, "四川科技厅"))} == {"四川省科学技术厅"}


def test_a_body_that_ended_names_its_successor(loaded: Store) -> None:
    (row,) = answers.who_leads(loaded, "奖励标准")["results"]
    assert row["institution"]["name"] == "绵阳市工商行政管理局"
    assert row["successor"] is not None
    assert row["successor"]["name"] == "绵阳市市场监督管理局"
    assert answers.who_leads(loaded, "对接活动")["results"][0]["successor"] is None


def test_an_undated_document_answers_and_is_marked(loaded: Store) -> None:
    (row,) = answers.who_leads(loaded, "企业征集难题", role="responsible", as_of="2020")["results"]
    assert row["document"]["undated"] is True
    (row,) = answers.who_leads(loaded, "企业征集难题", role="responsible")["results"]
    assert "undated" not in row["document"]


def test_a_program_answers_for_its_passage(loaded: Store) -> None:
    answer = answers.who_leads(loaded, "择优资助", role="responsible")
    assert [(r["target"]["type"], r["institution"]["name"]) for r in answer["results"]] == [
        ("Program", "深圳市科技创新局")
    ]
    assert answer["results"][0]["document"]["status"] == "draft"


def test_what_a_measure_shows_is_what_is_found_for_it(loaded: Store) -> None:
    for record in records.all_records():
        for unit in record["measures"]:
            shown = answers.entity(loaded, unit["id"])["responsibilities"]
            found = answers.who_leads(loaded, unit["title"], role="all", document=record["document"]["id"], limit=None)
            keys = [(r["institution"]["id"], r["role"], r["target"]["id"]) for r in found["results"]]
            assert {(r["institution"]["id"], r["role"], r["target"]["id"]) for r in shown} <= set(keys)
            assert len(keys) == len(set(keys))


def test_the_passage_answers_for_what_it_lends(loaded: Store) -> None:
    found = answers.who_leads(loaded, "自由探索", role="all")["results"]
    assert [r["institution"]["name"] for r in found if r["target"]["type"] == "Program"] == ["深圳市科技创新局"]


def test_a_category_takes_what_its_passage_has(loaded: Store) -> None:
    found = answers.who_leads(loaded, "基础研究计划", role="cooperate")["results"]
    (row,) = [r for r in found if r["target"]["type"] == "PlanCategory"]
    assert row["inherited_from"] is not None
    assert row["inherited_from"]["type"] == "Measure"


def test_pages_of_leads(loaded: Store) -> None:
    every = answers.who_leads(loaded, "科技成果转化", role="all", limit=None)
    assert every["limit"] is None
    parts = [
        answers.who_leads(loaded, "科技成果转化", role="all", limit=2, offset=at)["results"] for at in range(0, 6, 2)
    ]
    assert [row for part in parts for row in part] == every["results"]


@pytest.mark.parametrize(
    ("filters", "words"),
    [
        ({"role": "boss"}, "lead、responsible"),
        ({"basis": "guess"}, "marked、prose"),
        ({"level": "village"}, "national、province"),
        ({"line": "nothing"}, "条线"),
        ({"jurisdiction": "某某"}, "行政区"),
        ({"as_of": "soon"}, "日期"),
        ({"limit": 501}, "limit"),
        ({"offset": -1}, "offset"),
    ],
)
def test_what_who_leads_does_not_accept(loaded: Store, filters: dict[str, Any], words: str) -> None:
    with pytest.raises(BadParameter, match=words):
        answers.who_leads(loaded, "转化", **filters)


def test_a_document_that_is_not_there(loaded: Store) -> None:
    with pytest.raises(NotFound):
        answers.who_leads(loaded, "转化", document="d000000000000")


def test_documents(loaded: Store) -> None:
    answer = answers.documents(loaded)
    assert [r["name"][:3] for r in answer["results"]] == ["科技计", "广元市", "四川省", "绵阳市", "绵阳市"]
    assert [r["issued"] for r in answer["results"]][-1] is None
    city = next(r for r in answer["results"] if r["id"] == CITY["document"]["id"])
    assert (city["measures"], city["leads"], city["likely_leads"], city["responsibilities"]) == (4, 2, 0, 4)
    assert [i["name"] for i in city["issuers"]] == ["广元市人民政府办公室"]
    draft = next(r for r in answer["results"] if r["status"] == "draft")
    assert draft["responsibilities"] == 2
    assert answers.documents(loaded, status="repealed")["total"] == 1
    assert answers.documents(loaded, level="province")["total"] == 1


def test_measures(loaded: Store) -> None:
    answer = answers.measures(loaded, document=CITY["document"]["id"])
    assert [r["id"] for r in answer["results"]] == [FIRST, BELOW, EVENTS, SECOND]
    first = answer["results"][0]
    assert [i["name"] for i in first["leads"]] == ["广元市科学技术局"]
    assert first["responsibilities"] == 2
    assert answers.measures(loaded)["total"] == 9
    paged = [answers.measures(loaded, limit=4, offset=at)["results"] for at in range(0, 12, 4)]
    assert [r for part in paged for r in part] == answers.measures(loaded)["results"]


def test_listed_measures_have_what_each_shows(loaded: Store) -> None:
    for row in answers.measures(loaded)["results"]:
        shown = answers.entity(loaded, row["id"])["responsibilities"]
        assert row["responsibilities"] == sum(not r["inferred"] for r in shown)
        for bodies, inferred in ((row["leads"], False), (row["likely_leads"], True)):
            led = {r["institution"]["id"] for r in shown if r["role"] == "lead" and r["inferred"] == inferred}
            assert {i["id"] for i in bodies} == led


def test_institutions(loaded: Store) -> None:
    answer = answers.institutions(loaded)
    names = [r["name"] for r in answer["results"]]
    assert "绵阳市市场监督管理局" not in names, "no document names it"
    province = next(r for r in answer["results"] if r["name"] == "四川省科学技术厅")
    assert (province["roles"], province["likely_leads"], province["documents"]) == ({"responsible": 1}, 1, 1)
    classes = answers.institutions(loaded, kind="class")["results"]
    assert {r["name"] for r in classes} == {"各县（区）", "各县（区）人民政府"}
    assert {r["level"] for r in answers.institutions(loaded, level="province")["results"]} == {"province"}
    assert len(answers.institutions(loaded, line="science_technology")["results"]) == 4


def test_one_measure(loaded: Store) -> None:
    answer = answers.entity(loaded, BELOW)
    assert (answer["type"], answer["name"], answer["inherited"]) == ("Measure", "建中试平台", True)
    assert [r["institution"]["name"] for r in answer["responsibilities"]] == ["广元市科学技术局", "广元市财政局"]
    assert answer["document"] is not None
    assert answer["document"]["id"] == CITY["document"]["id"]
    assert [(g["edge"], g["direction"], g["total"]) for g in answer["adjacent"]] == [
        ("PART_OF", "out", 1),
        ("HAS_MEASURE", "in", 1),
    ]


def test_the_passage_of_a_program_shows_what_it_says(loaded: Store) -> None:
    passage = REFORM["measures"][1]["id"]
    answer = answers.entity(loaded, passage)
    assert not answer["inherited"]
    assert [r["target"]["type"] for r in answer["responsibilities"]] == ["Program"]


def test_one_body(loaded: Store) -> None:
    answer = answers.entity(loaded, "i-510800-science_technology")
    assert [r["target"]["id"] for r in answer["responsibilities"]] == [FIRST]
    assert answer["properties"]["name"] == "广元市科学技术局"
    assert {(g["edge"], g["direction"]) for g in answer["adjacent"]} == {
        ("LEADS", "out"),
        ("LOCATED_IN", "out"),
        ("ON_LINE", "out"),
    }


@pytest.mark.parametrize(
    "ids",
    [
        [s["id"] for s in CITY["sections"]],
        [t["id"] for t in CITY["measures"][0]["targets"]],
        [REFORM["plan_systems"][0]["id"], REFORM["plan_systems"][0]["categories"][0]["id"]],
        [REFORM["plan_systems"][0]["funds"][0]["id"]],
    ],
)
def test_parts_know_their_document(loaded: Store, ids: list[str]) -> None:
    for one in ids:
        document = answers.entity(loaded, one)["document"]
        assert document is not None
        assert one.startswith(document["id"]) or document["id"] == CITY["document"]["id"]


@pytest.mark.parametrize(
    "id", ["d000000000000", "i-510800-nothing", "nonsense", "", "d1' OR 1=1", CITY["document"]["id"] + "-mffffffff"]
)
def test_what_is_not_there(loaded: Store, id: str) -> None:
    ask: list[Callable[..., object]] = [answers.entity, answers.adjacent, answers.graph_of]
    for question in ask:
        with pytest.raises(NotFound):
            question(loaded, id)


def test_neighbours_by_page(loaded: Store) -> None:
    document = CITY["document"]["id"]
    every = answers.adjacent(loaded, document, limit=None)
    assert every["total"] == len(every["results"]) == 12
    parts = [answers.adjacent(loaded, document, limit=3, offset=at)["results"] for at in range(0, 12, 3)]
    assert [row for part in parts for row in part] == every["results"]
    held = answers.adjacent(loaded, document, edge="HAS_MEASURE", direction="out")
    assert held["total"] == 4
    with pytest.raises(BadParameter, match="out、in"):
        answers.adjacent(loaded, document, direction="up")


def test_a_part_of_the_graph(loaded: Store) -> None:
    near = answers.graph_of(loaded, FIRST)
    ids = {n["id"] for n in near["nodes"]}
    assert {FIRST, BELOW, EVENTS, CITY["document"]["id"], "i-510800-science_technology"} <= ids
    assert all(e["source"] in ids and e["target"] in ids for e in near["edges"])
    assert not near["truncated"]
    body = next(n for n in near["nodes"] if n["id"] == "i-510800-science_technology")
    assert body["more"] == 2
    assert all("text" not in n["properties"] for n in near["nodes"])
    leads = answers.graph_of(loaded, FIRST, types="LEADS")
    assert {e["type"] for e in leads["edges"]} == {"LEADS"}
    small = answers.graph_of(loaded, FIRST, depth=3, limit=4)
    assert len(small["nodes"]) == 4
    assert small["truncated"]
    with pytest.raises(BadParameter, match="depth"):
        answers.graph_of(loaded, FIRST, depth=9)


def test_what_is_loaded(loaded: Store) -> None:
    answer = answers.catalog(loaded)
    assert answer["nodes"]["Measure"] == 9
    assert answer["edges"]["LEADS"] == 3
    assert answer["edges"]["LIKELY_LEADS"] == 1
    assert answer["statuses"] == {"draft": 1, "in_force": 3, "repealed": 1, "cited": 1}
    assert {"level": "city", "year": None, "documents": 1} in answer["documents"]
    assert sum(row["documents"] for row in answer["documents"]) == 5


def test_an_empty_store_has_empty_answers(store: Store) -> None:
    empty = {"results": [], "total": 0, "limit": 20, "offset": 0}
    assert dict(answers.who_leads(store, "科技成果转化")) == empty
    assert dict(answers.search(store, "科技成果转化")) == {**empty, "counts": {"level": {}, "type": {}}}
    assert answers.documents(store)["results"] == []
    assert answers.measures(store)["results"] == []
    assert answers.institutions(store)["results"] == []
    assert answers.catalog(store)["documents"] == []
    with pytest.raises(ZhizeError):
        answers.entity(store, "j-000000")


def test_both_engines_say_the_same_to_the_byte(every_store: dict[str, Store]) -> None:
    ids = [FIRST, BELOW, CITY["document"]["id"], "i-510800-science_technology", "j-510800", REFORM["measures"][0]["id"]]
    questions: list[Callable[[Store], object]] = [
        lambda s: answers.who_leads(s, "科技成果转化", role="all"),
        lambda s: answers.search(s, "转化"),
        lambda s: answers.documents(s),
        lambda s: answers.measures(s),
        lambda s: answers.institutions(s),
        lambda s: answers.catalog(s),
        *(lambda s, i=i: answers.entity(s, i) for i in ids),
        *(lambda s, i=i: answers.graph_of(s, i, depth=2) for i in ids),
        *(lambda s, i=i: answers.adjacent(s, i) for i in ids),
    ]
    for one in every_store.values():
        load(one, records.all_records())
    for question in questions:
        first, *others = [json.dumps(question(one), ensure_ascii=False, indent=1) for one in every_store.values()]
        assert others == [first] * len(others)
