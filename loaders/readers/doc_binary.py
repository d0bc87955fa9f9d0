"""Word's binary format ([MS-DOC]): the text pieces of a DOC file and what is said of its characters and paragraphs."""

from __future__ import annotations

import struct
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from loaders.limits import limits

_MAGIC = 0xA5EC
_ENCRYPTED, _SECOND_TABLE = 0x0100, 0x0200
_PAGE = 512
# Places in the file information block, [MS-DOC] 2.5.
_COUNTS_AT = 76
_CHARACTERS_AT, _PARAGRAPHS_AT, _PIECES_AT = 250, 258, 418
_HUGE = (0x6645, 0x6646)
_TABLE_DEFINITION, _TABS = 0xD608, 0xC615
_OPERANDS = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}

Properties = dict[int, bytes]


class Encrypted(Exception):
    """The file needs a password."""


@dataclass(frozen=True)
class Counts:
    """How many characters each part of the text has, in the order they stand."""

    main: int
    footnotes: int
    headers: int
    macros: int
    comments: int
    endnotes: int
    boxes: int


@dataclass
class _Runs:
    """Properties by place in the stream: run i covers [starts[i], ends[i])."""

    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    properties: list[tuple[int, bytes]] = field(default_factory=list)

    def find(self, place: int) -> int | None:
        """The run at a place."""
        at = bisect_right(self.starts, place) - 1
        return at if at >= 0 and place < self.ends[at] else None


class Binary:
    """A Word file: its characters as UTF-16 units, and their properties by number (cp).

    Raises struct.error, IndexError or ValueError for a damaged file, Encrypted for one with a password.
    """

    def __init__(self, word: bytes, tables: dict[int, bytes], data: bytes) -> None:
        magic, flags = struct.unpack_from("<H8xH", word, 0)
        if magic != _MAGIC:
            raise ValueError("no Word file")
        if flags & _ENCRYPTED:
            raise Encrypted
        self._word, self._data = word, data
        self._table = tables[1 if flags & _SECOND_TABLE else 0]
        self.counts = Counts(*struct.unpack_from("<7I", word, _COUNTS_AT))
        self.units = array("H")
        self._cps: list[int] = []
        self._pieces: list[tuple[int, int]] = []
        self._read_pieces()
        self._paragraphs = self._runs(_PARAGRAPHS_AT, paragraphs=True)
        self._characters = self._runs(_CHARACTERS_AT, paragraphs=False)

    def text(self, start: int, end: int) -> str:
        """The characters [start, end)."""
        return self.units[start:end].tobytes().decode("utf-16-le", "replace")

    def paragraph(self, cp: int) -> tuple[int, Properties]:
        """The style index and properties of the paragraph that ends with a character."""
        at = self._paragraphs.find(self._place(cp))
        if at is None:
            return 0, {}
        style, packed = self._paragraphs.properties[at]
        found = dict(modifiers(packed))
        for code in _HUGE:
            if len(found.get(code, b"")) == 4:
                (offset,) = struct.unpack("<I", found[code])
                (size,) = struct.unpack_from("<H", self._data, offset)
                found.update(modifiers(self._data[offset + 2 : offset + 2 + size]))
        return style, found

    def character_runs(self, start: int, end: int) -> Iterator[tuple[int, int, Properties]]:
        """The stretches of [start, end) with one set of character properties."""
        at = start
        while at < end:
            piece = bisect_right(self._cps, at) - 1
            stop = min(end, self._cps[piece + 1])
            begin, size = self._pieces[piece]
            place = begin + (at - self._cps[piece]) * size
            run = self._characters.find(place)
            if run is None:
                yield at, stop, {}
                at = stop
                continue
            until = max(min(stop, at + (self._characters.ends[run] - place) // size), at + 1)
            yield at, until, dict(modifiers(self._characters.properties[run][1]))
            at = until

    def _place(self, cp: int) -> int:
        piece = bisect_right(self._cps, cp) - 1
        begin, size = self._pieces[piece]
        return begin + (cp - self._cps[piece]) * size

    def _part(self, at: int) -> bytes:
        offset, size = struct.unpack_from("<II", self._word, at)
        return self._table[offset : offset + size]

    def _read_pieces(self) -> None:
        packed = self._part(_PIECES_AT)
        at = 0
        while packed[at] == 1:  # changes made by a fast save stand before the pieces
            at += 3 + struct.unpack_from("<H", packed, at + 1)[0]
        (size,) = struct.unpack_from("<I", packed, at + 1)
        packed = packed[at + 5 : at + 5 + size]
        count = (len(packed) - 4) // 12
        self._cps = list(struct.unpack_from(f"<{count + 1}I", packed))
        if self._cps != sorted(self._cps) or self._cps[-1] > 2 * limits().characters:
            raise ValueError("bad pieces")
        for index in range(count):
            (place,) = struct.unpack_from("<I", packed, 4 * (count + 1) + 8 * index + 2)
            length = self._cps[index + 1] - self._cps[index]
            if place & 0x40000000:
                begin = (place & 0x3FFFFFFF) // 2
                words = self._word[begin : begin + length].decode("cp1252", "replace").encode("utf-16-le")
                self._pieces.append((begin, 1))
            else:
                begin, words = place, self._word[place : place + 2 * length]
                self._pieces.append((begin, 2))
            if len(words) != 2 * length:
                raise ValueError("a piece beyond the end")
            self.units.frombytes(words)

    def _runs(self, at: int, *, paragraphs: bool) -> _Runs:
        """The properties in the pages that a bin table lists ([MS-DOC] 2.9.33, 2.9.175)."""
        table = self._part(at)
        count = (len(table) - 4) // 8
        runs = _Runs()
        for number in struct.unpack_from(f"<{count}I", table, 4 * (count + 1)):
            page = self._word[(number & 0x3FFFFF) * _PAGE : ((number & 0x3FFFFF) + 1) * _PAGE]
            held = page[_PAGE - 1]
            edges = struct.unpack_from(f"<{held + 1}I", page)
            for index in range(held):
                runs.starts.append(edges[index])
                runs.ends.append(edges[index + 1])
                offset = page[4 * (held + 1) + index * (13 if paragraphs else 1)] * 2
                runs.properties.append(
                    _paragraph_run(page, offset) if paragraphs else (0, _character_run(page, offset))
                )
        if runs.starts != sorted(runs.starts):
            raise ValueError("runs out of order")
        return runs


def _paragraph_run(page: bytes, offset: int) -> tuple[int, bytes]:
    if not offset:
        return 0, b""
    half = page[offset]
    begin, size = (offset + 1, 2 * half - 1) if half else (offset + 2, 2 * page[offset + 1])
    packed = page[begin : begin + size]
    return (int.from_bytes(packed[:2], "little"), packed[2:]) if len(packed) >= 2 else (0, b"")


def _character_run(page: bytes, offset: int) -> bytes:
    return page[offset + 1 : offset + 1 + page[offset]] if offset else b""


def modifiers(packed: bytes) -> Iterator[tuple[int, bytes]]:
    """The property modifiers (sprm) of a list, each with its operand ([MS-DOC] 2.2.5)."""
    at = 0
    while at + 2 <= len(packed):
        (code,) = struct.unpack_from("<H", packed, at)
        at += 2
        kind = code >> 13
        if kind != 6:
            size = _OPERANDS[kind]
        elif code == _TABLE_DEFINITION:
            size = int.from_bytes(packed[at : at + 2], "little") - 1
            at += 2
        else:
            size = packed[at] if at < len(packed) else 0
            at += 1
            if code == _TABS and size == 255:
                return
        yield code, packed[at : at + max(size, 0)]
        at += max(size, 0)
