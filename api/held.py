"""The note that a server leaves in the folder of the store it holds, and the way from the folder to the server."""

from __future__ import annotations

import contextlib
import json
import os
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from api.client import Client

NOTE = "server.json"


@dataclass(frozen=True, slots=True)
class ServerNote:
    """Where the server that holds a store answers, its token, its process, and the word it names itself by."""

    address: str
    token: str
    pid: int
    instance: str


def write_note(folder: Path, note: ServerNote) -> None:
    """Leave the note, readable by the user alone; whole or not at all."""
    scratch = folder / f"{NOTE}.{note.pid}"
    with contextlib.suppress(FileNotFoundError):
        scratch.unlink()
    descriptor = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        json.dump(asdict(note), out)
    scratch.replace(folder / NOTE)


def read_note(folder: Path) -> ServerNote | None:
    """The note of a folder; None when there is none or it is no note."""
    try:
        found = json.loads((folder / NOTE).read_text(encoding="utf-8"))
        return ServerNote(str(found["address"]), str(found["token"]), int(found["pid"]), str(found["instance"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def remove_note(folder: Path, instance: str) -> None:
    """Take the note away when it is that of this server."""
    note = read_note(folder)
    if note and note.instance == instance:
        with contextlib.suppress(OSError):
            (folder / NOTE).unlink()


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _answers(note: ServerNote) -> bool:
    """Whether the server of the note, and no other that took its port, answers: the token is sent to no other."""
    import httpx

    try:
        answer = httpx.get(f"{note.address}/healthz", timeout=2.0, trust_env=False)
        return bool(answer.json().get("instance") == note.instance)
    except (httpx.HTTPError, ValueError, AttributeError):
        return False


def reach(folder: str | Path, *, patience: float = 0.0) -> Client | None:
    """A client of the server that holds a folder; None when there is no note, or it is stale.

    `patience` is for a server that has just been started: seconds to wait for it.
    """
    until = time.monotonic() + patience
    while True:
        note = read_note(Path(folder))
        if note and _alive(note.pid) and _answers(note):
            from api.client import Client

            return Client(note.address, token=note.token)
        if time.monotonic() >= until:
            return None
        time.sleep(0.1)
