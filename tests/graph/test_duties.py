"""Duties (basis subject) are in the store under their own edge type, and no answer counts them unless asked."""

from __future__ import annotations

import pytest

from graph.analysis.sampling import sample
from graph.answers import documents, entity, graph_of, institutions, who_leads
from graph.errors import BadParameter
from graph.exports import export
from graph.fingerprint import fingerprint
from graph.projection import read_projection
from graph.rdf.loading import load_rdf
from graph.revising import correct
from graph.store import Store
from graph.writer import Writer, load, remove
from loaders import extract_bytes
from ontology import model
from ontology.records import DocumentRecord

RULES = """广元市古树养护办法
第一条 为了保护古树，制定本办法。
第二条 市林业局负责组织普查古树。
第三条 县级以上人民政府应当把古树养护经费列入预算。
第四条 市林业局应当履行下列职责：
（一）建立古树名录并向社会公布；
（二）每年巡查古树不少于两次。
第五条 迁移古树的费用由市财政局核定。
第六条 城管部门指导镇村给古树挂牌。
"""


@pytest.fixture(scope="module")
def record() -> DocumentRecord:
    [found] = extract_bytes(RULES.encode(), source="养护办法.txt")
    return found


def told(store: Store, q: str, **filters: str) -> list[tuple[str, str, str, bool]]:
    rows = who_leads(store, q, basis="subject", **filters)["results"]  # type: ignore[arg-type]
    return [(r["institution"]["name"], r["role"], r["basis"], r["inherited_from"] is not None) for r in rows]


def test_no_answer_counts_duties_unless_asked(store: Store, record: DocumentRecord) -> None:
    [kept] = load(store, [record])
    assert kept.responsibilities == 1
    assert [r["institution"]["name"] for r in who_leads(store, "古树", role="all")["results"]] == ["广元市林业局"]
    assert [r["name"] for r in institutions(store)["results"]] == ["广元市林业局"]
    assert [r["responsibilities"] for r in documents(store)["results"]] == [1]
    assert [(r.role, r.basis) for r in read_projection(store).responsibilities] == [("responsible", "prose")]
    asked = [duty.id for duty in read_projection(store, duties=True).duties]
    assert (asked, read_projection(store).duties) == (sorted(asked), ())
    assert asked
    [measure] = [m["id"] for m in record["measures"] if m["path"] == "第六条"]
    assert entity(store, measure)["responsibilities"] == []
    drawn = graph_of(store, measure)
    assert "HAS_DUTY" not in {e["type"] for e in drawn["edges"]}
    assert [n["more"] for n in drawn["nodes"] if n["id"] == measure] == [0]


def test_asked_for_they_answer_with_their_role_and_are_inherited(store: Store, record: DocumentRecord) -> None:
    load(store, [record])
    assert told(store, "古树养护经费") == [("县级以上人民政府", "responsible", "subject", False)]
    assert told(store, "巡查古树") == [("广元市林业局", "responsible", "subject", True)]
    assert told(store, "挂牌", role="guide") == [("城管部门", "guide", "subject", False)]
    assert told(store, "挂牌", role="lead") == []
    assert told(store, "广元市财政局") == [("广元市财政局", "responsible", "subject", False)]
    with pytest.raises(BadParameter):
        who_leads(store, "挂牌", basis="subject", role="boss")
    [row] = who_leads(store, "挂牌", basis="subject")["results"]
    text = record["document"]["text"]
    assert text[row["evidence"]["start"] : row["evidence"]["end"]] == row["evidence"]["quote"]
    drawn = graph_of(store, row["target"]["id"], types="HAS_DUTY")
    assert [(e["type"], e["properties"]["role"]) for e in drawn["edges"]] == [("HAS_DUTY", "guide")]


def test_they_leave_with_their_document(store: Store, record: DocumentRecord) -> None:
    before = fingerprint(store)
    load(store, [record])
    remove(store, record["document"]["id"])
    assert fingerprint(store) == before


@pytest.mark.parametrize("form", ["nq", "jsonld"])
def test_exports_mark_them_and_read_back(embedded_store: Store, record: DocumentRecord, form: str) -> None:
    load(embedded_store, [record])
    before, data = fingerprint(embedded_store), b"".join(export(embedded_store, form))
    assert b"HAS_DUTY" in data or b"hasDuty" in data
    remove(embedded_store, record["document"]["id"])
    load_rdf(Writer(embedded_store), data, form)
    assert fingerprint(embedded_store) == before


def test_a_person_puts_a_duty_right(store: Store, record: DocumentRecord) -> None:
    load(store, [record])
    document, path = record["document"]["id"], "第六条"
    [duty] = [d["id"] for m in record["measures"] if m["path"] == path for d in m["duties"]]
    told_by = {"document": document, "who": "张三", "why": "对过原文"}
    change = {**told_by, "measure": duty, "field": "role", "old": "指导", "new": "监督"}
    away = {**told_by, "measure": "第五条", "field": "responsibility", "old": "广元市财政局/责任", "new": ""}
    added = {**told_by, "measure": path, "field": "responsibility", "old": "", "new": "城管部门/监督"}
    correct(Writer(store), [change, away, added])
    for _ in range(2):
        [row] = who_leads(store, "挂牌", basis="subject")["results"]
        assert (row["role"], row["corrected_by"], row["why"]) == ("supervise", "张三", "对过原文")
        assert told(store, "广元市财政局") == []
        [person] = who_leads(store, "挂牌", role="supervise")["results"]
        assert (person["institution"]["name"], person["basis"]) == ("城管部门", "person")
        remove(store, document)
        load(store, [record])


def test_a_sample_draws_duties_only_when_they_are_asked_for(embedded_store: Store, record: DocumentRecord) -> None:
    load(embedded_store, [record])
    every = sample(embedded_store)
    assert {r["basis"] for r in every["results"]} == {"prose"}
    drawn = sample(embedded_store, basis="subject")
    assert {r["basis"] for r in drawn["results"]} == {"subject"}
    assert drawn["population"] == sum(len(m.get("duties", ())) for m in record["measures"])
    assert ("城管部门", "guide") in {(r["institution"], r["role"]) for r in drawn["results"]}
    with pytest.raises(BadParameter):
        sample(embedded_store, basis="hearsay")


def test_the_edge_is_no_responsibility() -> None:
    assert model.duty_edge() not in model.responsibility_edges()
    assert model.held_edges() == (*model.responsibility_edges(), model.duty_edge())
