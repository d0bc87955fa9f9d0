"""From pieces of text placed on pages to a reading: lines, tables, running heads, and which lines make one paragraph.

Lengths are in the unit of the page (points of a PDF file, millimetres of an OFD file); only their relations count.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from loaders.joining import UNIT_START, width
from loaders.readers.base import Reading
from loaders.readers.ruled import PlacedTable, Rule, joined_words, tables_of
from loaders.readers.sheets import Sheet, written
from loaders.types import Furniture, Span

_MARGIN = 0.14  # of a page's height: where running heads and page numbers stand
_FEW_PAGES = 3
_SET_RIGHT = 8  # characters in front of a line that stands at the right: a signature, a date
_PAGE_NUMBER = re.compile(
    r"[-—–―·\s]*\d{1,4}[-—–―·\s]*|第\s*\d{1,4}\s*页(?:[,，/\s]*共\s*\d{1,4}\s*页)?|\d{1,4}\s*/\s*\d{1,4}"
)
_FIGURES = re.compile(r"[\d\s]+")
_STOP = re.compile("[。；：！？…〕）)\\]】][”’」』]*$")
# What a line break never parts, and so leaves the line before short.
_UNBROKEN = re.compile("[（(〔\\[《“‘]*(?:[A-Za-z0-9.%]+|.(?=[，。、；：！？”’）)〕》]))[，。、；：！？”’）)〕》]*")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text in one place: its box and size; y grows downwards."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool = False

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True)
class Page:
    """A page as printed."""

    number: int
    height: float
    pieces: Sequence[Piece]
    rules: Sequence[Rule] = ()


@dataclass
class Line:
    """A printed line."""

    pieces: list[Piece]
    page: int
    furniture: str = ""
    text: str = ""
    x0: float = 0.0
    x1: float = 0.0
    size: float = 1.0

    def settle(self) -> Line:
        """Order the pieces and measure the line."""
        self.pieces.sort(key=lambda p: p.x0)
        self.text = joined_words((p.text, p.x0, p.x1, p.size) for p in self.pieces)
        shown = [p for p in self.pieces if p.text.strip()] or self.pieces
        self.x0, self.x1 = shown[0].x0, max(p.x1 for p in shown)
        self.size = median(p.size for p in shown)
        return self

    @property
    def top(self) -> float:
        """Where it begins on its page."""
        return self.pieces[0].top

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(p.bold for p in self.pieces if p.text.strip())


@dataclass
class _Laid:
    """A page's lines and tables from top to bottom."""

    page: Page
    items: list[Line | PlacedTable] = field(default_factory=list)


def reading_of(pages: Sequence[Page], blank_pages: Sequence[int] = ()) -> Reading:
    """The reading of printed pages; `blank_pages` are those without text that show pictures."""
    laid = [_lay(page) for page in pages]
    _mark_furniture(laid)
    items = list(_continued(laid))
    lines = [item for item in items if isinstance(item, Line)]
    margins = _margins([line for line in lines if not line.furniture])
    sheet = Sheet()
    for place, item in enumerate(items):
        if isinstance(item, PlacedTable):
            written(sheet, item)
            continue
        start = sheet.begin(item.page)
        sheet.write(item.text)
        if item.furniture:
            sheet.furniture.append(Furniture(start, sheet.length, f"{item.furniture}：{item.text.strip()[:30]}"))
        elif item.bold:
            sheet.headings.append(Span(start, sheet.length))
        following = _next_line(items, place)
        if not item.furniture and following is not None and _goes_on(item, following, margins):
            sheet.soft_breaks.append(sheet.length)
        sheet.write("\n")
    return sheet.reading(tuple(blank_pages))


def _lay(page: Page) -> _Laid:
    tables = tables_of(page.rules, page.pieces, page.number)
    taken = {id(piece) for table in tables for piece in table.pieces}
    lines: list[Line] = []
    middle = 0.0
    for piece in sorted((p for p in page.pieces if id(p) not in taken), key=lambda p: p.middle):
        if lines and piece.middle - middle <= 0.5 * min(piece.size, lines[-1].pieces[0].size):
            lines[-1].pieces.append(piece)
        else:
            lines.append(Line([piece], page.number))
            middle = piece.middle
    shown = [line.settle() for line in lines if any(p.text.strip() for p in line.pieces)]
    items: list[Line | PlacedTable] = [*shown, *tables]
    return _Laid(page, sorted(items, key=lambda item: item.top))


def _mark_furniture(laid: Sequence[_Laid]) -> None:
    """Page numbers, and lines that stand at the same edge of most pages with the same words."""
    edges = [(entry, line) for entry in laid for line in _edge_lines(entry)]
    repeated = Counter(_head(line) for _, line in edges)
    most = max(_FEW_PAGES, len(laid) // 2) if len(laid) > _FEW_PAGES else max(2, len(laid))
    for _, line in edges:
        if _PAGE_NUMBER.fullmatch(line.text.strip()):
            line.furniture = "页码"
        elif repeated[_head(line)] >= most:
            line.furniture = "页眉页脚"


def _head(line: Line) -> tuple[str, int]:
    """What makes a running head: its words without figures, and where it stands."""
    return _FIGURES.sub("", line.text), round(line.top / (0.5 * line.size))


def _edge_lines(entry: _Laid) -> list[Line]:
    """The first two and last two lines of a page, where they stand in its margins."""
    lines = [item for item in entry.items if isinstance(item, Line)]
    height = entry.page.height
    upper = [line for line in lines[:2] if line.top < _MARGIN * height]
    return upper + [line for line in lines[-2:] if line.top > (1 - _MARGIN) * height and line not in upper]


def _continued(laid: Sequence[_Laid]) -> Iterator[Line | PlacedTable]:
    """All lines and tables in order; a table that goes on over a page's end is one, behind what parted it."""
    waiting: PlacedTable | None = None
    for item in (item for entry in laid for item in entry.items):
        if isinstance(item, Line):
            if waiting is not None and not item.furniture:
                yield waiting
                waiting = None
            yield item
        elif waiting is not None and waiting.goes_on(item):
            waiting.append(item)
        else:
            if waiting is not None:
                yield waiting
            waiting = item
    if waiting is not None:
        yield waiting


def _next_line(items: Sequence[Line | PlacedTable], place: int) -> Line | None:
    for item in items[place + 1 :]:
        if isinstance(item, PlacedTable):
            return None
        if not item.furniture:
            return item
    return None


@dataclass(frozen=True)
class _Margins:
    """Where lines begin and end that are neither indented nor short, and how far one stands below another in sizes."""

    left: float
    right: float
    indented: bool
    pitch: float


def _margins(lines: Sequence[Line]) -> _Margins:
    if not lines:
        return _Margins(0.0, 0.0, False, 0.0)
    em = median(line.size for line in lines)
    ends = sorted(line.x1 for line in lines)
    right = ends[int(len(ends) * 0.9)]
    # Lines after a full one begin at the left margin.
    after = [b.x0 for a, b in pairwise(lines) if right - a.x1 < 1.5 * em]
    begins = Counter(round(x / em * 2) for x in after or [line.x0 for line in lines])
    left = min(begins, key=lambda x: (-begins[x], x)) * em / 2
    indented = sum(1 for line in lines if 1.2 * em < line.x0 - left < 3 * em)
    pitches = sorted((b.top - a.top) / b.size for a, b in pairwise(lines) if a.page == b.page)
    return _Margins(left, right, indented > 0.05 * len(lines), pitches[len(pitches) // 4] if pitches else 0.0)


def _goes_on(line: Line, following: Line, margins: _Margins) -> bool:
    """Whether the next line goes on with the paragraph: this one is full, the next one neither set off nor indented."""
    em = max(line.size, following.size)
    unbroken = _UNBROKEN.match(following.text)
    slack = 1.8 + (width(unbroken[0]) if unbroken and not _STOP.search(line.text) else 0.0)
    if margins.right - line.x1 > slack * em or abs(line.size - following.size) > 0.15 * em:
        return False
    ends = _STOP.search(line.text) or UNIT_START.match(following.text)
    set_in = abs(following.x0 - line.x0) < 0.3 * em and not ends
    if (following.x0 - margins.left > 1.2 * em and not set_in) or line.x0 - margins.left > _SET_RIGHT * em:
        return False
    if line.page == following.page and following.top - line.top > 1.18 * margins.pitch * em:
        return False
    return margins.indented or not (_STOP.search(line.text) and UNIT_START.match(following.text))
