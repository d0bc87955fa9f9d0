"""Lists of bodies: what is one, what is several, what a name means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.bodynames import is_body, kind_of
from loaders.names import read_list


def names(text: str) -> list[str]:
    return [body.name for body in read_list(text).bodies]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("省工业和信息化厅、科技厅", ["省工业和信息化厅", "省科技厅"]),
        ("自治区公安厅、司法厅，广西税务局", ["自治区公安厅", "自治区司法厅", "广西税务局"]),
        ("市委组织部、宣传部", ["市委组织部", "市委宣传部"]),
        ("水利厅质量处、信息中心", ["水利厅质量处", "水利厅信息中心"]),
        ("各市、县〔区〕水利局、林业局", ["各市、县（区）水利局", "各市、县（区）林业局"]),
        ("市科技局、国网广元供电公司", ["市科技局", "国网广元供电公司"]),
        ("发展改革委、科技部", ["发展改革委", "科技部"]),
        ("省局计量处，标准化处、信息中心", ["省局计量处", "省局标准化处", "省局信息中心"]),
        ("省局各检测站，价监处、省计量院", ["省局各检测站", "省局价监处", "省计量院"]),
        ("林业、水利以及其他行业部门", ["林业部门", "水利部门", "其他行业部门"]),
    ],
)
def test_prefixes_are_carried_on(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("省财政厅，各市、县（市、区）人民政府", ["省财政厅", "各市、县（市、区）人民政府"]),
        ("省财政厅和各市、县（区）人民政府", ["省财政厅", "各市、县（区）人民政府"]),
        ("市有关单位及各县(市)区、开发区", ["市有关单位", "各县（市）区", "开发区"]),
        ("省文化和旅游厅、省住房和城乡建设厅", ["省文化和旅游厅", "省住房和城乡建设厅"]),
        ("市数据局（市人工智能局）", ["市数据局"]),
        ("各市、县（市、区）林业局（园林局）", ["各市、县（市、区）林业局"]),
        ("市、县公安局", ["市、县公安局"]),
        ("财政局,应急管理局,如皋市、即墨区", ["财政局", "应急管理局", "如皋市", "即墨区"]),
        ("市委组织部/市人力资源社会保障局", ["市委组织部", "市人力资源社会保障局"]),
        ("市公安局 市司法局", ["市公安局", "市司法局"]),
        ("教育、公安部门", ["教育部门", "公安部门"]),
        ("临空经济区、航空港区管委会", ["临空经济区", "航空港区管委会"]),
        ("高新区、经开区管委会", ["高新区管委会", "经开区管委会"]),
        ("各设区市、赣江新区绿色转型工作领导小组", ["各设区市绿色转型工作领导小组", "赣江新区绿色转型工作领导小组"]),
        ("各地发展改革委、科技厅(委、局)", ["各地发展改革委", "各地科技厅（委、局）"]),
    ],
)
def test_what_is_one_and_what_is_several(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_an_open_list_drops_what_only_says_and_others() -> None:
    found = read_list("市科技局、市工信局等市级有关部门及各县区政府")
    assert [b.name for b in found.bodies] == ["市科技局", "市工信局", "各县区政府"]
    assert found.open_list
    assert not read_list("市科技局、市工信局").open_list


def test_what_describes_the_others_is_no_body() -> None:
    found = read_list("市林业局、市水利局等具有巡查权和勘界、测绘职能的部门和单位")
    assert [b.name for b in found.bodies] == ["市林业局", "市水利局"]
    assert found.open_list


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("省科技厅", "institution"),
        ("国网甘肃省电力公司", "institution"),
        ("各县（市、区）人民政府", "class"),
        ("市直有关部门", "class"),
        ("县级以上林业主管部门", "class"),
        ("省科技领导小组各成员单位", "class"),
        ("区内企业", "class"),
        ("省科技领导小组", "group"),
        ("市“双随机、一公开”监管联席会议", "group"),
        ("市营商环境工作领导小组办公室", "group"),
        ("兰州新区管委会", "area"),
        ("广元经济技术开发区", "area"),
    ],
)
def test_kinds(name: str, kind: str) -> None:
    assert kind_of(name) == kind


@pytest.mark.parametrize("word", ["跨省通办", "一网通办", "内部", "格局", "社会", "县城", "全省", "1", "的部门"])
def test_words_that_only_end_like_bodies(word: str) -> None:
    assert not is_body(word)


def test_written_is_what_is_printed_at_its_place() -> None:
    text = "前言：省工业和信息化厅、科技厅"
    for body in read_list(text, 3).bodies:
        assert text[body.start : body.end] == body.written


@given(st.text(alphabet="省市县区各、，；（）()局委厅政府和等 \n/科技财政", max_size=40))
def test_any_list_is_read_without_overlap(text: str) -> None:
    end = 0
    for body in read_list(text).bodies:
        assert text[body.start : body.end] == body.written
        assert body.start >= end
        end = body.end
