"""Wording of parts of documents: a measure's own, and the passage that describes a category or program."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypedDict, TypeVar

from graph.items import MeasureItem, SectionItem

Unit = TypeVar("Unit", MeasureItem, SectionItem)


class Described(TypedDict):
    """The measure or section that describes something, and its wording."""

    passage: str | None
    text: str


def own_text(text: str, start: int, own_end: int, marked: Iterable[tuple[int, int]]) -> str:
    """A measure's text before its first sub-measure without marked annotations.

    `start` and `own_end` and the marked spans count code points of the document. A span that covers the whole text
    (the row of a table) takes nothing away.
    """
    own = text[: max(own_end - start, 0)]
    kept, at = [], 0
    for left, right in sorted((a - start, b - start) for a, b in marked):
        if left <= 0 and right >= len(own.rstrip()):
            continue
        if right > at and left < len(own):
            kept.append(own[at : max(left, at)])
            at = right
    return ("".join(kept) + own[at:]).strip()


def sentence_at(text: str, start: int, end: int) -> str:
    """The sentence around a span of a text: within its line, from the last stop before it to the next behind it."""
    first = max(text.rfind(mark, 0, start) for mark in "。；\n") + 1
    ends = [at for at in (text.find(mark, end) for mark in "。；\n") if at >= 0]
    last = min(ends, default=len(text))
    return text[first : last + (text[last : last + 1] in "。；")].strip()


class Passages:
    """Finds the passage that describes a category or program: the unit its name heads, measures before sections."""

    def __init__(self, sections: Iterable[SectionItem], measures: Iterable[MeasureItem]) -> None:
        self._measures: dict[str, list[MeasureItem]] = {}
        self._sections: dict[str, list[SectionItem]] = {}
        self._within: dict[str, list[MeasureItem]] = {}
        for measure in sorted(measures, key=lambda m: (m.start, m.id)):
            self._measures.setdefault(measure.document, []).append(measure)
            if measure.section is not None:
                self._within.setdefault(measure.section, []).append(measure)
        for section in sorted(sections, key=lambda s: (s.start, s.id)):
            self._sections.setdefault(section.document, []).append(section)

    def describing(self, document: str, name: str, purpose: str | None) -> Described:
        """The passage under a name in a document; without one the purpose speaks."""
        measure = _headed(self._measures.get(document, ()), name)
        if measure is not None:
            return {"passage": measure.id, "text": measure.text}
        section = _headed(self._sections.get(document, ()), name)
        if section is not None:
            return {"passage": section.id, "text": "\n".join(m.text for m in self._within.get(section.id, ()))}
        return {"passage": None, "text": purpose or ""}


def _headed(units: Iterable[Unit], name: str) -> Unit | None:
    """The first unit whose heading is the name, else the first whose heading begins with it."""
    known = list(units)
    for unit in known:
        if name in (unit.title, unit.path.rsplit("/", 1)[-1]):
            return unit
    return next((unit for unit in known if unit.title.startswith(name) or unit.title.endswith(name)), None)
