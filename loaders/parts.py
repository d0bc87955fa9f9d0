"""Several documents in one file, told apart by the headings of a collection (`12. title（date）`)."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from itertools import pairwise

from loaders.layout import is_collected_heading
from loaders.paragraphs import paragraphs
from loaders.prepared import Prepared
from loaders.types import Cell, Furniture, Run, Span, Table, TableRow, Text

_LEAST = 300
# The heading of a collection with what was printed behind it on the same or the next lines.
_HEADING = re.compile(
    r"\d{1,3}[.．、][^\d\s][^。；]{8,140}?(?:通知|意见|公告|方案|办法|措施)[》”]?[（(](?:19|20)\d\d年\d{1,2}月\d{1,2}日[）)]"
)
_SECOND = re.compile(r"^(?:二、|（二）|\(二\)|2[.．、]|第[二2][章条])", re.MULTILINE)
_NUMBERED = re.compile(r"^(?:一、|（一）|\(一\)|1[.．、]|第[一1][章条])", re.MULTILINE)


def split_parts(prepared: Prepared) -> list[Prepared]:
    """The documents of a file in order; one where no second heading of a collection stands in it.

    Lines of a neighbouring document at the beginning or end are taken away as furniture: what stands above the first
    heading, and a last part that has a heading but no text that is numbered on.
    """
    words = prepared.text.text
    starts = [p.start for p in paragraphs(words) if _is_heading(words, p)]
    if not starts or starts[0] > len(words) // 2:
        return [prepared]
    edges = [*dict.fromkeys(starts), len(words)]
    spans = [Span(start, end) for start, end in pairwise(edges)]
    kept = [span for span in spans if _is_document(words, span)] or spans[:1]
    if len(kept) == 1 and kept[0].end - kept[0].start < len(words) // 2:
        return [prepared]
    parts = [_cut(prepared, span.start, span.end) for span in kept]
    return [_without_neighbours(prepared, parts[0], kept), *parts[1:]]


def _is_heading(words: str, line: Span) -> bool:
    """Whether a line is such a heading, or opens one that a page broke or ran on into the text behind it."""
    if is_collected_heading(words[line.start : line.end]):
        return True
    match = _HEADING.match(words, line.start)
    return match is not None and "印发" in match[0] and "\n\n" not in match[0]


def _is_document(words: str, span: Span) -> bool:
    """Whether a part is a document: its text is numbered, and more than its beginning stands here."""
    text = words[span.start : span.end]
    first = _NUMBERED.search(text, max(text.find("\n"), 0))
    if len(text) < _LEAST or first is None:
        return False
    return span.start == 0 or bool(_SECOND.search(text, first.end())) or len(text) - first.end() >= _LEAST


def _without_neighbours(prepared: Prepared, first: Prepared, kept: list[Span]) -> Prepared:
    """The first part, noting as furniture what belongs to no part."""
    words = prepared.text.text
    edges = [0, *(edge for span in kept for edge in (span.start, span.end)), len(words)]
    gone = [Span(edges[i], edges[i + 1]) for i in range(0, len(edges), 2) if words[edges[i] : edges[i + 1]].strip()]
    notes = [
        Furniture(
            *prepared.text.original_span(span.start, span.end), f"相邻文件的文字：{words[span.start : span.start + 30]}"
        )
        for span in gone
    ]
    furniture = tuple(sorted({*first.text.furniture, *notes}, key=lambda f: (f.start, f.end)))
    return replace(first, text=replace(first.text, furniture=furniture))


def _cut(prepared: Prepared, start: int, end: int) -> Prepared:
    words = prepared.text.text
    while end > start and words[end - 1] == "\n":
        end -= 1
    return Prepared(
        _cut_text(prepared.text, start, end),
        tuple(_moved(t, -start) for t in prepared.tables if start <= t.start and t.end <= end),
        tuple(Span(s.start - start, s.end - start) for s in prepared.bold if start <= s.start and s.end <= end),
        tuple(Span(s.start - start, s.end - start) for s in prepared.masked if start <= s.start and s.end <= end),
        prepared.blank_pages,
    )


def _cut_text(text: Text, start: int, end: int) -> Text:
    begin, stop = text.original_span(start, end)
    furniture = tuple(f for f in text.furniture if (f.start >= begin or start == 0) and f.start < stop)
    runs = text.runs if (start, end) == (0, len(text.text)) else _cut_runs(text, start, end)
    return Text(text.text[start:end], text.original, runs, text.script, furniture, text.meta)


def _cut_runs(text: Text, start: int, end: int) -> tuple[Run, ...]:
    runs: list[Run] = []
    first = max(0, bisect_left(text.runs, start, key=lambda run: run.text_start + run.length))
    for run in text.runs[first:]:
        low, high = max(run.text_start, start), min(run.text_start + run.length, end)
        if run.text_start >= end:
            break
        if low < high:
            runs.append(Run(low - start, run.original_start + low - run.text_start, high - low, run.page))
    return tuple(runs)


def _moved(table: Table, by: int) -> Table:
    def row(entry: TableRow) -> TableRow:
        cells = tuple(Cell(c.start + by, c.end + by, c.column, c.repeated) for c in entry.cells)
        return TableRow(entry.start + by, entry.end + by, cells)

    return Table(table.start + by, table.end + by, tuple(map(row, table.header)), tuple(map(row, table.rows)))
