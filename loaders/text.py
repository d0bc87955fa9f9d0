"""Editing a document without losing where each character was printed."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import compress, count, islice, pairwise, repeat
from operator import add, ne
from typing import NamedTuple

from loaders.types import Furniture, Run, Text


class Edit(NamedTuple):
    """Put `new` where `text[start:end]` stands."""

    start: int
    end: int
    new: str = ""


class Line(NamedTuple):
    """A line of a draft, without its end."""

    start: int
    end: int
    text: str


class Draft:
    """A text under edit; every character knows its place in the original.

    A replacement of another length maps its first character to the first replaced one and its last to the last, so
    that the original of a span is always [place of the first character, place of the last character + 1).
    """

    def __init__(self, original: str, page_starts: Sequence[tuple[int, int]] = ()) -> None:
        self.original = original
        self.text = original
        self.places: list[int] = list(range(len(original)))
        self.furniture: list[Furniture] = []
        self._pages = sorted(page_starts)
        self._lines: tuple[Line, ...] | None = None

    def apply(self, edits: Iterable[Edit]) -> None:
        """Make all edits at once; they must be in order and must not overlap."""
        parts: list[str] = []
        places: list[int] = []
        at = 0
        for edit in edits:
            start, end, new = edit
            if start < at:
                raise ValueError(f"edits overlap at {start}")
            parts += self.text[at:start], new
            places += self.places[at:start]
            if new:
                places += self._places_of(edit)
            at = end
        if not parts:
            return
        parts.append(self.text[at:])
        places += self.places[at:]
        self.text, self.places, self._lines = "".join(parts), places, None

    def _places_of(self, edit: Edit) -> list[int]:
        old, new = edit.end - edit.start, len(edit.new)
        if not old:
            raise ValueError("a draft takes no insertions: there is nothing printed they could stand for")
        places = [self.places[edit.start + min(i, old - 1)] for i in range(new)]
        if new > 1:
            places[-1] = self.places[edit.end - 1]
        return places

    def sub(self, pattern: re.Pattern[str], replace: str | Callable[[re.Match[str]], str] = "") -> None:
        """Replace every match, by a fixed text or by what a function says of the match."""
        found = pattern.finditer(self.text)
        if isinstance(replace, str):
            self.apply(Edit(m.start(), m.end(), replace) for m in found)
        else:
            self.apply(Edit(m.start(), m.end(), replace(m)) for m in found)

    def recode(self, text: str) -> None:
        """Put another text of the same length in place, character for character."""
        if len(text) != len(self.text):
            raise ValueError("a recoded text must be as long as before")
        self.text, self._lines = text, None

    def lines(self) -> Sequence[Line]:
        """The lines from first to last."""
        if self._lines is None:
            lines, start = [], 0
            for line in self.text.split("\n"):
                lines.append(Line(start, start + len(line), line))
                start += len(line) + 1
            self._lines = tuple(lines)
        return self._lines

    def note_furniture(self, start: int, end: int, message: str) -> None:
        """Remember that a span of the present text is not part of the document."""
        if start < end:
            self.furniture.append(Furniture(self.places[start], self.places[end - 1] + 1, message))

    def place_after(self, original: int) -> int:
        """The offset in the present text of the first character printed at or after a place of the original."""
        low, high = 0, len(self.places)
        while low < high:
            middle = (low + high) // 2
            if self.places[middle] < original:
                low = middle + 1
            else:
                high = middle
        return low

    def runs(self) -> tuple[Run, ...]:
        """The map to the original, in as few runs as pages and edits allow."""
        starts = [start for start, _ in self._pages]
        places = self.places
        cuts = compress(count(1), map(ne, islice(places, 1, None), map(add, places, repeat(1))))
        turns = [self.place_after(start) for start in starts]
        edges = sorted({0, *cuts, *turns, len(places)})
        pages = [0, *(page for _, page in self._pages)]
        return tuple(
            Run(first, places[first], last - first, pages[bisect_right(starts, places[first])])
            for first, last in pairwise(edges)
        )

    def finish(self, script: str, meta: Mapping[str, str]) -> Text:
        """The text as it now stands, with its map."""
        furniture = tuple(sorted(self.furniture, key=lambda f: (f.start, f.end)))
        return Text(self.text, self.original, self.runs(), script, furniture, dict(meta))
