"""The numbers Word prints before the paragraphs of a list: they stand in no run and have to be counted."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

from loaders.readers.counting import printed

_PLACE = re.compile(r"%([1-9])")


@dataclass
class _Level:
    start: int
    form: str
    pattern: str
    style: str | None


@dataclass
class _List:
    """A list definition with how far its levels have been counted."""

    levels: dict[int, _Level]
    counted: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The list definitions of a document and the count of each, advanced paragraph by paragraph.

    A definition that only names a list style has the levels of the definition behind that style; a list may have some
    levels of its own (ECMA-376, 17.9.8 lvlOverride, 17.9.21 numStyleLink, 17.9.27 styleLink).
    """

    def __init__(self, root: Any | None) -> None:
        self._lists: dict[str, _List] = {}
        self._of: dict[str, str] = {}
        self._own: dict[str, dict[int, _Level]] = {}
        self._restarts: dict[str, dict[int, int]] = {}
        if root is None:
            return
        elements = list(root.iterchildren(qn("w:abstractNum")))
        behind = {_value(element.find(qn("w:styleLink"))): element for element in elements}
        for element in elements:
            style = _value(element.find(qn("w:numStyleLink")))
            held = element if style is None else behind.get(style, element)
            self._lists[element.get(qn("w:abstractNumId"), "")] = _List(_levels(held))
        for element in root.iterchildren(qn("w:num")):
            self._add(element)

    def _add(self, element: Any) -> None:
        number = element.get(qn("w:numId"), "")
        self._of[number] = _value(element.find(qn("w:abstractNumId"))) or ""
        for override in element.iterchildren(qn("w:lvlOverride")):
            self._own.setdefault(number, {}).update(_levels(override))
            start = _value(override.find(qn("w:startOverride")))
            if start is not None:
                self._restarts.setdefault(number, {})[_integer(override.get(qn("w:ilvl")))] = _integer(start)

    def level_of_style(self, number: str, style: str) -> int:
        """The level of a list that belongs to a paragraph style; 0 where none says so."""
        return next((place for place, level in self._levels_of(number).items() if level.style == style), 0)

    def next(self, number: str, place: int) -> str:
        """What is printed before the next paragraph of a list at a level; "" for bullets and unknown lists."""
        entry, levels = self._lists.get(self._of.get(number, "")), self._levels_of(number)
        if entry is None or place not in levels:
            return ""
        restart = self._restarts.get(number, {}).pop(place, None)
        level = levels[place]
        before = entry.counted.get(place, level.start - 1) if restart is None else restart - 1
        entry.counted[place] = before + 1
        for deeper in [p for p in entry.counted if p > place]:
            del entry.counted[deeper]
        if level.form in ("bullet", "none"):
            return ""
        return _PLACE.sub(lambda m: _counted(entry, levels, int(m[1]) - 1), level.pattern)

    def _levels_of(self, number: str) -> dict[int, _Level]:
        entry = self._lists.get(self._of.get(number, ""))
        return {**entry.levels, **self._own.get(number, {})} if entry is not None else {}


def _counted(entry: _List, levels: dict[int, _Level], place: int) -> str:
    level = levels.get(place)
    return printed(entry.counted.get(place, level.start), level.form) if level is not None else ""


def _levels(element: Any) -> dict[int, _Level]:
    return {
        _integer(level.get(qn("w:ilvl"))): _Level(
            _integer(_value(level.find(qn("w:start"))) or "1"),
            _value(level.find(qn("w:numFmt"))) or "decimal",
            _value(level.find(qn("w:lvlText"))) or "",
            _value(level.find(qn("w:pStyle"))),
        )
        for level in element.iterchildren(qn("w:lvl"))
    }


def _value(element: Any | None) -> str | None:
    return element.get(qn("w:val")) if element is not None else None


def _integer(value: str | None) -> int:
    return int(value) if value is not None and value.isascii() and value.isdigit() and len(value) < 7 else 0
