"""Paragraphs of a text: its lines."""

from __future__ import annotations

from loaders.types import Span


def paragraphs(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The paragraphs of a stretch of text, without their line ends; empty lines among them."""
    stop = len(text) if end is None else end
    spans: list[Span] = []
    at = start
    while at < stop:
        line_end = text.find("\n", at, stop)
        line_end = stop if line_end < 0 else line_end
        spans.append(Span(at, line_end))
        at = line_end + 1
    return spans
