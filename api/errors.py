"""The one table of answers to errors: code → HTTP status → exit code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from graph import errors as graph_errors
from graph.errors import (
    BackupUnusable,
    BadParameter,
    NotFound,
    QueryFailed,
    QueryRefused,
    RdfError,
    StoreError,
    StoreUnreachable,
    ZhizeError,
)

DONE, FAILED, MISUSED, NO_STORE = 0, 1, 2, 3


class ApiError(ZhizeError):
    """A request was wrong in a way that only the way in can know: host, token, size, address, method."""


@dataclass(frozen=True, slots=True)
class ErrorAnswer:
    """How an error is told: HTTP status, exit code of the command, and the class it is raised as."""

    status: int
    exit: int
    zh: str
    raised: type[ZhizeError] = ZhizeError


def _graph(code: str, status: int, exit_code: int, raised: type[ZhizeError]) -> tuple[str, ErrorAnswer]:
    return code, ErrorAnswer(status, exit_code, graph_errors.CODES[code], raised)


ERRORS: Mapping[str, ErrorAnswer] = MappingProxyType(
    {
        **dict(
            [
                _graph("bad_backup", 422, FAILED, BackupUnusable),
                _graph("bad_parameter", 422, MISUSED, BadParameter),
                _graph("cypher_busy", 429, FAILED, QueryFailed),
                _graph("cypher_empty", 400, MISUSED, QueryRefused),
                _graph("cypher_failed", 400, MISUSED, QueryFailed),
                _graph("cypher_function", 403, MISUSED, QueryRefused),
                _graph("cypher_load_csv", 403, MISUSED, QueryRefused),
                _graph("cypher_memory", 400, MISUSED, QueryFailed),
                _graph("cypher_multiple", 403, MISUSED, QueryRefused),
                _graph("cypher_operator", 403, MISUSED, QueryRefused),
                _graph("cypher_parameter", 400, MISUSED, QueryFailed),
                _graph("cypher_procedure", 403, MISUSED, QueryRefused),
                _graph("cypher_syntax", 400, MISUSED, QueryFailed),
                _graph("cypher_too_long", 400, MISUSED, QueryRefused),
                _graph("cypher_too_large", 400, MISUSED, QueryFailed),
                _graph("cypher_timeout", 400, MISUSED, QueryFailed),
                _graph("cypher_value", 400, MISUSED, QueryFailed),
                _graph("cypher_write", 403, MISUSED, QueryRefused),
                _graph("internal", 500, FAILED, ZhizeError),
                _graph("not_found", 404, FAILED, NotFound),
                _graph("rdf_foreign", 422, FAILED, RdfError),
                _graph("rdf_syntax", 400, FAILED, RdfError),
                _graph("sparql_busy", 429, FAILED, QueryFailed),
                _graph("sparql_failed", 400, MISUSED, QueryFailed),
                _graph("sparql_from", 403, MISUSED, QueryRefused),
                _graph("sparql_memory", 400, MISUSED, QueryFailed),
                _graph("sparql_service", 403, MISUSED, QueryRefused),
                _graph("sparql_syntax", 400, MISUSED, QueryFailed),
                _graph("sparql_timeout", 400, MISUSED, QueryFailed),
                _graph("sparql_too_large", 400, MISUSED, QueryFailed),
                _graph("sparql_too_long", 400, MISUSED, QueryRefused),
                _graph("sparql_update", 403, MISUSED, QueryRefused),
                _graph("store_constraint", 409, FAILED, StoreError),
                _graph("store_failed", 500, FAILED, StoreError),
                _graph("store_full", 507, NO_STORE, StoreError),
                _graph("store_not_empty", 409, FAILED, StoreError),
                _graph("store_held", 503, NO_STORE, StoreError),
                _graph("store_unreachable", 503, NO_STORE, StoreUnreachable),
                _graph("store_unusable", 503, NO_STORE, StoreError),
            ]
        ),
        "no_such_address": ErrorAnswer(404, MISUSED, "没有这个地址", ApiError),
        "method_not_allowed": ErrorAnswer(405, MISUSED, "这个地址不接受这种请求", ApiError),
        "not_acceptable": ErrorAnswer(406, MISUSED, "这个回答没有所要的格式", ApiError),
        "body_too_large": ErrorAnswer(413, MISUSED, "请求正文超过大小限制", ApiError),
        "bad_body": ErrorAnswer(400, MISUSED, "请求正文不合要求", ApiError),
        "host_refused": ErrorAnswer(421, MISUSED, "不接受以这个主机名发来的请求", ApiError),
        "token_missing": ErrorAnswer(401, MISUSED, "写入需要令牌", ApiError),
        "token_wrong": ErrorAnswer(403, MISUSED, "令牌不对", ApiError),
        "missing": ErrorAnswer(404, FAILED, "文件不存在", ApiError),
        "unreadable": ErrorAnswer(422, FAILED, "文件不能读取", ApiError),
        "empty": ErrorAnswer(422, FAILED, "文件为空", ApiError),
        "binary": ErrorAnswer(415, FAILED, "文件是二进制数据", ApiError),
        "unsupported": ErrorAnswer(415, FAILED, "还不支持这种文件", ApiError),
        "bad_metadata": ErrorAnswer(422, MISUSED, "元数据文件不能读取", ApiError),
        "bad_registry": ErrorAnswer(422, MISUSED, "注册表文件不能采用", ApiError),
        "no_policy": ErrorAnswer(422, FAILED, "不像政策文件", ApiError),
        "not_document": ErrorAnswer(415, FAILED, "是数据，不是政策文件", ApiError),
        "broken": ErrorAnswer(422, FAILED, "文件损坏", ApiError),
        "encrypted": ErrorAnswer(422, FAILED, "文件加密，需要口令", ApiError),
        "scanned": ErrorAnswer(422, FAILED, "扫描件，没有文字层", ApiError),
        "too_large": ErrorAnswer(413, FAILED, "超过大小、页数或数量的限制", ApiError),
        "too_deep": ErrorAnswer(422, FAILED, "嵌套过深", ApiError),
        "too_slow": ErrorAnswer(422, FAILED, "读取超过时间限制", ApiError),
        "too_costly": ErrorAnswer(422, FAILED, "读取所需内存超过限制", ApiError),
        "failed": ErrorAnswer(500, FAILED, "读取程序出错", ApiError),
    }
)


def answer_for(code: str) -> ErrorAnswer:
    """How an error of a code is told; codes nobody declared count as internal."""
    return ERRORS.get(code, ERRORS["internal"])


def error_body(code: str, detail: str) -> dict[str, str]:
    """The body of every error over HTTP."""
    return {"detail": detail, "code": code}


def rebuild(code: str, detail: str) -> ZhizeError:
    """The error a server told of, as the command would have raised it itself."""
    return answer_for(code).raised(code, detail)
