"""PDF files with a text layer; one that only shows pictures says so."""

from __future__ import annotations

import io
import logging
import re
import zlib
from typing import Any

from loaders.errors import LoadError
from loaders.limits import limits
from loaders.readers.base import Reading
from loaders.readers.printed import Page, Piece, reading_of
from loaders.readers.radicals import unified
from loaders.readers.ruled import Rule

_STREAM = re.compile(rb"stream\r?\n")
_CHUNK = 1 << 20
_UNMAPPED = re.compile(r"\(cid:\d+\)")
# One glyph of common fonts serves both, and their tables name the one that Chinese text does not use.
_ONE_GLYPH = {"戶": "户", "―": "—", "\u2329": "〈", "\u232a": "〉"}


def read(data: bytes, path: str) -> Reading:
    """The reading of a PDF file; LoadError for a scan, an encrypted or broken file and one beyond the limits."""
    _check_streams(data, path)
    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            if len(document.pages) > limits().pages:
                raise LoadError(path, "too_large", f"超过 {limits().pages} 页")
            return _reading(document.pages, path)
    except (LoadError, MemoryError):
        raise
    except RecursionError:
        raise LoadError(path, "too_deep", "PDF 文件的对象嵌套过深") from None
    except Exception as error:  # pdfminer raises nearly anything for damaged files
        if "Password" in repr(error) or "Encryption" in repr(error):
            raise LoadError(path, "encrypted", "PDF 文件加了密，请先去掉口令") from None
        raise LoadError(path, "broken", "PDF 文件损坏或不完整，打不开") from None


def _check_streams(data: bytes, path: str) -> None:
    """LoadError when a compressed stream, or all together, unpack beyond the limits: pdfminer unpacks without any."""
    total = 0
    for match in _STREAM.finditer(data):
        size = _unpacked_size(data, match.end())
        total += size
        if size > limits().bytes or total > limits().unpacked:
            raise LoadError(path, "too_large", "PDF 文件的一部分展开后过大，像压缩炸弹")


def _unpacked_size(data: bytes, start: int) -> int:
    """How much a zlib stream unpacks to, twice packed ones to the end; no more is unpacked than the limit."""
    chain = [zlib.decompressobj()]
    packed: bytes = data[start : start + 2]
    if len(packed) < 2 or packed[0] & 0x0F != 8 or (packed[0] << 8 | packed[1]) % 31:
        return 0
    size, at = 0, start
    pending = b""
    inner = None
    try:
        while size <= limits().bytes and not chain[0].eof and (pending or at < len(data)):
            fresh = pending or data[at : at + _CHUNK // 16]
            at += 0 if pending else len(fresh)
            out = chain[0].decompress(fresh, _CHUNK)
            pending = chain[0].unconsumed_tail
            if size == 0 and out[:1] == b"x":
                inner = zlib.decompressobj()
            size += max(len(out), _inner_size(inner, out) if inner is not None else 0)
    except zlib.error:
        return size
    return size


def _inner_size(inner: Any, data: bytes) -> int:
    size = 0
    try:
        while data and size <= limits().bytes:
            size += len(inner.decompress(data, _CHUNK))
            data = inner.unconsumed_tail
    except zlib.error:
        return size
    return size


def _reading(pages: list[Any], path: str) -> Reading:
    found: list[Page] = []
    blank: list[int] = []
    for page in pages:
        pieces = _pieces(page)
        if not pieces and page.images:
            blank.append(page.page_number)
        found.append(Page(page.page_number, float(page.height), pieces, _rules(page)))
        page.close()
    shown = sum(len(page.pieces) for page in found)
    unmapped = sum(1 for page in found for piece in page.pieces if _UNMAPPED.fullmatch(piece.text))
    if not shown:
        raise LoadError(path, "scanned", "扫描件，没有文字层，请先作文字识别（OCR）" if blank else "PDF 文件里没有文字")
    if unmapped > 0.3 * shown:
        raise LoadError(path, "scanned", "文字层没有字符编码，读不出文字，请先作文字识别（OCR）")
    return reading_of(found, blank)


def _pieces(page: Any) -> list[Piece]:
    """The letters of a page, each once; sloping ones (a watermark) are left out where others stand upright."""
    chars = page.chars
    upright = [c for c in chars if c["upright"]]
    seen: set[tuple[str, int, int]] = set()
    pieces = []
    for char in upright if len(upright) * 2 > len(chars) else chars:
        key = (char["text"], round(char["x0"]), round(char["top"]))
        if key in seen:
            continue
        seen.add(key)
        text = unified(char["text"])
        text = _ONE_GLYPH.get(text, text)
        bold = "bold" in char["fontname"].lower()
        pieces.append(Piece(text, char["x0"], char["x1"], char["top"], char["bottom"], char["size"], bold))
    return pieces


def _rules(page: Any) -> list[Rule]:
    return [Rule(edge["x0"], edge["top"], edge["x1"], edge["bottom"]) for edge in page.edges]
