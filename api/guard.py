"""What every request passes: host name, size of the body, format by suffix; and the headers on the way out."""

from __future__ import annotations

import re
from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import ERRORS, error_body
from api.settings import Settings

FORMAT_KEY = "zhize_format"
SUFFIXES = ("json", "jsonl", "csv", "html", "jsonld", "ttl", "nq", "nt", "rdf", "xml", "tsv", "graphml", "gexf", "svg")
_SUFFIX = re.compile(rf"^(/.+)\.({'|'.join(SUFFIXES)})$")
_OWN_SUFFIX = ("/static/", "/openapi.json")
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def host_name(value: str) -> str:
    """The name in a Host header, without the port."""
    return re.sub(r":\d+$", "", value.strip().lower())


class _TooLarge(HTTPException):
    """The body went past its limit. Of this kind because FastAPI takes any other for a body it could not read."""

    def __init__(self) -> None:
        super().__init__(ERRORS["body_too_large"].status)


class Guard:
    """ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp, settings: Settings, write_paths: Iterable[str]) -> None:
        self.app = app
        self.settings = settings
        self.write_paths = frozenset(write_paths)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or pass on with limits and headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        limit = self.settings.max_record if scope["path"] in self.write_paths else self.settings.max_body
        if host_name(headers.get("host", "")) not in self.settings.host_names:
            await _refuse("host_refused", scope, receive, _secured(send))
        elif int(headers.get("content-length", "0") or 0) > limit:
            await _refuse("body_too_large", scope, receive, _secured(send))
        else:
            await self._pass(scope, receive, _secured(send), limit)

    async def _pass(self, scope: Scope, receive: Receive, send: Send, limit: int) -> None:
        started = False

        async def sent(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(_without_suffix(scope), _counted(receive, limit), sent)
        except _TooLarge:
            if started:
                raise
            await _refuse("body_too_large", scope, receive, send)


class Compressed:
    """ASGI middleware: gzip for answers that hold nothing secret.

    What is asked with a token goes uncompressed: the length of a compressed answer that holds a secret beside the
    asker's own words tells of the secret (BREACH, CVE-2013-3587).
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.gzip = GZipMiddleware(app, minimum_size=1000, compresslevel=5)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Compress, or pass on."""
        plain = scope["type"] != "http" or "authorization" in Headers(scope=scope)
        await (self.app if plain else self.gzip)(scope, receive, send)


def _counted(receive: Receive, limit: int) -> Receive:
    taken = 0

    async def counted() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > limit:
            raise _TooLarge
        return message

    return counted


def _secured(send: Send) -> Send:
    async def secured(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return secured


def _without_suffix(scope: Scope) -> Scope:
    found = None if scope["path"].startswith(_OWN_SUFFIX) else _SUFFIX.match(scope["path"])
    if not found:
        return scope
    path = found[1]
    scope.update({"path": path, "raw_path": path.encode(), FORMAT_KEY: found[2]})  # in place: outside, its route counts
    return scope


async def _refuse(code: str, scope: Scope, receive: Receive, send: Send) -> None:
    told = ERRORS[code]
    await JSONResponse(error_body(code, told.zh), status_code=told.status)(scope, receive, send)
