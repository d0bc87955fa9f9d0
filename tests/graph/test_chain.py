"""Documents about one another: nation, province and city in a chain, and what ends or changes them."""

from __future__ import annotations

import itertools

import pytest

from graph import answers
from graph.errors import NotFound
from graph.store import Store
from graph.writer import load, remove
from ontology.records import DocumentRecord
from tests.graph.records import Writing
from tests.stores import ENGINE_NAMES, StoreKeeper

NUMBER = "国办发〔2022〕30号"


def nation() -> DocumentRecord:
    w = Writing("国务院办公厅关于降低交易成本的意见", "000000", NUMBER, issued="2022-09-07")
    w.cite("优化营商环境条例", relation="based_on")
    w.measure("1", "降低成本", "清理收费。")
    return w.record()


def province() -> DocumentRecord:
    w = Writing("山东省降低交易成本方案", "370000", "鲁政办字〔2022〕159号", issued="2022-12-01")
    w.cite("国务院办公厅关于降低交易成本的意见", NUMBER)
    w.measure("1", "降低成本", "清理收费目录。")
    return w.record()


def city() -> DocumentRecord:
    """The city's plan, which names the province's with a wrong digit and rests on the nation's."""
    w = Writing("德州市降低制度性交易成本工作方案", "371400", "德政办字〔2023〕4号", issued="2023-03-01")
    w.cite("山东省降低交易成本方案", "鲁政办字〔2022〕195号")
    w.measure("1", "降低成本", "公布收费目录。")
    return w.record()


def changing() -> DocumentRecord:
    w = Writing("关于修改山东省降低交易成本方案的通知", "370000", issued="2023-06-01", status="in_force")
    w.cite("山东省降低交易成本方案", "鲁政办字〔2022〕159号", relation="amends")
    return w.record()


def replacing() -> DocumentRecord:
    """The province's new plan: issued in 2024, in force from 2025."""
    w = Writing("山东省优化营商环境新方案", "370000", "鲁政办字〔2024〕80号", issued="2024-09", effective_from="2025")
    w.cite("山东省降低交易成本方案", "鲁政办字〔2022〕159号", relation="replaces")
    w.cite("国务院办公厅关于降低交易成本的意见", NUMBER)
    return w.record()


ALL = (nation, province, city, changing, replacing)
NATION, PROVINCE, CITY, CHANGE, NEW = (make()["document"]["id"] for make in ALL)
_LOADED: dict[str, tuple[Store, int | str]] = {}
Told = list[tuple[str, int, str, str]]


@pytest.fixture(params=[pytest.param(n, marks=pytest.mark.neo4j) if n == "neo4j" else n for n in ENGINE_NAMES])
def chained(request: pytest.FixtureRequest, store_keeper: StoreKeeper) -> Store:
    """A store of every engine that holds the five documents; filled anew only where a test wrote to it."""
    engine = str(request.param)
    if engine in _LOADED and _LOADED[engine][0].generation() == _LOADED[engine][1]:
        return _LOADED[engine][0]
    store = store_keeper.store(engine)
    load(store, [make() for make in ALL])
    _LOADED[engine] = store, store.generation()
    return store


def told(store: Store, document: str, as_of: str | None = None) -> Told:
    rows = answers.chain(store, document, as_of=as_of)["results"]
    return [(r["direction"], r["depth"], r["relation"], r["document"]["id"]) for r in rows]


def test_from_the_city_up(chained: Store) -> None:
    rows = answers.chain(chained, CITY)["results"]
    assert [(r["direction"], r["depth"], r["relation"], r["document"]["name"]) for r in rows] == [
        ("carries_out", 1, "implements", "山东省降低交易成本方案"),
        ("carries_out", 2, "implements", "国务院办公厅关于降低交易成本的意见"),
        ("carries_out", 3, "based_on", "优化营商环境条例"),
    ]
    assert [r["via"]["id"] for r in rows] == [CITY, PROVINCE, NATION]
    assert [r["loaded"] for r in rows] == [True, True, False]
    assert [r["warning"] for r in rows] == ["number_differs", None, None]
    text = city()["document"]["text"]
    evidence = rows[0]["evidence"]
    assert text[evidence["start"] : evidence["end"]] == evidence["quote"]


def test_from_the_nation_down_and_what_changed_the_province(chained: Store) -> None:
    assert told(chained, NATION)[1:] == [
        ("carried_out_by", 1, "implements", PROVINCE),
        ("carried_out_by", 1, "implements", NEW),
        ("carried_out_by", 2, "implements", CITY),
    ]
    assert [row for row in told(chained, PROVINCE) if row[0] == "changed_by"] == [
        ("changed_by", 1, "amends", CHANGE),
        ("changed_by", 1, "replaces", NEW),
    ]
    assert ("changes", 1, "replaces", PROVINCE) in told(chained, NEW)


def test_a_work_that_is_only_cited_has_a_chain(chained: Store) -> None:
    cited = answers.chain(chained, NATION)["results"][0]["document"]["id"]
    assert [(r[1], r[3]) for r in told(chained, cited)] == [(1, NATION), (2, PROVINCE), (2, NEW), (3, CITY)]


def test_the_chain_on_a_day(chained: Store) -> None:
    assert [r[3] for r in told(chained, NATION, "2022-12") if r[0] == "carried_out_by"] == [PROVINCE]
    then = [r[3] for r in told(chained, NATION, "2024-12") if r[0] == "carried_out_by"]
    assert then == [PROVINCE, CITY], "the new plan is issued and not yet in force"
    assert [r[3] for r in told(chained, NATION, "2025-01") if r[0] == "carried_out_by"] == [NEW]
    assert not [r for r in told(chained, PROVINCE, "2023-05") if r[0] == "changed_by"]
    assert [r[3] for r in told(chained, PROVINCE, "2024-12") if r[0] == "changed_by"] == [CHANGE]
    up = answers.chain(chained, CITY, as_of="2025")["results"]
    assert [(r["document"]["id"], r["document"]["status"]) for r in up] == [(PROVINCE, "superseded")]


def test_an_amendment_leaves_in_force_and_a_replacement_counts_from_its_day(chained: Store) -> None:
    def status(day: str) -> str:
        document = answers.entity(chained, PROVINCE, as_of=day)["document"]
        assert document is not None
        return document["status"]

    assert [status(day) for day in ("2022-11", "2023-07", "2024-12-31", "2025-01-01")] == [
        "not_yet",
        "in_force",
        "in_force",
        "superseded",
    ]


def test_what_is_no_document_has_no_chain(chained: Store) -> None:
    for other in ("d000000000000", "i-000000-science_technology", city()["measures"][0]["id"], "nonsense"):
        with pytest.raises(NotFound):
            answers.chain(chained, other)


def test_pages(chained: Store) -> None:
    whole = answers.chain(chained, NATION, limit=None)["results"]
    pages = [answers.chain(chained, NATION, limit=1, offset=n)["results"] for n in range(len(whole))]
    assert [row for page in pages for row in page] == whole


def test_in_whatever_order_they_come(store: Store) -> None:
    """A wrong digit leads to the document of the title, loaded before or after, and away when that goes."""
    other = Writing("山东省招商办法", "370000", "鲁政办字〔2022〕195号", issued="2022-11-01").record()
    for order in itertools.permutations([province(), city(), other]):
        load(store, order)
        (row,) = [r for r in answers.chain(store, CITY)["results"] if r["depth"] == 1]
        assert (row["document"]["id"], row["warning"]) == (PROVINCE, "number_differs")
        remove(store, PROVINCE)
        (row,) = answers.chain(store, CITY)["results"]
        assert (row["document"]["id"], row["warning"]) == (other["document"]["id"], None)
        for record in (city(), other):
            remove(store, record["document"]["id"])
