"""What became of bodies: all changes of the nation, a province, a city and a municipality, and single ones by kind."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from ontology import registry
from ontology.registry.institutions import id_of
from ontology.registry.lines import entries
from ontology.registry.naming import found_at

GOLDEN = Path(__file__).parent / "events.tsv"
Row = tuple[str, str, str, str, str]


def place_of(code: str) -> registry.Jurisdiction:
    place = registry.jurisdiction(code)
    assert place is not None
    return place


def named(name: str, code: str, date: str) -> registry.Institution:
    found = registry.resolve(name, jurisdiction=code, level=place_of(code).level, date=date)
    body = registry.institution(found.institution_id)
    assert body is not None, (name, code, date, found)
    return body


def names(ids: tuple[str, ...]) -> list[str]:
    return [body.name for one in ids if (body := registry.institution(one)) is not None]


def all_events(code: str) -> list[Row]:
    place = place_of(code)
    bodies = {id_of(e, place) for e in entries() if found_at(e, place)}
    found = {event.id: event for body in bodies for event in registry.events_of(body)}
    rows = [(code, e.date, e.kind, e.name, "certain" if e.certain else "uncertain") for e in found.values()]
    return sorted(rows, key=lambda row: (row[1], row[3]))


def golden() -> dict[str, list[Row]]:
    held: dict[str, list[Row]] = {}
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        for code, date, kind, name, certain in list(csv.reader(file, delimiter="\t"))[1:]:
            held.setdefault(code, []).append((code, date, kind, name, certain))
    return held


@pytest.mark.parametrize("code", ["000000", "510000", "440300", "310000"])
def test_all_changes_are_those_reviewed(code: str) -> None:
    assert all_events(code) == golden()[code]


@pytest.mark.parametrize("code", ["000000", "110000", "500000", "510000", "510800", "440300", "510802", "150000"])
def test_no_body_becomes_one_of_its_own_name(code: str) -> None:
    for entry in entries():
        if entry.former and found_at(entry, place_of(code)):
            own = id_of(entry, place_of(code))
            body = registry.institution(own)
            assert body is not None
            if not entry.status:
                assert body.name not in names(registry.successors(own))


@pytest.mark.parametrize(
    ("name", "code", "date", "kind", "after"),
    [
        ("国家公务员局", "000000", "2017", "merge", ["中共中央组织部"]),
        ("国务院法制办", "000000", "2017", "merge", ["司法部"]),
        ("省法制办", "510000", "2017", "merge", ["四川省司法厅"]),
        ("市法制办", "510800", "2017", "merge", ["广元市司法局"]),
        ("监察部", "000000", "2017", "merge", ["中央纪律检查委员会国家监察委员会"]),
        ("市监察局", "510800", "2017", "merge", ["中共广元市纪律检查委员会"]),
        ("铁道部", "000000", "2012", "split", ["国家铁路局", "中国铁路总公司", "交通运输部"]),
        ("国家电力监管委员会", "000000", "2012", "merge", ["国家能源局"]),
        ("国家安监总局", "000000", "2017", "merge", ["应急管理部"]),
        ("省综治办", "510000", "2017", "merge", ["中共四川省委员会政法委员会"]),
        ("省维稳办", "510000", "2017", "merge", ["中共四川省委员会政法委员会"]),
        ("国务院金融委办公室", "000000", "2022", "merge", ["中央金融委员会办公室"]),
        ("国家科技领导小组", "000000", "2022", "merge", ["中央科技委员会"]),
        ("市经贸信息委", "440300", "2018", "split", ["深圳市工业和信息化局", "深圳市商务局"]),
        ("市市场和质量监管委", "440300", "2018", "merge", ["深圳市市场监督管理局"]),
        ("成都铁路局", "510000", "2016", "rename", ["中国铁路成都局集团有限公司"]),
        ("上海铁路局", "310000", "2016", "rename", ["中国铁路上海局集团有限公司"]),
        ("人民银行旺苍县支行", "510821", "2020", "dissolve", []),
        ("人民银行上海分行", "310000", "2020", "merge", ["中国人民银行上海总部"]),
        ("深圳银监局", "440300", "2017", "merge", ["中国银行保险监督管理委员会深圳监管局"]),
        ("农业部", "000000", "2017", "rename", ["农业农村部"]),
        ("区消防支队", "310104", "2017", "rename", ["上海市徐汇区消防救援支队"]),
        ("县公安消防大队", "510822", "2017", "rename", ["青川县消防救援大队"]),
    ],
)
def test_what_a_body_ended_in(name: str, code: str, date: str, kind: str, after: list[str]) -> None:
    body = named(name, code, date)
    (event,) = (e for e in registry.events_of(body.id) if body.id in e.original)
    assert event.kind == kind
    assert names(event.resulting) == after
    assert names(registry.successors(body.id)) == after
    assert body.valid_to


@pytest.mark.parametrize(
    ("identifier", "begins"),
    [
        ("i-000000-organization", None),
        ("i-510000-organization", None),
        ("i-510000-justice", None),
        ("i-510800-justice", None),
        ("i-440300-market_regulation", None),
        ("i-000000-energy", None),
        ("i-510800-agriculture_rural", None),
        ("i-000000-emergency_management", "2018-03-17"),
        ("i-000000-railway", "2013-03-14"),
        ("i-510000-ecology_environment", "2018"),
        ("i-510800-taxation", "2018-07-05"),
    ],
)
def test_a_body_begins_by_a_change_only_where_it_did(identifier: str, begins: str | None) -> None:
    body = registry.institution(identifier)
    assert body is not None
    assert body.valid_from == begins


@pytest.mark.parametrize("name", ["农业部", "文化部", "卫生部", "铁道部", "信息产业部"])
def test_the_state_in_front_of_a_ministry_makes_no_other_body(name: str) -> None:
    plain = named(name, "000000", "2007")
    for spelling in (f"中华人民共和国{name}", f"原{name}"):
        assert named(spelling, "000000", "2007").id == plain.id
    assert not [e for e in entries() if e.template in (f"中华人民共和国{name}", f"原{name}")]


def test_names_that_lasted_in_some_places_end_there_when_they_did() -> None:
    for code in ("120000", "500000"):
        body = named("市科委", code, "2015")
        assert (body.valid_to, names(registry.today(body.id))[0][3:]) == ("2018-12", "科学技术局")
    assert named("市科委", "310000", "2015").id == "i-310000-science_technology"
    assert named("市经信委", "310000", "2015").id == "i-310000-industry_information"
    assert named("省科委", "510000", "1999").valid_to == "2000"


@pytest.mark.parametrize(("name", "code"), [("市金融办", "150500"), ("区金融办", "310101"), ("市经信委", "510800")])
def test_a_body_named_after_the_general_end_of_its_kind_lives(name: str, code: str) -> None:
    before, at, after = (named(name, code, date) for date in ("2018-06", "2019-03-31", "2023-02"))
    assert before.id == at.id
    assert before.valid_to == "2019-03"
    assert not next(e for e in registry.events_of(before.id) if before.id in e.original).certain
    assert after.id != before.id
    assert after.name == before.name
    assert (after.valid_from, after.valid_to) == (None, None)
    assert registry.events_of(after.id) == ()
    assert registry.today(after.id) == (after.id,)
    assert named(f"原{name}", code, "2023-02").id == before.id


@pytest.mark.parametrize(
    ("name", "code", "date", "expected"),
    [
        *(
            (name, "510800", date, "中国人民银行广元中心支行")
            for name in ("市人行中心支行", "人行中心支行", "人民银行中心支行", "人行", "市人行", "市人民银行")
            for date in ("2017", "2020-05", "2023-08-17")
        ),
        ("市人行", "510800", "2023-08-19", "中国人民银行广元市分行"),
        ("市人民银行", "510800", "2024", "中国人民银行广元市分行"),
        ("人民银行", "310000", "2020", "中国人民银行上海总部"),
        ("人行", "310000", "2024", "中国人民银行上海总部"),
        ("人民银行上海分行", "310000", "2020", "中国人民银行上海分行"),
        ("人民银行", "440300", "2020", "中国人民银行深圳中心支行"),
        ("人行", "330100", "2020", "中国人民银行杭州中心支行"),
        ("人行", "330100", "2024", "中国人民银行浙江省分行"),
        ("人民银行", "510821", "2020", "中国人民银行旺苍县支行"),
        ("人民银行", "510000", "2020", "中国人民银行成都分行"),
        ("人民银行", "510000", "2024", "中国人民银行四川省分行"),
    ],
)
def test_the_central_bank_of_a_place_on_a_day(name: str, code: str, date: str, expected: str) -> None:
    assert named(name, code, date).name == expected


@pytest.mark.parametrize("code", ["000000", "510000", "510100", "510800"])
def test_a_branch_named_for_its_seat_became_the_provinces(code: str) -> None:
    assert names(registry.today(named("人行成都分行", code, "2024").id)) == ["中国人民银行四川省分行"]
    bodies = {named(name, code, "2024").name for name in ("人民银行成都市分行", "中国人民银行成都市分行")}
    assert bodies == {"中国人民银行成都分行"}


@pytest.mark.parametrize("name", ["市工商局", "市科委", "市经信委", "市国土资源局"])
def test_a_general_change_is_none_of_a_place_where_another_body_stood_then(name: str) -> None:
    shenzhen, guangyuan = named(name, "440300", "2008"), named(name, "510800", "2008")
    assert shenzhen.valid_to is None
    assert not [e for e in registry.events_of(shenzhen.id) if shenzhen.id in e.original]
    assert registry.successors(shenzhen.id)
    assert guangyuan.valid_to == "2019-03"
    (event,) = (e for e in registry.events_of(guangyuan.id) if guangyuan.id in e.original)
    assert not event.certain
    assert event.name.endswith("（待核）")


def test_every_uncertain_change_says_so_in_its_name() -> None:
    for rows in golden().values():
        for _, _, _, name, certain in rows:
            assert name.endswith("（待核）") == (certain == "uncertain")
