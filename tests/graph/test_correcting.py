from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.answers import corrections, entity, search, who_leads
from graph.correcting import from_row, lay
from graph.correcting.keeping import pack, unpack
from graph.errors import BadParameter, NotFound
from graph.exports import export
from graph.fingerprint import fingerprint, lines
from graph.rdf.loading import load_rdf
from graph.revising import correct, undo
from graph.store import Store
from graph.writer import Writer, load, remove
from ontology.records import DocumentRecord
from tests.graph import records
from tests.stores import StoreKeeper

CITY: Any = records.city_plan()
ID = CITY["document"]["id"]
FIRST = CITY["measures"][0]
PROVINCE: Any = records.province_measures()


def row(field: str, old: str, new: str, measure: str = "", document: str = ID) -> dict[str, Any]:
    told = {"document": document, "measure": measure, "field": field, "old": old, "new": new}
    return {**told, "who": "张三", "why": "对过原文"}


def target(measure: int = 0, number: int = 0) -> str:
    return str(CITY["measures"][measure]["targets"][number]["id"])


ROWS = [
    row("role", "市科技局", "配合", FIRST["path"]),
    row("institution", "市财政局", "市审计局", FIRST["id"]),
    row("responsibility", "", "市教育局/牵头", FIRST["path"]),
    row("responsibility", "市财政局/配合", "", FIRST["path"]),
    row("deadline", "", "2025-12", FIRST["path"]),
    row("title", "畅通科技成果转化渠道", "畅通渠道", FIRST["path"]),
    row("value", "14", "15.5", target()),
    row("unit", "%", "个百分点", target()),
    row("target_deadline", "2025", "2026-06", target()),
    row("value", "10、20.5", "12-18", target(0, 1)),
    row("title", "广元市成果转化行动方案", "广元市科技成果转化行动方案"),
    row("doc_no", "广府办函〔2023〕12号", "广府办函[2023]13号"),
    row("issued", "2023-05-01", "2019-05"),
    row("published", "", "2023-05-03"),
    row("kind", "方案", "行动方案"),
    row("status", "现行", "征求意见稿"),
    row("level", "市级", "县级"),
    row("jurisdiction", "广元市", "绵阳市"),
    row("issuers", "市政府办公室", "市政府、市科技局"),
    row("responsibility", "省科技厅/推断牵头", "", PROVINCE["measures"][0]["path"], PROVINCE["document"]["id"]),
    row("role", "省科技厅", "牵头", PROVINCE["measures"][0]["path"], PROVINCE["document"]["id"]),
]


def ids(row_: dict[str, Any]) -> str:
    return f"{row_['field']}-{row_['new'] or 'none'}"


def relaid(store: Store, *rows: dict[str, Any]) -> list[str]:
    """The ids of corrections laid over the records, in a store that holds them."""
    return [str(r["id"]) for r in correct(Writer(store), rows)]


@pytest.mark.parametrize("one", ROWS, ids=ids)
def test_a_correction_is_the_same_after_reload_removal_and_undoing(embedded_store: Store, one: dict[str, Any]) -> None:
    store = embedded_store
    load(store, records.all_records())
    before = sorted(lines(store))
    (made,) = relaid(store, one)
    corrected = sorted(lines(store))
    assert corrected != before
    load(store, records.all_records())
    remove(store, one["document"])
    load(store, records.all_records())
    assert sorted(lines(store)) == corrected
    undo(Writer(store), made)
    assert sorted(lines(store)) == before


def test_corrections_are_kept_on_every_engine(store: Store) -> None:
    load(store, records.all_records())
    before = fingerprint(store)
    made = relaid(store, *ROWS[:3], *ROWS[5:11])
    corrected = fingerprint(store)
    remove(store, ID)
    assert {r["state"] for r in corrections(store)["results"]} == {"not_loaded"}
    load(store, [CITY])
    assert fingerprint(store) == corrected
    assert [r["state"] for r in corrections(store)["results"]] == ["applied"] * len(made)
    for one in made:
        undo(Writer(store), one)
    assert fingerprint(store) == before


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    chosen=st.lists(st.sampled_from(ROWS[:19]), min_size=1, max_size=6, unique_by=lambda r: (r["field"], r["measure"]))
)
def test_correct_then_reload_is_load_then_correct(store_keeper: StoreKeeper, chosen: list[dict[str, Any]]) -> None:
    """A file is corrected whole or not at all, and what it says holds for any later load."""
    store = store_keeper.store("embedded")
    load(store, [CITY, PROVINCE])
    before = fingerprint(store)
    try:
        relaid(store, *chosen)
    except BadParameter:
        assert fingerprint(store) == before
        return
    corrected = fingerprint(store)
    remove(store, ID)
    load(store, [CITY])
    assert fingerprint(store) == corrected


def test_what_was_corrected_shows_in_every_answer(embedded_store: Store) -> None:
    store = embedded_store
    load(store, [CITY])
    relaid(store, ROWS[0], ROWS[2], ROWS[5])
    found = who_leads(store, "畅通渠道")["results"]
    assert [(r["institution"]["name"], r["basis"], r["corrected_by"], r["why"]) for r in found] == [
        ("广元市教育局", "person", "张三", "对过原文")
    ]
    assert found[0]["evidence"]["quote"] in CITY["document"]["text"]
    shown = entity(store, FIRST["id"])
    assert shown["properties"]["corrected_by"] == "张三"
    assert {r["role"] for r in shown["responsibilities"] if r["corrected_by"]} == {"lead", "cooperate"}
    assert search(store, "畅通渠道", type="measures")["results"][0]["hit"]["name"] == "畅通渠道"


def test_a_place_put_right_reads_every_name_anew(embedded_store: Store) -> None:
    load(embedded_store, [CITY])
    relaid(embedded_store, row("jurisdiction", "510800", "绵阳市"))
    names = {r["institution"]["name"] for r in who_leads(embedded_store, "转化", role="all")["results"]}
    assert "绵阳市科学技术局" in names
    assert not any(name.startswith("广元") for name in names)


def test_a_new_version_without_the_old_value_is_told(embedded_store: Store) -> None:
    load(embedded_store, [CITY])
    relaid(embedded_store, ROWS[0], ROWS[5])
    other = copy.deepcopy(CITY)
    other["document"]["sha256"] = "c" * 64
    other["measures"][0]["title"] = "畅通渠道"
    other["measures"][0]["responsibilities"][0]["role"] = "guide"
    other["measures"][0]["responsibilities"][0]["name"] = "市人社局"
    other["measures"][0]["responsibilities"][0]["written"] = "市人社局"
    other["measures"][0]["responsibilities"][0]["institution_id"] = "u-510800-0123abcd"
    (outcome,) = load(embedded_store, [other])
    assert outcome.corrections == 2
    assert len(outcome.missed) == 2
    assert [r["state"] for r in corrections(embedded_store)["results"]] == ["stale", "needless"]
    assert corrections(embedded_store, state="stale")["total"] == 1


WRONG = [
    (row("颜色", "", "红"), "不认识的字段"),
    (row("role", "市科技局", "老大", FIRST["path"]), "不认识的角色"),
    (row("role", "市卫健委", "牵头", FIRST["path"]), "没有出现"),
    (row("role", "市科技局", "配合", "第九条"), "没有路径或 id"),
    (row("role", "市科技局", "配合"), "须有 measure"),
    (row("issued", "2023-05-01", "去年"), "日期"),
    (row("issued", "2020", "2021"), "现在读到的是：2023-05-01"),
    (row("status", "现行", "已废止"), "失效、废止"),
    (row("kind", "方案", "小说"), "文种"),
    (row("jurisdiction", "广元市", "火星"), "行政区"),
    (row("value", "14", "很多", target()), "数值"),
    (row("title", "x", "y", document="d000000000000"), "没有已加载的文件"),
    (row("title", "x", "y", document="广元"), "须是文件的 id"),
    ({**row("title", "x", "y"), "who": ""}, "who"),
    (row("responsibility", "", "市财政局/配合", FIRST["path"]), "已经读到"),
    (row("responsibility", "", "市科技局", FIRST["path"]), "机构/角色"),
]


@pytest.mark.parametrize(("wrong", "words"), WRONG, ids=lambda v: v if isinstance(v, str) else "")
def test_one_wrong_row_and_nothing_is_done(embedded_store: Store, wrong: dict[str, Any], words: str) -> None:
    load(embedded_store, [CITY])
    before = embedded_store.generation()
    with pytest.raises(BadParameter, match="什么也没有改动") as error:
        relaid(embedded_store, {**ROWS[0], "line": 2}, {**wrong, "line": 7})
    assert "第 7 行" in error.value.message
    assert words in error.value.message
    assert embedded_store.generation() == before


def test_the_same_correction_twice_is_one(embedded_store: Store) -> None:
    load(embedded_store, [CITY])
    first = correct(Writer(embedded_store), [ROWS[0]])
    again = correct(Writer(embedded_store), [ROWS[0]])
    assert [(r["id"], r["outcome"]) for r in (*first, *again)] == [
        (first[0]["id"], "corrected"),
        (first[0]["id"], "unchanged"),
    ]
    with pytest.raises(NotFound):
        undo(Writer(embedded_store), "k000000000000")


def test_removing_says_how_many_corrections_stay(embedded_store: Store) -> None:
    load(embedded_store, [CITY])
    relaid(embedded_store, ROWS[0], ROWS[5])
    assert remove(embedded_store, ID) == 2


@pytest.mark.parametrize("record", records.all_records(), ids=lambda r: str(r["document"]["title"]))
def test_a_record_is_packed_without_loss(record: DocumentRecord) -> None:
    assert unpack(pack(record), record["document"].get("text", "")) == record


def test_the_record_given_stays_as_it_is() -> None:
    before = copy.deepcopy(CITY)
    laid = lay(CITY, [from_row(r, "2026-01-01") for r in ROWS[:19]])
    assert before == CITY
    assert laid.record["document"]["id"] == ID
    assert [m["id"] for m in laid.record["measures"]] == [m["id"] for m in CITY["measures"]]


def test_nobody_is_inferred_to_lead_where_a_person_says_who_does() -> None:
    laid = lay(PROVINCE, [from_row(ROWS[-1], "2026-01-01")])
    (held,) = [m["responsibilities"] for m in laid.record["measures"]]
    assert [(r["name"], r["role"], r["inferred"]) for r in held] == [
        ("省科技厅", "lead", False),
        ("省财政厅", "responsible", False),
    ]


def test_a_refused_file_leaves_nothing_behind_in_the_writer(embedded_store: Store) -> None:
    """A server keeps its writer: what one file of corrections got refused with must not count as known."""
    load(embedded_store, [CITY])
    writer = Writer(embedded_store)
    with pytest.raises(BadParameter):
        correct(writer, [ROWS[0], row("title", "x", "y", document="d000000000000")])
    assert [r["outcome"] for r in correct(writer, [ROWS[0]])] == ["corrected"]


def test_a_graph_file_neither_covers_a_correction_nor_loses_one(embedded_store: Store) -> None:
    load(embedded_store, [CITY])
    (told,) = correct(Writer(embedded_store), [ROWS[0]])
    exported = b"".join(export(embedded_store, "nq"))
    remove(embedded_store, ID)
    assert [o.outcome for o in load_rdf(Writer(embedded_store), exported, "nq")] == ["added"]
    (listed,) = corrections(embedded_store)["results"]
    assert "没有原始读取" in listed["message"]
    with pytest.raises(BadParameter, match="先载入原文件"):
        undo(Writer(embedded_store), told["id"])
    with pytest.raises(BadParameter, match="先载入原文件"):
        correct(Writer(embedded_store), [row("title", "x", "y")])
    load(embedded_store, [CITY])
    assert [row["state"] for row in corrections(embedded_store)["results"]] == ["applied"]
    newer = records.city_plan(sha256="b" * 64)
    load(embedded_store, [newer])
    with pytest.raises(BadParameter, match="人工更正"):
        load_rdf(Writer(embedded_store), exported, "nq")
