from __future__ import annotations

import threading
from typing import Any

import pytest

from graph import answers
from graph.errors import BadParameter
from graph.search import FILE, Hit, called, find, wordings
from graph.store import Store
from graph.writer import load, remove
from tests.graph import records

HOSTILE = [
    '"',
    '" OR "',
    "科技 OR 教育",
    "NEAR(科技, 5)",
    "title : 科技",
    "科技*",
    "(",
    "-",
    "\0",
    "科\0技",
    "'; DROP TABLE entry; --",
    "%",
    "《》",
    "",
]


def titles(store: Store, hits: list[Hit]) -> list[str]:
    told = wordings(store, [hit.id for hit in hits])
    return [told[hit.id].title for hit in hits]


def test_the_phrase_in_a_title_comes_first(loaded: Store) -> None:
    hits = find(loaded, "科技成果转化", ("Measure",))
    assert titles(loaded, hits) == ["畅通科技成果转化渠道", "放宽成果处置"]
    assert [hit.exact for hit in hits] == [0, 1]


def test_all_parts_must_occur(loaded: Store) -> None:
    assert titles(loaded, find(loaded, "转化平台 揭榜", ("Measure",))) == ["畅通科技成果转化渠道"]
    assert find(loaded, "科技成果转让", ("Measure",)) == []


def test_one_character_and_numbers(loaded: Store) -> None:
    assert "推行揭榜挂帅" in titles(loaded, find(loaded, "榜", ("Measure",)))
    assert [hit.type for hit in find(loaded, "12号")] == ["Document"]
    assert [hit.type for hit in find(loaded, "２０２３")] == ["Document"]


def test_an_annotation_is_found_but_is_no_subject(loaded: Store) -> None:
    assert titles(loaded, find(loaded, "市财政局", ("Measure",))) == ["基础研究计划", "畅通科技成果转化渠道"]
    assert find(loaded, "市财政局", ("Measure",), subjects=True) == []


def test_a_body_is_called_by_its_whole_name(loaded: Store) -> None:
    assert called(loaded, "广元市科学技术局") == ["i-510800-science_technology"]
    assert called(loaded, "科学技术局") == []
    assert called(loaded, "") == []


def test_every_kind_is_found_by_name(loaded: Store) -> None:
    found = {hit.type for q in ("科技", "转化", "探索", "广元") for hit in find(loaded, q)}
    assert found == {"Document", "Measure", "Institution", "PlanSystem", "PlanCategory", "Program", "Fund"}


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_stands_in_a_query_is_data(loaded: Store, text: str) -> None:
    before = len(find(loaded, "科技"))
    find(loaded, text)
    find(loaded, text, ("Measure",), subjects=True)
    assert answers.who_leads(loaded, text)["limit"] == 20
    assert len(find(loaded, "科技")) == before > 0


def test_an_index_brought_up_to_date_equals_one_made_anew(store: Store) -> None:
    load(store, records.all_records()[:2])
    assert titles(store, find(store, "转化", ("Document",)))
    load(store, records.all_records()[2:])
    load(store, [records.city_plan(sha256="c" * 64)])
    remove(store, records.old_rules()["document"]["id"])
    queries = ("转化", "科技", "局", "揭榜挂帅", "探索")
    updated = [find(store, q) for q in queries]
    (store.cache_folder / FILE).unlink()
    assert [find(store, q) for q in queries] == updated
    assert all(updated)


def test_an_index_of_another_generation_is_made_anew(loaded: Store) -> None:
    assert find(loaded, "监督", ("Measure",))
    with loaded.transaction() as transaction:
        transaction.run("MATCH (m:Measure) WHERE m.title = '改进监督' SET m.title = '改进核查'")
    assert titles(loaded, find(loaded, "核查", ("Measure",))) == ["改进核查"]


def test_a_damaged_index_is_made_anew(loaded: Store) -> None:
    wanted = find(loaded, "转化")
    (loaded.cache_folder / FILE).write_bytes(b"this is no database" * 100)
    assert find(loaded, "转化") == wanted


def test_many_threads_ask_at_once(loaded: Store) -> None:
    (loaded.cache_folder / FILE).unlink(missing_ok=True)
    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(len(find(loaded, "转化")))) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 12
    assert len(set(found)) == 1
    assert found[0] > 0


def test_rows_of_search(loaded: Store) -> None:
    answer = answers.search(loaded, "揭榜挂帅", type="measures")
    assert answer["total"] == 2
    first = answer["results"][0]
    assert first["hit"]["name"] == "推行揭榜挂帅"
    assert first["document"] is not None
    assert first["document"]["name"] == "绵阳市成果转化实施方案"
    assert "揭榜挂帅" in first["snippet"]
    assert answers.search(loaded, "揭榜挂帅", type="measures", limit=1, offset=1)["results"] == answer["results"][1:]


def test_search_keeps_to_place_level_and_day(loaded: Store) -> None:
    def names(**filters: Any) -> list[str]:
        return [r["hit"]["name"] for r in answers.search(loaded, "转化", type="documents", **filters)["results"]]

    assert names(jurisdiction="四川") == ["四川省成果转化若干措施"]
    assert set(names(level="city")) == {"广元市成果转化行动方案", "绵阳市成果转化实施方案", "绵阳市成果转化旧办法"}
    assert set(names(as_of="2022-12")) == {"四川省成果转化若干措施", "绵阳市成果转化实施方案"}


def test_what_search_does_not_accept(loaded: Store) -> None:
    with pytest.raises(BadParameter, match="documents、measures"):
        answers.search(loaded, "转化", type="people")
    with pytest.raises(BadParameter, match="limit"):
        answers.search(loaded, "转化", limit=501)
    with pytest.raises(BadParameter, match="offset"):
        answers.search(loaded, "转化", offset=-1)
