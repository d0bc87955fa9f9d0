"""Which documents a question is about: place, level, day; every parameter checked before anything is read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from graph.errors import BadParameter
from graph.items import DocumentItem
from graph.status import day
from ontology import model, registry
from ontology.identifiers import PartialDate


@dataclass(frozen=True, slots=True)
class Filter:
    """A place (code), a level, a day `on`; `dated` when the day was asked for and documents not in force are out."""

    jurisdiction: str | None
    level: str | None
    on: str
    dated: bool

    @property
    def empty(self) -> bool:
        """Whether every document passes."""
        return self.jurisdiction is None and self.level is None and not self.dated

    def document(self, item: DocumentItem) -> bool:
        """Whether a document passes; its status must be that of the day `on`. Drafts are in force on no day."""
        if self.jurisdiction not in (None, item.jurisdiction) or self.level not in (None, item.level):
            return False
        return not self.dated or item.status == "in_force"


def of(*, jurisdiction: str | None = None, level: str | None = None, as_of: str | None = None) -> Filter:
    """The filter of parameters as people give them; raises BadParameter with the values allowed."""
    return Filter(
        place(jurisdiction) if jurisdiction is not None else None,
        word("level", level, model.vocabulary("levels").ids) if level is not None else None,
        day(as_of),
        as_of is not None,
    )


@dataclass(frozen=True, slots=True)
class Marks:
    """What a document itself says: its kind (by its Chinese word), its status, first and last day of its date."""

    kind: str | None
    status: str | None
    since: str | None
    until: str | None

    @classmethod
    def of(
        cls, *, kind: str | None = None, status: str | None = None, since: str | None = None, until: str | None = None
    ) -> Marks:
        """From parameters as people give them; raises BadParameter."""
        kinds, statuses = model.vocabulary("document_kinds"), model.vocabulary("statuses")
        return cls(
            kinds.term(word("kind", kind, kinds.ids)).zh if kind is not None else None,
            word("status", status, statuses.ids) if status is not None else None,
            _dated("since", since).first_day if since is not None else None,
            _dated("until", until).last_day if until is not None else None,
        )

    @property
    def empty(self) -> bool:
        """Whether every document passes."""
        return self == Marks(None, None, None, None)

    def document(self, item: DocumentItem) -> bool:
        """Whether a document passes; one without a date passes no bound of dates."""
        if self.kind not in (None, item.kind) or self.status not in (None, item.status):
            return False
        if self.since is None and self.until is None:
            return True
        date = item.date
        if date is None:
            return False
        own = PartialDate(date)
        return (self.since is None or own.last_day >= self.since) and (
            self.until is None or own.first_day <= self.until
        )


def _dated(parameter: str, text: str) -> PartialDate:
    try:
        return PartialDate(text.strip())
    except ValueError:
        raise BadParameter("bad_parameter", f"{parameter} 须为日期，可以只到年或月（2024、2024-05）：{text}") from None


def place(name: str) -> str:
    """The code of a place given by code or name; BadParameter when there is none, or several."""
    name = name.strip()
    if re.fullmatch(r"\d{6}", name):
        if registry.jurisdiction(name) is None:
            raise BadParameter("bad_parameter", f"没有代码为 {name} 的行政区")
        return name
    found = registry.find_jurisdictions(name) if name else []
    if not found:
        raise BadParameter("bad_parameter", f"没有叫“{name}”的行政区：请给名称（广元市）或六位代码（510800）")
    if len(found) > 1 and found[0].level == found[1].level:
        several = "、".join(f"{p.name} {p.code}" for p in found[:8])
        raise BadParameter("bad_parameter", f"叫“{name}”的行政区不止一个，请给代码：{several}")
    return found[0].code


def word(parameter: str, value: str, allowed: Iterable[str]) -> str:
    """A value that must be one of some words; BadParameter names them."""
    known = tuple(allowed)
    if value not in known:
        raise BadParameter("bad_parameter", f"{parameter} 须为 {'、'.join(known)} 之一：{value}")
    return value


def parted(words: str) -> list[str]:
    """The words of a list parted by commas."""
    return [one.strip() for one in words.split(",") if one.strip()]


def page(limit: int | None, offset: int, *, most: int = 500) -> None:
    """Checks the bounds of a page: limit from 0 to `most`, or None for all; offset not negative."""
    if limit is not None and not 0 <= limit <= most:
        raise BadParameter("bad_parameter", f"limit 须在 0 到 {most} 之间：{limit}")
    if offset < 0:
        raise BadParameter("bad_parameter", f"offset 不能为负：{offset}")
