"""Names right before, between and after their change, by the dates of each level, and what became of the bodies."""

from __future__ import annotations

import pytest

from ontology import registry


def body(name: str, code: str, date: str) -> registry.Institution:
    place = registry.jurisdiction(code)
    assert place is not None
    found = registry.resolve(name, jurisdiction=code, level=place.level, date=date)
    known = registry.institution(found.institution_id)
    assert known is not None, (name, date, found)
    return known


@pytest.mark.parametrize(
    ("name", "code", "date", "key"),
    [
        # 乡村振兴局: its own bureau from 2021-02-25, a name plate of agriculture from the reform of 2023 on; the local
        # bureaus a year later.
        ("国务院扶贫办", "000000", "2021-02-24", "rural_revitalization-1993"),
        ("国家乡村振兴局", "000000", "2021-02-25", "rural_revitalization-2021"),
        ("国家乡村振兴局", "000000", "2023-03-09", "rural_revitalization-2021"),
        ("国家乡村振兴局", "000000", "2023-03-11", "rural_revitalization"),
        ("省乡村振兴局", "510000", "2021-06", "rural_revitalization-2021"),
        ("省乡村振兴局", "510000", "2023-12", "rural_revitalization-2021"),
        ("省乡村振兴局", "510000", "2025", "rural_revitalization"),
        ("县乡村振兴局", "510822", "2023-06", "rural_revitalization-2021"),
        ("县乡村振兴局", "510822", "2025", "rural_revitalization"),
        # 科技创新委员会 of Shenzhen: 2012 to April 2024.
        ("市科工贸信委", "440300", "2011", "science_technology-2009"),
        ("市科技创新委员会", "440300", "2012-06", "science_technology-2012"),
        ("市科技创新委", "440300", "2024-02", "science_technology-2012"),
        ("市科技创新局", "440300", "2024-04-22", "science_technology"),
        # 银保监分局: 2018-12-17 to 2023-07-19.
        ("广元银监分局", "510800", "2018-12-16", "financial_regulation-2003"),
        ("广元银保监分局", "510800", "2018-12-17", "financial_regulation-2018"),
        ("广元银保监分局", "510800", "2023-07-19", "financial_regulation-2018"),
        ("广元金融监管分局", "510800", "2023-07-20", "financial_regulation"),
        # 人行中心支行: to 2023-08-17, of a city and of a province's seat.
        ("人行广元中心支行", "510800", "2023-08-17", "central_bank-1998"),
        ("人行广元市分行", "510800", "2023-08-18", "central_bank"),
        ("人行杭州中心支行", "330000", "2023-08-17", "central_bank-1998"),
        ("人行浙江省分行", "330000", "2023-08-18", "central_bank"),
        # 经信委: to the end of 2018 in provinces, to March 2019 below.
        ("省经信委", "330000", "2018-11", "industry_information-2008"),
        ("省经信厅", "330000", "2019-02", "industry_information"),
        ("市经信委", "510800", "2019-02", "industry_information-2008"),
        ("县经信委", "510822", "2019-02", "industry_information-2008"),
        ("市经信局", "510800", "2019-06", "industry_information_eeccbc"),
        # 国税局: merged on 2018-06-15, 07-05 and 07-20 by level.
        ("省国税局", "330000", "2018-06-14", "taxation-1994"),
        ("省税务局", "330000", "2018-06-15", "taxation"),
        ("市国税局", "510800", "2018-07-04", "taxation-1994"),
        ("市税务局", "510800", "2018-07-05", "taxation"),
        ("县国税局", "510822", "2018-07-19", "taxation-1994"),
        ("县税务局", "510822", "2018-07-20", "taxation"),
    ],
)
def test_the_body_of_the_day(name: str, code: str, date: str, key: str) -> None:
    assert body(name, code, date).id == f"i-{code}-{key}"


@pytest.mark.parametrize(
    ("former", "ends", "after"),
    [
        ("i-440300-science_technology-2012", "2024-04", "深圳市科技创新局"),
        ("i-510800-financial_regulation-2018", "2023-07-20", "国家金融监督管理总局广元监管分局"),
        ("i-370200-financial_regulation-2018", "2023-07-20", "国家金融监督管理总局青岛监管局"),
        ("i-510800-central_bank-1998", "2023-08-18", "中国人民银行广元市分行"),
        ("i-330000-industry_information-2008", "2018-12", "浙江省经济和信息化厅"),
        ("i-330000-taxation-1994", "2018-06-15", "国家税务总局浙江省税务局"),
        ("i-510822-taxation-1994", "2018-07-20", "国家税务总局青川县税务局"),
    ],
)
def test_a_former_name_in_a_later_document_leads_to_what_followed(former: str, ends: str, after: str) -> None:
    known = registry.institution(former)
    assert known is not None
    assert known.valid_to == ends
    assert body(known.name, former[2:8], "2025").id == former
    names = [following.name for one in registry.today(former) if (following := registry.institution(one))]
    assert names == [after]


def test_a_railway_bureau_is_named_for_its_seat_and_only_where_it_sits() -> None:
    assert body("中国铁路南宁局集团有限公司", "450000", "2023").id == "i-450000-railway"
    assert body("太原铁路局", "140000", "2016").name == "太原铁路局"
    assert body("太原铁路局", "140000", "2019").name == "中国铁路太原局集团有限公司"
    assert registry.institution("i-130000-railway") is None


@pytest.mark.parametrize(
    "name", ["青河市", "青河市人民政府", "青河市科技局", "青河市税务局", "青河市委组织部", "广元县", "广元县财政局"]
)
def test_a_place_of_another_kind_is_not_matched(name: str) -> None:
    for code in ("000000", "650000", "654325", "510800"):
        found = registry.resolve(name, jurisdiction=code, level="county", date="2024")
        assert not found.registered, found
    assert not registry.find_jurisdictions("青河市")
    assert not registry.places_in("广元县的企业")
    assert registry.places_in("广元的企业")


def test_a_company_is_no_office_of_a_department() -> None:
    """公司 ends in 司, which ends the name of a ministry's bureau as well."""
    found = registry.resolve("三亚中法供水有限公司", jurisdiction="460200", level="city", date="2023")
    assert not found.registered


def test_a_name_that_lives_on_as_a_plate_is_two_bodies() -> None:
    own = registry.institution("i-000000-rural_revitalization-2021")
    assert own is not None
    assert (own.valid_from, own.valid_to) == ("2021-02-25", "2023-03-10")
    assert registry.today(own.id) == ("i-000000-agriculture_rural",)
    assert body(own.name, "000000", "2025").valid_from == "2023-03-10"
