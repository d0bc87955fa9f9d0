"""Decimal numbers of units (4.1.2), as emergency plans and technical rules count theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from loaders.types import Span

_AMOUNT = r"(?!万|亿|千|百分|个百分|倍|元|吨|公里|平方|公顷|亩|版)"
DECIMAL = rf"\d{{1,2}}(?:[.．]\d{{1,2}}){{1,3}}[.、．]?[ \t　]*(?=[一-鿿“《【（]){_AMOUNT}"
_LINE = re.compile(rf"(?P<n>\d{{1,2}}(?:[.．]\d{{1,2}}){{0,3}})[.、．]?(?P<gap>[ \t　]*)(?=[一-鿿“《【（]){_AMOUNT}")
_HEADING = re.compile(r"[^，。；：、！？\n]{2,30}$")
# So few of them are figures at the beginning of a line.
_FEWEST = 3


class Decimal(NamedTuple):
    """A decimal number at the beginning of a line: its parts (4, 1, 2), as printed, where it and its text begin."""

    parts: tuple[int, ...]
    printed: str
    start: int
    end: int


def decimals(words: str, lines: Sequence[Span]) -> dict[int, Decimal]:
    """The decimal numbers that count the units of a text, and the whole numbers above them, by where they stand.

    Each is the first of its group or follows the one before it; a whole number heads the group it stands before.
    """
    found = [one for line in lines if (one := _read(words, line))]
    known: set[tuple[int, ...]] = set()
    kept: list[Decimal] = []
    for one in found:
        if len(one.parts) > 1 and (one.parts[-1] == 1 or _before(one.parts) in known):
            known.add(one.parts)
            kept.append(one)
    if len(kept) < _FEWEST:
        return {}
    return {one.start: one for one in (*kept, *_heads(words, found, kept))}


def _read(words: str, line: Span) -> Decimal | None:
    match = _LINE.match(words, line.start, line.end) if words[line.start : line.start + 1].isdecimal() else None
    if match is None:
        return None
    printed = match["n"].replace("．", ".")
    parts = tuple(int(part) for part in printed.split("."))
    if len(parts) == 1 and not _HEADING.match(words, match.end(), line.end):
        return None
    return Decimal(parts, printed, line.start, match.end())


def _before(parts: tuple[int, ...]) -> tuple[int, ...]:
    return (*parts[:-1], parts[-1] - 1)


def _heads(words: str, found: Sequence[Decimal], kept: Sequence[Decimal]) -> Iterator[Decimal]:
    """Headings of whole number: those of a group of decimals, and those that count on between or after them."""
    groups = {one.parts[0] for one in kept}
    counted = 0
    for one in found:
        if len(one.parts) == 1 and one.parts[0] == counted + 1 and (one.parts[0] in groups or counted):
            counted += 1
            yield one
