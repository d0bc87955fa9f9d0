"""Runs the server: takes a port, tells the store's folder where it answers, stops without losing a request."""

from __future__ import annotations

import errno
import logging
import os
import secrets
import signal
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import uvicorn

from api.held import ServerNote, remove_note, write_note
from api.http import create_app
from api.service import LocalService
from api.settings import Settings
from api.watching import log_settings
from graph.errors import BadParameter

_PORTS_TRIED = 100
_STOP_SECONDS = 8  # with closing the store, an end within ten
# A query that the engine does not stop holds the store open: the process then leaves it as a killed one would, which
# loses nothing that was acknowledged.
_LAST_SECONDS = 9.5
# An idle connection is kept longer than browsers and reverse proxies keep theirs (nginx: 60 s): whoever closes first
# may cut off a request that is just being sent.
_IDLE_SECONDS = 75


def take_port(host: str, port: int) -> socket.socket:
    """A socket bound to a port, or to the next free one when it is taken; raises BadParameter."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for candidate in [port] if port == 0 else range(port, min(port + _PORTS_TRIED, 65536)):
        taken = socket.socket(family, socket.SOCK_STREAM)
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            taken.bind((host, candidate))
            taken.listen(128)
        except OSError as error:
            taken.close()
            if error.errno == errno.EADDRINUSE:
                continue
            raise BadParameter("bad_parameter", f"不能监听 {host}:{candidate}：{error.strerror or error}") from error
        return taken
    raise BadParameter("bad_parameter", f"{host} 从端口 {port} 起没有空闲的端口")


def address_of(taken: socket.socket) -> str:
    """The address that reaches a socket from this machine."""
    host, port = taken.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class _Server(uvicorn.Server):
    """Calls back when requests are answered."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None], stopping: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready
        self._stopping = stopping

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then call back."""
        await super().startup(sockets=sockets)
        if self.started:
            self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Call back, then end the requests."""
        self._stopping()
        await super().shutdown(sockets=sockets)


def run(settings: Settings, service: LocalService, *, ready: Callable[[str], None]) -> None:
    """Serve until told to stop (SIGINT, SIGTERM); closes the service. `ready` gets the address."""
    last = threading.Timer(_LAST_SECONDS, _leave)
    last.daemon = True
    try:
        taken = take_port(settings.host, settings.port)
        _run(settings, service, taken, ready, last.start)
    finally:
        service.close()
        last.cancel()


def _leave() -> None:
    """End the process with the store still open."""
    logging.getLogger("zhize").warning("a query did not end in time: the server stopped without closing the store")
    os._exit(0)


def _run(
    settings: Settings,
    service: LocalService,
    taken: socket.socket,
    ready: Callable[[str], None],
    stopping: Callable[[], None],
) -> None:
    note = ServerNote(
        address_of(taken), settings.token or secrets.token_urlsafe(32), os.getpid(), secrets.token_hex(16)
    )
    folder = Path(service.location) if service.store.engine == "embedded" else None

    def started() -> None:
        if folder:
            write_note(folder, note)
        ready(note.address)

    config = uvicorn.Config(
        create_app(service, settings, token=note.token, instance=note.instance),
        log_level=settings.log_level,
        timeout_graceful_shutdown=_STOP_SECONDS,
        timeout_keep_alive=_IDLE_SECONDS,
        server_header=False,
        date_header=True,
        access_log=False,
        log_config=log_settings(settings.log_level),
    )
    # uvicorn raises a caught signal again when it is done: without these the process would end before the store closes.
    before: dict[int, Any] = {number: signal.signal(number, _ignore) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        _Server(config, started, stopping).run(sockets=[taken])
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        if folder:
            remove_note(folder, note.instance)
        taken.close()


def _ignore(number: int, frame: Any) -> None:
    """A signal that has been dealt with."""
