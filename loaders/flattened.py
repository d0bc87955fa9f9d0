"""Task tables that a PDF text layer printed cell by cell, one short line under another, put back into rows.

The header names the columns; a line with the next running number begins a row; within a row the cells follow each
other in the order of the columns. Where a cell ends is read off the words: a heading is narrow, a task ends with its
sentence, a list of bodies ends where a whole name stands without a mark and the next line begins another one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from loaders.joining import width
from loaders.paragraphs import paragraphs
from loaders.readers.grid import HEADER_NAME
from loaders.text import Draft, Edit, Line
from loaders.types import Cell, Span, Table, TableRow

_NUMBER_COLUMN = re.compile("序号|编号")
_BODY_COLUMN = re.compile("责任|牵头|主办|协办|配合|部门|单位|参与")
_TIME_COLUMN = re.compile("时限|时间|进度|期限")
_HEADING_COLUMN = re.compile("任务|类别|项目|领域|事项|指标|方面|问题|名称")
_ROW = re.compile(r"\d{1,3}")
_STOP = re.compile(
    r"[一二三四五六七八九十]{1,3}、|附件|注[:：]|备注[:：]|\d{1,3}\..{6,}[（(]\d{4}年\d{1,2}月\d{1,2}日[）)]$"
)
_SENTENCE_END = re.compile("[。！]$")
_WHOLE_NAME = re.compile(
    r"(?:[局厅委部办院会署社处室行司关站所队团企校联协区县市州盟旗]|政府|中心|公司|银行|法院|检察院|单位|部门|机构|集团|小组|专班|/|^[—－-]+)[）)]?$"
)
_NEW_NAME = re.compile(
    "[省市区县州盟旗各国中人海团]|自治区|有关|相关|兵团|/|天津|北京|上海|重庆|银保监|证监|[—－-]+$|无$"
)
# 滨海新区 / 人民政府: the body of the place the line before ends with.
_OF_PLACE = re.compile("人民(?!银行|法院|检察|日报)|政府|管委会|管理委员会")
_TIME = re.compile(
    r"(?:(?:20\d\d年)?(?:第?[一二三四]季度|[上下]半年|(?:\d{1,2}月)?(?:份)?(?:\d{1,2}日)?)(?:底|末)?(?:之?前|以前)?(?:完成)?|"
    r"(?:长期|持续|常态化?)(?:推进|实施|坚持|开展)?|全年|按时序推进)$"
)
_TIME_BEGIN = re.compile(r"\d|长期|持续|常态")
_TIME_END = re.compile("[月日底年].{0,2}前$|[月年]底$|长期|持续")
_TIME_LINES = 4
_NUMBERED = re.compile(r"\d{1,3}[.．、]")
_NARROW = 8.5
_BODIES = 10.0
_FEW = 4  # rows that tell too little of how wide columns are
_CLEARLY = 2.0  # by how much a line behind a sentence is wider than bodies, and so goes on with the task


@dataclass(frozen=True, slots=True)
class _Columns:
    """The columns of a table by what they hold; `bodies` are those of bodies, in order."""

    number: int
    heading: int | None
    task: int
    bodies: tuple[int, ...]
    time: int | None
    count: int


@dataclass(frozen=True, slots=True)
class _Layout:
    """How a table is set: width of its first column of bodies, of its widest one, whether its headings are numbered."""

    lead_width: float
    body_width: float
    numbered: bool


def unflatten(draft: Draft) -> None:
    """Put the rows of every flattened table of a draft on one line each, cells parted by tabs."""
    if not _NUMBER_COLUMN.search(draft.text):
        return
    lines = [line for line in draft.lines() if line.text]
    at = 0
    breaks: dict[int, str] = {}
    gone: set[int] = set()
    while at < len(lines):
        header = _header(lines, at)
        columns = _columns([name for name, _ in header]) if header else None
        if columns is None:
            at += 1
            continue
        at = _table(lines, at, [count for _, count in header], columns, breaks, gone)
    if breaks:
        _edit(draft, lines, breaks, gone)


def _header(lines: list[Line], at: int) -> list[tuple[str, int]]:
    """The names of the columns that begin with line `at`, each with the number of lines it is printed on."""
    if not _NUMBER_COLUMN.match(lines[at].text):
        return []
    names: list[tuple[str, int]] = []
    while (name := _column_name(lines, at)) is not None:
        names.append(name)
        at += name[1]
    return names if len(names) >= 3 else []


def _column_name(lines: list[Line], at: int) -> tuple[str, int] | None:
    """The name of a column on one line, or torn over two (责任 / 单位)."""
    for count in (1, 2):
        pieces = [line.text for line in lines[at : at + count]]
        name = "".join(pieces)
        if len(pieces) == count and len(name) <= 12 and HEADER_NAME.match(name) and (count == 1 or len(name) <= 6):
            return name, count
    return None


def _columns(names: list[str]) -> _Columns | None:
    bodies = tuple(i for i, name in enumerate(names) if _BODY_COLUMN.search(name) and not _TIME_COLUMN.search(name))
    time = next((i for i, name in enumerate(names) if _TIME_COLUMN.search(name)), None)
    tasks = [i for i in range(1, len(names)) if i not in bodies and i != time]
    if not bodies or not tasks or bodies[0] < tasks[-1]:
        return None
    heading = tasks[0] if len(tasks) > 1 and _HEADING_COLUMN.search(names[tasks[0]]) else None
    return _Columns(0, heading, tasks[-1], bodies, time, len(names))


def _table(
    lines: list[Line], at: int, counts: list[int], columns: _Columns, breaks: dict[int, str], gone: set[int]
) -> int:
    """Read one table whose columns' names take up `counts` lines each; gives back the line after it.

    `breaks` says what stands after a line: nothing, a tab, a line end.
    """
    size = sum(counts)
    names = [line.text for line in lines[at : at + size]]
    end = at
    for count in counts:
        breaks.update(dict.fromkeys(range(end, end + count - 1), ""))
        end += count
        breaks[end - 1] = "\t" if end < at + size else "\n"
    rows: list[list[list[int]]] = []
    expected, at = None, at + size
    while at < len(lines):
        if [line.text for line in lines[at : at + size]] == names:
            gone.update(range(at, at + size))
            at += size
            if rows:
                rows[-1].append([])
            continue
        text = lines[at].text
        if _ROW.fullmatch(text) and (expected is None or int(text) == expected):
            rows.append([[at]])
            expected = int(text) + 1
        elif not rows or _STOP.match(text):
            break
        else:
            rows[-1][-1].append(at)
        at += 1
    layout = _layout(lines, rows, columns)
    for row in rows:
        parted = [part for chunk in row for part in _parted(lines, chunk, layout.body_width)]
        _row(lines, parted, columns, layout, breaks)
    return at


def _parted(lines: list[Line], chunk: list[int], body_width: float) -> list[list[int]]:
    """The lines of a row before and behind the end of a page that no repeated header shows: behind bodies or a time
    the wide lines of a task go on.
    """
    for place in range(2, len(chunk)):
        text, before = lines[chunk[place]].text, lines[chunk[place - 1]].text
        if width(text) <= body_width + _CLEARLY or not (_WHOLE_NAME.search(before) or _TIME_END.search(before)):
            continue
        start = place
        while start > 1 and width(lines[chunk[start - 1]].text) <= body_width:
            start -= 1
        while start < place and not _names(lines[chunk[start]].text):
            start += 1
        run = [lines[i].text for i in chunk[start:place]]
        wide = any(width(lines[i].text) > body_width + _CLEARLY for i in chunk[1:start])
        if wide and run and _NEW_NAME.match(run[0]) and not any(_SENTENCE_END.search(words) for words in run):
            return [chunk[:place], *_parted(lines, chunk[place:], body_width)]
    return [chunk]


def _row(lines: list[Line], row: list[list[int]], columns: _Columns, layout: _Layout, breaks: dict[int, str]) -> None:
    """Mark the cells of a row. What stands on the next page continues the same columns, in as many further cells."""
    cells = _cells(lines, row[0][1:], columns, layout, first=True, cut=len(row) > 1)
    cells[columns.number] = row[0][:1]
    for place, chunk in enumerate(row[1:], 2):
        cells += _cells(lines, chunk, columns, layout, first=False, cut=place < len(row))
    filled = [place for place, cell in enumerate(cells) if cell]
    for place, following in zip(filled, [*filled[1:], None], strict=True):
        for index in cells[place][:-1]:
            breaks[index] = ""
        breaks[cells[place][-1]] = "\n" if following is None else "\t" * (following - place)


def _cells(
    lines: list[Line], chunk: list[int], columns: _Columns, layout: _Layout, *, first: bool, cut: bool
) -> list[list[int]]:
    """The lines of each column, in the order of the header."""
    cells: list[list[int]] = [[] for _ in range(columns.count)]
    rest = chunk
    if first and columns.heading is not None:
        cells[columns.heading], rest = _heading(lines, chunk, layout.numbered)
    task_end = _task_end(lines, rest, layout.body_width, cut=cut)
    cells[columns.task], bodies = rest[:task_end], rest[task_end:]
    if columns.time is not None:
        cells[columns.time] = _times(lines, bodies)
        bodies = [i for i in bodies if i not in cells[columns.time]]
    for column in columns.bodies[:-1]:
        end = _body_cut(lines, bodies, layout.lead_width)
        cells[column], bodies = bodies[:end], bodies[end:]
    cells[columns.bodies[-1]] = bodies
    return cells


def _times(lines: list[Line], bodies: list[int]) -> list[int]:
    """The lines of a cell that says until when: those that end the row and say so together, else each that does."""
    for count in range(min(_TIME_LINES, len(bodies) - 1), 1, -1):
        words = "".join(lines[i].text for i in bodies[-count:])
        if _TIME.fullmatch(words) and _TIME_BEGIN.match(words):
            return bodies[-count:]
    return [i for i in bodies if _TIME.fullmatch(lines[i].text)]


def _heading(lines: list[Line], chunk: list[int], numbered: bool) -> tuple[list[int], list[int]]:
    if numbered and chunk and not _NUMBERED.match(lines[chunk[0]].text):
        return [], chunk
    cut = 0
    while cut < len(chunk) and _is_narrow(lines[chunk[cut]].text):
        if cut + 1 < len(chunk) and _runs_on(lines[chunk[cut]].text, lines[chunk[cut + 1]].text):
            break
        cut += 1
    return (chunk[:cut], chunk[cut:]) if cut < len(chunk) else ([], chunk)


def _runs_on(text: str, following: str) -> bool:
    """Whether a printed line was cut behind its mark: whole, it is wider than a line of a heading."""
    return text.endswith("、") and width(text) + width(following) > 1.4 * _NARROW


def _is_narrow(text: str) -> bool:
    return width(text) <= _NARROW and not re.search("[，。；]", text)


def _task_end(lines: list[Line], chunk: list[int], body_width: float, *, cut: bool) -> int:
    """After the last line that ends a sentence; in a row without one, or that the page cuts (`cut`), after the last
    line wider than a column of bodies.
    """
    ended = max((p + 1 for p, i in enumerate(chunk) if _SENTENCE_END.search(lines[i].text)), default=0)
    if ended and not cut:
        return max(ended, _wide_end(lines, chunk, body_width + _CLEARLY))
    end = max(ended, _wide_end(lines, chunk, body_width))
    while 0 < end < len(chunk) - 1 and not ended and not _names(lines[chunk[end]].text):
        end += 1
    return end


def _names(text: str) -> bool:
    """Whether a line may be that of a body, not the short last one of a task."""
    return bool(_NEW_NAME.match(text) or _WHOLE_NAME.search(text) or _TIME.fullmatch(text))


def _wide_end(lines: list[Line], chunk: list[int], least: float) -> int:
    return max((p + 1 for p, i in enumerate(chunk) if width(lines[i].text) > least), default=0)


def _layout(lines: list[Line], rows: list[list[list[int]]], columns: _Columns) -> _Layout:
    """Learned from the rows whose task ends with a sentence: the lines after it are those of bodies."""
    numbered = bool(rows) and len(rows[0][0]) > 1 and bool(_NUMBERED.match(lines[rows[0][0][1]].text))
    told: list[tuple[bool, list[float]]] = []
    for row in rows:
        rest = _heading(lines, row[0][1:], numbered)[1] if columns.heading is not None else row[0][1:]
        end = _task_end(lines, rest, 1000.0, cut=False)
        if end and end < len(rest) and len(row) == 1:
            widths = [width(lines[i].text) for i in rest]
            told.append((max(widths[end:]) < max(widths[:end]) - 1, widths[end:]))
    clear = [widths for narrower, widths in told if narrower] or [widths for _, widths in told]
    lead = _most([widths[0] for widths in clear], _NARROW)
    body = _most([w for widths in clear for w in widths], _BODIES)
    if len(clear) < _FEW:
        lead, body = max(lead, _NARROW), max(body, _BODIES)
    return _Layout(lead, body + 0.5, numbered)


def _most(widths: list[float], default: float) -> float:
    """The width nine in ten do not go beyond."""
    return sorted(widths)[int(len(widths) * 0.9)] if widths else default


def _body_cut(lines: list[Line], bodies: list[int], lead_width: float) -> int:
    for place in range(len(bodies) - 1):
        text, following = lines[bodies[place]].text, lines[bodies[place + 1]].text
        if not _WHOLE_NAME.search(text) or _OF_PLACE.match(following):
            continue
        if width(following) > lead_width + 0.5 or _NEW_NAME.match(following):
            return place + 1
    return len(bodies)


def _edit(draft: Draft, lines: list[Line], breaks: dict[int, str], gone: set[int]) -> None:
    edits: list[Edit] = []
    for index, line in enumerate(lines):
        stop = lines[index + 1].start if index + 1 < len(lines) else len(draft.text)
        if index in gone:
            draft.note_furniture(line.start, line.end, f"重复的表头：{line.text}")
            edits.append(Edit(line.start, stop))
        elif index in breaks and index + 1 < len(lines):
            edits.append(Edit(line.end, stop, breaks[index]))
    draft.apply(edits)


def tables_in(text: str) -> tuple[Table, ...]:
    """The tables of a text whose rows are lines of cells parted by tabs, below a line that names the columns."""
    found: list[Table] = []
    header: TableRow | None = None
    rows: list[TableRow] = []
    for line in [*paragraphs(text), Span(len(text), len(text))]:
        words = text[line.start : line.end]
        if header is not None and "\t" in words:
            rows.append(_with_merged(_row_of(line, words, len(header.cells)), rows))
            continue
        if header is not None and rows:
            found.append(Table(header.start, rows[-1].end, (header,), tuple(rows)))
        names = words.split("\t")
        named = sum(bool(HEADER_NAME.match(name)) for name in names) >= max(2, len(names) - 1)
        header, rows = (_row_of(line, words, len(names)) if named else None), []
    return tuple(found)


def _row_of(line: Span, words: str, count: int) -> TableRow:
    """A row; cells beyond the columns continue them, and empty ones of those are left out."""
    cells: list[Cell] = []
    at = line.start
    for place, cell in enumerate(words.split("\t")):
        if place < count or cell:
            cells.append(Cell(at, at + len(cell), place % count))
        at += len(cell) + 1
    return TableRow(line.start, line.end, tuple(cells))


def _with_merged(row: TableRow, above: list[TableRow]) -> TableRow:
    """A row whose empty heading (the cell after the number) is that of the row above."""
    if len(row.cells) < 3 or not above or row.cells[1].start < row.cells[1].end:
        return row
    heading = above[-1].cells[1]
    return TableRow(row.start, row.end, (row.cells[0], Cell(heading.start, heading.end, 1, True), *row.cells[2:]))
