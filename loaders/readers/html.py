"""HTML pages: the text as it is shown, line by line, with tables kept as rows and the part that holds the document."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from resiliparse.parse.html import HTMLParserException, HTMLTree, NodeType

from loaders.errors import LoadError
from loaders.limits import limits
from loaders.readers.base import Reading
from loaders.readers.charset import decode
from loaders.readers.grid import Grid, GridCell, lay_out
from loaders.types import Span, Table

_SKIPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "iframe",
        "object",
        "svg",
        "canvas",
        "select",
        "option",
        "button",
        "input",
        "textarea",
    ]
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "caption",
    ]
)
_BOLD = frozenset(["b", "strong", "h1", "h2", "h3", "h4", "h5", "h6", "th"])
_LEAVES = frozenset(["p", "li", "span", "font", "h1", "h2", "h3", "h4", "h5", "h6", "a", "strong", "b", "em"])
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_WEIGHT = re.compile("[，。；、,;]")
_META_NAMES = {
    "articletitle": "title",
    "pubdate": "发布时间",
    "contentsource": "来源",
    "url": "url",
    "author": "author",
    "sitename": "site",
}
_MAX_COLUMNS = 100
_TYPED_STYLE = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.I)
_SNIFF = re.compile(rb"^\s*(?:<!doctype\s+html|<html|<head|<body|<table|<tbody|<div|<p[\s>]|<\?xml[^>]*>\s*<)", re.I)


def sniff(data: bytes) -> bool:
    """Whether the first bytes look like HTML."""
    return bool(_SNIFF.match(data.removeprefix(b"\xef\xbb\xbf")[:1024]))


@dataclass
class _Region:
    """An element's stretch of the shown text, for finding the one that holds the document."""

    tag: str
    start: int
    end: int = 0
    links: list[tuple[int, int]] = field(default_factory=list)
    children: list[_Region] = field(default_factory=list)
    weight: int = 0


class _Page:
    """The text shown so far, and what stands where in it."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.fresh_line = True
        self.tables: list[Table] = []
        self.headings: list[Span] = []
        self.too_deep = False
        self.as_typed = False

    def write(self, text: str) -> None:
        if text:
            self.parts.append(text)
            self.length += len(text)
            self.fresh_line = text.endswith("\n")

    def write_words(self, text: str) -> None:
        """Write what an element says, in one line unless its line ends count (`as_typed`)."""
        words = (
            "\n".join(_SPACE.sub(" ", line) for line in text.split("\n")) if self.as_typed else _SPACE.sub(" ", text)
        )
        self.write(words.lstrip(" ") if self.fresh_line else words)

    def break_line(self) -> None:
        if not self.fresh_line:
            self.write("\n")


def read(data: bytes, path: str) -> Reading:
    """The reading of an HTML page; scripts, hidden parts and forms are not shown and not read.

    LoadError too_deep when elements stand in each other beyond what any browser's page does.
    """
    try:
        tree = HTMLTree.parse(decode(data, path, declared=True))
    except HTMLParserException:  # the parser takes whatever a page says; it fails for want of memory alone
        raise MemoryError from None
    page = _Page()
    root = _Region("body", 0)
    if tree.body is not None:
        _walk(tree.body, page, root, 0)
    if page.too_deep:
        raise LoadError(path, "too_deep", f"网页的元素嵌套超过 {limits().depth} 层")
    root.end = page.length
    text = "".join(page.parts)
    return Reading(
        text,
        tables=tuple(page.tables),
        headings=tuple(page.headings),
        content=_content(root, text),
        meta=_meta(tree),
    )


def _meta(tree: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    if tree.head is None:
        return found
    for node in (child for child in _children(tree.head) if child.tag == "meta"):
        name = _META_NAMES.get((node.getattr("name") or "").lower())
        value = (node.getattr("content") or "").strip()
        if name and value:
            found.setdefault(name, value)
    if (tree.title or "").strip():
        found["page_title"] = _SPACE.sub(" ", tree.title.strip())
    return found


def _children(node: Any) -> Iterator[Any]:
    """The children of a node one after the other: the library's list of them is made anew for each one asked for."""
    child = node.first_child
    while child is not None:
        yield child
        child = child.next


def _walk(node: Any, page: _Page, region: _Region, depth: int) -> None:
    for child in _children(node):
        if child.type == NodeType.TEXT:
            page.write_words(child.value or "")
        elif child.type == NodeType.ELEMENT:
            if depth >= limits().depth:
                page.too_deep = True
                return
            _element(child, page, region, depth + 1)


def _element(node: Any, page: _Page, region: _Region, depth: int) -> None:
    tag = node.tag
    if tag in _SKIPPED or (node.hasattr("style") and _HIDDEN_STYLE.search(node.getattr("style") or "")):
        return
    if tag == "br":
        page.write("\n")
        return
    if tag == "table" and (grid := _grid(node)) is not None:
        _table(grid, page)
        return
    block = tag in _BLOCKS
    if block:
        page.break_line()
    start = page.length
    inner = _Region(tag, start) if block and tag not in _LEAVES else region
    outside, page.as_typed = page.as_typed, page.as_typed or _is_typed(node)
    _walk(node, page, inner, depth)
    page.as_typed = outside
    end = page.length
    if inner is not region:
        inner.end = end
        region.children.append(inner)
    if tag == "a":
        region.links.append((start, end))
    elif end > start and (tag in _BOLD or (node.hasattr("style") and _BOLD_STYLE.search(node.getattr("style") or ""))):
        page.headings.append(Span(start, end))
    if block:
        page.break_line()


def _is_typed(node: Any) -> bool:
    """Whether the line ends of an element's text are shown (`pre`, white-space: pre-wrap)."""
    return node.tag == "pre" or bool(node.hasattr("style") and _TYPED_STYLE.search(node.getattr("style") or ""))


def _grid(node: Any) -> Grid | None:
    """The grid of a `table` element; None when it lays out the page: tables in tables, one row or column."""
    return None if node.query_selector("table") is not None else lay_out(_cells(node))


def _cells(node: Any) -> Iterator[GridCell]:
    taken: set[tuple[int, int]] = set()
    lines = list(_rows(node))
    for row, line in enumerate(lines):
        column = 0
        for cell in _children(line):
            if cell.tag not in ("td", "th"):
                continue
            while (row, column) in taken:
                column += 1
            wide, high = _span(cell, "colspan", _MAX_COLUMNS), _span(cell, "rowspan", len(lines) - row)
            yield GridCell(row, column, high, wide, cell.text, cell.tag == "th")
            taken.update((r, c) for r in range(row, row + high) for c in range(column, column + wide))
            column += wide


def _rows(node: Any) -> Iterator[Any]:
    """The `tr` elements of a table, in its parts or outside them."""
    for child in _children(node):
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from (line for line in _children(child) if line.tag == "tr")


def _span(cell: Any, name: str, most: int) -> int:
    value = cell.getattr(name) or "1"
    return min(max(int(value), 1), most) if value.isascii() and value.isdigit() and len(value) < 9 else 1


def _table(grid: Grid, page: _Page) -> None:
    page.break_line()
    page.tables.append(grid.placed(page.length))
    page.write(grid.text)
    page.break_line()


def _content(root: _Region, text: str) -> Span | None:
    """The smallest part that holds nearly all the running text: its weight is the punctuation outside links."""
    marks = [m.start() for m in _WEIGHT.finditer(text)]
    if len(marks) < 10:
        return None
    _weigh(root, marks)
    at = root
    while at.children:
        best = max(at.children, key=lambda child: child.weight)
        if best.weight < 0.8 * at.weight:
            break
        at = best
    return Span(at.start, at.end)


def _weigh(region: _Region, marks: list[int]) -> int:
    """The punctuation marks of a region outside its links, its children's counted once."""

    def inside(start: int, end: int) -> int:
        return bisect_left(marks, end) - bisect_left(marks, start)

    stack = [region]
    order: list[_Region] = []
    while stack:
        entry = stack.pop()
        order.append(entry)
        stack += entry.children
    for entry in reversed(order):
        linked = sum(inside(s, e) for s, e in entry.links)
        own = inside(entry.start, entry.end) - sum(inside(c.start, c.end) for c in entry.children) - linked
        entry.weight = own + sum(c.weight for c in entry.children)
    return region.weight
