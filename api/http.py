"""The HTTP application: made for one service, one set of settings."""

from __future__ import annotations

import logging
from functools import partial
from importlib.metadata import version
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from api.describing import describe
from api.errors import ERRORS, answer_for, error_body
from api.guard import FORMAT_KEY, Compressed, Guard
from api.pages import Pages
from api.routers import doors, linked, questions, reconcile, sparql, writes
from api.service import LocalService
from api.settings import Settings
from api.watching import Metrics, Watched
from graph.errors import ZhizeError

_LOG = logging.getLogger("zhize")
_DESCRIPTION = """政策文件的职责知识图谱：谁牵头什么，附原文。A knowledge graph of who leads what, with evidence.

列表是 `{"results", "total", "limit", "offset"}`，错误是 `{"detail", "code"}`。
格式由后缀（`.json .csv .jsonl .html`）或 Accept 决定。
"""
_HTTP_CODES = {404: "no_such_address", 405: "method_not_allowed", 413: "body_too_large", 400: "bad_body"}


def create_app(service: LocalService, settings: Settings, *, token: str, instance: str) -> FastAPI:
    """The application over a service; `token` is what writes need, `instance` what the server names itself by."""
    app = FastAPI(
        title="zhize 职责",
        version=version("zhize"),
        description=_DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        redirect_slashes=False,
    )
    pages = Pages(service)
    metrics = Metrics()
    app.include_router(doors.health_router(service, instance, metrics))
    app.include_router(doors.cypher_router(service))
    app.include_router(doors.export_router(service))
    app.include_router(writes.writes_router(service, token, settings))
    app.include_router(questions.router(service, settings, pages.question))
    app.include_router(sparql.sparql_router(service, pages))
    app.include_router(linked.linked_router(service, pages))
    app.include_router(reconcile.reconcile_router(service, pages, settings.rdf_base(), settings.reconcile_origins))
    app.include_router(pages.router(app))
    app.mount("/static", pages.static(), name="static")
    for kind in (ZhizeError, RequestValidationError, HTTPException, Exception):
        app.add_exception_handler(kind, partial(_tell, pages, metrics))
    describe(app)
    app.add_middleware(Compressed)
    app.add_middleware(Guard, settings=settings, write_paths=writes.WRITE_PATHS)
    app.add_middleware(Watched, metrics=metrics)
    return app


def _explain(error: Exception) -> tuple[str, str]:
    """The code and the sentence of whatever went wrong."""
    if isinstance(error, ZhizeError):
        return error.code, error.message
    if isinstance(error, RequestValidationError):
        return "bad_parameter", _invalid(error)
    if isinstance(error, HTTPException):
        code = _HTTP_CODES.get(error.status_code, "internal")
        return code, ERRORS[code].zh
    _LOG.error("unexpected error", exc_info=error)
    return "internal", "程序内部错误；服务的日志里有详情"


def _invalid(error: RequestValidationError) -> str:
    told = []
    for one in error.errors():
        where = "、".join(str(part) for part in one["loc"][1:]) or "请求正文"
        told.append(f"{where}：{one['msg']}")
    return "参数不合要求：" + "；".join(told)


def _tell(pages: Pages, metrics: Metrics, request: Request, error: Exception) -> Response:
    code, detail = _explain(error)
    metrics.errors.labels(code).inc()
    status = answer_for(code).status
    headers: dict[str, str] = {"Vary": "Accept"}
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if _reads_pages(request):
        return pages.error(request, status, code, detail, headers)
    return JSONResponse(error_body(code, detail), status_code=status, headers=headers)


def _reads_pages(request: Request) -> bool:
    suffix: Any = request.scope.get(FORMAT_KEY)
    if request.method != "GET":
        return False
    return suffix == "html" or (suffix is None and "text/html" in request.headers.get("accept", ""))
