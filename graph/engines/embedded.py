"""The embedded engine: a store in a folder, in this process, without a server."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from graph import gate
from graph.engines import arcade, schema
from graph.engines.faults import translated, translated_query
from graph.engines.folder import StoreFolder
from graph.engines.locks import SharedLock
from graph.engines.runner import Runner
from graph.errors import StoreUnusable, ZhizeError
from graph.store import CypherResult, Limits, Row

_META = "ZhizeStore"  # a document type: Cypher's MATCH sees vertices and edges alone
# Statements and clauses of the engine that read; whatever it may learn later is refused until it is listed here.
_STEPS = frozenset({"SimpleCypherStatement", "UnionStatement", "MATCH", "WITH", "RETURN", "UNWIND", "CALL", "SUBQUERY"})
# Of the engine's own check: what is never there in a sound database.
_FAULTS = (
    "corruptedIndexes",
    "crossLinkedChunks",
    "danglingPlaceholderPointers",
    "edgesMissingInReference",
    "edgesMissingOutReference",
    "invalidLinks",
    "missingReferenceBack",
    "totalConstraintViolations",
    "totalCorruptedRecords",
    "totalErrors",
    "totalUndecodableRecords",
    "unreachableEdgeRecords",
    "warnings",
)
_HEAP_VARIABLE = "ZHIZE_HEAP"
_HEAP = "1g"
_LASTING_VARIABLE = "ZHIZE_LASTING"


def open_store(url: str) -> EmbeddedStore:
    """The store of a folder or file:// URL, made when it is not there."""
    path = Path(unquote(urlsplit(url).path)) if url.lower().startswith("file://") else Path(url)
    return EmbeddedStore(path)


class EmbeddedTransaction:
    """The open transaction of the thread that began it."""

    def __init__(self, database: arcade.Database) -> None:
        self._database = database

    def run(self, query: str, /, **parameters: Any) -> list[Row]:
        """The rows of a query of the catalogue, which may write."""
        with translated():
            return self._database.command(query, parameters)


class EmbeddedStore:
    """A store in a folder, held by this process until it is closed.

    Raises StoreHeld, StoreUnusable. Many threads may read at once; transactions come one after another. A read never
    sees half of a commit.
    """

    engine = "embedded"

    def __init__(self, path: Path) -> None:
        self._folder = StoreFolder(path)
        self.cache_folder = self._folder.cache
        self._writing = threading.Lock()
        self._visible = SharedLock()
        self._runner = Runner()
        self._closed = False
        try:
            arcade.start_jvm(os.environ.get(_HEAP_VARIABLE) or _HEAP, lasting=bool(os.environ.get(_LASTING_VARIABLE)))
            self._database = self._open()
            self._identity, self._count = self._read_meta()
        except BaseException as error:
            self._folder.release()
            if isinstance(error, ZhizeError) or not isinstance(error, Exception):
                raise
            message = f"存储 {self._folder.path} 打不开：{arcade.cause_message(error)}"
            raise StoreUnusable("store_unusable", message) from error

    def read(self, query: str, /, **parameters: Any) -> list[Row]:
        """The rows of a query of the catalogue that writes nothing."""
        with self._visible.shared(), translated():
            return self._database.query(query, parameters)

    @contextmanager
    def transaction(self) -> Iterator[EmbeddedTransaction]:
        """A write transaction; what ran in it is on the disk when the block has ended."""
        with self._writing:
            self._database.begin()
            try:
                yield EmbeddedTransaction(self._database)
                with translated():
                    self._commit()
            except BaseException:
                self._database.rollback()
                raise

    def run_cypher(self, query: str, parameters: dict[str, Any], limits: Limits) -> CypherResult:
        """The answer to a user's own query behind the read-only gate."""
        checked = gate.check(query, parameters)
        door = _Door(self._database)
        return self._runner.run(lambda: gate.answer(door, checked, limits), limits.seconds)

    def explain(self, query: str, parameters: dict[str, Any], limits: Limits) -> CypherResult:
        """The engine's plan for a user's own query."""
        checked = gate.check(query, parameters)
        door = _Door(self._database)
        return self._runner.run(lambda: gate.explain(door, checked, limits), limits.seconds)

    def generation(self) -> str:
        """The store's identity and the number of its last commit."""
        return f"{self._identity}-{self._count}"

    def prepare(self) -> None:
        """Makes types, unique ids and full-text indexes for the declared model."""
        statements = schema.embedded_statements()
        wanted = hashlib.sha256("\n".join(statements).encode()).hexdigest()
        with self._writing, self._visible.alone(), translated():
            if self._database.sql(f"SELECT model FROM {_META}")[0].get("model") == wanted:
                return
            for statement in statements:
                self._database.sql(statement)
            self._database.begin()
            self._database.sql(f"UPDATE {_META} SET model = :model", model=wanted)
            self._database.commit()

    def problems(self) -> list[str]:
        """What the engine's own check of pages, records and edges finds."""
        with self._writing, self._visible.alone(), translated():
            (told,) = self._database.sql("CHECK DATABASE")
        return [f"{key}：{told[key]}" for key in _FAULTS if told.get(key)]

    def unfinished(self) -> bool:
        """Whether a restoring was begun and has not ended."""
        return self._folder.restoring

    def set_unfinished(self, begun: bool) -> None:
        """Notes in the folder that a restoring begins or has ended."""
        self._folder.set_restoring(begun)

    def close(self) -> None:
        """Closes the files and lets another process have the folder."""
        if self._closed:
            return
        self._closed = True
        try:
            self._database.close()
        finally:
            self._folder.release()

    def _commit(self) -> None:
        if not self._database.changed():
            self._database.rollback()
            return
        self._database.sql(f"UPDATE {_META} SET generation = :count", count=self._count + 1)
        with self._visible.alone():
            self._database.commit()
            self._count += 1

    def _open(self) -> arcade.Database:
        """The engine's database; a new one is made beside and renamed, so that a killed start leaves no half of one."""
        if not self._folder.graph.exists():
            scratch = self._folder.path / "graph.new"
            shutil.rmtree(scratch, ignore_errors=True)
            database = arcade.Database(scratch, create=True)
            database.sql(f"CREATE DOCUMENT TYPE {_META} IF NOT EXISTS")
            database.begin()
            database.sql(f"INSERT INTO {_META} SET identity = :identity, generation = 0", identity=secrets.token_hex(6))
            database.commit()
            database.close()
            scratch.rename(self._folder.graph)
        return arcade.Database(self._folder.graph)

    def _read_meta(self) -> tuple[str, int]:
        (row,) = self._database.sql(f"SELECT identity, generation FROM {_META}")
        return str(row["identity"]), int(row["generation"])


class _Door:
    """The embedded side of the gate."""

    def __init__(self, database: arcade.Database) -> None:
        self._database = database

    def inspect(self, query: gate.CheckedQuery, limits: Limits) -> None:
        """Refuses what the engine's own parser does not see as reading."""
        with translated_query(limits.seconds):
            if self._database.writes(query.text):
                raise gate.write_refused()
            outline = self._database.outline(query.text)
        gate.check_operators(outline.steps, _STEPS)
        gate.check_procedures(outline.procedures)

    def plan(self, query: gate.CheckedQuery, limits: Limits) -> list[str]:
        """The lines of the plan."""
        with translated_query(limits.seconds):
            return self._database.plan(query.text, query.parameters)

    @contextmanager
    def rows(self, query: gate.CheckedQuery, limits: Limits) -> Iterator[tuple[list[str], Iterator[list[Any]]]]:
        """The columns and rows of a query that was let in."""
        with translated_query(limits.seconds):
            yield self._database.stream(query.text, query.parameters, limits.seconds)
