"""The Neo4j engine: a store kept by a server, spoken to with the official driver."""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import neo4j
from neo4j import GraphDatabase
from neo4j.exceptions import DriverError, Neo4jError

from graph import gate
from graph.engines import schema
from graph.engines.locks import SharedLock
from graph.engines.neo4j_faults import plain_url, translated, translated_query
from graph.engines.neo4j_plan import operators, plan_lines, procedures, refuse_operators
from graph.engines.neo4j_values import Ends, converted, plain_row
from graph.engines.runner import Runner
from graph.errors import BadParameter
from graph.store import FORMAT, CypherResult, Limits, Row, refuse_format

_USER = "ZHIZE_NEO4J_USER"
_PASSWORD = "ZHIZE_NEO4J_PASSWORD"
_PASSWORD_FILE = "ZHIZE_NEO4J_PASSWORD_FILE"
_DATABASE = "ZHIZE_NEO4J_DATABASE"
_CONNECT_SECONDS = 10.0
_RETRY_SECONDS = 15.0
_BATCH = 500


def open_store(url: str) -> Neo4jStore:
    """The store of a neo4j:// or bolt:// address; user, password and database come from the environment."""
    parts = urlsplit(url)
    if parts.username or parts.password:
        raise BadParameter("bad_parameter", f"地址里不要写用户名和密码，请用环境变量 {_USER}、{_PASSWORD_FILE}")
    return Neo4jStore(url, _credentials(), os.environ.get(_DATABASE) or None)


def _credentials() -> tuple[str, str] | None:
    password = os.environ.get(_PASSWORD)
    path = os.environ.get(_PASSWORD_FILE)
    if not password and path:
        try:
            password = Path(path).read_text(encoding="utf-8").rstrip("\r\n")
        except OSError as error:
            raise BadParameter("bad_parameter", f"{_PASSWORD_FILE} 指的文件读不了：{error.strerror}") from None
    return (os.environ.get(_USER) or "neo4j", password) if password else None


class Neo4jTransaction:
    """An open transaction of the driver."""

    def __init__(self, transaction: neo4j.Transaction) -> None:
        self._transaction = transaction

    def run(self, query: str, /, **parameters: Any) -> list[Row]:
        """The rows of a query of the catalogue, which may write."""
        with translated():
            return [plain_row(record) for record in self._transaction.run(query, parameters)]


class Neo4jStore:
    """A store on a Neo4j server, 5.x or newer; many processes may use it at once.

    The server isolates statements no further than committed rows: a read may see a part of what another process is
    committing, never of what this one is. Raises StoreUnreachable when there is no answer or the credentials are
    refused.
    """

    engine = "neo4j"

    def __init__(self, url: str, auth: tuple[str, str] | None, database: str | None) -> None:
        self._url = plain_url(url)
        self._database = database
        self.cache_folder = _cache_folder(self._url, database)
        self._writing = threading.Lock()
        self._visible = SharedLock()
        self._runner = Runner()
        with translated(self._url):
            self._driver = GraphDatabase.driver(
                url,
                auth=auth,
                user_agent="zhize",
                connection_timeout=_CONNECT_SECONDS,
                connection_acquisition_timeout=4 * _CONNECT_SECONDS,
                max_transaction_retry_time=_RETRY_SECONDS,
                notifications_min_severity="OFF",
                telemetry_disabled=True,
            )
        self._bookmarks = GraphDatabase.bookmark_manager()
        try:
            with translated(self._url):
                self._driver.verify_connectivity()
            self._check_format()
        except BaseException:
            self._driver.close()
            raise

    def read(self, query: str, /, **parameters: Any) -> list[Row]:
        """The rows of a query of the catalogue that writes nothing; retried by the driver's rules."""
        with self._visible.shared(), translated(self._url), self._session(neo4j.READ_ACCESS) as session:
            return session.execute_read(
                lambda transaction: [plain_row(record) for record in transaction.run(query, parameters)]
            )

    @contextmanager
    def transaction(self) -> Iterator[Neo4jTransaction]:
        """A write transaction. Its beginning is retried by the driver's rules, its block cannot be run again."""
        with self._writing, self._session(neo4j.WRITE_ACCESS) as session:
            with translated(self._url):
                transaction = self._begin(session)
            try:
                yield Neo4jTransaction(transaction)
                with self._visible.alone(), translated(self._url):
                    transaction.commit()
            finally:
                with translated(self._url):
                    transaction.close()

    def run_cypher(self, query: str, parameters: dict[str, Any], limits: Limits) -> CypherResult:
        """The answer to a user's own query behind the read-only gate."""
        checked = gate.check(query, parameters)
        return self._runner.run(lambda: gate.answer(_Door(self), checked, limits), limits.seconds)

    def explain(self, query: str, parameters: dict[str, Any], limits: Limits) -> CypherResult:
        """The server's plan for a user's own query."""
        checked = gate.check(query, parameters)
        return self._runner.run(lambda: gate.explain(_Door(self), checked, limits), limits.seconds)

    def generation(self) -> str:
        """The server's bookmark after an empty read: it names the last committed transaction, whoever made it."""
        with translated(self._url), self._session(neo4j.READ_ACCESS) as session:
            session.run("RETURN 1").consume()
            return " ".join(sorted(session.last_bookmarks().raw_values))

    def prepare(self) -> None:
        """Makes constraints and full-text indexes for the declared model and waits until they serve."""
        wanted = schema.neo4j_statements()
        present = self._indexes()
        missing = [wanted[name] for name in wanted if name not in present]
        with translated(self._url), self._writing, self._session(neo4j.WRITE_ACCESS) as session:
            for statement in missing:
                session.run(statement).consume()
            if missing:
                session.run("CALL db.awaitIndexes(60)").consume()

    def problems(self) -> list[str]:
        """Indexes that do not serve, or are missing."""
        rows = self.read("SHOW INDEXES YIELD name, state RETURN name, state ORDER BY name")
        states = {row["name"]: row["state"] for row in rows}
        missing = [f"缺少索引 {name}" for name in schema.neo4j_statements() if name not in states]
        return missing + [f"索引 {name} 的状态是 {state}" for name, state in states.items() if state != "ONLINE"]

    def unfinished(self) -> bool:
        """Whether a restoring was begun and has not ended."""
        return schema.RESTORING in self._indexes()

    def set_unfinished(self, begun: bool) -> None:
        """Notes in the database that a restoring begins or has ended."""
        statement = schema.neo4j_note(schema.RESTORING) if begun else f"DROP INDEX {schema.RESTORING} IF EXISTS"
        with translated(self._url), self._writing, self._session(neo4j.WRITE_ACCESS) as session:
            session.run(statement).consume()

    def _indexes(self) -> set[str]:
        return {row["name"] for row in self.read("SHOW INDEXES YIELD name RETURN name")}

    def _check_format(self) -> None:
        """A database that zhize made ready says its format; the first one said none."""
        found = {schema.format_of(name) for name in self._indexes()} - {None}
        for number in sorted(found - {FORMAT}, key=str):
            refuse_format(number, f"存储 {self._url}")

    def close(self) -> None:
        """Closes the connections."""
        self._driver.close()

    def _session(self, access: str) -> neo4j.Session:
        return self._driver.session(
            database=self._database, default_access_mode=access, bookmark_manager=self._bookmarks, fetch_size=_BATCH
        )

    def _begin(self, session: neo4j.Session) -> neo4j.Transaction:
        end = time.monotonic() + _RETRY_SECONDS
        pause = 0.2
        while True:
            try:
                return session.begin_transaction()
            except (DriverError, Neo4jError) as error:
                if not error.is_retryable() or time.monotonic() + pause > end:
                    raise
            time.sleep(pause)
            pause *= 2

    def open_for_reading(self, seconds: float) -> tuple[neo4j.Session, neo4j.Transaction]:
        """A session without write access and a transaction in it that the server stops after a time."""
        session = self._session(neo4j.READ_ACCESS)
        try:
            return session, session.begin_transaction(timeout=seconds)
        except BaseException:
            session.close()
            raise


def _cache_folder(url: str, database: str | None) -> Path:
    base = os.environ.get("ZHIZE_CACHE") or os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    key = hashlib.sha256(f"{url} {database or ''}".encode()).hexdigest()[:16]
    folder = Path(base).expanduser() / "zhize" / key
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


class _Door:
    """Neo4j's side of the gate."""

    def __init__(self, store: Neo4jStore) -> None:
        self._store = store

    def inspect(self, query: gate.CheckedQuery, limits: Limits) -> None:
        """Refuses a query whose EXPLAIN is not of type read or whose plan has a step that is not the graph's."""
        summary = self._explained(query, limits)
        refuse_operators(operators(summary.plan))
        called = list(procedures(summary.plan or {}))
        gate.check_procedures(called)
        if summary.query_type != "r" and not (summary.query_type == "s" and called):
            raise gate.write_refused()

    def plan(self, query: gate.CheckedQuery, limits: Limits) -> list[str]:
        """The lines of the plan."""
        return list(plan_lines(self._explained(query, limits).plan or {}))

    def _explained(self, query: gate.CheckedQuery, limits: Limits) -> neo4j.ResultSummary:
        with translated_query(limits.seconds), self._reading(limits.seconds) as transaction:
            return transaction.run(f"EXPLAIN\n{query.text}", query.parameters).consume()

    @contextmanager
    def rows(self, query: gate.CheckedQuery, limits: Limits) -> Iterator[tuple[list[str], Iterator[list[Any]]]]:
        """The columns and rows of a query that was let in."""
        with translated_query(limits.seconds), self._reading(limits.seconds) as transaction:
            result = transaction.run(query.text, query.parameters)
            yield list(result.keys()), _values(transaction, result)

    @contextmanager
    def _reading(self, seconds: float) -> Iterator[neo4j.Transaction]:
        session, transaction = self._store.open_for_reading(seconds)
        try:
            yield transaction
        finally:
            try:
                transaction.close()
            finally:
                session.close()


def _values(transaction: neo4j.Transaction, result: neo4j.Result) -> Iterator[list[Any]]:
    while batch := result.fetch(_BATCH):
        ends = Ends(transaction, batch)
        for record in batch:
            yield [converted(value, ends) for value in record.values()]
