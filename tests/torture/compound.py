"""A DOC file by hand: the compound file and the Word binary format with no more than a text needs.

[MS-CFB] version 3: header, one sector of the allocation table, one of the directory, then the streams; [MS-DOC]: the
file information block, one piece of text, one run of paragraph and of character properties.
"""

from __future__ import annotations

import struct

_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_TEXT_AT, _PAGES_AT = 2048, 1024


def word(text: str) -> bytes:
    """A DOC file with the paragraphs of a text."""
    units = (text.replace("\n", "\r") + "\r").encode("utf-16-le")
    count = len(units) // 2
    clx = b"\x02" + struct.pack("<IIIHIH", 16 + 4, 0, count, 0, _TEXT_AT, 0)
    runs = struct.pack("<III", _TEXT_AT, _TEXT_AT + len(units), _PAGES_AT // _SECTOR)
    stream = bytearray(_TEXT_AT)
    struct.pack_into("<HHHHHH", stream, 0, 0xA5EC, 193, 0, 0x0804, 0, 0x0200)
    struct.pack_into("<7I", stream, 76, count, 0, 0, 0, 0, 0, 0)
    places = {418: (0, len(clx)), 258: (64, len(runs)), 250: (96, len(runs))}
    for at, place in places.items():
        struct.pack_into("<II", stream, at, *place)
    struct.pack_into("<II", stream, _PAGES_AT, _TEXT_AT, _TEXT_AT + len(units))
    stream[_PAGES_AT + 511] = 1
    table = clx.ljust(64, b"\0") + runs.ljust(32, b"\0") + runs
    return compound({"WordDocument": bytes(stream) + units, "1Table": table})


def compound(streams: dict[str, bytes]) -> bytes:
    """A compound file of streams, each as long as makes it one of whole sectors."""
    chains: list[int] = [_FAT, _END]
    body, entries = b"", [_entry("Root Entry", 5, _END, 0, child=1)]
    for number, (name, data) in enumerate(streams.items(), 1):
        data = data.ljust(max(4096, -(-len(data) // _SECTOR) * _SECTOR), b"\0")
        first, size = len(chains), len(data) // _SECTOR
        chains += [*range(first + 1, first + size), _END]
        right = number + 1 if number < len(streams) else _FREE
        entries.append(_entry(name, 2, first, len(data), right=right))
        body += data
    if len(chains) > _SECTOR // 4 or len(entries) > 4:
        raise ValueError("too long for one sector of the table")
    entries += [_entry("", 0, 0, 0)] * (4 - len(entries))
    chains += [_FREE] * (_SECTOR // 4 - len(chains))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, _END, 0, _END, 0) + struct.pack("<I", 0)
    return header + struct.pack("<108I", *[_FREE] * 108) + struct.pack("<128I", *chains) + b"".join(entries) + body


def _entry(name: str, kind: int, first: int, size: int, *, right: int = _FREE, child: int = _FREE) -> bytes:
    written = (name + "\0").encode("utf-16-le") if name else b""
    made = written.ljust(64, b"\0") + struct.pack("<HBBIII", len(written), kind, 1, _FREE, right, child)
    return made + bytes(36) + struct.pack("<IQ", first, size)
