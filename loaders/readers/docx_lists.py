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
    """The list definitions of a document and the count of each, advanced paragraph by paragraph."""

    def __init__(self, root: Any | None) -> None:
        self._lists: dict[str, _List] = {}
        self._of: dict[str, str] = {}
        self._restarts: dict[str, dict[int, int]] = {}
        if root is None:
            return
        for element in root.iterchildren(qn("w:abstractNum")):
            self._lists[element.get(qn("w:abstractNumId"), "")] = _List(_levels(element))
        for element in root.iterchildren(qn("w:num")):
            self._add(element)

    def _add(self, element: Any) -> None:
        number = element.get(qn("w:numId"), "")
        self._of[number] = _value(element.find(qn("w:abstractNumId"))) or ""
        for override in element.iterchildren(qn("w:lvlOverride")):
            start = _value(override.find(qn("w:startOverride")))
            if start is not None:
                self._restarts.setdefault(number, {})[_integer(override.get(qn("w:ilvl")))] = _integer(start)

    def level_of_style(self, number: str, style: str) -> int:
        """The level of a list that belongs to a paragraph style; 0 where none says so."""
        entry = self._lists.get(self._of.get(number, ""))
        levels = entry.levels if entry is not None else {}
        return next((place for place, level in levels.items() if level.style == style), 0)

    def next(self, number: str, place: int) -> str:
        """What is printed before the next paragraph of a list at a level; "" for bullets and unknown lists."""
        entry = self._lists.get(self._of.get(number, ""))
        if entry is None or place not in entry.levels:
            return ""
        restart = self._restarts.get(number, {}).pop(place, None)
        level = entry.levels[place]
        before = entry.counted.get(place, level.start - 1) if restart is None else restart - 1
        entry.counted[place] = before + 1
        for deeper in [p for p in entry.counted if p > place]:
            del entry.counted[deeper]
        if level.form in ("bullet", "none"):
            return ""
        return _PLACE.sub(lambda m: self._number(entry, int(m[1]) - 1), level.pattern)

    def _number(self, entry: _List, place: int) -> str:
        level = entry.levels.get(place)
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
