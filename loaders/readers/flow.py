"""Writing down a document paragraph by paragraph and table by table, as word processors keep it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from loaders.readers.base import Reading
from loaders.readers.grid import GridCell, lay_out
from loaders.types import Furniture, Span, Table


@dataclass
class Paragraph:
    """A paragraph: its runs as (text, whether bold), whether it is set as a heading, and why it is no part of the
    document, if so.
    """

    runs: list[tuple[str, bool]] = field(default_factory=list)
    heading: bool = False
    furniture: str | None = None

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(words for words, _ in self.runs)


@dataclass(frozen=True)
class FlowCell:
    """A cell of a table and the paragraphs in it."""

    row: int
    column: int
    height: int
    width: int
    paragraphs: tuple[Paragraph, ...]


class Flow:
    """The text written so far, one line a paragraph or a row."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._tables: list[Table] = []
        self._headings: list[Span] = []
        self._furniture: list[Furniture] = []

    def paragraph(self, paragraph: Paragraph) -> None:
        """Write a paragraph; an empty one leaves an empty line."""
        begin = self._length
        for words, bold in paragraph.runs:
            if bold and not paragraph.heading and words.strip():
                self._bold(self._length, self._length + len(words))
            self._write(words)
        if paragraph.heading and paragraph.text.strip():
            self._headings.append(Span(begin, self._length))
        if paragraph.furniture and paragraph.text.strip():
            message = f"{paragraph.furniture}：{paragraph.text.strip()[:30]}"
            self._furniture.append(Furniture(begin, self._length, message))
        self._write("\n")

    def table(self, cells: Sequence[FlowCell]) -> None:
        """Write a table as rows; the cells of one that only lays out the page as paragraphs."""
        grid = lay_out(
            GridCell(c.row, c.column, c.height, c.width, "\n".join(p.text for p in c.paragraphs)) for c in cells
        )
        if grid is None:
            for cell in cells:
                self.paragraphs(cell.paragraphs)
            return
        self._tables.append(grid.placed(self._length))
        self._write(grid.text + "\n")

    def paragraphs(self, paragraphs: Iterable[Paragraph]) -> None:
        """Write paragraphs one after the other."""
        for paragraph in paragraphs:
            self.paragraph(paragraph)

    def reading(self) -> Reading:
        """What was written."""
        return Reading(
            "".join(self._parts),
            tables=tuple(self._tables),
            headings=tuple(self._headings),
            furniture=tuple(self._furniture),
        )

    def _bold(self, start: int, end: int) -> None:
        if self._headings and self._headings[-1].end == start:
            self._headings[-1] = Span(self._headings[-1].start, end)
        else:
            self._headings.append(Span(start, end))

    def _write(self, words: str) -> None:
        self._parts.append(words)
        self._length += len(words)
