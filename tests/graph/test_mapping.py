from __future__ import annotations

import pytest

from graph.mapping import graph_part
from graph.parts import GraphPart
from graph.shared import closure
from ontology import model
from ontology.identifiers import jurisdiction_id
from ontology.records import DocumentRecord
from tests.graph import records

RECORDS = {r["document"]["title"]: r for r in records.all_records()}


@pytest.fixture(params=sorted(RECORDS))
def record(request: pytest.FixtureRequest) -> DocumentRecord:
    return RECORDS[request.param]


def edges(part: GraphPart, kind: str) -> list[tuple[str, str]]:
    return [(e.source, e.target) for e in part.edges if e.type == kind]


def test_only_declared_labels_and_properties(record: DocumentRecord) -> None:
    declared = {c.name: {p.name for p in c.properties} for c in model.classes()}
    for node in graph_part(record).nodes:
        assert node.label in declared
        assert set(node.props) <= declared[node.label] - {"id"}
        assert None not in node.props.values()
        assert node.props.get("title") or node.props.get("name")


def test_only_declared_edges_between_declared_ends(record: DocumentRecord) -> None:
    part = graph_part(record)
    labels = part.labels
    for edge in (*part.edges, *part.links, *part.citations):
        definitions = [d for d in model.edges() if d.name == edge.type]
        assert definitions, edge.type
        assert any(labels[edge.source] in d.source and labels[edge.target] in d.target for d in definitions)
        assert set(edge.props) <= {p for d in definitions for p in d.properties}
        assert None not in edge.props.values()


def test_every_id_once(record: DocumentRecord) -> None:
    ids = [node.id for node in graph_part(record).nodes]
    assert len(ids) == len(set(ids))


def test_measures_hang_on_document_section_and_measure() -> None:
    record = records.city_plan()
    part = graph_part(record)
    document, section = record["document"]["id"], record["sections"][0]["id"]
    first, below, _, second = (m["id"] for m in record["measures"])
    assert edges(part, "HAS_MEASURE").count((document, below)) == 1
    assert (section, first) in edges(part, "HAS_MEASURE")
    assert (section, second) in edges(part, "HAS_MEASURE")
    assert (section, below) not in edges(part, "HAS_MEASURE")
    assert (below, first) in edges(part, "PART_OF")


def test_roles_become_edges_and_inferred_leads_a_type_of_their_own() -> None:
    part = graph_part(records.province_measures())
    measure = records.province_measures()["measures"][0]["id"]
    assert ("i-510000-science_technology", measure) in edges(part, "RESPONSIBLE_FOR")
    assert ("i-510000-science_technology", measure) in edges(part, "LIKELY_LEADS")
    assert edges(part, "LEADS") == []
    likely = next(e for e in part.edges if e.type == "LIKELY_LEADS")
    assert likely.props["order"] == "unknown"
    assert all("order" not in e.props for e in part.edges if e.type == "RESPONSIBLE_FOR")


def test_a_sentence_about_a_program_is_one_edge_to_the_program() -> None:
    record = records.draft_reform()
    sentence = record["measures"][1]["responsibilities"][0]
    program = record["plan_systems"][0]["categories"][0]["programs"][0]
    assert sentence in program["responsibilities"]
    held = [e for e in graph_part(record).edges if e.props.get("id") == sentence["id"]]
    assert [e.target for e in held] == [program["id"]]


def test_plan_systems_hang_together() -> None:
    part = graph_part(records.draft_reform())
    names = {node.id: node.props.get("name") for node in part.nodes}
    merged = {(names[a], names[b]) for a, b in edges(part, "MERGED_INTO")}
    assert merged == {("研发资金", "科技专项资金"), ("创新资金", "科技专项资金")}
    assert [(names[a], names[b]) for a, b in edges(part, "HAS_FUND")] == [("科技计划体系", "科技专项资金")]
    assert [(names[a], names[b]) for a, b in edges(part, "FUNDS")] == [("科技专项资金", "基础研究计划")]
    program = next(n for n in part.owned if n.label == "Program")
    assert program.props == {"name": "自由探索专项", "order": 1, "funding": "merged"}


def test_a_draft_gives_no_one_a_responsibility_from_a_day_on() -> None:
    assert all("valid_from" not in e.props for e in graph_part(records.draft_reform()).edges)
    held = [e for e in graph_part(records.city_plan()).edges if "basis" in e.props]
    assert {e.props["valid_from"] for e in held} == {"2023-05-01"}
    assert all("valid_to" not in e.props for e in held)


def test_figures_keep_their_type() -> None:
    targets = {n.props["indicator"]: n.props for n in graph_part(records.city_plan()).owned if n.label == "Target"}
    assert repr(targets["技术合同成交额增幅"]["value"]) == "14"
    assert targets["转化率区间"]["value"] == [10, 20.5]
    assert targets["转化率区间"]["name"] == "转化率区间"


def test_places_lead_up_to_the_nation() -> None:
    part = graph_part(records.city_plan())
    chain = [(e.source, e.target) for e in part.links if e.type == "PART_OF" and e.source.startswith("j-")]
    assert chain == [("j-510000", "j-000000"), ("j-510800", "j-510000")]


def test_shared_nodes_do_not_depend_on_the_document() -> None:
    found: dict[str, object] = {}
    for record in records.all_records():
        for node in graph_part(record).shared:
            assert found.setdefault(node.id, node) == node
    assert len(found) > 20


def test_a_body_that_ended_leads_to_the_one_after_it() -> None:
    part = graph_part(records.old_rules())
    names = {node.id: node.props.get("name") for node in part.shared}
    followed = {(names[e.source], names[e.target]) for e in part.links if e.type == "SUCCEEDED_BY"}
    assert ("绵阳市工商行政管理局", "绵阳市市场监督管理局") in followed
    assert any(node.label == "ChangeEvent" for node in part.shared)


def test_what_a_shared_node_needs_is_needed_by_whatever_needs_it() -> None:
    named = [(node.id, "") for r in records.all_records() for node in graph_part(r).shared if node.id[:2] == "i-"]
    for one in named:
        above = {n.id for n in closure([one])[0]}
        for below in above - {one[0]}:
            if not below.startswith("e-"):
                assert {n.id for n in closure([(below, "")])[0]} <= above


def test_unregistered_bodies_keep_kind_level_and_place() -> None:
    part = graph_part(records.city_plan())
    body = next(n for n in part.shared if n.props.get("name") == "各县（区）")
    assert body.props["kind"] == "class"
    assert body.props["level"] == "city"
    assert body.props["registered"] is False
    assert any(
        e.type == "LOCATED_IN" and e.source == body.id and e.target == jurisdiction_id("510800") for e in part.links
    )


def test_cited_works_bear_title_and_number() -> None:
    part = graph_part(records.city_plan())
    assert [(n.props["title"], n.props.get("doc_no"), n.props["status"]) for n in part.cited] == [
        ("四川省成果转化若干措施", "川办发〔2022〕5号", "cited"),
        ("科技进步条例", None, "cited"),
    ]
    assert [e.type for e in part.citations] == ["IMPLEMENTS", "BASED_ON"]
