"""The five documents, read by the real loaders: what a reader of policy would check, on digests and originals."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest

from loaders.evaluation import squash
from ontology import registry
from ontology.identifiers import plain_title
from ontology.records import TargetRecord
from tests.acceptance.conftest import case_of
from tests.acceptance.facts import (
    NAMES,
    Case,
    agreement,
    fact_key,
    found,
    identifiers,
    inferred,
    measure_key,
    quoted,
    stated,
    wanted,
)

LEAST_MARKED, LEAST_PROSE = 0.98, 0.9
IDENTIFIER = re.compile(r"[A-Za-z0-9_-]+")
TELEPHONE = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|[(（]?0\d{2,3}[)）]?[-—\s]{0,2}\d{7,8}|400-\d{3}-\d{4})(?!\d)")
MAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w+")
CONTACT = re.compile(r"(?:联系人|聯繫人|聯絡人)[:：]\s*([^\s\d(（＊]+)")


def same(left: str | None, right: str | None) -> bool:
    return squash(left) == squash(right)


def test_the_head_of_the_document(document: Case) -> None:
    head, fact = document.record["document"], document.facts["document"]
    assert same(plain_title(head["title"]), fact["title"])
    assert [squash(issuer["name"]) for issuer in head["issuers"]] == [squash(name) for name in fact["issuers"]]
    assert [squash(one["name"]) for one in head["addressees"]] == [squash(name) for name in fact["addressees"]]
    assert [(one["name"], one["form"]) for one in head["authorized_by"]] == [
        (one["name"], one["form"]) for one in fact["authorized_by"]
    ]
    plain = ("doc_no", "kind", "issued", "published", "effective_from", "consultation_until", "level", "script")
    assert {key: head[key] for key in plain} == {key: fact[key] for key in plain}  # type: ignore[literal-required]
    assert head["status"] == fact.get("status", head["status"])
    assert head["jurisdiction"] == fact["jurisdiction"]


def test_addressees_are_the_bodies_of_their_places(document: Case) -> None:
    bodies = {one["name"]: one["institution_id"] for one in document.record["document"]["addressees"]}
    for name, canonical in document.facts.get("addressee_bodies", {}).items():
        institution = registry.institution(bodies[name])
        assert institution is not None, name
        assert institution.name == canonical


def test_every_measure_is_found_once_and_nothing_else(document: Case) -> None:
    facts = document.facts["measures"]
    optional = {fact_key(fact) for fact in facts if fact.get("optional")}
    read = [(m["number"], measure_key(m), squash(m["title"])) for m in document.measures]
    firm = [one for one in read if one[1] not in optional]
    assert firm == [
        (fact["number"], fact_key(fact), squash(fact.get("title", fact.get("name"))))
        for fact in facts
        if not fact.get("optional")
    ]


def test_sections_are_told_from_measures(document: Case) -> None:
    sections = {section["path"]: squash(section["title"]) for section in document.record["sections"]}
    sections |= {measure["path"]: squash(measure["title"]) for measure in document.measures if measure["path"] == "二"}
    for fact in document.facts["sections"]:
        assert sections.get(fact["path"]) == squash(fact["title"])


def test_marked_responsibilities_measure_by_measure(document: Case) -> None:
    for fact in document.facts["measures"]:
        if "marked" not in fact:
            continue
        entries = [entry for entry in stated(document.measure(fact)) if entry["basis"] == "marked"]
        for role, names in fact["marked"].items():
            of_role = [entry for entry in entries if entry["role"] == role]
            assert [squash(entry["name"]) for entry in of_role] == [squash(name) for name in names], fact_key(fact)
            assert [entry["position"] for entry in of_role] == list(range(1, len(names) + 1))
        assert {entry["role"] for entry in entries} == set(fact["marked"])


def test_counts_that_are_known(document: Case) -> None:
    marked, likely = found(document.record, "marked"), Counter[str]()
    for measure in document.measures:
        likely.update(entry["basis"] for entry in inferred(measure))
    counts = {
        "measures": len(document.measures),
        "addressees": len(document.record["document"]["addressees"]),
        "marked": marked.total(),
        "leads": sum(count for (_, _, role), count in marked.items() if role == "lead"),
        "likely_leads": likely.total(),
        "first_listed": likely["first_listed"],
        "single": likely["single"],
    }
    expected = document.facts["counts"]
    assert {key: counts[key] for key in expected} == expected


def test_agreement_over_the_five(five: dict[str, Case]) -> None:
    marked, misses = agreement(five.values(), "marked")
    assert marked.wanted == 111 + 76
    assert marked.f1 >= LEAST_MARKED, "\n".join(misses)
    prose, misses = agreement(five.values(), "prose")
    assert prose.wanted >= 20
    assert prose.f1 >= LEAST_PROSE, "\n".join(misses)


def test_likely_leads_stand_beside_the_list_that_suggests_them(document: Case) -> None:
    for fact in document.facts["measures"]:
        if fact.get("optional"):
            continue
        measure = document.measure(fact)
        likely = fact.get("likely_lead")
        assert [(entry["name"], entry["basis"]) for entry in inferred(measure)] == (
            [(likely["name"], likely["basis"])] if likely else []
        ), fact_key(fact)
        for entry in inferred(measure):
            assert entry["role"] == "lead"
            beside = [one for one in stated(measure) if one["institution_id"] == entry["institution_id"]]
            assert "responsible" in {one["role"] for one in beside}
            assert not any(one["role"] == "lead" for one in stated(measure))


def test_bodies_are_those_of_the_registry(document: Case) -> None:
    facts = {squash(name): fact for name, fact in document.facts["bodies"].items()}
    seen = set()
    for entry in (entry for measure in document.measures for entry in measure["responsibilities"]):
        fact = facts.get(squash(entry["name"]))
        if fact is None:
            continue
        seen.add(squash(entry["name"]))
        assert entry["kind"] == fact.get("kind", entry["kind"]), entry["name"]
        institution = registry.institution(entry["institution_id"])
        if "name" in fact:
            assert institution is not None, entry["name"]
            assert (institution.name, institution.line) == (fact["name"], fact["line"])
        else:
            assert institution is None, entry["name"]
    assert seen == set(facts)


def agrees(target: TargetRecord, fact: dict[str, Any]) -> bool:
    """Whether a target is the one of a fact; what the fact leaves out is not compared."""
    exact = ("value", "unit", "comparator", "deadline")
    if any(target[key] != fact[key] for key in exact if key in fact):  # type: ignore[literal-required]
        return False
    if "deadline_text" in fact and fact["deadline_text"] not in (target["deadline_text"] or ""):
        return False
    return squash(fact.get("indicator", "")) in squash(target["indicator"])


def test_targets_are_held_where_they_stand(document: Case) -> None:
    for fact in document.facts["measures"]:
        targets = [] if fact.get("optional") else document.measure(fact)["targets"]
        expected = fact.get("targets", [])
        assert len(targets) == len(expected), (fact_key(fact), targets)
        for one, target in zip(expected, targets, strict=True):
            assert agrees(target, one), (one, target)
            assert isinstance(target["value"], int | float | list | None)
    expected = document.facts.get("targets", [])
    assert len(document.record["targets"]) == len(expected)
    for one in expected:
        assert any(agrees(target, one) for target in document.record["targets"]), one


def test_citations(document: Case) -> None:
    read = {squash(one["title"]): one for one in document.record["citations"]}
    facts = {squash(fact["title"]): fact for fact in document.facts["citations"]}
    assert set(read) - {title for title, fact in facts.items() if fact.get("optional")} == {
        title for title, fact in facts.items() if not fact.get("optional")
    }
    for title, fact in facts.items():
        if title in read and not fact.get("optional"):
            assert read[title]["doc_no"] == fact.get("doc_no")
            assert read[title]["relation"] == fact.get("relation", read[title]["relation"])
    assert not {squash(title) for title in document.facts["not_cited"]} & set(read)


def test_instruments(document: Case) -> None:
    by_path = {measure["path"]: {one["name"] for one in measure["instruments"]} for measure in document.measures}
    for path, names in document.facts["instruments"].items():
        assert set(names) <= by_path[path], path


def test_every_quote_is_its_span(document: Case) -> None:
    text, count = document.text, 0
    for item in quoted(document.record):
        count += 1
        assert text[item["start"] : item["end"]] == item["quote"]
        if item.get("name_start") is not None:
            assert squash(text[item["name_start"] : item["name_end"]]) == squash(item["written"])
            assert item["start"] <= item["name_start"] < item["name_end"] <= item["end"]
    assert count
    for measure in document.measures:
        assert text[measure["start"] : measure["end"]] == measure["text"]
        assert measure["start"] < measure["own_end"] <= measure["end"]
        assert measure["text"].startswith(measure["head"][:8])
        for mention in measure["instruments"]:
            assert measure["start"] <= mention["start"] < mention["end"] <= measure["end"]


def test_every_span_can_be_shown_as_printed(document: Case) -> None:
    head = document.record["document"]
    for text_start, original_start, length, _ in head["map"]:
        ours, printed = head["text"][text_start:], head["original"][original_start:]
        assert len(ours) >= length
        assert len(printed) >= length
        if head["script"] == "hans":
            assert ours[:length].split() == printed[:length].split()


def test_no_contact_is_left(document: Case) -> None:
    head = document.record["document"]
    for text in (head["text"], head["original"]):
        assert not TELEPHONE.search(text)
        assert not MAIL.search(text)
        assert not CONTACT.search(text)


def test_nothing_of_the_page_around_it_is_left(document: Case) -> None:
    for piece in (*document.facts["furniture"], *document.facts.get("not_in_text", [])):
        assert piece not in document.text, piece
    codes = {warning["code"] for warning in document.record["warnings"]}
    assert "furniture_removed" in codes
    assert "annotation_unread" not in codes


def test_identifiers_are_plain_and_unique(document: Case) -> None:
    ids = list(identifiers(document.record))
    assert all(IDENTIFIER.fullmatch(one) for one in ids)
    assert not [one for one, count in Counter(ids).items() if count > 1]


def test_the_plan_system(document: Case) -> None:
    fact = document.facts.get("plan_system")
    if fact is None:
        assert not document.record["plan_systems"]
        return
    (system,) = document.record["plan_systems"]
    measures = {measure["id"]: measure for measure in document.measures}
    assert [category["name"] for category in system["categories"]] == [one["name"] for one in fact["categories"]]
    assert [category["order"] for category in system["categories"]] == list(range(1, len(fact["categories"]) + 1))
    for category, one in zip(system["categories"], fact["categories"], strict=True):
        assert category["purpose"]
        assert measures[category["measure_id"] or ""]["title"] == one["name"]
        assert [program["name"] for program in category["programs"]] == [p["name"] for p in one.get("programs", [])]
        for program, fact_of in zip(category["programs"], one.get("programs", []), strict=True):
            assert program["measure_id"] in measures
            assert set(fact_of.get("instruments", [])) <= {used["name"] for used in program["instruments"]}
            assert program["funding"] == fact_of.get("funding", program["funding"])


def roles(entries: Any) -> set[tuple[str, str]]:
    return {(entry["role"], squash(entry["name"])) for entry in entries if not entry.get("optional")}


def test_roles_within_the_plan_system(document: Case) -> None:
    fact = document.facts.get("plan_system")
    if fact is None:
        return
    (system,) = document.record["plan_systems"]
    assert roles(system["responsibilities"]) == roles(fact.get("prose", []))
    assert [fund["name"] for fund in system["funds"]] == [one["name"] for one in fact.get("funds", [])]
    names = {category["id"]: category["name"] for category in system["categories"]}
    for fund, one in zip(system["funds"], fact.get("funds", []), strict=True):
        assert [merged["name"] for merged in fund["merged_from"]] == one.get("merged_from", [])
        assert [names[category] for category in fund["funds"]] == one.get("funds", [])
        assert roles(fund["responsibilities"]) == roles(one.get("prose", []))
    for category, one in zip(system["categories"], fact["categories"], strict=True):
        assert roles(category["responsibilities"]) >= roles(one.get("prose", []))
        assert not [entry for entry in category["responsibilities"] if entry["role"] == "lead"]
        for program, fact_of in zip(category["programs"], one.get("programs", []), strict=True):
            assert roles(program["responsibilities"]) >= roles(fact_of.get("prose", []))


def test_who_performs_research_never_leads(five: dict[str, Case]) -> None:
    document = five["inner_mongolia"]
    leads = {entry["name"] for m in document.measures for entry in m["responsibilities"] if entry["role"] == "lead"}
    assert leads == {"科技厅", "自治区党委科技委员会办公室"}
    performers = [e for m in document.measures for e in m["responsibilities"] if e["role"] == "undertake"]
    assert len(performers) >= 10
    assert {entry["kind"] for entry in performers} == {"class"}


def test_the_rule_of_the_document_makes_leads_stated(five: dict[str, Case]) -> None:
    leads = [e for m in five["guangyuan"].measures for e in stated(m) if e["role"] == "lead"]
    assert len(leads) == 12
    assert {entry["rule"] for entry in leads} == {"rule_semicolon"}
    assert not [e for m in five["guangyuan"].measures for e in inferred(m)]


def test_lists_that_open_with_a_class_suggest_no_lead(five: dict[str, Case]) -> None:
    without = [measure["number"] for measure in five["zhejiang"].measures if not inferred(measure)]
    assert without == ["13", "31"]


@pytest.mark.originals
@pytest.mark.parametrize("name", NAMES)
def test_digest_and_original_hold_the_same(name: str, request: pytest.FixtureRequest) -> None:
    digest, original = (case_of(name, form, request) for form in ("digest", "original"))
    for basis in ("marked", "prose"):
        optional = wanted(digest.facts, basis, optional=True)
        assert found(digest.record, basis) - optional == found(original.record, basis) - optional
    keys, expected = ([measure_key(measure) for measure in case.measures] for case in (digest, original))
    assert keys == expected
