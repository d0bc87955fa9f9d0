"""The folder of an embedded store: its layout, its format number, and the lock that only one process can have."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from pathlib import Path
from typing import IO

from graph.errors import StoreHeld, StoreUnusable
from graph.store import FORMAT, refuse_format

if sys.platform == "win32":  # not tested by us
    import msvcrt

    def _take_alone(file: IO[str]) -> None:
        file.seek(_LOCKED_BYTE)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        file.seek(0)
else:
    import fcntl

    def _take_alone(file: IO[str]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


_LOCKED_BYTE = 1 << 20  # behind the holder's process id, which others may read
_MARKER = "store.json"
_LOCK = "lock"
_RESTORING = "restoring"


class StoreFolder:
    """A locked store folder; `release` gives the lock back.

    Layout: store.json (format), lock (holder's process id), graph/ (the engine's files), cache/ (search index), and
    while it is being restored `restoring`.
    Raises StoreHeld when another process has it, StoreUnusable when it is no store or cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path.expanduser().absolute()
        try:
            self._lock = self._open()
        except OSError as error:
            raise StoreUnusable("store_unusable", f"存储 {path} 打不开：{error.strerror or error}") from error
        self._take()
        try:
            self._check_format()
            self.cache.mkdir(exist_ok=True, mode=0o700)
        except BaseException:
            self.release()
            raise

    @property
    def graph(self) -> Path:
        """Where the engine keeps its files."""
        return self.path / "graph"

    @property
    def cache(self) -> Path:
        """Where the search index lives."""
        return self.path / "cache"

    @property
    def restoring(self) -> bool:
        """Whether a restoring was begun here and has not ended."""
        return (self.path / _RESTORING).exists()

    def set_restoring(self, begun: bool) -> None:
        """Leaves a note of that, on the disk before anything else, or takes it away."""
        note = self.path / _RESTORING
        if not begun:
            note.unlink(missing_ok=True)
            return
        with note.open("w", encoding="ascii") as out:
            out.flush()
            os.fsync(out.fileno())

    def release(self) -> None:
        """Gives the lock back; a second call does nothing."""
        if not self._lock.closed:
            self._lock.close()

    def _open(self) -> IO[str]:
        fresh = not self.path.exists()
        self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not fresh and not (self.path / _MARKER).exists() and not self._only_ours():
            raise StoreUnusable("store_unusable", f"{self.path} 不是 zhize 的存储，也不是空文件夹")
        descriptor = os.open(self.path / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        return os.fdopen(descriptor, "r+", encoding="ascii")

    def _only_ours(self) -> bool:
        return {entry.name for entry in self.path.iterdir()} <= {_LOCK, f"{_MARKER}.new"}

    def _take(self) -> None:
        try:
            _take_alone(self._lock)
        except OSError as error:
            holder = self._lock.read(32).strip()
            self._lock.close()
            who = "本进程" if holder == str(os.getpid()) else f"进程 {holder}" if holder else "进程号不明"
            raise StoreHeld(os.fspath(self.path), who) from error
        self._lock.seek(0)
        self._lock.truncate()
        self._lock.write(str(os.getpid()))
        self._lock.flush()

    def _check_format(self) -> None:
        marker = self.path / _MARKER
        if not marker.exists():
            scratch = self.path / f"{_MARKER}.new"
            scratch.write_text(json.dumps({"format": FORMAT}), encoding="ascii")
            scratch.replace(marker)
            return
        found = None
        with contextlib.suppress(ValueError, AttributeError):
            found = json.loads(marker.read_text(encoding="ascii")).get("format")
        refuse_format(found, f"存储 {self.path}")
