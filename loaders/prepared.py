"""A file made ready for reading."""

from __future__ import annotations

from dataclasses import dataclass

from loaders.types import Span, Table, Text


@dataclass(frozen=True)
class Prepared:
    """A text, its tables and bold spans in the text's offsets, and the spans of masked contacts; blank_pages
    are those that show pictures and no text."""

    text: Text
    tables: tuple[Table, ...] = ()
    bold: tuple[Span, ...] = ()
    masked: tuple[Span, ...] = ()
    blank_pages: tuple[int, ...] = ()
