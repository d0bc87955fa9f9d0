"""Every question as things stood on a day: bodies that were renamed, documents that began, ended, or bear no date."""

from __future__ import annotations

import json
from typing import Any

import pytest

from graph import answers
from graph.analysis.answers import alignment, compare, coverage, overlap, plan_systems
from graph.errors import NotFound
from graph.exports import export
from graph.store import Store
from graph.writer import load, remove
from ontology.records import DocumentRecord
from tests.graph.records import Writing, draft_reform
from tests.stores import ENGINE_NAMES, StoreKeeper

NATION = "000000"


def poverty_plan() -> DocumentRecord:
    """A national plan of 2020 led by a body that was renamed in 2021 and merged into a ministry in 2023."""
    w = Writing("巩固脱贫成果行动方案", NATION, "国办发〔2020〕11号", issued="2020-06-10").issuer("国务院办公厅")
    w.measure("1", "监测返贫风险", "建立台账，定期走访。", ("国务院扶贫办", "lead"), ("财政部", "cooperate"))
    return w.record()


def province_plan() -> DocumentRecord:
    """A province's plan of 2021 on the same, in force to the end of 2022."""
    w = Writing("四川省巩固脱贫成果实施方案", "510000", "川办发〔2021〕3号", issued="2021-03", effective_until="2022")
    w.cite("巩固脱贫成果行动方案", "国办发〔2020〕11号")
    w.measure("1", "监测返贫风险", "健全台账，每月走访。", ("省乡村振兴局", "lead"), ("省财政厅", "cooperate"))
    return w.record()


def undated_list() -> DocumentRecord:
    w = Writing("广元市返贫风险监测清单", issued=None)
    w.measure("1", "监测返贫风险", "按户登记。", ("市财政局", "lead"))
    return w.record()


def draft() -> DocumentRecord:
    w = Writing("绵阳市返贫风险监测办法（征求意见稿）", "510700", issued="2020-02", status="draft")
    w.measure("1", "监测返贫风险", "按村登记。", ("市财政局", "lead"))
    return w.record()


def repealing() -> DocumentRecord:
    w = Writing("关于废止巩固脱贫成果行动方案的通知", NATION, "国办发〔2024〕2号", issued="2024-05-06")
    w.cite("巩固脱贫成果行动方案", "国办发〔2020〕11号", relation="repeals")
    w.measure("1", "做好衔接", "转入常态化帮扶。", ("农业农村部", "lead"))
    return w.record()


ALL = (poverty_plan, province_plan, undated_list, draft, repealing)
PLAN, PROVINCE, LIST, DRAFT, REPEAL = (make()["document"]["id"] for make in ALL)
FIRST = poverty_plan()["measures"][0]["id"]


_LOADED: dict[str, tuple[Store, int | str]] = {}


@pytest.fixture(params=[pytest.param(n, marks=pytest.mark.neo4j) if n == "neo4j" else n for n in ENGINE_NAMES])
def dated(request: pytest.FixtureRequest, store_keeper: StoreKeeper) -> Store:
    """A store of every engine that holds the five documents; filled anew only where a test wrote to it."""
    engine = str(request.param)
    if engine in _LOADED and _LOADED[engine][0].generation() == _LOADED[engine][1]:
        return _LOADED[engine][0]
    store = store_keeper.store(engine)
    load(store, [make() for make in ALL])
    _LOADED[engine] = store, store.generation()
    return store


def titles(answer: Any) -> set[str]:
    return {row["id"] for row in answer["results"]}


ON_DAYS = [
    ("2019", {LIST}),
    ("2020-06-09", {LIST}),
    ("2020-06", {PLAN, LIST}),
    ("2020-06-10", {PLAN, LIST}),
    ("2021-02", {PLAN, LIST}),
    ("2021-03-01", {PLAN, PROVINCE, LIST}),
    ("2022-12-31", {PLAN, PROVINCE, LIST}),
    ("2023-01-01", {PLAN, LIST}),
    ("2024-05-05", {PLAN, LIST}),
    ("2024-05", {REPEAL, LIST}),
    ("2024", {REPEAL, LIST}),
]


def test_the_documents_of_a_day(dated: Store) -> None:
    """Begun by its first day, not past its last, not repealed; drafts never; those without date always, marked so."""
    for day, expected in ON_DAYS:
        answer = answers.documents(dated, as_of=day)
        assert titles(answer) == expected, day
        assert {row["id"] for row in answer["results"] if row.get("undated")} == {LIST}


def test_documents_of_another_status_on_a_day(dated: Store) -> None:
    assert titles(answers.documents(dated, status="repealed", as_of="2024-06")) == {PLAN}
    assert titles(answers.documents(dated, status="expired", as_of="2023")) == {PROVINCE}
    assert titles(answers.documents(dated, status="not_yet", as_of="2020-01")) == {PLAN, PROVINCE, REPEAL}
    assert titles(answers.documents(dated, status="draft", as_of="2024")) == {DRAFT}


@pytest.mark.parametrize(
    ("day", "then"),
    [
        ("2020-12", None),
        ("2021-02-24", None),
        ("2021-02", "国家乡村振兴局"),
        ("2022", "国家乡村振兴局"),
        ("2023-03", None),
    ],
)
def test_a_lead_as_it_was_with_the_body_of_the_day_and_todays(dated: Store, day: str, then: str | None) -> None:
    (row,) = answers.who_leads(dated, "监测返贫风险", level="national", as_of=day)["results"]
    assert row["institution"]["name"] == "国务院扶贫开发领导小组办公室"
    successor = row["successor"]
    assert successor is not None
    assert (successor["name"], successor["since"]) == ("农业农村部", "2023-03-10")
    assert (successor["then"]["name"].removesuffix("（单设）") if "then" in successor else None) == then


def test_every_list_shows_todays_body_beside_the_one_of_then(dated: Store) -> None:
    (measure,) = answers.measures(dated, document=PLAN, as_of="2022")["results"]
    assert measure["leads"][0]["successor"]["name"] == "农业农村部"
    body = measure["leads"][0]["id"]
    found = {row["id"]: row for row in answers.institutions(dated, as_of="2022")["results"]}
    assert found[body]["successor"]["then"]["name"].startswith("国家乡村振兴局")
    near = answers.adjacent(dated, FIRST, edge="LEADS", as_of="2022")["results"]
    assert near[0]["node"]["successor"]["name"] == "农业农村部"  # type: ignore[typeddict-item]
    (pair,) = [r for r in overlap(dated, as_of="2022")["results"] if body in (r["left"]["id"], r["right"]["id"])]
    side = "left" if pair["left"]["id"] == body else "right"
    assert pair[side]["successor"]["name"] == "农业农村部"
    assert "successor" not in answers.measures(dated, document=PLAN)["results"][0]["leads"][0]


def test_institutions_count_what_was_in_force(dated: Store) -> None:
    def counts(day: str | None) -> dict[str, tuple[int, int]]:
        found = answers.institutions(dated, limit=None, as_of=day)["results"]
        return {row["name"]: (row["roles"].get("lead", 0), row["documents"]) for row in found}

    assert counts("2019") == {"广元市财政局": (1, 1)}
    assert counts("2021-06")["四川省财政厅"] == (0, 1)
    assert "四川省财政厅" not in counts("2023-06")
    assert "四川省财政厅" in counts(None)


def test_search_finds_what_there_was(dated: Store) -> None:
    def hits(day: str) -> set[str]:
        return {
            row["hit"]["id"] for row in answers.search(dated, "监测返贫风险", type="measures", as_of=day)["results"]
        }

    assert {h.partition("-")[0] for h in hits("2020-07")} == {PLAN, LIST}
    assert {h.partition("-")[0] for h in hits("2019")} == {LIST}
    bodies = answers.search(dated, "乡村振兴局", type="institutions", as_of="2019")["results"]
    assert all("乡村振兴局" not in row["hit"]["name"] for row in bodies)
    assert answers.search(dated, "扶贫", type="institutions", as_of="2022")["results"]


def test_a_node_gives_what_held_on_the_day(dated: Store) -> None:
    body = answers.who_leads(dated, "监测返贫风险", level="national")["results"][0]["institution"]["id"]
    assert [r["document"]["id"] for r in answers.entity(dated, body, as_of="2022")["responsibilities"]] == [PLAN]
    for day in ("2020-01", "2024-06"):
        gone = answers.entity(dated, body, as_of=day)
        assert gone["responsibilities"] == []
        assert not {g["edge"] for g in gone["adjacent"]} & {"LEADS", "COOPERATES_ON"}
    plan = answers.entity(dated, PLAN, as_of="2024-06")
    assert plan["properties"]["status"] == "repealed"
    assert plan["document"] is not None
    assert plan["document"]["status"] == "repealed"
    edges = {(g["edge"], g["direction"]): g["total"] for g in plan["adjacent"]}
    assert edges[("REPEALS", "in")] == 1
    assert ("IMPLEMENTS", "in") not in edges, "the province's plan has expired"
    assert edges[("HAS_MEASURE", "out")] == 1, "its own structure stays"
    assert ("REPEALS", "in") not in {
        (g["edge"], g["direction"]) for g in answers.entity(dated, PLAN, as_of="2022")["adjacent"]
    }


def test_neighbours_are_counted_and_paged_by_the_day(dated: Store) -> None:
    whole = answers.adjacent(dated, PLAN, as_of="2022", limit=None)
    assert whole["total"] == len(whole["results"]) == len(answers.adjacent(dated, PLAN, limit=None)["results"]) - 1
    pages = [answers.adjacent(dated, PLAN, as_of="2022", limit=1, offset=n)["results"] for n in range(whole["total"])]
    assert [row for page in pages for row in page] == whole["results"]


def test_the_graph_of_a_day(dated: Store) -> None:
    def around(day: str | None) -> set[str]:
        return {n["id"] for n in answers.graph_of(dated, PLAN, depth=1, as_of=day)["nodes"]}

    assert {PROVINCE, REPEAL} <= around(None)
    assert around("2022") & {PROVINCE, REPEAL} == {PROVINCE}
    assert around("2024-06") & {PROVINCE, REPEAL} == {REPEAL}
    (centre,) = [n for n in answers.graph_of(dated, FIRST, depth=1, as_of="2024-06")["nodes"] if n["id"] == FIRST]
    assert centre["more"] == 0
    assert "LEADS" not in {e["type"] for e in answers.graph_of(dated, FIRST, as_of="2024-06")["edges"]}


def test_the_catalog_of_a_day(dated: Store) -> None:
    found = answers.catalog(dated, as_of="2022")
    assert found["nodes"]["Measure"] == 3
    assert (found["edges"]["LEADS"], found["edges"]["REPEALS"]) == (3, 0)
    assert sum(row["documents"] for row in found["documents"]) == 3
    assert found["statuses"] == {"draft": 1, "in_force": 3, "not_yet": 1}
    assert answers.catalog(dated)["nodes"]["Measure"] == 5


def test_an_export_of_a_day(dated: Store) -> None:
    def part(**asked: Any) -> dict[str, Any]:
        return dict(json.loads(b"".join(export(dated, "json", **asked))))

    found = part(as_of="2024-06")
    ids = {n["id"] for n in found["nodes"]}
    assert REPEAL in ids
    assert PLAN in ids, "what the repeal names is there"
    assert FIRST not in ids, "and says nothing any more"
    assert not part(as_of="2020-01", document=PLAN)["nodes"]
    names = {n["properties"].get("name") for n in part(as_of="2022", document=PLAN)["nodes"]}
    assert {"国务院扶贫开发领导小组办公室", "农业农村部"} <= names


def test_analyses_of_a_day(dated: Store) -> None:
    assert alignment(dated, source="510000", target="national", as_of="2022")["units"] == 1
    with pytest.raises(NotFound, match="2023-06 都没有施行"):
        alignment(dated, source="510000", target="national", as_of="2023-06")
    with pytest.raises(NotFound, match="没有已加载的文件"):
        alignment(dated, source="浙江省", target="national", as_of="2022")
    then = coverage(dated, upper="national", lower="510000", as_of="2021")["results"]
    assert [row["status"] for row in then] == ["answered"]
    later = coverage(dated, upper="national", lower="510000", as_of="2023")
    assert [row["status"] for row in later["results"]] == ["not_in_force"]
    assert later["not_loaded"] == []
    named = coverage(dated, upper="national", lower="city", as_of="2022")["results"]
    assert [row["document"]["undated"] for row in named if row["document"]] == [True]


def test_plan_systems_of_a_day(store: Store) -> None:
    record = draft_reform()
    record["document"]["status"] = "in_force"
    load(store, [record])
    (system,) = plan_systems(store)["results"]
    day = str(record["document"]["issued"])
    assert plan_systems(store, as_of=day)["total"] == 1
    assert plan_systems(store, as_of="2001")["total"] == 0
    with pytest.raises(NotFound, match="2001 施行"):
        compare(store, system["id"], system["id"], as_of="2001")
    assert compare(store, system["id"], system["id"], as_of=day)["left"]["id"] == system["id"]


def test_taking_the_repeal_out_restores_what_it_ended(dated: Store) -> None:
    assert not answers.who_leads(dated, "监测返贫风险", level="national", as_of="2024-06")["total"]
    remove(dated, REPEAL)
    assert answers.who_leads(dated, "监测返贫风险", level="national", as_of="2024-06")["total"] == 1


def _plan(title: str, year: str, until: str | None = None) -> Writing:
    w = Writing(title, issued=f"{year}-03-01", effective_until=until)
    w.measure("1", "监测返贫风险", f"{year}年起按户登记。", ("市财政局", "lead"))
    return w


def test_a_later_document_names_the_days(every_store: dict[str, Store]) -> None:
    """A repeal counts from the day it names; what is prolonged holds until the day named."""
    ended, prolonged = _plan("返贫监测办法", "2020"), _plan("返贫救助办法", "2021", "2023-02")
    later = _plan("返贫风险监测规定", "2022")
    later.cite("返贫监测办法", relation="repeals", since="2022-07-01").cite(
        "返贫救助办法", relation="extends", until="2025"
    )
    for store in every_store.values():
        load(store, [later.record(), ended.record(), prolonged.record()])
        for day, held in {
            "2022-06-30": {ended.id, prolonged.id, later.id},
            "2022-07-01": {prolonged.id, later.id},
            "2025-12-31": {prolonged.id, later.id},
            "2026-01-01": {later.id},
        }.items():
            assert titles(answers.documents(store, as_of=day)) == held, day
        (changed,) = answers.chain(store, prolonged.id)["results"]
        assert (changed["direction"], changed["relation"]) == ("changed_by", "extends")
        assert (changed["effective_from"], changed["effective_until"]) == (None, "2025")
        assert changed["sentence"] == "《返贫救助办法》"
        remove(store, later.id)
        assert titles(answers.documents(store, as_of="2024")) == {ended.id}


def test_a_successor_that_only_the_rule_of_its_kind_knows_says_so(embedded_store: Store) -> None:
    city, nation = Writing("广元市扶贫计划", issued="2020-03"), Writing("扶贫计划", NATION, issued="2020-03")
    city.measure("1", "监测返贫风险", "按户登记。", ("市扶贫开发局", "lead"))
    nation.measure("1", "监测返贫风险", "按县登记。", ("国务院扶贫办", "lead"))
    load(embedded_store, [city.record(), nation.record()])
    rows = answers.who_leads(embedded_store, "监测返贫风险", as_of="2026")["results"]
    told = {row["institution"]["name"]: row["successor"] for row in rows}
    assert {name: next_ and next_.get("uncertain", False) for name, next_ in told.items()} == {
        "广元市扶贫开发局": True,
        "国务院扶贫开发领导小组办公室": False,
    }
