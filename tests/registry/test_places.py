"""Jurisdictions: codes, names in every usual form, and places in text."""

from __future__ import annotations

import pytest

from ontology import registry


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("全国", "000000"),
        ("四川", "510000"),
        ("四川省", "510000"),
        ("广元", "510800"),
        ("广元市", "510800"),
        ("四川省广元市", "510800"),
        ("内蒙古", "150000"),
        ("内蒙古自治区", "150000"),
        ("北京", "110000"),
        ("甘孜州", "513300"),
        ("甘孜藏族自治州", "513300"),
        ("兴安盟", "152200"),
        ("浦东新区", "310115"),
        ("神农架林区", "429021"),
        ("仙桃市", "429004"),
        ("石河子市", "659001"),
        ("深圳市福田区", "440304"),
        ("新疆生产建设兵团", "660000"),
        ("襄樊市", "420600"),
        ("莱芜市", "371200"),
    ],
)
def test_a_name_means_one_place(name: str, code: str) -> None:
    assert [place.code for place in registry.find_jurisdictions(name)] == [code]


@pytest.mark.parametrize(
    ("code", "short", "level", "parent"),
    [
        ("620000", "甘肃", "province", "000000"),
        ("150000", "内蒙古", "province", "000000"),
        ("653000", "克孜勒苏", "city", "650000"),
        ("469029", "保亭", "county", "460000"),
        ("152200", "兴安", "city", "150000"),
        ("542500", "阿里", "city", "540000"),
        ("130633", "易县", "county", "130600"),
        ("150723", "鄂伦春", "county", "150700"),
        ("231202", "北林", "county", "231200"),
        ("310115", "浦东", "county", "310000"),
        ("500101", "万州", "county", "500000"),
        ("441900", "东莞", "city", "440000"),
    ],
)
def test_short_name_level_and_place_above(code: str, short: str, level: str, parent: str) -> None:
    place = registry.jurisdiction(code)
    assert place is not None
    assert (place.short, place.level, place.parent) == (short, level, parent)


def test_shared_names_give_every_candidate_and_can_be_narrowed() -> None:
    assert len(registry.find_jurisdictions("鼓楼区")) == 4
    assert [p.code for p in registry.find_jurisdictions("鼓楼区", within="350000")] == ["350102"]
    assert registry.find_jurisdictions("没有这个地方") == []


def test_every_place_reaches_the_nation() -> None:
    for code in ("510802", "110105", "659001", "820000", "371200"):
        assert registry.ancestors(code)[-1] == "000000"
    assert registry.ancestors("000000") == ()
    assert "510800" in registry.children("510000")


def test_places_in_text_are_the_longest_and_stand_where_they_say() -> None:
    text = "浙江省杭州市、内蒙古自治区和广元的科技部门"
    found = registry.places_in(text)
    assert [m.written for m in found] == ["浙江省", "杭州市", "内蒙古自治区", "广元"]
    assert all(text[m.start : m.end] == m.written for m in found)
