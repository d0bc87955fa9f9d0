"""The one rule of inheritance: a unit without responsibilities of its own takes those of its nearest ancestor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def holders(parents: Mapping[str, str | None], held: Iterable[str]) -> dict[str, str]:
    """For each unit the nearest of itself and its ancestors that is in `held`; units without one are left out."""
    having, found = set(held), {}
    for unit in parents:
        at: str | None = unit
        while at is not None and at not in having:
            at = parents.get(at)
        if at is not None:
            found[unit] = at
    return found
