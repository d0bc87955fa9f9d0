"""Several documents in one file, told apart by the headings of a collection (`12. title（date）`)."""

from __future__ import annotations

import re
from bisect import bisect_left

from loaders.layout import is_collected_heading
from loaders.paragraphs import paragraphs
from loaders.prepared import Prepared
from loaders.types import Cell, Run, Span, Table, TableRow, Text

_LEAST = 300


def split_parts(prepared: Prepared) -> list[Prepared]:
    """The documents of a file in order; one where no second heading of a collection stands in it."""
    words = prepared.text.text
    starts = [p.start for p in paragraphs(words) if is_collected_heading(words[p.start : p.end])]
    cuts = [start for start in starts[1:] if start >= _LEAST]
    if not starts or not cuts or re.search(r"[。；]", words[: starts[0]]):
        return [prepared]
    edges = [0, *cuts, len(words)]
    return [_cut(prepared, start, end) for start, end in zip(edges, edges[1:], strict=False)]


def _cut(prepared: Prepared, start: int, end: int) -> Prepared:
    words = prepared.text.text
    while end > start and words[end - 1] == "\n":
        end -= 1
    return Prepared(
        _cut_text(prepared.text, start, end),
        tuple(_moved(t, -start) for t in prepared.tables if start <= t.start and t.end <= end),
        tuple(Span(s.start - start, s.end - start) for s in prepared.bold if start <= s.start and s.end <= end),
        tuple(Span(s.start - start, s.end - start) for s in prepared.masked if start <= s.start and s.end <= end),
    )


def _cut_text(text: Text, start: int, end: int) -> Text:
    runs: list[Run] = []
    first = max(0, bisect_left(text.runs, start, key=lambda run: run.text_start + run.length))
    for run in text.runs[first:]:
        low, high = max(run.text_start, start), min(run.text_start + run.length, end)
        if run.text_start >= end:
            break
        if low < high:
            runs.append(Run(low - start, run.original_start + low - run.text_start, high - low, run.page))
    begin, stop = text.original_span(start, end)
    furniture = tuple(f for f in text.furniture if (f.start >= begin or start == 0) and f.start < stop)
    return Text(text.text[start:end], text.original, tuple(runs), text.script, furniture, text.meta)


def _moved(table: Table, by: int) -> Table:
    def row(entry: TableRow) -> TableRow:
        cells = tuple(Cell(c.start + by, c.end + by, c.column, c.repeated) for c in entry.cells)
        return TableRow(entry.start + by, entry.end + by, cells)

    return Table(table.start + by, table.end + by, tuple(map(row, table.header)), tuple(map(row, table.rows)))
