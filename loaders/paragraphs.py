"""Paragraphs of a text: its lines."""

from __future__ import annotations

from loaders.types import Span


def paragraphs(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The paragraphs of a stretch of text, without their line ends; empty lines among them."""
    stop = len(text) if end is None else end
    spans: list[Span] = []
    at = start
    for line in text[start:stop].split("\n"):
        line_end = at + len(line)
        if at < stop:
            spans.append(Span(at, line_end))
        at = line_end + 1
    return spans
