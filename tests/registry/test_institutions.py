"""Bodies minted from ids, their successors and the reforms between."""

from __future__ import annotations

import pytest

from ontology import model, registry
from ontology.registry.institutions import id_of
from ontology.registry.lines import entries
from ontology.registry.naming import found_at, name_at

PLACES = ["000000", "110000", "150000", "310000", "330000", "510000", "510800", "440300", "513300", "510802", "510822"]


def body_of(identifier: str) -> registry.Institution:
    body = registry.institution(identifier)
    assert body is not None, identifier
    return body


@pytest.mark.parametrize("code", [*PLACES, "660000", "441900", "152200", "542500"])
def test_every_name_that_can_stand_at_a_place_has_an_id_that_gives_it_back(code: str) -> None:
    place = registry.jurisdiction(code)
    assert place is not None
    names: dict[str, str] = {}
    for entry in entries():
        if found_at(entry, place):
            body = body_of(id_of(entry, place))
            assert body.name == name_at(entry, place)
            assert names.setdefault(body.id, body.name) == body.name
            assert "{" not in "".join((body.name, *body.short_names))


def test_properties_use_the_declared_words() -> None:
    organs = {t.id for t in model.vocabulary("organs").terms}
    kinds = {t.id for t in model.vocabulary("institution_kinds").terms}
    for code in PLACES:
        for line in registry.lines():
            body = registry.institution(f"i-{code}-{line.id}")
            if body is not None:
                assert body.organ in organs
                assert body.kind in kinds
                assert body.management in (None, "local", "vertical", "dual")
                assert body.line == line.id


def test_an_institution_in_full() -> None:
    body = body_of("i-510800-taxation")
    assert body.name == "国家税务总局广元市税务局"
    assert "广元市税务局" in body.short_names
    assert (body.organ, body.management, body.level) == ("government", "vertical", "city")
    assert body.part_of == "i-510000-taxation"
    assert body.valid_from == "2018-07-05"
    assert body_of("i-510000-taxation").part_of == "i-000000-taxation"
    assert body_of("i-150000-science_commission_office").hosted_by == "i-150000-science_technology"


@pytest.mark.parametrize(
    "identifier",
    ["", "x", "i-510800", "i-510800-no_such_line", "i-999999-finance", "i-510800-finance-1066", "u-510800-1"],
)
def test_other_ids_are_no_institutions(identifier: str) -> None:
    assert registry.institution(identifier) is None
    assert registry.successors(identifier) == ()
    assert registry.events_of(identifier) == ()


@pytest.mark.parametrize(
    ("former", "after", "kind"),
    [
        ("i-440300-science_technology-2009", "i-440300-science_technology-2012", "rename"),
        ("i-440300-science_technology-2012", "i-440300-science_technology", "rename"),
        ("i-510800-rural_revitalization-2021", "i-510800-agriculture_rural", "merge"),
        ("i-000000-rural_revitalization-2021", "i-000000-agriculture_rural", "merge"),
        ("i-510800-financial_regulation-2018", "i-510800-financial_regulation", "rename"),
        ("i-330000-central_bank-1998", "i-330000-central_bank", "rename"),
        ("i-510800-taxation-1994", "i-510800-taxation", "merge"),
        ("i-330000-industry_information-2008", "i-330000-industry_information", "rename"),
    ],
)
def test_what_followed(former: str, after: str, kind: str) -> None:
    assert registry.successors(former) == (after,)
    ending = next(e for e in registry.events_of(former) if former in e.original)
    assert ending.kind == kind
    assert ending.resulting == (after,)
    assert ending.basis
    assert ending.date[:4] >= "2012"


def test_the_way_to_today_passes_every_era() -> None:
    assert registry.today("i-440300-science_technology-2009") == ("i-440300-science_technology",)
    assert registry.today("i-510800-finance") == ("i-510800-finance",)


def test_food_and_drugs_were_split() -> None:
    agency = registry.resolve("国家食品药品监督管理总局", jurisdiction="000000", level="national", date="2016")
    assert set(registry.successors(agency.institution_id)) == {
        "i-000000-market_regulation",
        "i-000000-drug_administration",
    }


def test_following_successors_always_ends() -> None:
    for code in PLACES:
        place = registry.jurisdiction(code)
        assert place is not None
        for entry in entries():
            if entry.former and found_at(entry, place):
                for last in registry.today(id_of(entry, place)):
                    assert registry.institution(last) is not None


def test_protocol_order_follows_the_state_council() -> None:
    order = ["development_reform", "education", "science_technology", "industry_information", "finance", "audit"]
    ranks = [found.protocol_rank for line in order if (found := registry.line(line)) is not None]
    assert None not in ranks
    assert ranks == sorted(ranks, key=lambda rank: rank or 0)
    university = registry.line("university")
    assert university is not None
    assert university.protocol_rank is None


def test_ids_of_lines_are_unique_and_plain() -> None:
    ids = [line.id for line in registry.lines()]
    assert len(ids) == len(set(ids)) > 150
    assert all(identifier.replace("_", "").isascii() for identifier in ids)
    assert registry.line("no_such_line") is None


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("科技局", True),
        ("市科技局", True),
        ("四川省委宣传部", True),
        ("中共广元市委", True),
        ("党委科技办", True),
        ("广元银保监分局", True),
        ("人行杭州中心支行", True),
        ("团市委", True),
        ("各市县", False),
        ("加快建设", False),
        ("企业", False),
        ("高校", False),
    ],
)
def test_a_body_is_known_when_seen(text: str, known: bool) -> None:
    assert registry.is_known_body(text) is known
