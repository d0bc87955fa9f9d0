"""Pages of rows: what every list answers with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from graph.rows import Listing

T = TypeVar("T")
RowT = TypeVar("RowT")


def page_of(
    found: Sequence[T], limit: int | None, offset: int, make: Callable[[Sequence[T]], list[RowT]]
) -> Listing[RowT]:
    """The rows of one page of what was found; all from `offset` on without a limit. Only these are made."""
    some = found[offset : None if limit is None else offset + limit]
    return {"results": make(some) if some else [], "total": len(found), "limit": limit, "offset": offset}
