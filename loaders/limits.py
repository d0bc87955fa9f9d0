"""How much of a file is read: beyond these a file is refused, whatever it holds."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1024 * 1024
MAX_ENTRIES = 2_000  # of an archive, and parts of an Office file
MAX_RATIO = 200  # unpacked to packed, of an entry larger than a megabyte: text seldom packs beyond 40


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading a file may cost.

    bytes are those of a file and of an entry of an archive, unpacked those of all entries together, characters those
    of the text of a file, depth the elements of a page that stand in each other. seconds and memory (bytes) are held
    only where a process of its own reads (`loaders.apart`).
    """

    bytes: int = 64 * MEGABYTE
    unpacked: int = 256 * MEGABYTE
    characters: int = 5_000_000
    pages: int = 500
    depth: int = 400
    seconds: float = 300.0
    memory: int = 2048 * MEGABYTE


_IN_FORCE = [Limits()]


def limits() -> Limits:
    """The limits of this process."""
    return _IN_FORCE[0]


def impose(found: Limits) -> None:
    """Hold everything that is read from here on to these."""
    _IN_FORCE[0] = found


def in_megabytes(size: int) -> str:
    """A size as a refusal names it."""
    return f"{size / MEGABYTE:.3g} MB"
