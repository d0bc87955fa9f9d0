from __future__ import annotations

import itertools
from typing import Any

import pytest

from graph.answers import documents, who_leads
from graph.errors import NotFound
from graph.fingerprint import fingerprint, lines
from graph.store import Store
from graph.writer import Writer, load, remove
from loaders import extract_bytes
from ontology.records import DocumentRecord
from tests.graph import records

CITY = records.city_plan()["document"]["id"]
PROVINCE = records.province_measures()["document"]["id"]
OTHER = records.other_city()["document"]["id"]


def count(store: Store, label: str) -> int:
    return sum(line.startswith(f'["{label}"') for line in lines(store))


def citations(store: Store) -> set[tuple[str, str, str]]:
    """(Citing title, relation, cited title and status) of every citation."""
    query = (
        "MATCH (a:Document)-[r:IMPLEMENTS|BASED_ON|CITES|REPEALS]->(b:Document) "
        "RETURN a.title AS a, type(r) AS r, b.title AS b, b.status AS status"
    )
    return {(row["a"], row["r"], f"{row['b']}:{row['status']}") for row in store.read(query)}


def test_outcomes(store: Store) -> None:
    first = load(store, [records.city_plan(), records.province_measures()])
    assert [(o.outcome, o.measures, o.responsibilities) for o in first] == [("added", 4, 4), ("added", 1, 3)]
    assert [o.outcome for o in load(store, [records.city_plan()])] == ["unchanged"]
    assert [o.outcome for o in load(store, [records.city_plan(sha256="b" * 64)])] == ["replaced"]


def test_the_same_file_read_otherwise_is_replaced(store: Store) -> None:
    """Rules of reading change while a file does not; where the file lies, and its wording, do not count."""
    load(store, [records.city_plan()])
    moved = records.city_plan()
    moved["document"]["source"] = "elsewhere.txt"
    moved["document"].pop("text")
    assert [o.outcome for o in load(store, [moved])] == ["unchanged"]
    better = records.city_plan()
    better["measures"][0]["responsibilities"].pop()
    assert [o.outcome for o in load(store, [better])] == ["replaced"]
    assert [o.outcome for o in load(store, [better])] == ["unchanged"]


def test_one_writer_serves_a_batch_and_sees_what_others_write(store: Store) -> None:
    writer = Writer(store)
    first, second = records.city_plan(), records.province_measures()
    assert writer.keep(first).outcome == "added"
    assert [o.outcome for o in load(store, [second])] == ["added"]
    assert writer.keep(second).outcome == "unchanged"
    writer.remove(second["document"]["id"])
    assert writer.keep(second).outcome == "added"


def test_a_document_keeps_how_much_was_not_understood(store: Store) -> None:
    record = records.city_plan()
    codes = ("annotation_unread", "role_unread", "citation_unread", "numbering_irregular")
    record["warnings"] = [{"code": code, "message": "", "start": 0, "end": 1} for code in codes]
    load(store, [record])
    assert store.read("MATCH (d:Document {id: $id}) RETURN d.unread AS n", id=CITY) == [{"n": 3}]
    assert documents(store)["results"][0]["unread"] == 3


def test_loading_again_changes_nothing(store: Store) -> None:
    load(store, records.all_records())
    before, generation = fingerprint(store), store.generation()
    load(store, records.all_records())
    assert fingerprint(store) == before
    assert store.generation() == generation


def test_the_order_of_loading_has_no_effect(store: Store) -> None:
    """The four documents that name each other, or share bodies and instruments, in all 24 orders."""
    wanted = None
    for order in itertools.permutations(records.all_records()[:4]):
        load(store, order)
        found = sorted(lines(store))
        assert wanted is None or found == wanted
        wanted = found
        with store.transaction() as transaction:
            transaction.run("MATCH (n) DETACH DELETE n")


@pytest.mark.parametrize("record", records.all_records(), ids=lambda r: str(r["document"]["title"]))
def test_removing_leaves_what_was_there_before(store: Store, record: DocumentRecord) -> None:
    others = [r for r in records.all_records() if r["document"]["id"] != record["document"]["id"]]
    load(store, others)
    without = sorted(lines(store))
    load(store, [record])
    assert sorted(lines(store)) != without
    remove(store, record["document"]["id"])
    assert sorted(lines(store)) == without


def test_nothing_is_left_of_all(store: Store) -> None:
    load(store, records.all_records())
    for record in records.all_records():
        remove(store, record["document"]["id"])
    assert list(lines(store)) == []


def test_another_version_takes_the_whole_place_of_the_first(store: Store) -> None:
    load(store, [records.other_city(), records.city_plan()])
    other: Any = records.city_plan(sha256="b" * 64)
    other["measures"] = other["measures"][:1]
    other["citations"] = other["citations"][1:]
    load(store, [other])
    found = sorted(lines(store))
    for record in (records.other_city(), other):
        remove(store, record["document"]["id"])
    load(store, [other, records.other_city()])
    assert sorted(lines(store)) == found
    assert count(store, "Measure") == 2


def test_a_failed_load_leaves_no_half(store: Store) -> None:
    load(store, [records.province_measures()])
    before = sorted(lines(store))
    broken: Any = records.city_plan()
    broken["measures"][0]["title"] = {"not": ["a", "title"], "at": [[1, "x"], None]}
    with pytest.raises(Exception):  # noqa: B017, PT011  each engine has its own words for it
        load(store, [broken])
    assert sorted(lines(store)) == before
    load(store, [records.city_plan()])
    assert count(store, "Measure") == 5


def test_a_cited_work_becomes_the_document_and_back(store: Store) -> None:
    load(store, [records.city_plan()])
    assert ("广元市成果转化行动方案", "IMPLEMENTS", "四川省成果转化若干措施:cited") in citations(store)
    load(store, [records.province_measures()])
    assert ("广元市成果转化行动方案", "IMPLEMENTS", "四川省成果转化若干措施:in_force") in citations(store)
    assert not any(b == "四川省成果转化若干措施:cited" for _, _, b in citations(store))
    remove(store, PROVINCE)
    assert ("广元市成果转化行动方案", "IMPLEMENTS", "四川省成果转化若干措施:cited") in citations(store)


def test_a_work_cited_by_nobody_goes(store: Store) -> None:
    load(store, [records.city_plan()])
    assert count(store, "Document") == 3
    remove(store, CITY)
    assert count(store, "Document") == 0


def test_a_shared_body_stays_while_it_is_named(store: Store) -> None:
    load(store, [records.old_rules(), records.other_city()])
    names = "MATCH (i:Institution) RETURN i.name AS name"
    assert "绵阳市市场监督管理局" in {row["name"] for row in store.read(names)}, "it took over from the one named"
    remove(store, records.old_rules()["document"]["id"])
    left = {row["name"] for row in store.read(names)}
    assert "绵阳市科学技术局" in left
    assert not left & {"绵阳市市场监督管理局", "绵阳市工商行政管理局"}


def test_only_what_is_loaded_can_be_removed(store: Store) -> None:
    load(store, [records.city_plan()])
    with pytest.raises(NotFound):
        remove(store, PROVINCE)
    cited = store.read("MATCH (d:Document) WHERE d.status = 'cited' RETURN d.id AS id")[0]["id"]
    with pytest.raises(NotFound):
        remove(store, cited)


def test_a_number_learned_later_decides(store: Store) -> None:
    """By its title a citation leads to a document whose number is not known, until the one of the number comes."""
    citing = records.Writing("引用者").cite("某市方案", "某府〔2023〕1号").record()
    unnumbered = records.Writing("某市方案", issued="2023-01").record()
    numbered = records.Writing("某市方案全文", doc_no="某府〔2023〕1号", issued="2023-02").record()
    found = []
    for order in itertools.permutations([citing, unnumbered, numbered]):
        load(store, order)
        found.append(sorted(lines(store)))
        assert citations(store) == {("引用者", "IMPLEMENTS", "某市方案全文:in_force")}
        remove(store, numbered["document"]["id"])
        assert citations(store) == {("引用者", "IMPLEMENTS", "某市方案:in_force")}
        for record in (citing, unnumbered):
            remove(store, record["document"]["id"])
    assert all(one == found[0] for one in found)


def test_a_document_of_an_unknown_place_is_of_no_jurisdiction(store: Store) -> None:
    words = "关于做好成果转化工作的方案\n一、建设平台。建设中试平台。（牵头单位：科技局）\n"
    list(load(store, extract_bytes(words.encode(), source="a.txt")))
    assert store.read("MATCH (d:Document)-[:APPLIES_IN]->(j) RETURN j.id") == []
    assert store.read("MATCH (i:Institution)-[:LOCATED_IN]->(j) RETURN j.id") == []
    (row,) = who_leads(store, "平台")["results"]
    assert row["institution"]["name"] == "科技局"
    assert (row["document"]["level"], row["document"]["jurisdiction"]) == ("unknown", None)
