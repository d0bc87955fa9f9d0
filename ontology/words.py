"""Patterns of many words."""

from __future__ import annotations

import re
from collections.abc import Iterable


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of some words, the longest at a place first; as a tree, so that few are tried there."""
    return _tree(sorted(set(words), key=lambda word: (-len(word), word)))


def _tree(words: list[str]) -> str:
    tails: dict[str, list[str]] = {}
    for word in words:
        tails.setdefault(word[:1], []).append(word[1:])
    return "|".join(re.escape(head) + _behind(rest) for head, rest in tails.items())


def _behind(tails: list[str]) -> str:
    return re.escape(tails[0]) if len(tails) == 1 else f"(?:{_tree(tails)})"
