"""The text of a user's file as raw items, each with where it stands, and the values of an item: text, lists of names,
dates, places, lines, words of a vocabulary.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

import yaml

from ontology import model
from ontology.registry.additions import PREFIX
from ontology.registry.lines import Line, lines
from ontology.registry.places import Jurisdiction, find_jurisdictions, jurisdiction

MAX_CHARACTERS = 4_000_000
_SECTIONS = ("lines", "joint_bodies", "bodies")
_PARTED = re.compile(r"[、；;|，,\n]+")
_DATE = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月?)?|年?)")
# Letters and digits of any script, brackets, and the marks that stand within names: no markup, no other punctuation.
_NAME = re.compile(r"(?:[^\W_]|[（）()〔〕·•—-]){2,60}")
_SLOTS = re.compile(r"\{(?:P|p|parent|committee)\}")
_MANY = 5


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


class Values:
    """Reads the values of one item; every problem names the item and the key."""

    def __init__(self, where: str, values: Mapping[str, Any], problems: Problems) -> None:
        self.where = where
        self._values = values
        self._problems = problems

    def say(self, key: str, message: str) -> None:
        """Note a problem of a key."""
        self._problems.say(f"{self.where}（{key}）" if key else self.where, message)

    def only(self, known: Iterable[str]) -> None:
        """Every other key is a problem."""
        known = tuple(known)
        for key in self._values:
            if key not in known:
                self.say(key[:40], f"不认识的键（可用：{'、'.join(known)}）")

    def given(self, key: str) -> bool:
        """Whether there is a value."""
        return self._values.get(key) not in (None, "", [])

    def text(self, key: str) -> str:
        """A text, "" where there is none."""
        value = self._values.get(key)
        if value is None:
            return ""
        if isinstance(value, (dict, list)):
            self.say(key, "应是一个词")
            return ""
        return str(value).strip()

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, or one text parted by 、 ； or ,."""
        value = self._values.get(key)
        if isinstance(value, list) and not any(isinstance(one, (dict, list)) or one is None for one in value):
            return tuple(dict.fromkeys(str(one).strip() for one in value))
        return tuple(dict.fromkeys(filter(None, (one.strip() for one in _PARTED.split(self.text(key))))))

    def names(self, key: str, *, slots: bool = False) -> tuple[str, ...]:
        """Names of bodies; with `slots` they may hold {P}, {p}, {parent} or {committee}."""
        found = self.texts(key)
        good = [name for name in found if _NAME.fullmatch(_SLOTS.sub("", name) if slots else name)]
        for name in found:
            if name not in good:
                self.say(key, f"“{name[:40]}”不能作机构名称：二至六十字，不带空格与标点")
        return tuple(good)

    def name(self, key: str, *, slots: bool = False) -> str:
        """One name; a problem where there is none."""
        if not self.given(key):
            self.say(key, "缺名称")
            return ""
        found = self.names(key, slots=slots)
        if len(found) > 1:
            self.say(key, "只能有一个名称，其余写在别名里")
        return found[0] if len(found) == 1 else ""

    def word(self, key: str, vocabulary: str, allowed: Iterable[str] | None = None) -> str:
        """The term of a vocabulary that a word or its Chinese name means; "" for none."""
        text = self.text(key)
        terms = [t for t in model.vocabulary(vocabulary).terms if allowed is None or t.id in allowed]
        found = next((t.id for t in terms if text in (t.id, t.zh, *t.words)), "")
        if text and not found:
            self.say(key, f"没有“{text[:40]}”（可用：{'、'.join(f'{t.id} {t.zh}' for t in terms)}）")
        return found

    def choice(self, key: str, allowed: Iterable[str], default: str) -> str:
        """One of some words."""
        text = self.text(key) or default
        if text not in (known := tuple(allowed)):
            self.say(key, f"没有“{text[:40]}”（可用：{'、'.join(known)}）")
            return default
        return text

    def date(self, key: str) -> str | None:
        """A partial ISO date."""
        text = self.text(key)
        if not text:
            return None
        match = _DATE.fullmatch(text)
        try:
            if match is None:
                raise ValueError(text)
            year, month, day = (int(part) if part else 0 for part in match.groups())
            date(year, month or 1, day or 1)
        except ValueError:
            self.say(key, f"“{text[:40]}”不是日期（如 2024、2024-03、2024-03-05）")
            return None
        return f"{year:04d}" + (f"-{month:02d}" if month else "") + (f"-{day:02d}" if day else "")

    def line(self, key: str, text: str) -> Line | None:
        """The line of an id or a name."""
        found = [one for one in lines() if text in (one.id, one.name) or one.id == f"{PREFIX}_{text}"]
        exact = [one for one in found if one.id == text] or found
        if len(exact) == 1:
            return exact[0]
        alike = sorted(lines(), key=lambda one: -len(set(one.name) & set(text)))
        near = [f"{one.id} {one.name}" for one in alike[:_MANY] if set(one.name) & set(text)]
        hint = f"；相近的有 {'、'.join(near)}" if near else ""
        self.say(key, f"没有条线“{text[:40]}”{hint}；新的条线要先在 YAML 的 lines 里写明")
        return None

    def place(self, key: str, text: str, level: str = "") -> Jurisdiction | None:
        """The one place of a code or a name, at a level where one is given."""
        by_code = jurisdiction(text)
        found = [by_code] if by_code else find_jurisdictions(text)
        fitting = [place for place in found if level in ("", place.level)]
        # A short name means the highest place of that name; places of one full name are told apart by their code.
        exact = [p for p in fitting if p.name == text] or fitting[:1] if by_code is None else fitting
        if len(exact) == 1:
            return exact[0]
        if exact:
            told = "、".join(f"{place.code} {_above(place)}{place.name}" for place in exact[:_MANY])
            self.say(key, f"有几处“{text[:40]}”，请写代码：{told}")
        elif found:
            self.say(key, f"“{text[:40]}”不是这一层级（{level}），而是 {found[0].level}")
        else:
            self.say(key, f"没有地区“{text[:40]}”（写全称、简称或六位代码，中央写 全国）")
        return None


def _above(place: Jurisdiction) -> str:
    above = jurisdiction(place.parent) if place.parent else None
    return above.name if above else ""
