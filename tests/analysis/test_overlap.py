"""Shared work and contested ground: real counts on Zhejiang, rules on small documents, chance against enumeration."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, product
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.pages.analysis_pages import basis_words
from graph.analysis.networks import network, network_graph, responsibility_graph, to_graphml
from graph.analysis.overlap import overlap_institutions, overlap_measures
from graph.analysis.permuting import as_many_by_chance, swept
from graph.analysis.shared_work import Task, chance, shared_work
from graph.errors import BadParameter
from graph.projection import Projection
from graph.store import Store
from ontology.records import DocumentRecord
from tests.analysis.conftest import Five, project
from tests.graph.records import Writing


def pair(rows: list[Any], left: str, right: str) -> Any:
    return next(r for r in rows if {r["left"]["name"], r["right"]["name"]} == {left, right})


def test_zhejiang_science_with_finance(five: Five) -> None:
    found = overlap_institutions(five.projection)
    row = pair(found["results"], "浙江省科学技术厅", "浙江省财政厅")
    assert (row["shared"], sorted((row["left_total"], row["right_total"]))) == (16, [17, 29])
    assert row["jaccard"] == pytest.approx(16 / (17 + 29 - 16), abs=1e-4)
    assert 0.9 < row["lift"] < 1.1, "finance shares about as many as chance gives: science is in nearly all"
    assert len(row["measures"]) == 16
    assert {m["number"] for m in row["measures"]} >= {"1", "2", "3", "4"}
    assert found["results"][0] == row


def test_inferred_leads_count_only_when_asked_for(five: Five) -> None:
    leads = overlap_institutions(five.projection, roles=["lead"])
    assert leads["basis"]["inferred_share"] == 0
    assert not any("浙江" in r["left"]["name"] for r in leads["results"])
    likely = overlap_institutions(five.projection, roles=["lead"], inferred=True)
    share = likely["basis"]["inferred_share"]
    assert share is not None
    assert share > 0.4


def test_classes_stand_apart(five: Five) -> None:
    found = overlap_institutions(five.projection)
    assert not [r for r in found["results"] if "class" in (r["left"]["kind"], r["right"]["kind"])]
    assert found["basis"]["class_share"] == 0
    together = overlap_institutions(five.projection, classes=True)
    assert [r for r in together["results"] if "class" in (r["left"]["kind"], r["right"]["kind"])]


def test_roles_are_checked(five: Five) -> None:
    with pytest.raises(BadParameter, match="boss"):
        overlap_institutions(five.projection, roles=["boss"])


def nested() -> DocumentRecord:
    """A measure with an annotation above two without and one with its own; a task of a class; a lone one."""
    w = Writing("广元市办事分工")
    first = w.measure("1", "修路", "全市修路。", ("市财政局", "lead"), ("市科技局", "cooperate"))
    w.measure("（1）", "铺石", "铺好石子。", parent=first["id"])
    w.measure("（2）", "画线", "画好标线。", parent=first["id"])
    w.measure("（3）", "种树", "路旁种树。", ("市教育局", "lead"), ("市科技局", "cooperate"), parent=first["id"])
    w.measure(
        "2", "架桥", "河上架桥。", ("市财政局", "lead"), ("各县（区）", "responsible"), kinds={"各县（区）": "class"}
    )
    w.measure("3", "开会", "每月开会。")
    return w.record()


def test_measures_without_their_own_take_those_of_the_ancestor(embedded_store: Store) -> None:
    found = overlap_institutions(project(embedded_store, nested()))
    rows = {frozenset((r["left"]["name"], r["right"]["name"])): r for r in found["results"]}
    money = rows[frozenset(("广元市财政局", "广元市科学技术局"))]
    assert (money["shared"], [m["number"] for m in money["measures"]]) == (2, ["（1）", "（2）"])
    assert rows[frozenset(("广元市教育局", "广元市科学技术局"))]["shared"] == 1
    assert len(rows) == 2
    assert found["basis"]["n"] == 4


def test_the_basis_says_how_much_of_the_documents_was_not_understood(embedded_store: Store) -> None:
    w = Writing("广元市分工")
    w.measure("1", "修路", "全市修路。", ("市财政局", "lead"), ("市科技局", "cooperate"))
    record = w.record()
    record["warnings"] = [{"code": "annotation_unread", "message": "像职责标注而未读懂", "start": 0, "end": 2}]
    found = overlap_institutions(project(embedded_store, record))
    assert found["basis"]["unread_passages"] == 1
    assert "1 处像职责或引用而未读懂" in basis_words(dict(found["basis"]))


def test_drafts_are_out_by_default(embedded_store: Store) -> None:
    w = Writing("广元市分工（征求意见稿）", status="draft")
    w.measure("1", "修路", "全市修路。", ("市财政局", "lead"), ("市科技局", "cooperate"))
    projection = project(embedded_store, w.record())
    found = overlap_institutions(projection)
    assert (found["results"], found["basis"]["drafts_excluded"]) == ([], 1)
    assert len(overlap_institutions(projection, drafts=True)["results"]) == 1


def test_nothing_gives_nothing() -> None:
    assert overlap_institutions(Projection())["results"] == []
    assert overlap_measures(Projection())["results"] == []
    assert overlap_institutions(Projection())["basis"]["largest_document_share"] is None
    assert len(responsibility_graph(Projection())) == 0
    assert len(network_graph(network(overlap_institutions(Projection())))) == 0


def contested() -> DocumentRecord:
    w = Writing("广元市园区方案")
    w.measure("1", "支持企业建设中试基地", "对企业建设中试基地给予补助，开放中试设备。", ("市科技局", "lead"))
    w.measure("2", "推动企业共用中试基地", "鼓励企业建设中试基地，共用中试设备。", ("市财政局", "lead"))
    w.measure("3", "办好中试设备开放", "企业中试设备向社会开放，建设中试基地。", ("市科技局", "lead"))
    w.measure("4", "种植行道树", "春天种树，秋天修枝。", ("市财政局", "lead"))
    return w.record()


def test_contested_ground_comes_first(embedded_store: Store) -> None:
    found = overlap_measures(project(embedded_store, contested()), threshold=0.15)
    order = [(r["left"]["number"], r["right"]["number"], r["leads_differ"]) for r in found["results"]]
    assert {frozenset(o[:2]) for o in order} == {frozenset(p) for p in (("1", "2"), ("2", "3"), ("1", "3"))}
    assert [o[2] for o in order] == [True, True, False]
    assert {"广元市科学技术局", "广元市财政局"} <= {r["value"] for r in found["results"][0]["reasons"]}
    assert any("中试" in r["value"] for r in found["results"][0]["reasons"])
    only = overlap_measures(project(embedded_store, contested()), threshold=0.15, leads_differ=False)
    assert [r["leads_differ"] for r in only["results"]] == [False]


def test_measures_of_two_places_are_compared_only_when_asked(embedded_store: Store) -> None:
    other = Writing("绵阳市园区方案", code="510700")
    other.measure("1", "支持企业建设中试基地", "对企业建设中试基地给予补助。", ("市科技局", "lead"))
    projection = project(embedded_store, contested(), other.record())
    within = overlap_measures(projection, threshold=0.15)
    across = overlap_measures(projection, threshold=0.15, across=True)
    assert len(across["results"]) > len(within["results"])
    both = [r for r in across["results"] if r["left"]["document"] != r["right"]["document"]]
    same = next(r for r in both if {r["left"]["title"], r["right"]["title"]} == {"支持企业建设中试基地"})
    assert same["leads_differ"] is False, "the same line leads in both cities"


def test_measures_of_an_unknown_place_are_compared_within_their_document(embedded_store: Store) -> None:
    record = contested()
    record["document"]["jurisdiction"] = {"code": "", "name": ""}
    assert overlap_measures(project(embedded_store, record), threshold=0.15)["results"]


def test_chance_is_that_of_random_placement() -> None:
    """Against every way of placing 3 and 2 tasks among 5, and 1 and 2 among 3."""
    counts: Counter[int] = Counter()
    for a in combinations(range(5), 3):
        for b in combinations(range(5), 2):
            for c in combinations(range(3), 1):
                for d in combinations(range(3), 2):
                    counts[len(set(a) & set(b)) + len(set(c) & set(d))] += 1
    total = counts.total()
    for observed in range(4):
        expected, p = chance({"x": 5, "y": 3}, {"x": 3, "y": 1}, {"x": 2, "y": 2}, observed)
        assert p == pytest.approx(sum(n for k, n in counts.items() if k >= observed) / total)
        assert expected == pytest.approx(sum(k * n for k, n in counts.items()) / total)


TASKS = st.lists(
    st.tuples(st.sampled_from("xyz"), st.frozensets(st.sampled_from("abcde"), max_size=4)), min_size=0, max_size=20
)


@settings(max_examples=40, deadline=None)
@given(TASKS)
def test_counts_agree_with_counting_by_hand(drawn: list[tuple[str, frozenset[str]]]) -> None:
    tasks = [Task(f"m{i}", document, bodies) for i, (document, bodies) in enumerate(drawn)]
    together = Counter(p for t in tasks for p in combinations(sorted(t.bodies), 2))
    rows = shared_work(tasks)
    assert {(r.left, r.right): r.shared for r in rows} == dict(together)
    assert all(0 <= r.p <= r.q + 1e-12 <= 1 + 1e-9 and 0 < r.jaccard <= 1 for r in rows)
    assert rows == shared_work(reversed(tasks))


def test_networks_carry_the_same_numbers(five: Five) -> None:
    found = overlap_institutions(five.projection)
    rows = found["results"]
    shared = network_graph(network(found))
    assert shared.number_of_edges() == len(rows)
    first = rows[0]
    assert shared.edges[first["left"]["id"], first["right"]["id"]]["shared"] == first["shared"]
    graph = responsibility_graph(five.projection)
    assert nx.is_directed(graph)
    assert not [1 for _, _, data in graph.edges(data=True) if data["inferred"]]
    assert all(graph.nodes[a]["side"] == "body" and graph.nodes[b]["side"] == "target" for a, b in graph.edges())


def test_shared_work_with_and_without_those_that_are_everywhere(embedded_store: Store) -> None:
    w = Writing("广元市分工")
    w.measure("1", "修路", "全市修路。", ("市教育局", "lead"), ("市科技局", "cooperate"), ("市财政局", "cooperate"))
    w.measure("2", "架桥", "河上架桥。", ("市教育局", "lead"), ("市科技局", "cooperate"))
    every = ("市教育局", "lead"), ("市科技局", "cooperate"), ("各县（区）", "responsible")
    w.measure("3", "种树", "路旁种树。", *every, kinds={"各县（区）": "class"})
    projection = project(embedded_store, w.record())
    found = overlap_institutions(projection)
    row = pair(found["results"], "广元市教育局", "广元市科学技术局")
    assert (row["shared"], row["shared_without"], row["jaccard_without"]) == (3, 1, 1.0)
    assert [a["name"] for a in found["without"]] == ["一类主体", "发展改革", "财政"]
    money = pair(found["results"], "广元市财政局", "广元市科学技术局")
    assert (money["shared"], money["shared_without"]) == (1, 0)
    nobody = overlap_institutions(projection, without=["none"])
    assert all(r["shared"] == r["shared_without"] for r in nobody["results"])
    with pytest.raises(BadParameter, match="magic"):
        overlap_institutions(projection, without=["magic"])


def test_permutations_keep_the_tasks_of_bodies_and_the_bodies_of_tasks() -> None:
    chance = np.random.default_rng(3)
    held = chance.random((9, 7)) < 0.4
    state = swept(np.broadcast_to(held, (50, 9, 7)), 12, chance)
    assert (state.sum(axis=1) == held.sum(axis=0)).all()
    assert (state.sum(axis=2) == held.sum(axis=1)).all()
    assert len({one.tobytes() for one in state}) > 40


def test_permutations_agree_with_every_arrangement_of_both_margins() -> None:
    """All 0/1 tables of four tasks and four bodies with the sums of one table, each as likely."""
    tasks = [frozenset("ab"), frozenset("ab"), frozenset("cd"), frozenset("abc")]
    wanted = Counter(b for t in tasks for b in t)
    rows = [[frozenset(c) for c in combinations("abcd", len(t))] for t in tasks]
    tables = [t for t in product(*rows) if Counter(b for row in t for b in row) == wanted]
    shared = [sum({"a", "b"} <= row for row in t) for t in tables]
    exact = sum(n >= 3 for n in shared) / len(tables)
    (found,) = as_many_by_chance({"x": tasks}, [("a", "b")], [3], permutations=4000, seed=7)
    assert found == pytest.approx(exact, abs=0.02)


def test_what_long_lists_explain_is_no_surprise() -> None:
    """Two bodies that meet in long lists alone: remarkable by their tasks, not by the lists."""
    lists = [frozenset("abcdefgh")] * 4 + [frozenset({name}) for name in "ijklmnopqrst"]
    tasks = [Task(f"m{i:02}", "x", bodies) for i, bodies in enumerate(lists)]
    row = next(r for r in shared_work(tasks, permutations=199) if (r.left, r.right) == ("a", "b"))
    assert row.p < 0.01
    assert row.p_permuted is not None
    assert row.p_permuted > 10 * row.p


def test_permutations_are_the_same_in_any_order_and_beside_other_documents() -> None:
    chance = np.random.default_rng(5)
    bodies = [frozenset(b for b in "abcde" if chance.random() < 0.5) for _ in range(12)]
    tasks = [Task(f"m{i:02}", "x", mine) for i, mine in enumerate(bodies)]
    other = [Task(f"n{i}", "y", frozenset("vw")) for i in range(3)]
    first = shared_work(tasks, permutations=99)
    assert first == shared_work(reversed(tasks), permutations=99)
    beside = {(r.left, r.right): r.p_permuted for r in shared_work([*other, *tasks], permutations=99)}
    assert all(beside[r.left, r.right] == r.p_permuted for r in first)
    assert first != shared_work(tasks, permutations=99, seed=2)


def test_network_of_two_circles_joined_by_one_body(embedded_store: Store) -> None:
    w = Writing("广元市分工")
    for number, names in enumerate((["市教育局", "市科技局"], ["市教育局", "市财政局"], ["市水利局", "市林业局"]), 1):
        w.measure(f"{number}", f"事{number}", f"办好第{number}件事。", *((name, "responsible") for name in names))
    found = network(overlap_institutions(project(embedded_store, w.record())))
    rows = {r["institution"]["name"]: r for r in found["results"]}
    middle = rows["广元市教育局"]
    assert (middle["degree"], middle["strength"], middle["eigenvector"]) == (2, 2, 1.0)
    assert middle["betweenness"] == pytest.approx(1 / 6, abs=1e-5), "one of the six pairs of others"
    assert rows["广元市科学技术局"]["community"] == middle["community"] != rows["广元市水利局"]["community"]
    assert found["communities"] == 2
    graph = network_graph(found)
    read = nx.parse_graphml(to_graphml(found))
    assert set(read.nodes) == set(graph.nodes)
    assert {frozenset(e) for e in read.edges} == {frozenset(e) for e in graph.edges}
    assert read.nodes[middle["institution"]["id"]]["name"] == "广元市教育局"
    assert network(overlap_institutions(project(embedded_store)), most_q=0.0)["results"] == []
