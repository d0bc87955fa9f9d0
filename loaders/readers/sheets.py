"""Writing down printed pages, with the page every character stands on."""

from __future__ import annotations

from dataclasses import dataclass, field

from loaders.readers.base import Reading
from loaders.readers.grid import GridCell, lay_out
from loaders.readers.ruled import PlacedTable
from loaders.types import Furniture, Span, Table


@dataclass
class Sheet:
    """The text written so far and what is known of it."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    pages: list[tuple[int, int]] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    headings: list[Span] = field(default_factory=list)
    furniture: list[Furniture] = field(default_factory=list)
    soft_breaks: list[int] = field(default_factory=list)

    def begin(self, page: int, at: int | None = None) -> int:
        """Note that a page begins here, or at a place further on, if it is a new one; where we are."""
        if not self.pages or self.pages[-1][1] < page:
            self.pages.append((self.length if at is None else at, page))
        return self.length

    def write(self, words: str) -> None:
        """Add words."""
        self.parts.append(words)
        self.length += len(words)

    def reading(self, blank_pages: tuple[int, ...]) -> Reading:
        """What was written."""
        return Reading(
            "".join(self.parts),
            page_starts=tuple(self.pages),
            tables=tuple(self.tables),
            headings=tuple(self.headings),
            furniture=tuple(self.furniture),
            soft_breaks=tuple(self.soft_breaks),
            blank_pages=blank_pages,
        )


def written(sheet: Sheet, table: PlacedTable) -> None:
    """Write a table as rows, or the cells of one that only lays out the page as paragraphs."""
    start = sheet.begin(table.page)
    grid = lay_out(GridCell(c.row, c.column, c.height, c.width, c.text) for c in table.cells)
    if grid is None:
        for cell in table.cells:
            sheet.write(f"{cell.text}\n")
        return
    placed = grid.placed(start)
    sheet.tables.append(placed)
    rows = (*placed.header, *placed.rows)
    for row, page in table.page_rows:
        if row < len(rows):
            sheet.begin(page, rows[row].start)
    sheet.write(grid.text + "\n")
