"""The text of a user's file as raw items, each with where it stands: YAML by key, CSV by line."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

import yaml

MAX_CHARACTERS = 4_000_000
_SECTIONS = ("lines", "joint_bodies", "bodies")


class BadRegistry(ValueError):
    """A file of additions cannot be used; `problems` says where and why, one sentence each, in Chinese."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("；".join(problems))
        self.problems = problems


@dataclass(slots=True)
class Problems:
    """What is wrong with a file, in the order found."""

    found: list[str] = field(default_factory=list)

    def say(self, where: str, message: str) -> None:
        """Note a problem at a line or key."""
        told = f"{where}：{message}" if where else message
        if told not in self.found:
            self.found.append(told)


@dataclass(frozen=True, slots=True)
class Item:
    """A mapping of a file and where it stands."""

    where: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Raw:
    """The three sections of a file."""

    lines: tuple[Item, ...] = ()
    joint_bodies: tuple[Item, ...] = ()
    bodies: tuple[Item, ...] = ()


@cache
def columns() -> Mapping[str, str]:
    """The field of each header, English and Chinese."""
    text = resources.files("ontology.registry").joinpath("own_columns.yaml").read_text(encoding="utf-8")
    return {header: name for name, headers in yaml.safe_load(text).items() for header in (name, *headers)}


def parse(text: str, form: str, problems: Problems) -> Raw:
    """The items of a text in a form: yaml or csv. Raises BadRegistry where it is neither."""
    if len(text) > MAX_CHARACTERS:
        raise BadRegistry((f"文件超过 {MAX_CHARACTERS:,} 字",))
    return _csv(text.removeprefix("\ufeff"), problems) if form == "csv" else _yaml(text, problems)


def _yaml(text: str, problems: Problems) -> Raw:
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=yaml.SafeLoader)):
            raise BadRegistry(("不用 YAML 的引用（*…）",))
        found = yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        if isinstance(error, BadRegistry):
            raise
        where = f"第 {mark.line + 1} 行：" if mark else ""
        raise BadRegistry((f"{where}不是 YAML：{getattr(error, 'problem', None) or '结构不对'}",)) from None
    if not isinstance(found, dict) or not found:
        raise BadRegistry((f"应有 {'、'.join(_SECTIONS)} 中的一项或几项",))
    for key in found:
        if key not in _SECTIONS:
            problems.say(str(key)[:40], f"不认识的键（可用：{'、'.join(_SECTIONS)}）")
    return Raw(*(tuple(_items(found.get(section), section, problems)) for section in _SECTIONS))


def _items(found: Any, section: str, problems: Problems) -> list[Item]:
    if found is None:
        return []
    return [Item(where, values) for where, values in mappings(found, section, problems)]


def mappings(found: Any, where: str, problems: Problems) -> list[tuple[str, dict[str, Any]]]:
    """The mappings of a list, each with where it stands; what is none is a problem."""
    if not isinstance(found, list):
        problems.say(where, "应是列表")
        return []
    out = []
    for number, one in enumerate(found, 1):
        place = f"{where} 第 {number} 项"
        if isinstance(one, dict):
            out.append((place, {str(key): value for key, value in one.items()}))
        else:
            problems.say(place, "应是若干“键: 值”")
    return out


def _csv(text: str, problems: Problems) -> Raw:
    head = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",\t;", key=head.count))
    try:
        rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise BadRegistry((f"第 {reader.line_num} 行不是 CSV：{error}",)) from None
    if not rows:
        raise BadRegistry(("文件是空的",))
    header = [cell.strip() for cell in rows[0][1]]
    fields = [columns().get(cell, columns().get(cell.lower(), "")) for cell in header]
    for cell, name in zip(header, fields, strict=True):
        if not name and cell:
            problems.say("第 1 行", f"不认识的列 {cell}（可用：{'、'.join(dict.fromkeys(columns().values()))}）")
        elif name and fields.count(name) > 1:
            problems.say("第 1 行", f"有几列都是 {name}")
    if "name" not in fields:
        raise BadRegistry(("第 1 行：没有 name（名称）列",))
    return Raw(bodies=tuple(_row(number, row, fields, problems) for number, row in rows[1:]))


def _row(number: int, row: list[str], fields: list[str], problems: Problems) -> Item:
    if any(cell.strip() for cell in row[len(fields) :]):
        problems.say(f"第 {number} 行", "单元格比表头多")
    told = {name: cell.strip() for name, cell in zip(fields, row, strict=False) if name and cell.strip()}
    return Item(f"第 {number} 行", told)
