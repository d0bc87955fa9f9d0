"""Searching by what is rare: where a pattern opens with what stands everywhere, its matches are found from within."""

from __future__ import annotations

import re
from collections.abc import Iterator


def around(
    rare: re.Pattern[str], whole: re.Pattern[str], text: str, start: int, end: int, before: int, behind: int = 0
) -> Iterator[re.Match[str]]:
    """The matches of `whole` in text[start:end], as `finditer` gives them, found where `rare` stands in them.

    Every match of `whole` holds one of `rare`, with at most so many characters `before` and `behind` it.
    """
    at = start
    for found in rare.finditer(text, start, end):
        match = whole.search(text, max(at, found.start() - before), min(end, found.end() + behind))
        if match is not None:
            at = match.end()
            yield match
