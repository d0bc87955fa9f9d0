"""The analyses as questions: pages, filters, errors, the same on every engine and in any order of loading."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from graph.analysis import answers
from graph.errors import BadParameter, NotFound
from graph.store import Store
from graph.writer import load
from tests.analysis.writing import northern_plan, southern_plan
from tests.graph.records import all_records


@pytest.fixture
def filled(store: Store) -> Store:
    load(store, [*all_records(), northern_plan(), southern_plan()])
    return store


def everything(store: Store) -> dict[str, Any]:
    return {
        "institutions": answers.overlap(store, classes=True, inferred=True, drafts=True, limit=None),
        "measures": answers.overlap(store, of="measures", across=True, threshold=0.05, limit=None),
        "alignment": answers.alignment(store, source="510000", target="city", limit=None),
        "coverage": answers.coverage(store, upper="province", lower="city", limit=None),
        "systems": answers.plan_systems(store, limit=None),
        "compare": answers.compare(store, "甘肃", "海南"),
    }


def test_every_engine_answers_the_same_in_any_order_of_loading(every_store: dict[str, Store]) -> None:
    found = []
    for number, store in enumerate(every_store.values()):
        records = [*all_records(), northern_plan(), southern_plan()]
        load(store, records if number % 2 else records[::-1])
        found.append(everything(store))
    assert found[0]["institutions"]["results"]
    assert all(one == found[0] for one in found)


def test_an_empty_store_has_sensible_answers(store: Store) -> None:
    assert answers.overlap(store)["results"] == []
    assert answers.overlap(store, of="measures")["total"] == 0
    listed = answers.plan_systems(store)
    assert {key: listed[key] for key in ("results", "total")} == {"results": [], "total": 0}
    assert [system["name"] for system in listed["references"]], "the reference is there, and counted nowhere"
    with pytest.raises(NotFound):
        answers.alignment(store, source="national", target="city")
    with pytest.raises(NotFound):
        answers.coverage(store, upper="national", lower="city")
    with pytest.raises(NotFound):
        answers.compare(store, "甘肃", "海南")


def test_pages_count_rows_and_source_units(filled: Store) -> None:
    first = answers.overlap(filled, classes=True, limit=1)
    rest = answers.overlap(filled, classes=True, limit=None, offset=1)
    assert first["total"] == len(rest["results"]) + 1
    assert (first["limit"], rest["limit"]) == (1, None)
    whole = answers.alignment(filled, source="city", target="510000", limit=None, top=5)
    page = answers.alignment(filled, source="city", target="510000", limit=2, offset=1, top=5)
    sources = list(dict.fromkeys(r["source"]["id"] for r in whole["results"]))
    assert whole["total"] == page["total"] == len(sources)
    assert list(dict.fromkeys(r["source"]["id"] for r in page["results"])) == sources[1:3]
    assert page["threshold"] == whole["threshold"]


def test_filters_choose_documents(filled: Store) -> None:
    assert answers.overlap(filled, jurisdiction="四川", limit=None)["basis"]["documents"] == 1
    assert answers.overlap(filled, level="city", limit=None)["basis"]["documents"] == 3
    draft = next(s for s in answers.plan_systems(filled)["results"] if s["document"]["status"] == "draft")
    named = answers.overlap(filled, document=draft["document"]["id"], limit=None)
    assert (named["basis"]["documents"], named["basis"]["drafts_excluded"]) == (1, 0)


def test_plan_systems_list_categories_programs_and_funds(filled: Store) -> None:
    systems = {s["place"]["name"]: s for s in answers.plan_systems(filled)["results"]}
    assert [c["name"] for c in systems["海南省"]["categories"]] == [
        "基石计划",
        "重器计划",
        "群英计划",
        "殿堂计划",
        "乐业计划",
    ]
    assert [p["name"] for p in systems["甘肃省"]["categories"][2]["programs"]] == ["英才项目", "结伴项目"]
    fund = next(f for f in systems["深圳市"]["funds"] if f["merged_from"])
    assert {m["name"] for m in fund["merged_from"]} == {"研发资金", "创新资金"}


WRONG: tuple[Callable[[Store], Any], ...] = (
    lambda store: answers.overlap(store, of="documents"),
    lambda store: answers.overlap(store, role="boss"),
    lambda store: answers.overlap(store, level="galaxy"),
    lambda store: answers.overlap(store, limit=-1),
    lambda store: answers.alignment(store, source="city", target="province", top=0),
    lambda store: answers.alignment(store, source="", target="province"),
)


@pytest.mark.parametrize("ask", WRONG)
def test_wrong_parameters(filled: Store, ask: Callable[[Store], Any]) -> None:
    with pytest.raises(BadParameter):
        ask(filled)
