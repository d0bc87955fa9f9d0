"""The store protocol: what the rest of zhize may ask of a graph engine, and how one is opened."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol, runtime_checkable
from urllib.parse import urlsplit

from graph.errors import BadParameter, StoreUnusable

Row = dict[str, Any]
FORMAT = 1  # of what a store keeps, on every engine and in backups; a new one comes with a way from the one before


@dataclass(frozen=True, slots=True)
class Limits:
    """What a query of the user's own may cost: wall-clock seconds, rows, and bytes of its rows as UTF-8 JSON."""

    seconds: float = 30.0
    rows: int = 10_000
    bytes: int = 32 * 1024 * 1024

    def __post_init__(self) -> None:
        if not 0 < self.seconds <= 3600:
            raise BadParameter("bad_parameter", f"时间限制须大于 0 秒、不超过 3600 秒：{self.seconds}")
        if self.rows < 1 or self.bytes < 1:
            raise BadParameter("bad_parameter", "行数和大小限制须为正数")


@dataclass(frozen=True, slots=True)
class CypherResult:
    """The answer to a user's query: rows by column; `truncated` when a row or size limit cut it."""

    columns: list[str]
    results: list[Row]
    truncated: bool


class Transaction(Protocol):
    """An open write transaction."""

    def run(self, query: str, /, **parameters: Any) -> list[Row]:
        """The rows of a query of the catalogue, which may write; scalars, lists and maps only."""
        ...


@runtime_checkable
class Store(Protocol):
    """A graph kept by one engine; safe to use from many threads at once."""

    engine: str
    cache_folder: Path

    def read(self, query: str, /, **parameters: Any) -> list[Row]:
        """The rows of a query of the catalogue that writes nothing; scalars, lists and maps only."""
        ...

    def transaction(self) -> AbstractContextManager[Transaction]:
        """A write transaction: committed when the block ends, rolled back when it raises; one at a time."""
        ...

    def run_cypher(self, query: str, parameters: dict[str, Any], limits: Limits) -> CypherResult:
        """The answer to a user's own query, behind the whole read-only gate.

        Nodes are `{"_labels", …properties}`, relationships `{"_type", "_from", "_to", …}` with our ids, paths lists
        of both, dates strings. Raises QueryRefused, QueryFailed or QueryTimeout.
        """
        ...

    def explain(self, query: str, parameters: dict[str, Any], limits: Limits) -> CypherResult:
        """The engine's plan for a user's own query, in words of the engine: one row a line, `{"plan"}`.

        The query passes the whole gate and is not run. Raises as `run_cypher`.
        """
        ...

    def generation(self) -> int | str:
        """A value that differs after every committed write, by whichever process."""
        ...

    def prepare(self) -> None:
        """Makes constraints and indexes for the declared model; does nothing where they exist."""
        ...

    def problems(self) -> list[str]:
        """What the engine itself finds wrong with its files and indexes, in sentences; empty when all is well."""
        ...

    def unfinished(self) -> bool:
        """Whether a restoring of this store was begun and has not ended."""
        ...

    def set_unfinished(self, begun: bool) -> None:
        """Notes, to last beyond this process, that a restoring begins or has ended."""
        ...

    def close(self) -> None:
        """Gives back what the store holds; a second call does nothing."""
        ...


@dataclass(frozen=True, slots=True)
class Engine:
    """A row of the registry: the URL schemes of an engine and where its opener is."""

    name: str
    schemes: tuple[str, ...]
    module: str
    package: str = ""  # the library that has no wheel for some systems: there, the engine is not installed

    def open(self, url: str) -> Store:
        """A store of this engine; the engine's own library is imported here and not before."""
        try:
            opener: Callable[[str], Store] = import_module(self.module).open_store
        except ModuleNotFoundError as error:
            if not self.package or (error.name or "").partition(".")[0] != self.package:
                raise
            raise StoreUnusable("store_unusable", _NO_ENGINE) from error
        return opener(url)


_NO_ENGINE = (
    "本系统没有安装内置引擎（arcadedb-embedded 没有适用的安装包）："
    "请用 Neo4j 作存储：--store neo4j://主机:7687 或设 ZHIZE_STORE"
)
ENGINES: tuple[Engine, ...] = (
    Engine("embedded", ("", "file"), "graph.engines.embedded", "arcadedb_embedded"),
    Engine("neo4j", ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc"), "graph.engines.neo4j"),
)


def engine_of(url: str | Path) -> Engine:
    """The engine that keeps the store of a URL or folder; BadParameter for an unknown scheme."""
    scheme = _scheme(url)
    for engine in ENGINES:
        if scheme in engine.schemes:
            return engine
    known = "、".join(f"{s}://" for e in ENGINES for s in e.schemes if s and s != "file")
    raise BadParameter("bad_parameter", f"不认识的存储地址 {scheme}://：请给文件夹或 {known}")


def open_store(url: str | Path, *, restoring: bool = False) -> Store:
    """The store of a folder (embedded engine) or of a neo4j:// or bolt:// address.

    One whose restoring did not end is opened for `restoring` alone. Raises StoreHeld, StoreUnreachable, StoreUnusable,
    BadParameter.
    """
    store = engine_of(url).open(os.fspath(url))
    if not restoring and store.unfinished():
        store.close()
        message = f"存储 {url} 的恢复没有完成，里面不是完整的一份：请再运行一次 zhize store restore（或 copy）"
        raise StoreUnusable("store_unusable", message)
    return store


def refuse_format(found: object, where: str) -> None:
    """Raises StoreUnusable, with the way out, where a store or backup is of another format than this version's."""
    if found != FORMAT:
        newer = isinstance(found, int) and found > FORMAT
        way = "请升级 zhize" if newer else "请用写入它的版本导出（zhize export --format nq），再用本版本载入"
        raise StoreUnusable("store_unusable", f"{where} 的格式是 {found}，本程序用的是 {FORMAT}：{way}")


def _scheme(url: str | Path) -> str:
    return urlsplit(url).scheme.lower() if isinstance(url, str) and "://" in url else ""
