"""The user's own bodies, aliases and lines beside those of the registry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from loaders.bodynames import is_body
from ontology import registry

LINES = """
lines:
- id: low_altitude
  name: 低空经济
  levels:
    province:
    - {full: 低空经济发展厅, short: [低空厅], since: '2024'}
    city:
    - {full: 低空经济发展局, short: [低空局]}
  former:
  - {level: province, full: 通用航空发展局, from: '2016', until: '2024', successor: 低空经济发展厅, basis: 改革}
- id: science_technology
  levels:
    city:
    - {full: 科学技术局, short: [科学局]}
joint_bodies:
- {full: 科技和低空经济局, level: county, lines: [science_technology, low_altitude], places: [广元市]}
"""
ROWS = """名称,别名,地区,条线,类别,机关性质,成立日期,撤销日期,设在,依据
之江实验室,之江,浙江省,科技,,事业单位,2017-09,,,
四川省低空专班,,四川,低空经济,group,,,,省低空厅,
广州市飞行保障所,,广州市,,,institution,2012,2020-06,,穗编办〔2020〕1号
深圳市科技创新局,市科创,深圳市,,,,,,,
"""


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    before = registry.additions()
    yield
    registry.extend(before)


@pytest.fixture
def own() -> registry.Additions:
    registry.extend(registry.read_additions(LINES, "yaml"))
    registry.extend(registry.additions() + registry.read_additions(ROWS, "csv"))
    return registry.additions()


def body(name: str, code: str, level: str, date: str | None = "2025-01-01") -> registry.Institution | None:
    found = registry.resolve(name, jurisdiction=code, level=level, date=date)
    return registry.institution(found.institution_id) if found.registered else None


def told(text: str, form: str = "csv") -> tuple[str, ...]:
    with pytest.raises(registry.BadRegistry) as error:
        registry.read_additions(text, form)
    return error.value.problems


@pytest.mark.usefixtures("own")
@pytest.mark.parametrize(
    ("name", "code", "level", "identifier"),
    [
        ("省低空厅", "510800", "city", "i-510000-x_low_altitude"),
        ("市低空局", "510800", "city", "i-510800-x_low_altitude"),
        ("之江实验室", "000000", "national", "i-330000-x_science_technology_3ebfc3"),
        ("之江", "330000", "province", "i-330000-x_science_technology_3ebfc3"),
        ("市科创", "440300", "city", "i-440300-science_technology"),
        ("市科学局", "510800", "city", "i-510800-science_technology"),
        ("市科技局", "510800", "city", "i-510800-science_technology"),
    ],
)
def test_a_name_of_the_users_means_a_body(name: str, code: str, level: str, identifier: str) -> None:
    found = body(name, code, level)
    assert found is not None
    assert found.id == identifier


def test_a_body_has_what_its_row_says(own: registry.Additions) -> None:
    assert own
    team = body("省低空专班", "510000", "province")
    lab = body("之江实验室", "330000", "province")
    assert team is not None
    assert (team.kind, team.lines, team.hosted_by) == ("group", ("x_low_altitude",), "i-510000-x_low_altitude")
    assert lab is not None
    assert (lab.organ, lab.valid_from, lab.management) == ("institution", "2017-09", None)
    assert is_body("之江实验室")
    line = registry.line("x_low_altitude")
    assert line is not None
    assert line.name == "低空经济"


def test_merged_departments_are_on_all_their_lines(own: registry.Additions) -> None:
    assert own
    found = body("苍溪县科技和低空经济局", "510824", "county")
    assert found is not None
    assert found.lines == ("science_technology", "x_low_altitude")
    assert body("县科技和低空经济局", "440114", "county") is None


def test_former_bodies_tell_how_they_ended(own: registry.Additions) -> None:
    assert own
    ended = body("广州市飞行保障所", "440100", "city", "2015")
    before = body("省通用航空发展局", "510000", "province", "2020")
    assert ended is not None
    assert before is not None
    (event,) = registry.events_of(ended.id)
    assert (event.kind, event.date, event.basis) == ("dissolve", "2020-06", "穗编办〔2020〕1号")
    assert ended.lines == ()
    assert registry.successors(before.id) == ("i-510000-x_low_altitude",)


def test_built_in_bodies_keep_their_ids_and_names_come_and_go(own: registry.Additions) -> None:
    with_own = registry.institution("i-440300-science_technology")
    registry.extend(registry.Additions())
    without = registry.institution("i-440300-science_technology")
    assert with_own is not None
    assert without is not None
    assert set(with_own.short_names) - set(without.short_names) == {"市科创"}
    assert registry.institution("i-510000-x_low_altitude") is None
    assert body("市低空局", "510800", "city") is None
    assert own.entries


def test_ids_depend_on_line_and_name_alone() -> None:
    registry.extend(registry.read_additions("name,place,line\n广州市甲乙局,广州市,财政\n", "csv"))
    first = body("市甲乙局", "440100", "city")
    registry.extend(registry.Additions())
    registry.extend(
        registry.read_additions("name,place,line\n广州市丙丁局,广州市,财政\n广州市甲乙局,440100,finance\n", "csv")
    )
    again = body("市甲乙局", "440100", "city")
    assert first is not None
    assert first == again
    assert first.id.startswith("i-440100-x_finance_")


@pytest.mark.parametrize(
    ("text", "form", "wanted"),
    [
        ("name,place\n广州市甲局,某地\n", "csv", "第 2 行（place）：没有地区“某地”"),
        ("name,place\n苏州市甲局,朝阳区\n", "csv", "110105 北京市朝阳区"),
        ("name,place,line\n广州市甲局,广州市,不存在\n", "csv", "第 2 行（line）：没有条线“不存在”"),
        ("name,place,valid_from\n广州市甲局,广州市,2024-13\n", "csv", "“2024-13”不是日期"),
        ("name,place,valid_from,valid_to\n广州市甲局,广州市,2024,2020\n", "csv", "早于成立日期"),
        ("name,place\n广州市甲局,广州市\n广州市甲局,广州市\n", "csv", "第 3 行（name）：“甲局”在广州市已见于 第 2 行"),
        ("name,place\n广州市科技局,广州市\n", "csv", "i-440100-science_technology"),
        ("name,place,organ\n广州市科技局,广州市,企业\n", "csv", "只能加别名"),
        ("name,aliases,place\n广州市甲局,财政局,广州市\n", "csv", "“财政局”在广州市已是 广州市财政局"),
        ("name,place,kind\n广州市甲局,广州市,神仙\n", "csv", "没有“神仙”（可用：institution 机构"),
        ("name,place,hosted_by\n广州市甲专班,广州市,无此局\n", "csv", "没有认得的机构“无此局”"),
        ("name,place,啥\n广州市甲局,广州市,1\n", "csv", "不认识的列 啥"),
        ("place\n广州市\n", "csv", "没有 name（名称）列"),
        ("lines:\n- {id: low, name: 财政}\n", "yaml", "已有名为“财政”的条线：finance"),
        ("lines:\n- {id: finance, levels: {city: [{full: 科学技术局}]}}\n", "yaml", "已是条线“科技”的名称"),
        ("lines:\n- {id: low, name: 低空, levels: {town: []}}\n", "yaml", "没有这个层级"),
        ("joint_bodies:\n- {full: 甲乙局, level: city, lines: [finance]}\n", "yaml", "两条以上的条线"),
        (
            "lines:\n- {id: low, name: 低空, levels: {city: [{full: 低空局}]}, former: "
            "[{level: city, full: 甲某办, until: '2020', successor: 乙某办}, "
            "{level: city, full: 乙某办, until: '2021', successor: 甲某办}]}\n",
            "yaml",
            "后继首尾相接，成了一圈：甲某办→乙某办→甲某办",
        ),
        ("name,place\n广州市<b>甲局,广州市\n", "csv", "第 2 行（name）：“广州市<b>甲局”不能作机构名称"),
        ('name,place\n"广州市""甲局",广州市\n', "csv", "不能作机构名称"),
        ("bodies: [1]\n", "yaml", "bodies 第 1 项：应是若干“键: 值”"),
        ("a: &x [1]\nb: *x\n", "yaml", "不用 YAML 的引用"),
        ("a: [\n", "yaml", "不是 YAML"),
        ("[]", "yaml", "应有 lines、joint_bodies、bodies"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(text: str, form: str, wanted: str) -> None:
    problems = told(text, form)
    assert any(wanted in problem for problem in problems), problems
    assert not registry.additions()


def test_all_problems_of_a_file_are_told_at_once() -> None:
    assert len(told("name,place,line\n广州市甲局,某地,\n广州市乙局,广州市,不存在\n广州市丙局,,\n")) == 3


def test_the_example_of_the_page_is_read() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "files.md").read_text(encoding="utf-8")
    found = registry.read_additions(page.split("```yaml\n")[1].split("```")[0], "yaml")
    assert [line.id for line in found.lines] == ["x_low_altitude"]
    assert len(found.aliases) == 1
    assert {e.level for e in found.entries} == {"province", "city", "county"}


def test_a_circle_of_successors_does_not_keep_the_way_to_today_from_ending() -> None:
    text = (
        "lines:\n- {id: low, name: 低空, levels: {city: [{full: 低空局}]}, former: "
        "[{level: city, full: 甲某办, until: '2020', successor: 乙某办}, "
        "{level: city, full: 乙某办, until: '2021', successor: 低空局}]}\n"
    )
    found = registry.read_additions(text, "yaml")
    circle = tuple(
        replace(e, successor="甲某办", heirs=(("x_low", "甲某办"),)) if e.former else e for e in found.entries
    )
    registry.extend(replace(found, entries=circle))
    first = body("市甲某办", "440100", "city", "2019")
    second = body("市乙某办", "440100", "city", "2019")
    assert first is not None
    assert second is not None
    assert registry.today(second.id) in ((first.id,), (second.id,))
