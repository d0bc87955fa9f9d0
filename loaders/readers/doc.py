"""DOC files (Word 97 to 2003, WPS): paragraphs, tables with merged cells and footnotes from the binary format."""

from __future__ import annotations

import io
import struct
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from loaders.errors import LoadError
from loaders.readers.base import Reading
from loaders.readers.doc_binary import Binary, Encrypted, Properties
from loaders.readers.flow import Flow, FlowCell, Paragraph

# Property modifiers, [MS-DOC] 2.6.
_BOLD, _HIDDEN, _DELETED = 0x0835, 0x083C, 0x0800
_IN_TABLE, _ROW_END, _DEPTH, _OUTLINE = 0x2416, 0x2417, 0x6649, 0x2640
_ROW, _MERGED_DOWN = 0xD608, 0xD62B
_CELL_END, _NOTE = "\x07", "\x02"
_FIELD, _FIELD_RESULT, _FIELD_END = "\x13", "\x14", "\x15"
_UNSHOWN = dict.fromkeys(map(chr, (1, 2, 5, 7, 8, 12, 13, 14, 31)))
_SHOWN = str.maketrans({"\t": " ", "\x0b": "\n", "\x1e": "-", "\xa0": " ", **_UNSHOWN})
_STREAMS = ("Data", "0Table", "1Table")
_NEAR = 40  # twentieths of a point: edges of cells closer than that are one
_BEYOND_HEADINGS = 9


def read(data: bytes, path: str) -> Reading:
    """The reading of a DOC file; LoadError for a broken or encrypted one."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            streams = {name: ole.openstream(name).read() if ole.exists(name) else b"" for name in _STREAMS}
            word = ole.openstream("WordDocument").read()
        tables = {0: streams["0Table"], 1: streams["1Table"]}
        return _Document(Binary(word, tables, streams["Data"])).reading()
    except Encrypted:
        raise LoadError(path, "encrypted", "文件加了密，请先去掉口令") from None
    except MemoryError:
        raise
    except Exception:  # olefile and the unpacking of damaged structures raise many kinds of errors
        raise LoadError(path, "broken", "DOC 文件损坏或版本过旧，打不开") from None


@dataclass
class _RowCells:
    """A row: its cells' paragraphs, the edges of its cells, and which are merged with the one above or before."""

    cells: list[tuple[Paragraph, ...]] = field(default_factory=list)
    edges: tuple[int, ...] = ()
    down: frozenset[int] = frozenset()
    across: frozenset[int] = frozenset()


class _Document:
    """A document being read."""

    def __init__(self, binary: Binary) -> None:
        self._binary = binary
        counts = binary.counts
        notes = binary.text(counts.main, counts.main + counts.footnotes)
        self._notes = [" ".join(note.translate(_SHOWN).split()) for note in notes.split(_NOTE)[1:]]
        self._fields: list[bool] = []  # of each open field, whether its instructions are being read
        self._flow = Flow()

    def reading(self) -> Reading:
        counts = self._binary.counts
        self._part(0, counts.main)
        boxes = counts.main + counts.footnotes + counts.headers + counts.macros + counts.comments + counts.endnotes
        self._part(boxes, boxes + counts.boxes)
        return self._flow.reading()

    def _part(self, start: int, end: int) -> None:
        self._fields = []
        rows: list[_RowCells] = []
        row, cell = _RowCells(), list[Paragraph]()
        for begin, stop in self._spans(start, end):
            style, properties = self._binary.paragraph(stop - 1)
            if not (_on(properties, _IN_TABLE) or any(properties.get(_DEPTH, b""))):
                cell = self._leave(rows, row, cell)
                rows, row = [], _RowCells()
                self._flow.paragraphs(self._paragraphs(begin, stop, style, properties))
                continue
            if _on(properties, _ROW_END):
                rows.append(_defined(row, properties))
                row, cell = _RowCells(), []
                continue
            cell += self._paragraphs(begin, stop, style, properties)
            if self._binary.text(stop - 1, stop) == _CELL_END:
                row.cells.append(tuple(cell))
                cell = []
        self._leave(rows, row, cell)

    def _leave(self, rows: list[_RowCells], row: _RowCells, cell: list[Paragraph]) -> list[Paragraph]:
        """Write the table that ends here, and what stands in a row without an end."""
        if rows:
            self._flow.table(_cells(rows))
        for paragraphs in (*row.cells, tuple(cell)):
            self._flow.paragraphs(paragraphs)
        return []

    def _spans(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The paragraphs, each with the mark that ends it."""
        end = min(end, len(self._binary.units))
        begin = start
        for at in range(start, end):
            if self._binary.units[at] in (7, 12, 13):
                yield begin, at + 1
                begin = at + 1
        if begin < end:
            yield begin, end

    def _paragraphs(self, start: int, end: int, style: int, properties: Properties) -> list[Paragraph]:
        """A paragraph and the footnotes that hang on it."""
        outline = properties.get(_OUTLINE, b"\x09")[:1] or b"\x09"
        paragraph = Paragraph(heading=1 <= style <= _BEYOND_HEADINGS or outline[0] < _BEYOND_HEADINGS)
        notes: list[Paragraph] = []
        for begin, stop, character in self._binary.character_runs(start, end):
            if _on(character, _HIDDEN) or _on(character, _DELETED):
                continue
            words = self._without_fields(self._binary.text(begin, stop))
            for _ in range(min(words.count(_NOTE), len(self._notes))):
                notes.append(Paragraph([(f"注：{self._notes.pop(0).removeprefix('注：')}", False)]))
            shown = words.translate(_SHOWN)
            if shown:
                paragraph.runs.append((shown, _on(character, _BOLD)))
        bold = [is_bold for words, is_bold in paragraph.runs if words.strip()]
        paragraph.heading = paragraph.heading or (bool(bold) and all(bold))
        return [paragraph, *notes]

    def _without_fields(self, words: str) -> str:
        """The words without the instructions of fields: what stands between their beginning and their result."""
        shown = []
        for char in words:
            if char == _FIELD:
                self._fields.append(True)
            elif char == _FIELD_RESULT and self._fields:
                self._fields[-1] = False
            elif char == _FIELD_END and self._fields:
                self._fields.pop()
            elif not any(self._fields):
                shown.append(char)
        return "".join(shown)


def _on(properties: Properties, code: int) -> bool:
    return properties.get(code, b"\x00")[:1] == b"\x01"


def _defined(row: _RowCells, properties: Properties) -> _RowCells:
    """A row with what its definition says of the cells ([MS-DOC] 2.9.322, 2.9.327)."""
    packed = properties.get(_ROW, b"")
    count = packed[0] if packed else 0
    if count == 0 or len(packed) < 1 + 2 * (count + 1):
        row.edges = tuple(range(0, 1000 * (len(row.cells) + 1), 1000))
        return row
    row.edges = struct.unpack_from(f"<{count + 1}h", packed, 1)
    described = packed[1 + 2 * (count + 1) :]
    flags = [int.from_bytes(described[at : at + 2], "little") for at in range(0, len(described) - 1, 20)]
    down = {i for i, flag in enumerate(flags) if flag >> 5 & 3 == 1}
    merge = properties.get(_MERGED_DOWN, b"")
    if len(merge) == 2 and merge[1] == 1:
        down.add(merge[0])
    row.down, row.across = frozenset(down), frozenset(i for i, flag in enumerate(flags) if flag & 3 == 2)
    return row


def _cells(rows: list[_RowCells]) -> list[FlowCell]:
    """The cells of a table by the columns that the edges of all rows make."""
    columns: list[int] = []
    for edge in sorted({edge for row in rows for edge in row.edges}):
        if not columns or edge - columns[-1] > _NEAR:
            columns.append(edge)
    found: list[FlowCell] = []
    above: dict[int, int] = {}
    for number, row in enumerate(rows):
        for place, paragraphs in enumerate(row.cells[: max(len(row.edges) - 1, 0)]):
            begin = max(bisect_left(columns, row.edges[place] - _NEAR), 0)
            stop = max(bisect_left(columns, row.edges[place + 1] - _NEAR), begin + 1)
            last = found[-1] if found else None
            if place in row.across and last is not None and last.row == number:
                found[-1] = FlowCell(last.row, last.column, last.height, stop - last.column, last.paragraphs)
            elif place in row.down and begin in above:
                held = found[above[begin]]
                found[above[begin]] = FlowCell(
                    held.row, held.column, number - held.row + 1, held.width, held.paragraphs
                )
            else:
                above[begin] = len(found)
                found.append(FlowCell(number, begin, 1, stop - begin, paragraphs))
    return found
