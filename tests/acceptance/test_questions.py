"""Who leads what, asked of a store that holds the five digests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graph.answers import who_leads
from graph.errors import BadParameter
from graph.rows import ResponsibilityRow
from graph.store import Store, open_store
from graph.writer import load, remove
from ontology.records import DocumentRecord
from tests.acceptance.conftest import read
from tests.acceptance.facts import EXAMPLES, NAMES, read_facts

SUBJECT = "科技成果转化"
GUANGYUAN, ZHEJIANG = "广元市科学技术局", "浙江省科学技术厅"


@pytest.fixture(scope="module")
def records() -> list[DocumentRecord]:
    return [read(EXAMPLES / read_facts(name)["digest"]) for name in NAMES]


@pytest.fixture(scope="module")
def store(records: list[DocumentRecord], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = open_store(tmp_path_factory.mktemp("questions") / "store")
    try:
        assert {outcome.outcome for outcome in load(opened, records)} == {"added"}
        yield opened
    finally:
        opened.close()


def ask(store: Store, q: str = SUBJECT, **filters: Any) -> list[ResponsibilityRow]:
    answer = who_leads(store, q, **{"limit": None, **filters})
    assert answer["total"] == len(answer["results"])
    return answer["results"]


def names(rows: list[ResponsibilityRow]) -> list[str]:
    return [row["institution"]["name"] for row in rows]


def test_stated_leads_come_first_and_inferred_ones_are_marked_so(store: Store) -> None:
    rows = ask(store)
    assert names(rows)[0] == GUANGYUAN
    assert (rows[0]["inferred"], rows[0]["basis"]) == (False, "marked")
    likely = {row["target"]["number"]: row for row in rows if row["inferred"]}  # type: ignore[typeddict-item]
    assert likely["17"]["institution"]["name"] == ZHEJIANG
    assert likely["18"]["institution"]["name"] == "浙江省教育厅"
    assert {row["basis"] for row in likely.values()} <= {"first_listed", "single"}
    flags = [row["inferred"] for row in rows]
    assert flags == sorted(flags)


def test_every_answer_shows_its_evidence(store: Store, records: list[DocumentRecord]) -> None:
    texts = {record["document"]["id"]: record["document"]["text"] for record in records}
    rows = ask(store, role="all")
    assert len(rows) > 10
    for row in rows:
        evidence = row["evidence"]
        assert texts[row["document"]["id"]][evidence["start"] : evidence["end"]] == evidence["quote"]
        assert row["target"]["id"].startswith(row["document"]["id"])


def test_stated_leaves_inferred_leads_out(store: Store) -> None:
    rows = ask(store, stated=True)
    assert names(rows) == [GUANGYUAN]


@pytest.mark.parametrize("place", ["浙江省", "330000", "浙江"])
def test_by_jurisdiction(store: Store, place: str) -> None:
    rows = ask(store, jurisdiction=place)
    assert rows
    assert {row["document"]["jurisdiction"] for row in rows} == {"330000"}
    assert all(row["inferred"] for row in rows)


def test_by_level(store: Store) -> None:
    assert {row["document"]["level"] for row in ask(store, level="province")} == {"province"}
    assert names(ask(store, level="city")) == [GUANGYUAN]
    with pytest.raises(BadParameter):
        ask(store, level="星球")


def test_by_role(store: Store) -> None:
    rows = ask(store, role="responsible", jurisdiction="广元市")
    assert names(rows)[:2] == ["广元经济技术开发区", "广元市经济和信息化局"]
    assert len(rows) == 7
    assert {row["role"] for row in rows} == {"responsible"}


def test_by_date(store: Store) -> None:
    assert GUANGYUAN not in names(ask(store, as_of="2023-06-04"))
    assert GUANGYUAN in names(ask(store, as_of="2023-06-05"))
    assert ZHEJIANG in names(ask(store, as_of="2021"))
    assert not ask(store, as_of="2019-12-31")


def test_by_line_of_departments(store: Store) -> None:
    assert set(names(ask(store, line="science_technology"))) == {GUANGYUAN, ZHEJIANG}


def test_what_a_body_leads(store: Store) -> None:
    rows = ask(store, GUANGYUAN)
    assert {row["role"] for row in rows} == {"lead"}
    assert len(rows) == 10


def test_the_plan_system_and_its_fund_have_their_leads(store: Store) -> None:
    rows = ask(store, "内蒙古自治区科技计划体系", stated=True)
    assert "内蒙古自治区科学技术厅" in names(rows)
    fund = ask(store, "科技创新发展专项资金", role="administer")
    assert set(names(fund)) == {"内蒙古自治区科学技术厅"}


def test_a_second_load_changes_nothing_and_a_removed_document_is_gone(
    store: Store, records: list[DocumentRecord]
) -> None:
    before = ask(store, role="all")
    generation = store.generation()
    assert {outcome.outcome for outcome in load(store, records)} == {"unchanged"}
    assert store.generation() == generation
    guangyuan = next(r for r in records if r["document"]["jurisdiction"]["code"] == "510800")
    remove(store, guangyuan["document"]["id"])
    assert GUANGYUAN not in names(ask(store))
    load(store, [guangyuan])
    assert ask(store, role="all") == before


@pytest.mark.originals
def test_originals_give_the_same_leads(store: Store, shared: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    originals = open_store(tmp_path_factory.mktemp("originals") / "store")
    try:
        load(originals, [read(shared / "seeds" / read_facts(name)["original"]) for name in NAMES])
        stated = [(row["institution"]["id"], row["target"]["name"]) for row in ask(originals, stated=True)]
        assert stated[0] == (ask(store)[0]["institution"]["id"], ask(store)[0]["target"]["name"])
        likely = {(row["institution"]["name"], row["target"]["name"]) for row in ask(originals) if row["inferred"]}
        assert likely >= {(row["institution"]["name"], row["target"]["name"]) for row in ask(store) if row["inferred"]}
    finally:
        originals.close()
