"""Answers that are remembered as long as the registry stays as it is."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, ParamSpec, TypeVar, cast

P = ParamSpec("P")
T = TypeVar("T")
_REMEMBERED: list[Any] = []


def remembered(function: Callable[P, T]) -> Callable[P, T]:
    """A function of hashable arguments and the registry alone, its last answers kept until the registry changes."""
    return remembering(1 << 17)(function)


def remembering(most: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """`remembered` for answers that are large: so many are kept at most."""

    def keep(function: Callable[P, T]) -> Callable[P, T]:
        kept = lru_cache(maxsize=most)(function)
        _REMEMBERED.append(kept)
        return cast("Callable[P, T]", kept)

    return keep


def forget() -> None:
    """Drop every remembered answer: the registry has changed."""
    for kept in _REMEMBERED:
        kept.cache_clear()
