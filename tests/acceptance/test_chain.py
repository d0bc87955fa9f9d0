"""The bundled chain: three documents that cite one another, and what nation, province and city do about one matter."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

import zhize
from api.service import LocalService
from api.settings import Settings
from loaders.evaluation import squash
from ontology.records import DocumentRecord
from tests.acceptance.conftest import read
from tests.stores import StoreKeeper

Facts = dict[str, Any]
FACTS: list[Facts] = yaml.safe_load(Path(__file__).with_name("chain.yaml").read_text(encoding="utf-8"))
NATION, PROVINCE, CITY = (facts["doc_no"] for facts in FACTS)


@pytest.fixture(scope="module")
def records() -> list[DocumentRecord]:
    return [read(path) for path in zhize.examples(chain=True)]


@pytest.fixture(scope="module")
def service(store_keeper: StoreKeeper, records: list[DocumentRecord]) -> LocalService:
    found = LocalService(store_keeper.store("embedded"), Settings())
    found.load(iter(records))
    return found


@pytest.mark.parametrize("facts", FACTS, ids=lambda facts: facts["doc_no"])
def test_heads_and_citations_are_those_of_the_documents(facts: Facts, records: list[DocumentRecord]) -> None:
    record = records[FACTS.index(facts)]
    head = record["document"]
    plain = ("doc_no", "issued", "level", "jurisdiction")
    assert {key: head[key] for key in plain} == {key: facts[key] for key in plain}  # type: ignore[literal-required]
    assert squash(head["title"]) == squash(facts["title"])
    assert [one["name"] for one in head["issuers"]] == facts["issuers"]
    assert [one["name"] for one in head["addressees"]] == facts["addressees"]
    assert [c["doc_no"] for c in record["citations"] if c["relation"] == "implements"] == facts["implements"]
    assert [warning["code"] for warning in record["warnings"]] == ["furniture_removed"]


def annotated(record: DocumentRecord) -> list[tuple[str, str, list[str], list[str]]]:
    """Path, title, leads and others of each measure, as annotated."""
    return [
        (m["path"], m["title"], *([r["written"] for r in m["responsibilities"] if stated(r, role)] for role in ROLES))  # type: ignore[misc]
        for m in record["measures"]
    ]


ROLES = ("lead", "responsible")


def stated(responsibility: Any, role: str) -> bool:
    return bool(responsibility["role"] == role and responsibility["basis"] == "marked")


def said(facts: Facts) -> list[tuple[str, str, list[str], list[str]]]:
    return [(m["path"], m["title"], m.get("lead", []), m.get("responsible", [])) for m in facts["measures"]]


def test_measures_and_annotations_are_those_of_the_documents(records: list[DocumentRecord]) -> None:
    assert [annotated(record) for record in records] == [said(facts) for facts in FACTS]


@pytest.mark.originals
def test_the_city_is_annotated_as_its_original(shared: Path) -> None:
    facts = FACTS[2]
    assert annotated(read(shared / "corpus" / facts["original"])) == said(facts)


def test_the_chain_goes_from_the_nation_to_the_city(service: LocalService, records: list[DocumentRecord]) -> None:
    rows = service.chain(records[0]["document"]["id"], limit=None)["results"]
    below = {(row["document"]["doc_no"], row["relation"], row["direction"]) for row in rows}
    assert below == {(PROVINCE, "implements", "carried_out_by"), (CITY, "implements", "carried_out_by")}
    above = service.chain(records[2]["document"]["id"], limit=None)["results"]
    assert {row["document"]["doc_no"] for row in above if row["relation"] == "implements"} >= {NATION, PROVINCE}


def test_who_leads_below_what_the_nation_asked_for(service: LocalService) -> None:
    rows = service.ask("coverage", {"upper": "province", "lower": "city", "limit": None})["results"]
    led = {row["task"]["title"]: [one["name"] for one in row["lower_leads"]] for row in rows}
    assert led["规范中介服务"] == ["咸阳市行政审批服务局"]
    assert led["打造政务服务“总客服”"] == ["咸阳市大数据管理局"]
    national = service.ask("coverage", {"upper": "national", "lower": "province", "limit": None})["results"]
    taken = {row["task"]["title"]: row["measure"]["title"] for row in national if row["measure"]}
    assert taken["推广“免证办”服务"] == "政务服务“免证办”"
    assert {row["status"] for row in national} <= {"answered", "partly"}
