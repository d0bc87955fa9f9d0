"""Names in documents and the bodies they stand for: by place, level and date, before, at and after reforms."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology import registry


def resolve(name: str, code: str, date: str | None, kind: str = "institution") -> registry.Resolution:
    place = registry.jurisdiction(code)
    assert place is not None
    return registry.resolve(name, jurisdiction=code, level=place.level, date=date, kind=kind)


@pytest.mark.parametrize(
    ("name", "code", "date", "expected", "full"),
    [
        ("市科技局", "510800", "2023", "i-510800-science_technology", "广元市科学技术局"),
        ("科技局", "510800", "2023", "i-510800-science_technology", "广元市科学技术局"),
        ("省科技厅", "330000", "2020", "i-330000-science_technology", "浙江省科学技术厅"),
        ("省科技厅", "510800", "2023", "i-510000-science_technology", "四川省科学技术厅"),
        ("省经信厅", "330000", "2020", "i-330000-industry_information", "浙江省经济和信息化厅"),
        ("浙江省税务局", "330000", "2020", "i-330000-taxation", "国家税务总局浙江省税务局"),
        ("浙江证监局", "330000", "2020", "i-330000-securities_regulation", "中国证券监督管理委员会浙江监管局"),
        ("省社科联", "330000", "2020", "i-330000-social_science_federation", "浙江省社会科学界联合会"),
        ("省委改革办", "330000", "2020", "i-330000-reform_office", "浙江省委全面深化改革委员会办公室"),
        ("省委军民融合办", "330000", "2020", "i-330000-civil_military_integration", "浙江省委军民融合发展委员会办公室"),
        ("团市委", "510800", "2023", "i-510800-youth_league", "中国共产主义青年团广元市委员会"),
        ("市法院", "510800", "2023", "i-510800-court", "广元市中级人民法院"),
        ("市委组织部", "510800", "2023", "i-510800-organization", "中共广元市委员会组织部"),
        ("中共四川省委组织部", "510800", "2023", "i-510000-organization", "中共四川省委员会组织部"),
        ("市政府", "440300", "2024", "i-440300-people_government", "深圳市人民政府"),
        ("国家发展改革委", "510800", "2023", "i-000000-development_reform", "国家发展和改革委员会"),
        ("教育部", "330000", "2020", "i-000000-education", "教育部"),
        ("北京市科技委", "000000", "2021", "i-110000-science_technology", "北京市科学技术委员会"),
        ("天津市科技厅（委、局）", "000000", "2021", "i-120000-science_technology", "天津市科学技术局"),
        ("新疆生产建设兵团科技局", "000000", "2021", "i-660000-science_technology", "新疆生产建设兵团科学技术局"),
        ("自治区科技厅", "150000", "2024", "i-150000-science_technology", "内蒙古自治区科学技术厅"),
        ("科技办", "150000", "2024", "i-150000-science_commission_office", "内蒙古自治区党委科技委员会办公室"),
        ("州财政局", "513300", "2023", "i-513300-finance", "甘孜藏族自治州财政局"),
        ("利州区人民政府", "510800", "2023", "i-510802-people_government", "广元市利州区人民政府"),
        ("市公安局利州分局", "510800", "2023", "i-510802-public_security", "广元市公安局利州分局"),
        ("国网广元供电公司", "510800", "2023", "i-510800-power_grid", "国网广元供电公司"),
        ("市数据局（市人工智能局）", "510800", "2024", "i-510800-data", "广元市数据局"),
        ("市科技局", "510781", "2023", "i-510781-science_technology", "江油市科学技术局"),
        ("人行市中心支行", "510800", "2022", "i-510800-central_bank-1998", "中国人民银行广元中心支行"),
        ("民航山西监管局", "140000", "2023", "i-140000-civil_aviation_2c5141", "中国民用航空山西安全监督管理局"),
        ("市审改办", "310000", "2023", "i-310000-approval_reform_office", "上海市行政审批制度改革工作领导小组办公室"),
        ("省消保委秘书处", "360000", "2020", "i-360000-consumer_council", "江西省消费者权益保护委员会"),
    ],
)
def test_a_name_is_one_body(name: str, code: str, date: str, expected: str, full: str) -> None:
    found = resolve(name, code, date)
    assert (found.institution_id, found.name, found.registered) == (expected, full, True)


@pytest.mark.parametrize(
    ("name", "code", "date", "expected"),
    [
        # Poverty relief, its own bureau, and a name plate of agriculture.
        ("市扶贫办", "510800", "2019-05", "广元市扶贫开发办公室"),
        ("市乡村振兴局", "510800", "2022-05", "广元市乡村振兴局"),
        ("国家乡村振兴局", "000000", "2024-05", "国家乡村振兴局"),
        # Shenzhen's commission for innovation.
        ("市科工贸信委", "440300", "2010-05", "深圳市科技工贸和信息化委员会"),
        ("市科技创新委", "440300", "2023-05", "深圳市科技创新委员会"),
        ("市科技创新局", "440300", "2024-05", "深圳市科技创新局"),
        # Banking supervision.
        ("广元银监分局", "510800", "2017-05", "广元银监分局"),
        ("广元银保监分局", "510800", "2023-07-19", "中国银行保险监督管理委员会广元监管分局"),
        ("广元金融监管分局", "510800", "2023-07-20", "国家金融监督管理总局广元监管分局"),
        # The central bank: seat city before, whole name of the place after.
        ("人行杭州中心支行", "330000", "2020-05", "中国人民银行杭州中心支行"),
        ("人行成都分行", "510800", "2020-05", "中国人民银行成都分行"),
        ("人行广元中心支行", "510800", "2023-08-17", "中国人民银行广元中心支行"),
        ("人民银行广元市分行", "510800", "2023-08-18", "中国人民银行广元市分行"),
        ("人民银行四川省分行", "510800", "2024-01", "中国人民银行四川省分行"),
        # Economy and information.
        ("省经信委", "330000", "2015-05", "浙江省经济和信息化委员会"),
        ("省经信厅", "330000", "2019-05", "浙江省经济和信息化厅"),
        ("省工信厅", "620000", "2019-05", "甘肃省工业和信息化厅"),
        # Taxes of state and place.
        ("市国税局", "510800", "2018-07-04", "广元市国家税务局"),
        ("市地税局", "510800", "2018-07-04", "广元市地方税务局"),
        ("市税务局", "510800", "2018-07-05", "国家税务总局广元市税务局"),
        # One short name, two bodies, by date.
        ("省金融监管局", "620000", "2023-03", "甘肃省地方金融监督管理局"),
        ("浙江金融监管局", "330000", "2024-05", "国家金融监督管理总局浙江监管局"),
    ],
)
def test_the_name_of_the_day(name: str, code: str, date: str, expected: str) -> None:
    found = resolve(name, code, date)
    assert found.registered, found
    assert found.name == expected


def test_eras_of_one_name_are_bodies_of_their_own() -> None:
    during, after = resolve("市乡村振兴局", "510800", "2022"), resolve("市乡村振兴局", "510800", "2025")
    assert during.institution_id == "i-510800-rural_revitalization-2021"
    assert after.institution_id == "i-510800-rural_revitalization"


def test_a_merged_department_belongs_to_all_its_lines() -> None:
    found = resolve("市经济合作和外事局", "510800", "2023")
    body = registry.institution(found.institution_id)
    assert body is not None
    assert found.name == "广元市经济合作和外事局"
    assert body.lines == ("investment_promotion", "foreign_affairs")


def test_an_office_inside_a_department_is_that_department() -> None:
    found = resolve("市场监管厅登记注册局", "640000", "2023")
    assert found.institution_id == "i-640000-market_regulation"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("深圳市科技行政主管部门", "440300"),
        ("盟市科技局", "150000"),
        ("各市县政府", "330000"),
        ("市委、市政府", "510800"),
        ("科技局", "510000"),
        ("市科技局", "510000"),
        ("县政府", "510800"),
        ("价格处", "220000"),
        ("宁东市场监管局", "640000"),
        ("", "510800"),
    ],
)
def test_what_is_no_single_body_stays_as_it_is(name: str, code: str) -> None:
    found = resolve(name, code, "2023")
    assert not found.registered
    assert found.name == name
    assert found.institution_id.startswith(f"u-{code}-")


def test_between_two_bodies_nothing_is_guessed() -> None:
    for name, code, date in (("省金融监管局", "330000", "2023-09"), ("县人才服务中心", "510822", "2023")):
        found = resolve(name, code, date)
        assert not found.registered
        assert len(found.candidates) == 2
    districts = resolve("鼓楼区政府", "000000", "2023")
    assert len(districts.candidates) == 4
    assert resolve("鼓楼区政府", "350100", "2023").institution_id == "i-350102-people_government"


def test_classes_groups_and_areas_keep_ids_of_their_own() -> None:
    assert resolve("市科技局", "510800", "2023", "class").institution_id.startswith("c-510800-")
    assert resolve("市科技创新领导小组", "510800", "2023", "group").institution_id.startswith("g-510800-")
    assert resolve("广元经开区管委会", "510800", "2023", "area").institution_id.startswith("u-510800-")


@given(
    st.text(alphabet="省市县区委员会科技局厅政府财办公室人民银行四川广元中国{}P（）原 x", max_size=14),
    st.sampled_from(["000000", "510000", "510800", "510802", "150000", "310000", "660000"]),
    st.sampled_from([None, "2017", "2020-05", "2023-07-20"]),
    st.sampled_from(["institution", "class", "group", "area"]),
)
def test_any_text_comes_to_something(name: str, code: str, date: str | None, kind: str) -> None:
    found = resolve(name, code, date, kind)
    assert re.fullmatch(r"[iucg]-\d{6}-[a-z0-9_]+(-\d{4})?", found.institution_id)
    assert found.registered == found.institution_id.startswith("i-")
    for identifier in (*found.candidates, *([found.institution_id] if found.registered else [])):
        assert registry.institution(identifier) is not None


@pytest.mark.parametrize("code", ["000000", "510000", "310000", "150000", "510800", "440300", "513300", "510802"])
def test_every_department_is_found_under_its_own_full_name(code: str) -> None:
    """Of the standard departments of a place, each is what its full name resolves to."""
    bodies = [registry.institution(f"i-{code}-{line.id}") for line in registry.lines() if line.kind == "government"]
    standing = [body for body in bodies if body is not None]
    assert len(standing) >= 40
    missed = {b.name for b in standing if resolve(b.name, code, "2025-06").institution_id != b.id}
    assert not missed


@pytest.mark.parametrize(("name", "full"), [("证监会", "中国证券监督管理委员会"), ("教育部", "教育部")])
def test_without_a_place_a_bare_name_is_the_nations_where_no_place_has_one_of_it(name: str, full: str) -> None:
    found = registry.resolve(name, jurisdiction="", level="unknown", date="2020")
    assert (found.registered, found.name) == (True, full)
    assert not registry.resolve("财政局", jurisdiction="", level="unknown", date="2020").registered
    assert not registry.resolve("宣传部", jurisdiction="", level="unknown", date="2020").registered
