"""DOCX files: paragraphs, tables with merged cells, list numbers, footnotes; what is deleted or hidden is not read."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from loaders.errors import LoadError
from loaders.readers.base import Reading
from loaders.readers.container import check_parts
from loaders.readers.docx_lists import Numbering
from loaders.readers.docx_styles import Styles
from loaders.readers.flow import Flow, FlowCell, Paragraph

_MAX_DEPTH = 100
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_THROUGH = frozenset(
    qn(f"w:{name}")
    for name in ("ins", "moveTo", "hyperlink", "smartTag", "sdt", "sdtContent", "fldSimple", "dir", "bdo")
)
_CHARACTERS = {qn("w:tab"): " ", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-", qn("w:ptab"): " "}
_CONTENTS_STYLE = re.compile(r"(?:toc|目录)\s*\d+$", re.IGNORECASE)


def read(data: bytes, path: str) -> Reading:
    """The reading of a DOCX file; LoadError for a broken one, an encrypted one or one beyond the limits."""
    check_parts(data, path)
    try:
        return _Document(docx.Document(io.BytesIO(data))).reading()
    except _TooDeep:
        raise LoadError(path, "too_deep", f"表格或文本框嵌套超过 {_MAX_DEPTH} 层") from None
    except MemoryError:
        raise
    except Exception:  # python-docx and lxml raise many kinds of errors for damaged or strange files
        raise LoadError(path, "broken", "DOCX 文件损坏或结构不合规，打不开") from None


class _TooDeep(Exception):
    """Elements stand in each other beyond what word processors write."""


class _Document:
    """A document being read."""

    def __init__(self, document: Any) -> None:
        part = document.part
        self._body = document.element.body
        self._styles = Styles(document.styles.element)
        self._numbering = Numbering(_related(part, RT.NUMBERING))
        self._notes = {
            **_notes(_related(part, RT.FOOTNOTES), "w:footnote"),
            **_notes(_related(part, RT.ENDNOTES), "w:endnote"),
        }
        self._flow = Flow()

    def reading(self) -> Reading:
        self._blocks(self._body)
        return self._flow.reading()

    def _blocks(self, parent: Any) -> None:
        for child in _block_elements(parent, 0):
            if child.tag == qn("w:p"):
                self._flow.paragraphs(self._paragraphs(child))
            elif child.find(f".//{qn('w:tc')}//{qn('w:tbl')}") is not None:
                # A table that holds tables lays out the page.
                for cell in _cells_of(child):
                    self._blocks(cell)
            else:
                self._flow.table(list(self._table(child)))

    def _table(self, table: Any) -> Iterator[FlowCell]:
        """The cells of a table, each once, with what it covers."""
        open_cells: dict[int, FlowCell] = {}
        done: list[FlowCell] = []
        for row, line in enumerate(_within(table, qn("w:tr"))):
            column = _integer(line.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}"), 0)
            following: dict[int, FlowCell] = {}
            for cell in _within(line, qn("w:tc")):
                width = min(max(_integer(cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}"), 1), 1), 100)
                merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
                above = open_cells.get(column) if merge is not None and merge.get(qn("w:val")) != "restart" else None
                if above is not None:
                    entry = replace(above, height=above.height + 1)
                else:
                    words = tuple(p for child in _block_elements(cell, 0) for p in self._paragraphs(child))
                    entry = FlowCell(row, column, 1, width, words)
                following[column] = entry
                column += width
            done += [entry for column, entry in open_cells.items() if not _goes_on(entry, following.get(column))]
            open_cells = following
        yield from sorted([*done, *open_cells.values()], key=lambda c: (c.row, c.column))

    def _paragraphs(self, element: Any) -> list[Paragraph]:
        """A paragraph, then the text boxes and footnotes that hang on it."""
        style = self._styles.of(element)
        paragraph = Paragraph(heading=style.heading)
        if _CONTENTS_STYLE.match(style.name):
            paragraph.furniture = "目录"
        aside: list[Paragraph] = []
        self._inline(element, paragraph, style.bold, aside, 0)
        number = self._number(element)
        if number and paragraph.text.strip():
            paragraph.runs.insert(0, (number, style.bold))
        words = [bold for text, bold in paragraph.runs if text.strip()]
        paragraph.heading = paragraph.heading or (bool(words) and all(words))
        return [paragraph, *aside]

    def _number(self, element: Any) -> str:
        found = self._styles.list_of(element)
        if found is None:
            return ""
        number, place, style = found
        return self._numbering.next(number, self._numbering.level_of_style(number, style) if place is None else place)

    def _inline(self, parent: Any, paragraph: Paragraph, bold: bool, aside: list[Paragraph], depth: int) -> None:
        if depth > _MAX_DEPTH:
            raise _TooDeep
        for child in parent:
            if child.tag == qn("w:r"):
                self._run(child, paragraph, bold, aside, depth)
            elif child.tag in _THROUGH:
                self._inline(child, paragraph, bold, aside, depth + 1)
            elif child.tag == f"{_MC}AlternateContent":
                self._inline(_choice(child), paragraph, bold, aside, depth + 1)

    def _run(self, run: Any, paragraph: Paragraph, bold: bool, aside: list[Paragraph], depth: int) -> None:
        style = self._styles.run(run, bold)
        if style.hidden:
            return
        words = ""
        for child in run:
            if child.tag == qn("w:t"):
                words += child.text or ""
            elif child.tag == qn("w:br") and child.get(qn("w:type")) == "page":
                continue
            elif child.tag in _CHARACTERS:
                words += _CHARACTERS[child.tag]
            elif child.tag in (qn("w:footnoteReference"), qn("w:endnoteReference")):
                aside += self._note(child)
            elif child.tag in (qn("w:drawing"), qn("w:pict"), qn("w:object"), f"{_MC}AlternateContent"):
                holder = _choice(child) if child.tag == f"{_MC}AlternateContent" else child
                aside += self._boxes(holder, depth)
        if words:
            paragraph.runs.append((words, style.bold))

    def _note(self, reference: Any) -> list[Paragraph]:
        kind = reference.tag.removesuffix("Reference")
        # A note is printed once: one that refers to another, or to itself, does not grow.
        note = self._notes.pop((kind, reference.get(qn("w:id"))), None)
        if note is None:
            return []
        found = [p for child in note.iterchildren(qn("w:p")) for p in self._paragraphs(child)]
        words = " ".join(p.text.strip() for p in found).strip()
        return [Paragraph([(f"注：{words.removeprefix('注：')}", False)])] if words else []

    def _boxes(self, holder: Any, depth: int) -> list[Paragraph]:
        if depth > _MAX_DEPTH // 10:
            raise _TooDeep
        boxes = [box for box in holder.iter(qn("w:txbxContent")) if not _inside(box, holder)]
        elements = [child for box in boxes for child in _block_elements(box, 0)]
        return [p for child in elements if child.tag == qn("w:p") for p in self._paragraphs(child)]


def _block_elements(parent: Any, depth: int) -> Iterator[Any]:
    """The paragraphs and tables of a part, those in content controls and custom XML among them."""
    if depth > _MAX_DEPTH:
        raise _TooDeep
    for child in parent:
        if child.tag in (qn("w:p"), qn("w:tbl")):
            yield child
        elif child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), qn("w:ins"), qn("w:moveTo")):
            yield from _block_elements(child, depth + 1)


def _within(parent: Any, tag: str) -> Iterator[Any]:
    """The rows of a table or the cells of a row, those in content controls among them."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml")):
            yield from _within(child, tag)


def _cells_of(table: Any) -> Iterator[Any]:
    for line in _within(table, qn("w:tr")):
        yield from _within(line, qn("w:tc"))


def _goes_on(entry: FlowCell, following: FlowCell | None) -> bool:
    return following is not None and (following.row, following.column) == (entry.row, entry.column)


def _choice(element: Any) -> Any:
    """The one of several renderings of the same thing that is read."""
    found = element.find(f"{_MC}Choice")
    return found if found is not None else element


def _inside(box: Any, holder: Any) -> bool:
    """Whether a text box stands in another one of the same holder, or is the older rendering of one."""
    at = box.getparent()
    while at is not None and at is not holder:
        if at.tag in (qn("w:txbxContent"), f"{_MC}Fallback"):
            return True
        at = at.getparent()
    return False


def _related(part: Any, kind: str) -> Any | None:
    """The root of a part related to the document."""
    try:
        return parse_xml(part.part_related_by(kind).blob)
    except KeyError:
        return None


def _notes(root: Any | None, tag: str) -> dict[tuple[str, str], Any]:
    if root is None:
        return {}
    return {
        (qn(tag), note.get(qn("w:id"))): note
        for note in root.iterchildren(qn(tag))
        if note.get(qn("w:type"), "normal") == "normal"
    }


def _integer(element: Any | None, default: int) -> int:
    value = element.get(qn("w:val")) if element is not None else None
    return int(value) if value is not None and value.isascii() and value.isdigit() and len(value) < 6 else default
