"""The terms of many texts at once, as arrays: character bigrams and Latin words, as `similarity.bigrams` finds them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_LATIN = re.compile(r"[A-Za-z0-9]+")
_HAN = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF))
ROWS = np.int64(1) << 32
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Terms:
    """Weighted terms by row, ordered by row and code: a bigram's code is its two characters in 16 bits each (at least
    0x34000000), any other term's its place in `words`, which are in
    order.
    """

    length: int
    rows: Ints
    codes: Ints
    weights: Floats
    words: tuple[str, ...] = ()

    @property
    def keys(self) -> Ints:
        """Row and code in one number."""
        return self.rows * ROWS + self.codes


def terms(texts: Sequence[str]) -> Terms:
    """How often each term stands in each text."""
    joined = "\n".join(texts)
    lengths = np.fromiter((len(text) + 1 for text in texts), np.int64, len(texts))
    row_of = np.repeat(np.arange(len(texts)), lengths)
    characters = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), "<u4").astype(np.int64)
    han = np.zeros(len(characters), bool)
    for first, last in _HAN:
        han |= (characters >= first) & (characters <= last)
    at = np.flatnonzero(han[:-1] & han[1:])
    keys = [row_of[at] * ROWS + (characters[at] << 16 | characters[at + 1])]
    latin = [(m.start(), m[0].casefold()) for m in _LATIN.finditer(joined)]
    words = _numbered(word for _, word in latin)
    found = [(row_of[at], words[word]) for at, word in latin]
    if found:
        pairs = np.array(found, np.int64)
        keys.append(pairs[:, 0] * ROWS + pairs[:, 1])
    return _counted(len(texts), keys, words)


def _counted(length: int, keys: Sequence[Ints], words: Iterable[str]) -> Terms:
    found, counts = np.unique(np.concatenate(keys), return_counts=True)
    return Terms(length, found // ROWS, found % ROWS, counts.astype(np.float64), tuple(words))


def _numbered(words: Iterable[str]) -> dict[str, int]:
    """A number for each word, in their order: the numbers of parts and of the whole rise together."""
    return {word: i for i, word in enumerate(sorted(set(words)))}


def named(rows: Sequence[dict[str, float]]) -> Terms:
    """Rows of terms by name."""
    words = _numbered(term for row in rows for term in row)
    found = [(i, words[term], n) for i, row in enumerate(rows) for term, n in row.items()]
    if not found:
        return Terms(len(rows), np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))
    at, codes, weights = (np.array(column) for column in zip(*found, strict=True))
    order = np.lexsort((codes, at))
    return Terms(len(rows), at[order], codes[order], weights[order].astype(np.float64), tuple(words))


def joined(parts: Sequence[Terms]) -> Terms:
    """The rows of several, one after another, under one numbering of words."""
    words = _numbered(word for part in parts for word in part.words)
    nothing = np.zeros(0, np.int64)
    rows, codes, start = [nothing], [nothing], 0
    for part in parts:
        places = np.array([words[word] for word in part.words] or [0], np.int64)
        latin = part.codes < len(part.words)
        codes.append(np.where(latin, places[np.where(latin, part.codes, 0)], part.codes))
        rows.append(part.rows + start)
        start += part.length
    weights = np.concatenate([np.zeros(0), *(part.weights for part in parts)])
    return Terms(start, np.concatenate(rows), np.concatenate(codes), weights, tuple(words))


def columns(found: Terms) -> tuple[Ints, Ints]:
    """A column for each term that occurs, numbered by code: those of the entries, and the code of each column."""
    codes, words = found.codes, len(found.words)
    latin = codes < words
    halves = np.where(latin, 0, codes >> 16), np.where(latin, 0, codes & 0xFFFF)
    used = np.zeros(1 << 16, bool)
    for half in halves:
        used[half] = True
    characters, place = np.flatnonzero(used), np.cumsum(used) - 1
    square = len(characters) ** 2
    # Few characters are in use: a table of their pairs is smaller than a sort of all entries.
    dense = np.where(latin, square + codes, place[halves[0]] * len(characters) + place[halves[1]])
    there = np.zeros(square + words, bool)
    there[dense] = True
    numbers = np.flatnonzero(there)
    first, second = np.divmod(np.minimum(numbers, square - 1), max(len(characters), 1))
    pairs = characters[first] << 16 | characters[second]
    return (np.cumsum(there) - 1)[dense], np.where(numbers >= square, numbers - square, pairs)


def name_of(code: int, words: Sequence[str]) -> str:
    """The term of a code."""
    return words[code] if code < len(words) else chr(code >> 16) + chr(code & 0xFFFF)
