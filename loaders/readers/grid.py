"""Tables laid out as rows of cells: one line a row, cells parted by tabs, merged cells repeated by reference."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from loaders.types import Cell, Table, TableRow

_SPACE = re.compile(r"\s+")
_MAX_CELLS = 200_000
# The usual names of columns, and any short one that ends like them (工作事项, 牵头责任单位, 时间节点).
HEADER_NAME = re.compile(
    "^(?:序号|编号|任务|重点任务|主要任务|工作任务|主要内容|工作内容|任务内容|事项|措施|实施路径|工作举措|具体举措|类别|项目|"
    "责任单位|责任部门|牵头单位|牵头部门|配合单位|配合部门|主办单位|协办单位|参与单位|支持单位|完成时限|时限|完成时间|备注|"
    "计划名称|计划类型|专项名称|支持(?:方向|重点|内容|范围|对象)|功能定位|定位|用途|组织(?:方式|形式)|"
    "责任领导|目标|指标|领域|一级指标|二级指标|改革事项|主要举措|工作措施|重点工作|进度安排|"
    "[一-鿿]{1,6}(?:任务|内容|事项|措施|举措|类别|领域|指标|目标|要点|单位|部门|处室|科室|领导|责任人|时限|时间|期限|节点|安排)"
    "(?:[（(].{0,10}[）)])?$)"
)


@dataclass(frozen=True)
class Grid:
    """A table as text with its rows relative to the text's beginning."""

    text: str
    header: tuple[TableRow, ...]
    rows: tuple[TableRow, ...]

    def placed(self, offset: int) -> Table:
        """The table when its text begins at an offset."""
        return Table(offset, offset + len(self.text), _moved(self.header, offset), _moved(self.rows, offset))


def _moved(rows: tuple[TableRow, ...], by: int) -> tuple[TableRow, ...]:
    return tuple(
        TableRow(
            row.start + by,
            row.end + by,
            tuple(Cell(c.start + by, c.end + by, c.column, c.repeated) for c in row.cells),
        )
        for row in rows
    )


@dataclass(frozen=True)
class GridCell:
    """A cell of a table: the row and column of its upper left corner, how many of both it covers, and its words."""

    row: int
    column: int
    height: int
    width: int
    text: str
    is_header: bool = False


@dataclass
class _Slot:
    text: str
    is_header: bool
    first: tuple[int, int]


def lay_out(cells: Iterable[GridCell]) -> Grid | None:
    """The grid of a table's cells, the first one where two overlap; None for a single row or column, which only lays
    out the page, and for more cells than any task table has: their text is then read as paragraphs.
    """
    slots: dict[tuple[int, int], _Slot] = {}
    for cell in cells:
        if len(slots) + cell.height * cell.width > _MAX_CELLS:
            return None
        slot = _Slot(_SPACE.sub(" ", cell.text).strip(), cell.is_header, (cell.row, cell.column))
        for row in range(cell.row, cell.row + cell.height):
            for column in range(cell.column, cell.column + cell.width):
                slots.setdefault((row, column), slot)
    width = max((column for _, column in slots), default=-1) + 1
    height = max((row for row, _ in slots), default=-1) + 1
    if width < 2 or height < 2:
        return None
    return _written(slots, height, width)


def _written(slots: dict[tuple[int, int], _Slot], height: int, width: int) -> Grid:
    parts: list[str] = []
    at = 0
    places: dict[tuple[int, int], tuple[int, int]] = {}
    rows: list[TableRow] = []
    for row in range(height):
        start = at
        cells: list[Cell] = []
        for column in range(width):
            if column:
                parts.append("\t")
                at += 1
            slot = slots.get((row, column))
            if slot is None:
                cells.append(Cell(at, at, column))
                continue
            repeated = slot.first in places
            if not repeated:
                parts.append(slot.text)
                places[slot.first] = (at, at + len(slot.text))
                at += len(slot.text)
            begin, end = places[slot.first]
            cells.append(Cell(begin, end, column, repeated))
        rows.append(TableRow(start, at, tuple(cells)))
        parts.append("\n")
        at += 1
    text = "".join(parts).rstrip("\n")
    header = _header_rows(slots, rows, width)
    return Grid(text, tuple(rows[:header]), tuple(rows[header:]))


def _header_rows(slots: dict[tuple[int, int], _Slot], rows: list[TableRow], width: int) -> int:
    """How many of the first rows are headers: `th` cells or the usual column names; a title row above them counts."""
    for count in range(min(len(rows), 4)):
        cells = [slots[count, c] for c in range(width) if (count, c) in slots]
        if cells and all(cell.is_header for cell in cells):
            continue
        named = sum(bool(HEADER_NAME.match(cell.text.replace(" ", ""))) for cell in cells)
        if named >= 2 and max(len(cell.text) for cell in cells) <= 30:
            continue
        if len({cell.first for cell in cells}) == 1 and _is_header_below(slots, count + 1, width):
            continue
        return count
    return min(len(rows), 4)


def _is_header_below(slots: dict[tuple[int, int], _Slot], row: int, width: int) -> bool:
    cells = [slots[row, c] for c in range(width) if (row, c) in slots]
    return sum(bool(HEADER_NAME.match(cell.text.replace(" ", ""))) for cell in cells) >= 2
