"""OFD files (GB/T 33190): the text runs and rules of each page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from loaders.errors import LoadError
from loaders.limits import limits
from loaders.readers.base import Reading
from loaders.readers.container import check_parts
from loaders.readers.printed import Page, Piece, reading_of
from loaders.readers.ruled import Rule

_POINTS = 72 / 25.4  # OFD measures in millimetres
_ASCENT, _DESCENT = 0.86, 0.14  # of the size, above and below the baseline
_MAX_DEPTH = 32
_MAX_SEGMENTS = 20_000
_TOKEN = re.compile(r"[A-Za-z]|-?\d+(?:\.\d+)?|-?\.\d+")
_ARGUMENTS = {"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}

Matrix = tuple[float, float, float, float, float, float]


def read(data: bytes, path: str) -> Reading:
    """The reading of an OFD file; LoadError for a scan, a broken file and one beyond the limits."""
    check_parts(data, path)
    import ofdkit
    from ofdkit.package import Package

    try:
        with ofdkit.open(data) as document, Package(data) as package:
            if len(document.pages) > limits().pages:
                raise LoadError(path, "too_large", f"超过 {limits().pages} 页")
            pages = [_page(page, package) for page in document.pages]
    except (LoadError, MemoryError):
        raise
    except RecursionError:
        raise LoadError(path, "too_deep", "OFD 文件的元素嵌套过深") from None
    except Exception:  # ofdkit and the XML parser raise many kinds of errors for damaged files
        raise LoadError(path, "broken", "OFD 文件损坏或结构不合规，打不开") from None
    if not any(page.pieces for page, _ in pages):
        raise LoadError(path, "scanned", "扫描件，没有文字层，请先作文字识别（OCR）")
    return reading_of([page for page, _ in pages], [page.number for page, drawn in pages if drawn and not page.pieces])


def _page(page: Any, package: Any) -> tuple[Page, bool]:
    """A page, and whether it shows pictures."""
    pieces: dict[tuple[str, int, int], Piece] = {}
    for run in page.runs:
        if run.text.strip():
            pieces.setdefault((run.text, round(run.x * 4), round(run.y * 4)), _piece(run))
    root = package.read_xml(page.location) if page.location is not None else None
    elements = list(_elements(root, 0)) if root is not None else []
    rules = [rule for kind, element in elements if kind == "PathObject" for rule in _rules(element)]
    drawn = any(kind == "ImageObject" for kind, _ in elements)
    height = float(page.height) * _POINTS
    return Page(page.index + 1, height, list(pieces.values()), rules[: _MAX_SEGMENTS + 1]), drawn


def _piece(run: Any) -> Piece:
    x0, y, size = run.x * _POINTS, run.y * _POINTS, max(run.size * _POINTS, 1.0)
    return Piece(run.text, x0, x0 + run.width * _POINTS, y - _ASCENT * size, y + _DESCENT * size, size)


def _elements(parent: Any, depth: int) -> Iterator[tuple[str, Any]]:
    """The drawn objects of a page in its layers and blocks, by local name: producers differ in the name space."""
    for child in parent:
        kind = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
        if kind in ("PathObject", "ImageObject"):
            yield kind, child
        elif kind in ("Content", "Layer", "PageBlock") and depth < _MAX_DEPTH:
            yield from _elements(child, depth + 1)


def _rules(element: Any) -> Iterator[Rule]:
    """The straight lines across and down of a path; a thin filled box counts as its edges."""
    boundary = _numbers(element.get("Boundary"))
    matrix = _numbers(element.get("CTM"))
    if len(boundary) != 4:
        return
    a, b, c, d, e, f = matrix if len(matrix) == 6 else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    data = next((child.text or "" for child in element if str(child.tag).endswith("AbbreviatedData")), "")
    for (x0, y0), (x1, y1) in _segments(data):
        ends = [(boundary[0] + a * x + c * y + e, boundary[1] + b * x + d * y + f) for x, y in ((x0, y0), (x1, y1))]
        (left, top), (right, bottom) = ends
        if abs(left - right) < 0.3 or abs(top - bottom) < 0.3:
            yield Rule(left * _POINTS, top * _POINTS, right * _POINTS, bottom * _POINTS)


def _segments(data: str) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """The straight segments of abbreviated path data (GB/T 33190, 9.1)."""
    start = at = (0.0, 0.0)
    tokens = _TOKEN.findall(data[: 40 * _MAX_SEGMENTS])
    place = 0
    while place < len(tokens):
        word = tokens[place]
        count = _ARGUMENTS.get(word)
        if count is None or place + count >= len(tokens) + (1 if count == 0 else 0):
            place += 1
            continue
        arguments = [float(t) if t[-1].isdigit() else 0.0 for t in tokens[place + 1 : place + 1 + count]]
        place += 1 + count
        to = start if word == "C" else (arguments[-2], arguments[-1])
        if word in ("L", "C") and to != at:
            yield at, to
        if word in ("M", "S"):
            start = to
        at = to


def _numbers(value: str | None) -> list[float]:
    return [float(token) for token in _TOKEN.findall(value or "") if token[-1].isdigit()]
