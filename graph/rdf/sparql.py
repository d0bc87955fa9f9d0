"""SPARQL 1.1 queries over a copy of the graph, each in a process of its own that is killed at its limits."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.errors import BadParameter, QueryFailed, StoreError
from graph.rdf import formats, sparql_text, streaming
from graph.store import Limits, Store
from ontology.terms import DEFAULT_BASE, Names

TABLE_FORMS = ("json", "csv", "tsv", "xml")
GRAPH_FORMS = ("ttl", "nt", "jsonld", "rdf")
_CHILD = Path(__file__).with_name("sparql_child.py")
_VERSION = "1"
_ATTEMPTS = 5
_AT_ONCE = 4
_WAIT = 10.0
_BUILD_SECONDS = 3600.0
_KEPT = 2


@dataclass(frozen=True, slots=True)
class SparqlAnswer:
    """An answer in a format of TABLE_FORMS (SELECT, ASK) or GRAPH_FORMS (CONSTRUCT, DESCRIBE)."""

    form: str
    data: bytes


class Sparql:
    """Asks a copy of a store, which is made anew when the store has changed; safe to use from many threads."""

    def __init__(self, store: Store, limits: Limits, *, memory: int, base: str = DEFAULT_BASE) -> None:
        self._store = store
        self._limits = limits
        self._memory = memory
        self._names = Names(base)
        self._building = threading.Lock()
        self._slots = threading.BoundedSemaphore(_AT_ONCE)

    def check(self, query: str) -> sparql_text.Query:
        """The query, as far as it can be told without running it; raises QueryRefused, QueryFailed."""
        return sparql_text.check(query, self._names)

    def ask(
        self, query: str, form: str = "", *, default_graphs: Sequence[str] = (), named_graphs: Sequence[str] = ()
    ) -> SparqlAnswer:
        """The answer in a format, by default JSON or Turtle.

        Without FROM the default graph is all graphs together. Raises QueryRefused, QueryFailed, BadParameter.
        """
        checked = self.check(query)
        possible = TABLE_FORMS if checked.form in ("SELECT", "ASK") else GRAPH_FORMS
        form = form or possible[0]
        if form not in possible:
            raise BadParameter("bad_parameter", f"{checked.form} 的结果没有 {form} 格式；有：{'、'.join(possible)}")
        sparql_text.check_graphs((*default_graphs, *named_graphs), self._names)
        request = {
            "query": checked.text,
            "form": form,
            "prefixes": self._names.prefixes,
            "dataset": bool(checked.graphs or default_graphs or named_graphs),
            "default_graphs": list(default_graphs),
            "named_graphs": list(named_graphs),
            "seconds": self._limits.seconds,
            "rows": self._limits.rows,
            "bytes": self._limits.bytes,
            "memory": self._memory,
        }
        return SparqlAnswer(form, self._run(request))

    def _run(self, request: dict[str, Any]) -> bytes:
        copy = self._copy()
        if not self._slots.acquire(timeout=_WAIT):
            raise QueryFailed("sparql_busy", "正在运行的 SPARQL 查询太多，请稍后再试")
        try:
            data = json.dumps(request).encode()
            return _child(["ask", os.fspath(copy)], data, self._limits.seconds)
        finally:
            self._slots.release()

    def _copy(self) -> Path:
        """The folder of the copy of the store as it is now."""
        folder = self._store.cache_folder / "sparql"
        with self._building:
            for _ in range(_ATTEMPTS):
                generation = self._store.generation()
                place = folder / self._key(generation)
                if place.is_dir():
                    return place
                scratch = folder / f"new-{secrets.token_hex(6)}"
                try:
                    self._build(scratch)
                    if self._store.generation() == generation:
                        _settle(scratch / "copy", place)
                        _forget(folder, place)
                        return place
                finally:
                    shutil.rmtree(scratch, ignore_errors=True)
        raise StoreError("store_failed", "存储一直在变动，做不成供 SPARQL 查询的副本，请稍后再试")

    def _key(self, generation: int | str) -> str:
        told = repr((_VERSION, generation, self._names.base))
        return hashlib.sha256(told.encode()).hexdigest()[:24]

    def _build(self, scratch: Path) -> None:
        scratch.mkdir(parents=True, mode=0o700)
        source = scratch / "graph.nq"
        with source.open("wb") as out:
            out.writelines(formats.nquads(streaming.descriptions(self._store, self._names), self._names))
        _child(["build", os.fspath(source), os.fspath(scratch / "copy")], b"", _BUILD_SECONDS)


def _settle(made: Path, place: Path) -> None:
    """Put a copy in its place; another process may have been first."""
    try:
        made.rename(place)
    except OSError:
        if not place.is_dir():
            raise


def _forget(folder: Path, place: Path) -> None:
    """Take old copies away but the last one, which a query may still be reading."""
    copies = [p for p in folder.iterdir() if p.is_dir() and p != place and not p.name.startswith("new-")]
    copies.sort(key=lambda p: p.stat().st_mtime, reverse=True)
    for old in copies[_KEPT - 1 :]:
        shutil.rmtree(old, ignore_errors=True)


def _child(arguments: list[str], data: bytes, seconds: float) -> bytes:
    """What the process prints; raises QueryFailed by its code, also where it was killed."""
    command = [sys.executable, "-I", os.fspath(_CHILD), *arguments]
    environment = {k: v for k, v in os.environ.items() if not k.upper().endswith("_PROXY")}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    ) as process:
        try:
            out, told = process.communicate(data, timeout=seconds + 1)
        except BaseException as error:
            process.kill()
            process.communicate()
            if isinstance(error, subprocess.TimeoutExpired):
                raise _timeout(seconds) from None
            raise
    if process.returncode == 0:
        return out
    raise _failure(process.returncode, told, seconds)


def _timeout(seconds: float) -> QueryFailed:
    return QueryFailed("sparql_timeout", f"SPARQL 查询超过 {seconds:g} 秒，已停止")


def _failure(code: int, told: bytes, seconds: float) -> QueryFailed:
    """The error a process ended with; one that ended without a word was killed for its time or ran out of memory."""
    try:
        error = json.loads(told.splitlines()[-1])
        return QueryFailed(str(error["code"]), str(error["message"]))
    except (ValueError, KeyError, IndexError, TypeError):
        if code in (-24, -9):
            return _timeout(seconds)
        return QueryFailed("sparql_memory", "SPARQL 查询所需内存超过限制，或嵌套太深")
