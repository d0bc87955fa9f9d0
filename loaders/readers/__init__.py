"""One reader a format: told apart by content, by the ending of the name only where the content may be anything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath
from typing import cast

from loaders.errors import LoadError
from loaders.readers import container
from loaders.readers import data as exported
from loaders.readers.base import Reading

__all__ = ["ARCHIVE_SUFFIXES", "FORMATS", "SUFFIXES", "Format", "Reading", "is_archive", "kind_of", "read"]


@dataclass(frozen=True)
class Format:
    """A format: the word for it, the module of its reader, the endings its files have, and its name for people."""

    name: str
    suffixes: tuple[str, ...]
    zh: str

    def read(self, data: bytes, path: str) -> Reading:
        """The reading of a file; the reader and its library are imported when first needed."""
        reader = import_module(f"loaders.readers.{self.name}").read
        return cast("Callable[[bytes, str], Reading]", reader)(data, path)


FORMATS: tuple[Format, ...] = (
    Format("plain", (".txt", ".text", ".md"), "文本"),
    Format("html", (".html", ".htm", ".xhtml", ".shtml"), "HTML"),
    Format("docx", (".docx", ".docm", ".dotx"), "DOCX"),
    Format("doc", (".doc", ".wps", ".dot"), "DOC"),
    Format("pdf", (".pdf",), "PDF"),
    Format("ofd", (".ofd",), "OFD"),
)
ARCHIVE_SUFFIXES = (".zip",)
SUFFIXES: tuple[str, ...] = (*(suffix for entry in FORMATS for suffix in entry.suffixes), *ARCHIVE_SUFFIXES)
_TABLES = (".csv", ".tsv")
_BY_NAME = {entry.name: entry for entry in FORMATS}

# Files that are no document, by their first bytes, so that the refusal can say what they are.
_OTHERS = (
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"II*\x00", "图片"),
    (b"MM\x00*", "图片"),
    (b"{\\rtf", "RTF 文件"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf\x27\x1c", "7z 压缩包"),
    (b"\x1f\x8b", "GZIP 压缩包"),
)


def is_archive(data: bytes) -> bool:
    """Whether the bytes are an archive of documents."""
    return data.startswith(container.ZIP_MAGIC) and container.kind_of_zip(data) == "zip"


def kind_of(data: bytes, path: str) -> Format:
    """The format of a file; LoadError says what it is when none can read it."""
    if data.startswith(container.ZIP_MAGIC):
        return _known(container.kind_of_zip(data), path)
    if data.startswith(container.OLE_MAGIC):
        return _known(container.kind_of_ole(data), path)
    if b"%PDF-" in data[:1024]:
        return _known("pdf", path)
    for magic, name in _OTHERS:
        if data.startswith(magic):
            raise LoadError(path, "unsupported", f"还不能读取{name}")
    kind = exported.kind_of(data)
    if kind is not None:
        raise LoadError(path, "not_document", f"内容是 {kind} 数据（如 zhize 的导出），不是政策文件")
    if _looks_html(data):
        return _BY_NAME["html"]
    return _by_suffix(data, path)


def _looks_html(data: bytes) -> bool:
    return cast("bool", import_module("loaders.readers.html").sniff(data))


def _by_suffix(data: bytes, path: str) -> Format:
    """HTML or text; LoadError for a file that has the ending of another format and is not even text."""
    suffix = PurePath(path).suffix.lower()
    if suffix in _TABLES:
        message = "还不能读取 CSV 表格；更正表用 zhize correct，元数据用 --metadata"
        raise LoadError(path, "unsupported", message)
    if suffix in _BY_NAME["html"].suffixes:
        return _BY_NAME["html"]
    if (
        suffix in SUFFIXES
        and suffix not in _BY_NAME["plain"].suffixes
        and (b"\x00" in data[:65536] or not data.strip())
    ):
        code, message = ("broken", f"不是完好的 {suffix[1:].upper()} 文件") if data.strip() else ("empty", "文件是空的")
        raise LoadError(path, code, message)
    return _BY_NAME["plain"]


def _known(kind: str, path: str) -> Format:
    if kind in _BY_NAME:
        return _BY_NAME[kind]
    if kind == "":
        raise LoadError(path, "broken", "文件损坏或不完整，打不开")
    if kind == "encrypted":
        raise LoadError(path, "encrypted", "文件加了密，请先去掉口令")
    raise LoadError(path, "unsupported", f"还不能读取 {kind.upper()} 文件")


def read(data: bytes, path: str) -> Reading:
    """The reading of a file's bytes; LoadError says why there is none."""
    return kind_of(data, path).read(data, path)
