"""Tables drawn with rules: the cells between the lines of a page, merged ones among them, and the words in each."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from loaders.readers.printed import Piece

_SNAP = 3.0
_MAX_RULES = 20_000
_FEWEST = 3  # rules down that make a table of two columns
_WIDE_GAP, _WORD_GAP = 0.6, 0.3  # of the size of the letters

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line, across or down; x grows to the right, y downwards."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def across(self) -> bool:
        """Whether it runs from left to right."""
        return abs(self.x1 - self.x0) >= abs(self.bottom - self.top)


@dataclass
class PlacedCell:
    """A cell with its words."""

    row: int
    column: int
    height: int
    width: int
    text: str


@dataclass
class PlacedTable:
    """A table on a page, or on several once continued. columns are the places of its rules down; page_rows say from
    which row on it stands on which page.
    """

    page: int
    top: float
    columns: list[float]
    rows: int
    cells: list[PlacedCell]
    pieces: list[Piece]
    page_rows: list[tuple[int, int]] = field(default_factory=list)

    def goes_on(self, other: PlacedTable) -> bool:
        """Whether a table on the next page continues this one: its columns stand in the same places."""
        last = self.page_rows[-1][1] if self.page_rows else self.page
        if other.page != last + 1 or len(other.columns) != len(self.columns):
            return False
        return all(abs(a - b) <= _SNAP for a, b in zip(self.columns, other.columns, strict=True))

    def append(self, other: PlacedTable) -> None:
        """Put the rows of the next page below: without the repeated header, a row the page cut in two put together."""
        first = 0
        while first < other.rows and other.row_words(first) == self.row_words(first) and any(self.row_words(first)):
            first += 1
        cut = first < other.rows and self._is_cut(other, first)
        below = self.rows - first - (1 if cut else 0)
        self.page_rows.append((self.rows - (1 if cut else 0), other.page))
        for cell in other.cells:
            if cell.row + cell.height <= first:
                continue
            above = self._last_in(cell.column) if cell.row <= first else None
            if above is not None and cell.width == above.width and (cut or self._is_heading_below(other, cell, first)):
                above.text += cell.text
                above.height += cell.height - (1 if cut else 0)
            elif not (cut and cell.row == first and not cell.text):
                row = max(cell.row, first) + below
                self.cells.append(PlacedCell(row, cell.column, cell.height, cell.width, cell.text))
        self.rows = other.rows + below
        self.pieces += other.pieces

    def row_words(self, row: int) -> list[str]:
        """What stands in the cells that begin in a row."""
        return ["".join(c.text.split()) for c in sorted(self.cells, key=lambda c: c.column) if c.row == row]

    def _last_in(self, column: int) -> PlacedCell | None:
        found = [c for c in self.cells if c.column == column]
        return max(found, key=lambda c: c.row + c.height) if found else None

    def _is_cut(self, other: PlacedTable, first: int) -> bool:
        """Whether a row goes on from the page before: it has words, and none in the column of the numbers."""
        number = next((c for c in other.cells if c.row == first and c.column == 0), None)
        above = self._last_in(0)
        numbered = above is not None and above.text.strip().isdigit()
        return numbered and number is not None and not number.text.strip() and any(other.row_words(first))

    def _is_heading_below(self, other: PlacedTable, cell: PlacedCell, first: int) -> bool:
        """Whether an empty cell is the rest of a heading (the cell after the number) that the page cut."""
        numbered = any(c.row == first and c.column == 0 and c.text.strip() for c in other.cells)
        return cell.column == 1 and len(self.columns) > 4 and not cell.text.strip() and numbered


def joined_words(pieces: Iterable[tuple[str, float, float, float]]) -> str:
    """The words of the pieces of a line (text, beginning, end, size), with a space where a gap parts them."""
    words = ""
    end: float | None = None
    for text, x0, x1, size in pieces:
        if end is not None and not words.endswith(" ") and not text.startswith(" "):
            narrow = words[-1:].isascii() and text[:1].isascii()
            if x0 - end > size * (_WORD_GAP if narrow else _WIDE_GAP):
                words += " "
        words += text
        end = x1
    return words


def tables_of(rules: Sequence[Rule], pieces: Sequence[Piece], page: int) -> list[PlacedTable]:
    """The tables of a page; single boxes, rows and columns are none."""
    if not rules or len(rules) > _MAX_RULES:
        return []
    found = [_placed(cells, pieces, page) for cells in _cell_groups([*rules, *_page_ends(rules)])]
    return [table for table in found if table is not None]


def _page_ends(rules: Sequence[Rule]) -> list[Rule]:
    """The rules that close a table where a page ends within a row: its rules down stop at one height, with none across
    that is longer than rules are thick.
    """
    across = [rule for rule in rules if rule.across and abs(rule.x1 - rule.x0) > 2 * _SNAP]
    down = [rule for rule in rules if not rule.across and abs(rule.bottom - rule.top) > 2 * _SNAP]
    closing = []
    for side in (min, max):
        ends: dict[int, list[float]] = {}
        for rule in down:
            ends.setdefault(round(side(rule.top, rule.bottom)), []).append(rule.x0)
        for height, places in ends.items():
            closed = any(abs(rule.top - height) <= _SNAP for rule in across)
            if len({round(x / _SNAP) for x in places}) >= _FEWEST and not closed:
                closing.append(Rule(min(places), height, max(places), height))
    return closing


def _cell_groups(rules: Sequence[Rule]) -> list[list[Box]]:
    from pdfplumber import table as plumber

    edges = plumber.merge_edges([_edge(rule) for rule in rules], _SNAP, _SNAP, _SNAP, _SNAP)
    cells = plumber.intersections_to_cells(plumber.edges_to_intersections(edges, _SNAP, _SNAP))
    return plumber.cells_to_tables(cells)


def _edge(rule: Rule) -> dict[str, Any]:
    return {
        "x0": min(rule.x0, rule.x1),
        "x1": max(rule.x0, rule.x1),
        "top": min(rule.top, rule.bottom),
        "bottom": max(rule.top, rule.bottom),
        "width": abs(rule.x1 - rule.x0),
        "height": abs(rule.bottom - rule.top),
        "orientation": "h" if rule.across else "v",
        "object_type": "line",
    }


def _placed(boxes: Sequence[Box], pieces: Sequence[Piece], page: int) -> PlacedTable | None:
    columns = _places([x for box in boxes for x in (box[0], box[2])])
    rows = _places([y for box in boxes for y in (box[1], box[3])])
    if len(columns) < 3 or len(rows) < 3:
        return None
    held: list[list[Piece]] = [[] for _ in boxes]
    order = sorted(range(len(boxes)), key=lambda i: (boxes[i][1], boxes[i][0]))
    inside = [p for p in pieces if columns[0] <= (p.x0 + p.x1) / 2 <= columns[-1] and rows[0] <= p.middle <= rows[-1]]
    for piece in inside:
        x = (piece.x0 + piece.x1) / 2
        at = next(
            (i for i in order if boxes[i][0] <= x <= boxes[i][2] and boxes[i][1] <= piece.middle <= boxes[i][3]), None
        )
        if at is not None:
            held[at].append(piece)
    cells = []
    for i in order:
        x0, top, x1, bottom = boxes[i]
        column, row = _place(columns, x0), _place(rows, top)
        width, height = max(_place(columns, x1) - column, 1), max(_place(rows, bottom) - row, 1)
        cells.append(PlacedCell(row, column, height, width, _cell_words(held[i])))
    taken = [piece for group in held for piece in group]
    return PlacedTable(page, rows[0], columns, len(rows) - 1, cells, taken)


def _places(values: Sequence[float]) -> list[float]:
    """Different places in order, those closer than rules are thick as one."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _SNAP / 2:
            found.append(value)
    return found


def _place(places: Sequence[float], value: float) -> int:
    return max(bisect_left(places, value + _SNAP / 2) - 1, 0)


def _cell_words(pieces: Sequence[Piece]) -> str:
    """The words of a cell: its lines joined, with a space only between Latin words."""
    words = ""
    line: list[Piece] = []
    for piece in [*sorted(pieces, key=lambda p: p.middle), None]:
        if piece is not None and (not line or piece.middle - line[0].middle <= 0.5 * min(piece.size, line[0].size)):
            line.append(piece)
            continue
        ordered = sorted(line, key=lambda p: p.x0)
        text = joined_words((p.text, p.x0, p.x1, p.size) for p in ordered).strip()
        parted = words[-1:].isascii() and words[-1:].isalpha() and text[:1].isascii() and text[:1].isalpha()
        words += f" {text}" if parted else text
        line = [piece] if piece is not None else []
    return words
