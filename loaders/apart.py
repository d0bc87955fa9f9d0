"""Reading in a process of its own, which is killed at its limits: whatever a file does, the rest goes on.

The process (`loaders.apart_child`) reads one file after the other and is made again when it was killed. Its answers
are JSON, never pickles: what a hostile file made of it can say nothing but records and errors.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from loaders.errors import LoadError
from loaders.files import read_bytes
from loaders.limits import Limits, in_megabytes
from ontology.registry.additions import Additions, additions

if TYPE_CHECKING:
    from loaders.metadata import Metadata
    from ontology.records import DocumentRecord

_START = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from loaders.apart_child import main; main()"
_MOST_IDLE = 2
_LONGEST = 1 << 30
SIZE = 8
_START_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Task:
    """What the process is asked: the file's bytes and name, and how to read it. `first` is an entry of an archive."""

    data: bytes
    source: str
    keep_contacts: bool
    metadata: Metadata | None
    additions: Additions
    first: int = 0


class _Gone(Exception):
    """The process ended in the middle of a task; `spent` when it said that its memory was."""

    def __init__(self, spent: bool = False) -> None:
        self.spent = spent


class _Process:
    """The process that reads, from outside."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.late = False
        self.tasks = 0
        self._popen = subprocess.Popen(
            [sys.executable, "-P", "-c", _START, json.dumps(sys.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._ready = False

    def _begin(self) -> None:
        """Wait until it can read: what it takes to start counts against no file."""
        self._send(self._limits, _START_SECONDS)
        self._next(_START_SECONDS)
        self._ready = True

    def ask(self, task: Task) -> Iterator[dict[str, Any]]:
        """What it answers, message by message; raises _Gone. Each may take as long as a document may."""
        if not self._ready:
            self._begin()
        self.tasks += 1
        self._send(task, self._limits.seconds)
        while True:
            told = self._next(self._limits.seconds)
            yield told
            if "done" in told:
                return

    def _send(self, value: object, seconds: float) -> None:
        data = pickle.dumps(value)
        try:
            with self._watched(seconds) as popen:
                pipe: IO[bytes] = popen.stdin  # type: ignore[assignment]
                pipe.write(len(data).to_bytes(SIZE, "big"))
                pipe.write(data)
                pipe.flush()
        except OSError:
            raise _Gone from None

    def _next(self, seconds: float) -> dict[str, Any]:
        with self._watched(seconds) as popen:
            pipe: IO[bytes] = popen.stdout  # type: ignore[assignment]
            size = int.from_bytes(pipe.read(SIZE), "big")
            data = pipe.read(size) if size < _LONGEST else b""
        try:
            told = dict(json.loads(data))
        except (ValueError, TypeError, RecursionError):
            raise _Gone from None
        if "spent" in told:
            raise _Gone(spent=True)
        return told

    @contextlib.contextmanager
    def _watched(self, seconds: float) -> Iterator[subprocess.Popen[bytes]]:
        timer = threading.Timer(seconds, self._stop)
        timer.daemon = True
        timer.start()
        try:
            yield self._popen
        finally:
            timer.cancel()

    def _stop(self) -> None:
        self.late = True
        self._popen.kill()

    def why(self, path: str, gone: _Gone) -> LoadError:
        """The error of the file or entry at which it ended."""
        code = self._ended()
        if self.late or code == -getattr(signal, "SIGALRM", 0):
            return LoadError(path, "too_slow", f"读取超过 {self._limits.seconds:g} 秒，已停止")
        if gone.spent or code == -getattr(signal, "SIGKILL", 0):  # the system kills when all memory is taken
            most = in_megabytes(self._limits.memory)
            return LoadError(path, "too_costly", f"读取所需内存超过 {most}，已停止")
        return LoadError(path, "failed", f"读取它的进程异常结束（{code}）")

    def _ended(self) -> int:
        try:
            return self._popen.wait(timeout=1)
        except subprocess.TimeoutExpired:
            self._popen.kill()
            return self._popen.wait()

    def close(self) -> None:
        """End it, whatever it does."""
        self._popen.kill()
        for pipe in (self._popen.stdin, self._popen.stdout):
            with contextlib.suppress(OSError):
                pipe.close()  # type: ignore[union-attr]
        self._popen.wait()


class Reader:
    """Reads files one after the other in a process, started when first needed; not for several threads at once."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._process: _Process | None = None

    def start(self) -> None:
        """Start the process, so that it is ready by the time something is to be read."""
        if self._process is None:
            self._process = _Process(self.limits)

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.close()
            self._process = None

    def read(
        self, data: bytes, source: str, *, keep_contacts: bool = False, metadata: Metadata | None = None
    ) -> Iterator[DocumentRecord | LoadError]:
        """The records of the documents of a file, and the errors of those that could not be read: none is raised."""
        own = metadata.of(source) if metadata else None
        task: Task | None = Task(data, source, keep_contacts, own, additions())
        while task is not None:
            task = yield from self._read(task, metadata)

    def _read(self, task: Task, metadata: Metadata | None) -> Generator[DocumentRecord | LoadError, None, Task | None]:
        """Yields as `read`; returns what is still to be asked of a new process, if anything."""
        self.start()
        process = self._process
        assert process is not None
        number, path, whole = task.first - 1, task.source, False
        try:
            for told in process.ask(task):
                if "entry" in told:
                    number, path = number + 1, str(told["entry"])
                elif "record" in told:
                    yield told["record"]
                elif "code" in told:
                    yield LoadError(str(told["path"]), str(told["code"]), str(told["message"]))
                elif metadata:
                    metadata.hear(*told["done"])
            whole = True
        except _Gone as gone:
            if gone.spent and process.tasks > 1:
                # What earlier files left behind counts against none: it may have all the memory for itself.
                return replace(task, first=max(number, task.first))
            yield process.why(path, gone)
            return replace(task, first=number + 1) if number >= task.first else None
        finally:
            if not whole:
                self.close()
        return None


class _Idle:
    """The readers of this process that wait for work, so that the next file need not wait for one to start."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._readers: list[Reader] = []

    @contextlib.contextmanager
    def borrowed(self, limits: Limits) -> Iterator[Reader]:
        """A reader with these limits, taken back afterwards."""
        with self._lock:
            fit = next((one for one in self._readers if one.limits == limits), None)
            if fit is not None:
                self._readers.remove(fit)
        reader = fit or Reader(limits)
        try:
            yield reader
        finally:
            with self._lock:
                self._readers.append(reader)
                spare = [self._readers.pop(0) for _ in range(len(self._readers) - _MOST_IDLE)]
            for one in spare:
                one.close()

    def close(self) -> None:
        """End all that wait."""
        with self._lock:
            for one in self._readers:
                one.close()
            self._readers = []

    def forget(self) -> None:
        """Leave them to the process that made this one as its copy."""
        self._lock = threading.Lock()
        self._readers = []


_IDLE = _Idle()
atexit.register(_IDLE.close)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_IDLE.forget)


def start(limits: Limits) -> None:
    """Have a reader ready by the time the first file is read; what the caller does meanwhile costs no time."""
    with _IDLE.borrowed(limits) as reader:
        reader.start()


def extract(
    paths: Iterable[str | Path],
    *,
    keep_contacts: bool = False,
    metadata: Metadata | None = None,
    limits: Limits | None = None,
) -> Iterator[DocumentRecord | LoadError]:
    """The records of files in the order given, as `loaders.pipeline.extract` finds them, each file held to the limits.

    A file or an entry of an archive that cannot be read yields its error, whatever it did, and the rest go on.
    """
    held = limits or Limits()
    for path in paths:
        try:
            data = read_bytes(path, held.bytes)
        except LoadError as error:
            yield error
            continue
        yield from extract_each(data, source=str(path), keep_contacts=keep_contacts, metadata=metadata, limits=held)


def extract_each(
    data: bytes,
    *,
    source: str,
    keep_contacts: bool = False,
    metadata: Metadata | None = None,
    limits: Limits | None = None,
) -> Iterator[DocumentRecord | LoadError]:
    """The records of all documents in the bytes of a file called `source`, and the errors of what cannot be read."""
    with _IDLE.borrowed(limits or Limits()) as reader:
        yield from reader.read(data, source, keep_contacts=keep_contacts, metadata=metadata)
