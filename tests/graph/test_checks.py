"""The graph against its own rules, and the names that stayed unresolved, on every engine."""

from __future__ import annotations

import pytest

from graph.checks import check, check_institutions
from graph.checks.answers import CheckRow
from graph.checks.rules import rules
from graph.errors import BadParameter, NotFound
from graph.store import Store
from graph.writer import load
from ontology.records import DocumentRecord
from tests.graph.records import Writing, city_plan


def found(store: Store, rule: str) -> list[CheckRow]:
    answer = check(store, rule=rule)
    assert {row["rule"] for row in answer["results"]} <= {rule}
    return answer["results"]


def run(store: Store, query: str) -> None:
    with store.transaction() as transaction:
        transaction.run(query)


def plan(title: str, doc_no: str | None = None, issued: str = "2023-05-01", **about: str | None) -> Writing:
    writing = Writing(title, doc_no=doc_no, issued=issued, **about)  # type: ignore[arg-type]
    writing.issuer("市政府办公室")
    return writing


def test_what_zhize_writes_breaks_no_rule_of_grave_kind(loaded: Store) -> None:
    answer = check(loaded)
    assert answer["errors"] == 0, answer["results"]
    assert answer["advice"] == answer["total"] == len(answer["results"])
    graver = check(loaded, severity="error")
    assert (graver["results"], graver["advice"]) == ([], answer["advice"])
    assert {r["rule"] for r in answer["results"]} <= {"measure_without_lead", "lead_body_ended"}


def test_every_rule_is_told_in_both_languages_and_has_a_kind() -> None:
    assert len({rule.id for rule in rules()}) == len(rules())
    for rule in rules():
        assert rule.severity in ("error", "advice")
        assert rule.zh
        assert rule.en


def test_a_measure_without_a_stated_lead_tells_who_has_it(loaded: Store) -> None:
    rows = found(loaded, "measure_without_lead")
    told = {row["node"]["name"]: row["evidence"] for row in rows}
    assert "推断牵头 省科技厅" in told["放宽成果处置"]
    assert "建中试平台" not in told, "its lead is inherited"
    assert "改进监督" not in told, "it has nobody at all: a matter of coverage, not of a lead left out"


def test_what_the_model_does_not_declare_is_an_error(store: Store) -> None:
    load(store, [city_plan()])
    run(store, "MATCH (m:Measure {number: '2'}) SET m.colour = 'red'")
    run(
        store,
        "MATCH (d:Document {status: 'in_force'}), (i:Institution {id: 'i-510800-finance'}) CREATE (d)-[:LIKES]->(i)",
    )
    run(store, "MATCH (d:Document)-[r:HAS_SECTION]->() SET r.weight = 3")
    run(store, "CREATE (x:Stranger {id: 'x-1', name: 'x'})")
    assert [r["evidence"] for r in found(store, "undeclared_label")] == ["类 Stranger"]
    told = {r["evidence"] for r in found(store, "undeclared_property")}
    assert told == {"属性 colour", "关系 HAS_SECTION 的属性 weight"}
    assert [r["evidence"] for r in found(store, "undeclared_edge")] == ["关系 Document-LIKES→Institution"]
    only = check(store, severity="error")
    assert (only["errors"], only["total"]) == (4, 4)
    assert only["advice"] == check(store)["advice"]


def test_a_declared_edge_between_the_wrong_ends_is_an_error(store: Store) -> None:
    load(store, [city_plan()])
    run(store, "MATCH (m:Measure {number: '2'}), (i:Institution {id: 'i-510800-finance'}) CREATE (m)-[:LEADS]->(i)")
    assert [r["evidence"] for r in found(store, "undeclared_edge")] == ["关系 Measure-LEADS→Institution"]


def test_a_node_without_edges_is_an_orphan(store: Store) -> None:
    load(store, [city_plan()])
    run(store, "CREATE (t:Target {id: 'lost', name: '丢失的指标'})")
    rows = found(store, "orphan_node")
    assert [(r["node"]["id"], r["node"]["name"], r["severity"]) for r in rows] == [("lost", "丢失的指标", "error")]


def test_a_quote_that_is_not_the_text_is_an_error(store: Store) -> None:
    record = city_plan()
    load(store, [record])
    assert found(store, "quote_differs") == []
    run(
        store,
        "MATCH (:Institution {id: 'i-510800-finance'})-[r:COOPERATES_ON]->(:Measure) SET r.quote = '市财政局牵头'",
    )
    run(store, "MATCH (t:Target) WHERE t.indicator = '转化率区间' SET t.quote = '没有这句话'")
    rows = found(store, "quote_differs")
    assert {r["node"]["type"] for r in rows} == {"Measure", "Target"}
    assert all(r["document"] is not None and r["document"]["id"] == record["document"]["id"] for r in rows)


def test_a_document_that_ends_before_it_begins_contradicts_itself(store: Store) -> None:
    load(store, [plan("甲方案", effective_from="2023-06-01", effective_until="2022").record()])
    load(store, [plan("乙方案", effective_until="2024").record()])
    rows = found(store, "status_contradictory")
    assert [r["node"]["name"] for r in rows] == ["甲方案"]
    assert "2022 早于" in rows[0]["evidence"]


def test_an_earlier_document_cannot_end_a_later_one(store: Store) -> None:
    later = plan("新办法", "广府发〔2023〕9号", "2023-09-01").record()
    earlier = plan("旧办法", "广府发〔2019〕2号", "2019-02-01").cite("新办法", "广府发〔2023〕9号", "repeals")
    load(store, [later, earlier.record()])
    rows = found(store, "status_contradictory")
    assert [r["node"]["name"] for r in rows] == ["旧办法"]
    assert "2019-02-01 的文件废止了 2023-09-01" in rows[0]["evidence"]


def test_a_lead_that_had_ended_is_told_with_its_end(store: Store) -> None:
    during = plan("银行方案", issued="2022-05-01")
    during.measure("一", "稳健经营", "守住底线。", ("广元银保监分局", "lead"))
    after = plan("金融方案", issued="2024-05-01")
    after.measure("一", "稳健经营", "守住底线。", ("广元银保监分局", "lead"))
    load(store, [during.record(), after.record()])
    rows = found(store, "lead_body_ended")
    assert [r["document"]["name"] for r in rows if r["document"]] == ["金融方案"]
    assert rows[0]["severity"] == "advice"
    assert "至 2023-07-20，文件日期 2024-05-01" in rows[0]["evidence"]


def test_two_documents_of_one_number_name_each_other(store: Store) -> None:
    load(store, [plan("甲方案", "广府发〔2023〕9号").record(), plan("乙方案", "广府发〔2023〕9号").record()])
    rows = found(store, "same_doc_no")
    assert sorted(r["node"]["name"] for r in rows) == ["乙方案", "甲方案"]


@pytest.mark.parametrize(
    ("title", "doc_no", "why"),
    [
        ("某方案", "广府办发〔2023〕9号", "文号相近"),
        ("甲方案", "广府发〔2022〕9号", "所引文号与文件自身的不同"),
        ("甲方案", "川府发〔2019〕77号", "题名相同而文号不同"),
        ("甲方案", "广府发〔2023〕9号", ""),
        ("某方案", "广府发〔2023〕8号", ""),
        ("某方案", "川办发〔2023〕9号", ""),
    ],
)
def test_a_citation_that_nearly_fits_is_told(store: Store, title: str, doc_no: str, why: str) -> None:
    citing = plan("乙方案", issued="2024-01-01").cite(title, doc_no)
    load(store, [plan("甲方案", "广府发〔2023〕9号").record(), citing.record()])
    rows = found(store, "citation_near")
    assert [why in r["evidence"] for r in rows] == ([True] if why else [])


def test_a_figure_without_unit_is_told(store: Store) -> None:
    record = city_plan()
    record["measures"][0]["targets"][0]["unit"] = None
    load(store, [record])
    assert [r["node"]["name"] for r in found(store, "target_without_unit")] == ["技术合同成交额增幅"]


def test_only_the_documents_asked_about(loaded: Store) -> None:
    identifier = check(loaded)["results"][0]["document"]
    assert identifier is not None
    answer = check(loaded, document=identifier["id"])
    assert 0 < answer["total"] < check(loaded)["total"]
    assert {r["document"]["id"] for r in answer["results"] if r["document"]} == {identifier["id"]}
    with pytest.raises(NotFound):
        check(loaded, document="d0")
    with pytest.raises(BadParameter, match="measure_without_lead"):
        check(loaded, rule="no_such_rule")


def unclear(title: str) -> DocumentRecord:
    writing = Writing(title, code="330000", issued="2023-09-01")
    writing.measure("一", "防范风险", "守住底线。", ("省金融监管局", "lead"), ("省风险处置办", "cooperate"))
    return writing.record()


def test_unresolved_names_stand_with_candidates_and_documents(store: Store) -> None:
    second = unclear("乙方案")
    second["measures"][0]["responsibilities"].pop()
    load(store, [unclear("甲方案"), second])
    answer = check_institutions(store)
    rows = [(r["institution"]["name"], r["mentions"], len(r["documents"])) for r in answer["results"]]
    assert rows == [("省金融监管局", 2, 2), ("省风险处置办", 1, 1)]
    first = answer["results"][0]
    assert {c["name"] for c in first["candidates"]} == {"浙江省地方金融监督管理局", "国家金融监督管理总局浙江监管局"}
    assert answer["results"][1]["candidates"] == []
    assert check_institutions(store, limit=1, offset=1)["results"] == answer["results"][1:]
