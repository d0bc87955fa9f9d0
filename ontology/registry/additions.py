"""What the user added to the registry: lines, bodies and aliases, in force for the whole process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import RLock
from typing import TYPE_CHECKING

from ontology.registry.memory import forget

if TYPE_CHECKING:
    from ontology.registry.lines import Entry, Line

# In front of the keys of the user's own lines and names, so that no line made here later can have the same.
PREFIX = "x"


@dataclass(frozen=True, slots=True)
class Alias:
    """Further names of a built-in entry, at one place (its code) or, with None, wherever the entry's name stands."""

    variant: str
    level: str
    former: bool
    place: str | None
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Additions:
    """Lines, entries and aliases besides those of the registry's own files."""

    lines: tuple[Line, ...] = ()
    entries: tuple[Entry, ...] = ()
    aliases: tuple[Alias, ...] = ()

    def __add__(self, other: Additions) -> Additions:
        return Additions(self.lines + other.lines, self.entries + other.entries, self.aliases + other.aliases)

    def __bool__(self) -> bool:
        return bool(self.lines or self.entries or self.aliases)


_SWAP = RLock()
_current: list[Additions] = [Additions()]


def additions() -> Additions:
    """What is in force now."""
    return _current[0]


def extend(found: Additions) -> None:
    """Put these additions, and no others, in force; what was remembered of the registry is dropped."""
    with _SWAP:
        if found != _current[0]:
            _current[0] = found
            forget()


@contextmanager
def trying() -> Iterator[Additions]:
    """Whatever is put in force within is taken back at the end; other threads that extend wait. Gives what was."""
    with _SWAP:
        before = additions()
        try:
            yield before
        finally:
            extend(before)
