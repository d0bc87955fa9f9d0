"""What the stages of extraction hand to each other. Offsets count code points of `Text.text` unless said otherwise."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from ontology.records import PlanSystemRecord, ResponsibilityRecord, WarningRecord


class Run(NamedTuple):
    """A stretch of text that stands in the original in one piece.

    `text[text_start:text_start+length]` comes from `original[original_start:original_start+length]`; page is 0 where
    the file has no pages.
    """

    text_start: int
    original_start: int
    length: int
    page: int


@dataclass(frozen=True, slots=True)
class Furniture:
    """A span of the original that is not part of the document: what it is, in Chinese, for the warning."""

    start: int
    end: int
    message: str


@dataclass(frozen=True)
class Text:
    """A document as a reader reads it, with the way back to what was printed.

    Paragraphs are lines of `text`; the cells of a table row are one line, parted by tabs. script is hans, hant or
    hant-tw. meta holds what the page says of the document outside its text
    (发布部门, 文号, title, url …), by its label.
    """

    text: str
    original: str
    runs: tuple[Run, ...]
    script: str = "hans"
    furniture: tuple[Furniture, ...] = ()
    meta: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def _text_starts(self) -> list[int]:
        return [run.text_start for run in self.runs]

    def original_offset(self, offset: int) -> int:
        """Where the character at an offset of the text stands in the original; IndexError outside the text."""
        if not 0 <= offset < len(self.text):
            raise IndexError(offset)
        run = self.runs[bisect_right(self._text_starts, offset) - 1]
        return run.original_start + offset - run.text_start

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original a span of the text came from; an empty span stays empty."""
        if start >= end:
            at = self.original_offset(start) if start < len(self.text) else len(self.original)
            return at, at
        return self.original_offset(start), self.original_offset(end - 1) + 1

    def page(self, offset: int) -> int:
        """The page a character stands on; 0 where the file has no pages."""
        return self.runs[bisect_right(self._text_starts, offset) - 1].page if self.runs else 0

    def text_offset(self, original: int) -> int:
        """The offset of the first character of the text that stands at or after a place of the original."""
        at = bisect_left(self.runs, original, key=lambda run: run.original_start + run.length - 1)
        if at == len(self.runs):
            return len(self.text)
        run = self.runs[at]
        return run.text_start + max(0, original - run.original_start)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table. A merged cell stands in each of its rows and columns with the one span it is printed at;
    `repeated` is true in all of them but the first.
    """

    start: int
    end: int
    column: int
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row: its line in the text (without the line's end) and its cells, one a column.

    Where a page cut a row of a flattened table in two, further cells of the same columns follow.
    """

    start: int
    end: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its header rows (none when it has no header) and its other rows."""

    start: int
    end: int
    header: tuple[TableRow, ...]
    rows: tuple[TableRow, ...]


class Unit(NamedTuple):
    """A part of a document: a numbered one, one under a bold or colon heading, a row of a task table.

    number is as printed without brackets and punctuation ("" for none), path the numbers from outside in, brackets
    kept, joined by "/". start is right after the number; `text[start:head_end]` is the printed heading (empty when the
    unit has none and opens with its sentence); own_end is where the first sub-unit's number begins, or end. parent is
    the index of the unit around it. kind is number, chapter, article, heading, row, attachment, preamble, program,
    paragraph (without number, closed by an assignment of its own) or closing (behind the last number).
    """

    number: str
    path: str
    title: str
    start: int
    head_end: int
    end: int
    own_end: int
    parent: int | None
    depth: int
    kind: str
    label_start: int = 0


class Span(NamedTuple):
    """A half-open span of the text."""

    start: int
    end: int


@dataclass(frozen=True)
class Assignments:
    """Who has which role, by unit: what the reading of responsibilities yields.

    Unit indexes count the units given, then `extra_units` (paragraphs that describe a program and have no number).
    `responsibilities` lists each record at the one unit it belongs to, `duties` those of bodies that are but the
    subject of a duty verb in a document of articles, apart from the former; `annotations` are the spans set apart from
    the sentences (not part of a title, nor of a measure's own words). In `plan_systems` every `measure_id` is None:
    `described_in` gives the unit of a category or program by its id, and the pipeline fills the field.
    """

    responsibilities: Mapping[int, list[ResponsibilityRecord]] = field(default_factory=dict)
    duties: Mapping[int, list[ResponsibilityRecord]] = field(default_factory=dict)
    annotations: tuple[Span, ...] = ()
    plan_systems: tuple[PlanSystemRecord, ...] = ()
    described_in: Mapping[str, int] = field(default_factory=dict)
    extra_units: tuple[Unit, ...] = ()
    warnings: tuple[WarningRecord, ...] = ()


class Body(NamedTuple):
    """One body of a list: as printed, the body meant, its kind, and where it is printed in the text given."""

    written: str
    name: str
    kind: str
    start: int
    end: int
