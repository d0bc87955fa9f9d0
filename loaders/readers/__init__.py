"""One reader a format: told apart by the first bytes, then by the ending of the name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from loaders.errors import LoadError
from loaders.readers import html, plain
from loaders.readers.base import Reading

__all__ = ["FORMATS", "Format", "Reading", "format_of", "read"]


@dataclass(frozen=True)
class Format:
    """A format: its name, how its first bytes look, the endings its files have, and its reader."""

    name: str
    sniff: Callable[[bytes], bool]
    suffixes: tuple[str, ...]
    read: Callable[[bytes, str], Reading]


FORMATS: tuple[Format, ...] = (
    Format("html", html.sniff, (".html", ".htm", ".xhtml", ".shtml"), html.read),
    Format("text", plain.sniff, (".txt", ".text", ".md"), plain.read),
)

# Containers whose first bytes are certain, so that the refusal can say what the file is.
_UNSUPPORTED = (
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "ZIP 或 Office"),
    (b"\xd0\xcf\x11\xe0", "旧版 Office"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
)


def format_of(data: bytes, path: str) -> Format:
    """The format of a file; LoadError when none can read it."""
    for magic, name in _UNSUPPORTED:
        if data.startswith(magic):
            raise LoadError(path, "unsupported", f"还不能读取 {name} 文件")
    suffix = PurePath(path).suffix.lower()
    for entry in FORMATS:
        if suffix in entry.suffixes:
            return entry
    return next(entry for entry in FORMATS if entry.sniff(data))


def read(data: bytes, path: str) -> Reading:
    """The reading of a file's bytes; LoadError says why there is none."""
    return format_of(data, path).read(data, path)
