"""Errors of the embedded engine as zhize's own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from graph.engines import arcade
from graph.errors import ConstraintViolated, QueryFailed, QueryRefused, QueryTimeout, StoreError, StoreFull, ZhizeError
from graph.gate import syntax_error, write_refused

_TIME = {"TimeoutException", "PartialResultTimeoutException", "RegexTimeoutException"}
# The budget for sorting is told in words alone, by whichever exception wraps it.
_MEMORY_TOLD = re.compile("queryMaxRangeSize|heap budget exceeded", re.IGNORECASE)
# What the system says of a full disk, in the words of its language.
_FULL = re.compile("No space left|Disk quota exceeded|File too large|没有空间|超出磁盘限额|文件过大")
_MEMORY = {"OutOfMemoryError", "HeapLimitExceededException", "QueryHeapBudgetExceededException"}


@contextmanager
def translated() -> Iterator[None]:
    """Errors of the engine in a query of the catalogue: ConstraintViolated or StoreError."""
    try:
        yield
    except ZhizeError:
        raise
    except Exception as error:
        names = arcade.cause_names(error)
        if not names:
            raise
        if any(name.endswith("DuplicatedKeyException") for name in names):
            raise ConstraintViolated("store_constraint", f"标识重复：{arcade.cause_message(error)}") from error
        message = arcade.cause_message(error)
        if _FULL.search(message):
            raise StoreFull(message) from error
        raise StoreError("store_failed", f"存储执行出错：{message}") from error


@contextmanager
def translated_query(seconds: float) -> Iterator[None]:
    """Errors of the engine in a user's own query: QueryRefused, QueryTimeout or QueryFailed."""
    try:
        yield
    except ZhizeError:
        raise
    except Exception as error:
        names = arcade.cause_names(error)
        if not names:
            raise
        raise _query_error(names, arcade.parser_message(error), seconds) from error


def _query_error(names: list[str], message: str, seconds: float) -> ZhizeError:
    short = {name.rsplit(".", 1)[-1] for name in names}
    if short & _TIME:
        return QueryTimeout(seconds)
    if short & {"QueryNotIdempotentException"}:
        return write_refused()
    if short & _MEMORY or _MEMORY_TOLD.search(message):
        return QueryRefused("cypher_memory", "查询所需内存超过限制，请缩小范围或加 LIMIT")
    if "StackOverflowError" in short:
        return QueryRefused("cypher_too_long", "查询嵌套过深")
    if short & {"CommandParsingException", "SemanticError", "FeatureNotImplementedException"}:
        return _syntax_error(message)
    return QueryFailed("cypher_failed", f"查询执行出错：{message}")


def _syntax_error(message: str) -> QueryFailed:
    first = message.strip().splitlines()[0]
    place = re.search(r"(?:at )?line (\d+)(?::|, column )(\d+)(?: - )?", first)
    if place is None:
        return syntax_error(first)
    start = 1 if ":" in place.group() else 0  # the parser's own columns count from zero
    return syntax_error(first[place.end() :].strip() or first, int(place[1]), int(place[2]) + start)
