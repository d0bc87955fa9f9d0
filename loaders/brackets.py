"""Brackets and quotation marks of all shapes."""

from __future__ import annotations

import re

OPEN, CLOSE = "（(〔[［【﹝{〈<", "）)〕]］】﹞}〉>"
NESTING, UNNESTING = OPEN + "“《", CLOSE + "”》"
_ANY = re.compile(f"[{re.escape(NESTING + UNNESTING)}]")


def has_brackets(text: str) -> bool:
    """Whether a text holds any bracket or quotation mark."""
    return _ANY.search(text) is not None


def balanced(text: str) -> bool:
    """Whether as many open as close."""
    if not has_brackets(text):
        return True
    return sum(c in NESTING for c in text) == sum(c in UNNESTING for c in text)


def inside_brackets(text: str, at: int) -> bool:
    """Whether a place stands within brackets."""
    before = text[:at]
    return _ANY.search(before) is not None and sum(c in OPEN for c in before) > sum(c in CLOSE for c in before)
