"""The process that reads files for `loaders.apart`: tasks come on standard input, messages go to standard output.

Messages are JSON, each behind its length in eight bytes: `{"ready": true}` when it can begin, `{"entry": path}` before
an entry of an archive is unpacked, `{"record": …}`, `{"path", "code", "message"}` for an error, `{"done": [used,
problems]}` at the end of a file with what its rows of metadata came to, and `{"spent": true}` before it ends because
its memory is.
"""

from __future__ import annotations

import json
import os
import pickle
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from loaders.apart import SIZE, Task
from loaders.errors import LoadError
from loaders.limits import Limits, impose
from loaders.pipeline import extract_bytes, extract_each
from ontology import registry

try:
    import resource
except ImportError:  # Windows cannot bound a process this way; its time is held from outside
    resource = None  # type: ignore[assignment]

_FIRST = "某市工作方案\n一、建设平台。（牵头单位：市科技局）\n"
_GRACE = 5  # seconds: whoever asked stops it first


def main() -> None:
    """Read what is asked until nothing more is."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # meant for the program at the terminal, which ends this one
    asked = sys.stdin.buffer
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not stand among the messages
    limits: Limits = _next(asked)
    extract_bytes(_FIRST.encode(), source="first.txt")  # reads what the grammar and the registry are made of
    impose(limits)
    _bound(limits)
    _tell(answers, {"ready": True})
    try:
        while (task := _next(asked)) is not None:
            registry.extend(task.additions)
            _answer(task, limits, lambda message: _tell(answers, message))
    except MemoryError:
        _tell(answers, {"spent": True})
        os._exit(1)


def _bound(limits: Limits) -> None:
    """Hold memory to its limit, and let nothing be written to any file."""
    if resource is None:
        return
    for kind, most in ((resource.RLIMIT_AS, limits.memory), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
        try:
            resource.setrlimit(kind, (most, most))
        except (ValueError, OSError):  # macOS knows a limit of memory by name alone
            continue


def _answer(task: Task, limits: Limits, tell: Callable[[dict[str, Any]], None]) -> None:
    """Read a file; an entry at which our own program fails is told of, and those behind it read."""
    path, number, first = task.source, task.first - 1, task.first

    def begin(entry: str) -> None:
        nonlocal path, number
        path, number = entry, number + 1
        _alarm(limits)
        tell({"entry": entry})

    _alarm(limits)
    while True:
        try:
            for item in extract_each(
                task.data,
                source=task.source,
                keep_contacts=task.keep_contacts,
                metadata=task.metadata,
                first=first,
                begun=begin,
            ):
                tell(_error(item) if isinstance(item, LoadError) else {"record": item})
        except MemoryError:
            raise
        except Exception as error:
            tell(_error(error if isinstance(error, LoadError) else _failure(path, error)))
            if number >= first:
                first = number + 1
                continue
        break
    _alarm(None)
    tell({"done": task.metadata.told() if task.metadata else [[], []]})


def _failure(path: str, error: Exception) -> LoadError:
    """The error of a document at which the program itself fails: what, and where, so that it can be mended."""
    if isinstance(error, RecursionError):
        return LoadError(path, "too_deep", "内容嵌套过深")
    at = traceback.extract_tb(error.__traceback__)[-1]
    return LoadError(path, "failed", f"读取程序出错（{type(error).__name__}，{Path(at.filename).name}:{at.lineno}）")


def _alarm(limits: Limits | None) -> None:
    """Be killed when a file takes too long, also where whoever asked has been killed itself."""
    if hasattr(signal, "alarm"):
        signal.alarm(int(limits.seconds) + _GRACE if limits else 0)


def _error(error: LoadError) -> dict[str, Any]:
    return {"path": error.path, "code": error.code, "message": error.message}


def _next(pipe: BinaryIO) -> Any:
    size = pipe.read(SIZE)
    return pickle.loads(pipe.read(int.from_bytes(size, "big"))) if size else None


def _tell(pipe: BinaryIO, message: dict[str, Any]) -> None:
    data = json.dumps(message).encode()
    pipe.write(len(data).to_bytes(SIZE, "big"))
    pipe.write(data)
    pipe.flush()
