"""Errors of Neo4j and its driver as zhize's own; credentials never enter a message."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from neo4j.exceptions import AuthError, ConfigurationError, ConstraintError, DriverError, Neo4jError

from graph.errors import (
    BadParameter,
    ConstraintViolated,
    QueryFailed,
    QueryRefused,
    QueryTimeout,
    StoreError,
    StoreUnreachable,
    ZhizeError,
)
from graph.gate import syntax_error


def plain_url(url: str) -> str:
    """An address without user, password and query."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname or ''}{f':{parts.port}' if parts.port else ''}"


@contextmanager
def translated(url: str = "") -> Iterator[None]:
    """Errors in a query of the catalogue: StoreUnreachable, ConstraintViolated or StoreError."""
    try:
        yield
    except AuthError:
        raise StoreUnreachable("store_unreachable", f"{url} 不接受这个用户名和密码") from None
    except ConstraintError as error:
        raise ConstraintViolated("store_constraint", f"标识重复：{error.message}") from error
    except ConfigurationError as error:
        raise BadParameter("bad_parameter", f"存储地址 {url} 的设置不对：{error}") from error
    except DriverError as error:
        raise _unreachable(url, error) from error
    except Neo4jError as error:
        if error.is_retryable() or (error.code or "").endswith("DatabaseUnavailable"):
            raise _unreachable(url, error) from error
        raise StoreError("store_failed", f"存储执行出错：{error.message}") from error


@contextmanager
def translated_query(seconds: float) -> Iterator[None]:
    """Errors in a user's own query: QueryRefused, QueryTimeout, QueryFailed or StoreUnreachable."""
    try:
        yield
    except ZhizeError:
        raise
    except AuthError:
        raise StoreUnreachable("store_unreachable", "服务器不接受这个用户名和密码") from None
    except DriverError as error:
        raise _unreachable("", error) from error
    except Neo4jError as error:
        raise _query_error(error, seconds) from error


def _query_error(error: Neo4jError, seconds: float) -> ZhizeError:
    code = error.code or ""
    message = error.message or ""
    if "TransactionTimedOut" in code or code.endswith("Transaction.Terminated"):
        return QueryTimeout(seconds)
    if "MemoryPoolOutOfMemory" in code or "OutOfMemory" in code or "OutOfMemory" in message:
        return QueryRefused("cypher_memory", "查询所需内存超过限制，请缩小范围或加 LIMIT")
    if code.endswith(("Statement.AccessMode", "Security.Forbidden")):
        return QueryRefused("cypher_write", "只读入口不接受写入、建索引或管理语句")
    if code.endswith(("Statement.SyntaxError", "Statement.SemanticError")):
        return _syntax_error(message)
    if error.is_retryable():
        return _unreachable("", error)
    return QueryFailed("cypher_failed", f"查询执行出错：{message}")


def _syntax_error(message: str) -> QueryFailed:
    first = message.strip().splitlines()[0]
    place = re.search(r"\(line (\d+), column (\d+) \(offset: \d+\)\)", first)
    if place is None:
        return syntax_error(first)
    before_query = 1  # EXPLAIN stands on a line of its own
    return syntax_error(first[: place.start()].strip(), int(place[1]) - before_query, int(place[2]))


def _unreachable(url: str, error: Exception) -> StoreUnreachable:
    return StoreUnreachable("store_unreachable", f"存储 {url} 连接不上（{type(error).__name__}）".replace("  ", " "))
