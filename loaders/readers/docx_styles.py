"""What the styles of a DOCX file say of a paragraph or run: bold, heading, hidden, which list."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

_HEADING = re.compile(r"(?:heading|标题)\s*\d$|title$|标题$", re.IGNORECASE)
_MAX_CHAIN = 12
_NO_LIST = "0"


@dataclass(frozen=True)
class ParagraphStyle:
    """How a paragraph is set: its style's name, whether bold, whether as a heading."""

    name: str
    bold: bool
    heading: bool


@dataclass(frozen=True)
class RunStyle:
    """How a run is set."""

    bold: bool
    hidden: bool


class Styles:
    """The styles of a document by id."""

    def __init__(self, root: Any) -> None:
        self._by_id = {style.get(qn("w:styleId"), ""): style for style in root.iterchildren(qn("w:style"))}
        self._default = next(
            (
                key
                for key, style in self._by_id.items()
                if style.get(qn("w:type")) == "paragraph" and style.get(qn("w:default")) in ("1", "true")
            ),
            "",
        )

    def of(self, paragraph: Any) -> ParagraphStyle:
        """The style of a paragraph."""
        chain = self._chain(self._id(paragraph))
        name = _value(chain[0].find(qn("w:name"))) or "" if chain else ""
        bold = next((b for b in (_switch(s.find(qn("w:rPr")), "w:b") for s in chain) if b is not None), False)
        outline = next(
            (v for v in (_outline(holder.find(qn("w:pPr"))) for holder in (paragraph, *chain)) if v is not None), None
        )
        heading = bool(_HEADING.match(name)) or (outline is not None and outline < 9)
        return ParagraphStyle(name, bold, heading)

    def run(self, run: Any, bold: bool) -> RunStyle:
        """The style of a run in a paragraph that is bold or not."""
        own = run.find(qn("w:rPr"))
        character = _value(own.find(qn("w:rStyle"))) if own is not None else None
        holders = [own, *(style.find(qn("w:rPr")) for style in self._chain(character or ""))]
        set_bold = next((b for b in (_switch(holder, "w:b") for holder in holders) if b is not None), bold)
        hidden = next((b for b in (_switch(holder, "w:vanish") for holder in holders) if b is not None), False)
        return RunStyle(set_bold, hidden)

    def list_of(self, paragraph: Any) -> tuple[str, int | None, str] | None:
        """List, level (None: that of the style) and style of a paragraph; None for one outside lists."""
        style_id = self._id(paragraph)
        for holder in (paragraph, *self._chain(style_id)):
            properties = holder.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            if properties is None:
                continue
            number = _value(properties.find(qn("w:numId")))
            level = _value(properties.find(qn("w:ilvl")))
            if number == _NO_LIST:
                return None
            if number is not None:
                place = int(level) if level is not None and level.isascii() and level.isdigit() else None
                own = holder.get(qn("w:styleId"), style_id)
                return number, (place or 0) if holder is paragraph else place, own
        return None

    def _id(self, paragraph: Any) -> str:
        return _value(paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")) or self._default

    def _chain(self, style: str) -> list[Any]:
        """A style and those it is based on."""
        found: list[Any] = []
        while style in self._by_id and len(found) < _MAX_CHAIN:
            found.append(self._by_id[style])
            style = _value(found[-1].find(qn("w:basedOn"))) or ""
        return found


def _value(element: Any | None) -> str | None:
    return element.get(qn("w:val")) if element is not None else None


def _switch(properties: Any | None, name: str) -> bool | None:
    """Whether a property is on; None where it is not given."""
    element = properties.find(qn(name)) if properties is not None else None
    return None if element is None else element.get(qn("w:val"), "1") not in ("0", "false", "off")


def _outline(properties: Any | None) -> int | None:
    value = _value(properties.find(qn("w:outlineLvl"))) if properties is not None else None
    return int(value) if value is not None and value.isascii() and value.isdigit() else None
