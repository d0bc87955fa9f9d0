"""What every reader gives: the decoded text of one file, with its pages, tables and metadata."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from loaders.types import Furniture, Span, Table


@dataclass(frozen=True)
class Reading:
    """A file as a reader found it. All offsets count code points of `original`.

    page_starts are (offset, page number) pairs; content is the part that holds the document where the file says which
    (None: unknown); headings are spans set in bold or as a heading on a line of their own; meta is what the file says
    of itself outside its text, by label. furniture are whole lines the file's layout shows to be no part of the
    document. soft_breaks are the line ends within paragraphs where the layout shows them (None: not known, the words
    decide). blank_pages are pages that hold pictures and no text.
    """

    original: str
    page_starts: tuple[tuple[int, int], ...] = ()
    tables: tuple[Table, ...] = ()
    headings: tuple[Span, ...] = ()
    content: Span | None = None
    meta: Mapping[str, str] = field(default_factory=dict)
    furniture: tuple[Furniture, ...] = ()
    soft_breaks: tuple[int, ...] | None = None
    blank_pages: tuple[int, ...] = ()
