"""What the server tells of itself while it runs: metrics for Prometheus, JSON lines of log, an id for each request."""

from __future__ import annotations

import json
import logging
import re
import secrets
import time
from contextvars import ContextVar
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADER = "X-Request-Id"
MEDIA = "text/plain; version=0.0.4; charset=utf-8"
_GIVEN = re.compile(r"[A-Za-z0-9_-]{1,64}")
_REQUEST: ContextVar[str] = ContextVar("zhize_request", default="")
_LOG = logging.getLogger("zhize.access")
_SECONDS = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0)


class Metrics:
    """What is counted of one application, in a registry of its own."""

    def __init__(self) -> None:
        from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector

        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self.requests = Counter(
            "zhize_requests", "Requests answered", ("method", "route", "status"), registry=self.registry
        )
        told = "Seconds until the answer was sent"
        self.seconds = Histogram("zhize_request_seconds", told, ("route",), buckets=_SECONDS, registry=self.registry)
        self.running = Gauge("zhize_requests_running", "Requests being answered", registry=self.registry)
        self.errors = Counter("zhize_errors", "Errors told, by code", ("code",), registry=self.registry)
        self.store = Gauge("zhize_store_up", "1 when the store answers", registry=self.registry)

    def text(self, ready: bool) -> bytes:
        """All of it in Prometheus' text format; `ready` says whether the store answers now."""
        from prometheus_client import generate_latest

        self.store.set(1 if ready else 0)
        return generate_latest(self.registry)


class Watched:
    """ASGI middleware around everything: names each request, counts it, logs it.

    The id is what the asker gave in X-Request-Id, where that is a plain word, and stands in the answer and in every
    line that is logged meanwhile. Neither the query nor the body nor a header is logged: they may hold what is private.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and note what came of it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).get(HEADER.lower(), "")
        name = given if _GIVEN.fullmatch(given) else secrets.token_hex(8)
        known = _REQUEST.set(name)
        told = {"request": name, "method": scope["method"], "path": scope["path"], "status": 0}
        began = time.perf_counter()
        with self.metrics.running.track_inprogress():
            try:
                await self.app(scope, receive, _noted(send, told))
            finally:
                self._count(scope, told, time.perf_counter() - began)
                _REQUEST.reset(known)

    def _count(self, scope: Scope, told: dict[str, Any], seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "none")
        self.metrics.requests.labels(_METHODS.get(told["method"], "other"), route, told["status"]).inc()
        self.metrics.seconds.labels(route).observe(seconds)
        _LOG.info("answered", extra={"told": {**told, "ms": round(seconds * 1000, 1)}})


_METHODS = {name: name for name in ("GET", "POST", "DELETE", "HEAD", "OPTIONS", "PUT", "PATCH")}


def _noted(send: Send, told: dict[str, Any]) -> Send:
    async def noted(message: Message) -> None:
        if message["type"] == "http.response.start":
            told["status"] = message["status"]
            MutableHeaders(scope=message)[HEADER] = told["request"]
        await send(message)

    return noted


class JsonLines(logging.Formatter):
    """Each record as one line of JSON: time, level, logger, message, request, and what else it tells."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line: dict[str, Any] = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created)) + f".{int(record.msecs):03}Z",
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if request := _REQUEST.get():
            line["request"] = request
        line.update(getattr(record, "told", {}))
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def log_settings(level: str) -> dict[str, Any]:
    """How the server logs: JSON lines on stderr, as `logging.config.dictConfig` takes it."""
    shown = {"handlers": ["lines"], "level": level.upper(), "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": "api.watching.JsonLines"}},
        "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "lines", "stream": "ext://sys.stderr"}},
        "loggers": {"zhize": shown, "uvicorn": shown},
    }
