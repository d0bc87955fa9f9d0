"""Cells of a table whose columns a question declares: text, figures, and links to what they name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.output import labelled, pick, shown

_HAS_PAGE = frozenset(
    {
        "Document",
        "Measure",
        "Institution",
        "PlanSystem",
        "PlanCategory",
        "Program",
        "Fund",
        "Instrument",
        "Jurisdiction",
    }
)
_MOST_LINKS = 8
_SHORT = 10


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a cell: what it says and, where it names a node, its id."""

    text: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A field of a table; figures stand to the right; `more` counts the pieces that are not shown."""

    pieces: tuple[Piece, ...]
    number: bool = False
    more: int = 0

    @property
    def short(self) -> bool:
        """Whether it stands on one line in any table: a date, a word."""
        return not self.more and sum(len(piece.text) for piece in self.pieces) <= _SHORT


def cell(row: Mapping[str, Any], path: str) -> Cell:
    """The cell at a column's path, as `zhize` prints it, with links for the names of nodes."""
    holder, dot, last = path.partition("|")[0].rpartition(".")
    named = pick(row, holder) if dot else None
    if last == "name" and isinstance(named, Mapping) and named.get("type") in _HAS_PAGE:
        return Cell((Piece(str(named["name"] or named["id"]), str(named["id"])),))
    listed = row.get(holder) if dot else None
    if last == "name" and isinstance(listed, Sequence) and not isinstance(listed, str):
        pieces = tuple(Piece(str(one["name"]), str(one["id"])) for one in listed[:_MOST_LINKS])
        return Cell(pieces, more=max(0, len(listed) - _MOST_LINKS))
    value = labelled(row, path)
    return Cell((Piece(shown(value)),), number=_is_number(pick(row, path.partition("|")[0])))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def numeric(rows: Iterable[Mapping[str, Any]], columns: Iterable[tuple[str, str]]) -> frozenset[str]:
    """The paths of columns that hold figures and nothing else."""
    found = list(rows)
    held = {path: [cell(row, path) for row in found] for _, path in columns}
    filled = {path: [c for c in cells if any(p.text for p in c.pieces)] for path, cells in held.items()}
    return frozenset(path for path, cells in filled.items() if cells and all(c.number for c in cells))
