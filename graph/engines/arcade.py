"""The one module that imports the embedded engine: its JVM, its databases, its values as Python's own."""

from __future__ import annotations

import atexit
import locale
import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import arcadedb_embedded
import jpype
from arcadedb_embedded.jvm import get_bundled_jre_lib_path, get_jar_path

from graph.engines.values import NodeValue, PathValue, RelationshipValue, clock_text
from graph.errors import StoreError

_LANGUAGE = "opencypher"
_START = threading.Lock()
_PARSER_ERRORS = frozenset({"CommandParsingException", "FeatureNotImplementedException", "SemanticError"})
_SCALARS = (bool, int, float, str, type(None))

# -Xrs leaves SIGINT and SIGTERM to Python. The vector module is left out: it prints a warning on every start and
# serves an index kind that zhize does not use.
# A list made by range() bounds how long an expression over it can run before the engine looks at the clock again.
_ARGUMENTS = (
    "-Xrs",
    "-XX:+UseSerialGC",
    "-XX:+UseCompactObjectHeaders",
    "--enable-native-access=ALL-UNNAMED",
    "--add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED",
    "--add-opens=java.base/java.nio.channels.spi=ALL-UNNAMED",
    "--add-opens=java.base/java.lang=ALL-UNNAMED",
    "-Djava.awt.headless=true",
    "-Dfile.encoding=UTF8",
    "-Dpolyglot.engine.WarnInterpreterOnly=false",
    "-Darcadedb.opencypher.loadCsv.allowFileUrls=false",
    "-Darcadedb.opencypher.loadCsv.allowRemoteUrls=false",
    "-Darcadedb.queryMaxRangeSize=100000",
    "-Darcadedb.typeDefaultBuckets=1",
)


def start_jvm(heap: str, *, lasting: bool = False) -> None:
    """Starts the process's JVM with a maximum heap such as "1g"; does nothing when one runs.

    A `lasting` process compiles what it runs often a second time: that costs seconds of processor time and pays after
    some minutes of work.
    """
    with _START:
        if jpype.isJVMStarted():
            return
        _speak_utf8()
        jpype.startJVM(
            get_bundled_jre_lib_path(),
            f"-Xmx{heap}",
            f"-XX:ErrorFile={tempfile.gettempdir()}/zhize-jvm-%p.log",
            f"-Djava.util.logging.config.file={Path(__file__).with_name('logging.properties')}",
            *_ARGUMENTS,
            *(() if lasting else ("-XX:TieredStopAtLevel=1",)),
            classpath=[str(jar) for jar in sorted(Path(get_jar_path()).glob("*.jar"))],
            interrupt=False,
        )
        atexit.register(_close_all)


def _speak_utf8() -> None:
    """Has Java take names of files as UTF-8 where Python does and the locale knows ASCII alone (LC_ALL=C).

    Java asks the locale; in the C locale it does not even start from a folder with a Chinese name.
    """
    if sys.platform == "linux" and sys.getfilesystemencoding() == "utf-8" and locale.getencoding().lower() != "utf-8":
        os.environ["LC_ALL"] = "C.UTF-8"


def _close_all() -> None:
    factory = _java("com.arcadedb.database.DatabaseFactory")
    for database in list(factory.getActiveDatabaseInstances()):
        if database.isOpen():
            database.close()


@cache
def _java(name: str) -> Any:
    return jpype.JClass(name)


@dataclass(frozen=True, slots=True)
class Outline:
    """What the engine's parser sees in a query: statement and clause kinds, procedures called, columns returned."""

    steps: list[str]
    procedures: list[str]
    columns: list[str]


class Database:
    """An open database of the engine: statements in, rows of Python values out."""

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        path = os.fspath(folder)
        make = arcadedb_embedded.create_database if create else arcadedb_embedded.open_database
        self._db = make(path)
        # Pages may be rebuilt from the log; the log itself is on the disk when a commit returns.
        self._db.set_wal_flush("yes_nometadata")
        self._java_db = self._db.get_java_database()

    def sql(self, statement: str, **parameters: Any) -> list[dict[str, Any]]:
        """The rows of a statement in the engine's own SQL."""
        return self._all(self._db.command("sql", statement, *([parameters] if parameters else [])))

    def query(self, query: str, parameters: dict[str, Any]) -> list[dict[str, Any]]:
        """The rows of a Cypher query through the engine's read API, which refuses writes."""
        return self._all(self._db.query(_LANGUAGE, query, *([parameters] if parameters else [])))

    def command(self, query: str, parameters: dict[str, Any]) -> list[dict[str, Any]]:
        """The rows of a Cypher query that may write, in the transaction of this thread."""
        return self._all(self._db.command(_LANGUAGE, query, *([parameters] if parameters else [])))

    def stream(self, query: str, parameters: dict[str, Any], seconds: float) -> tuple[list[str], Iterator[list[Any]]]:
        """The columns of a read query and its rows one by one; the engine stops it after a time, between rows."""
        override = _java("com.arcadedb.query.sql.executor.CommandTimeoutOverride")
        override.set(max(1, int(seconds * 1000)))
        try:
            rows = self._db.query(_LANGUAGE, query, *([parameters] if parameters else [])).iter_dicts()
            first = next(rows, None)
        finally:
            override.clear()
        columns = self.outline(query).columns or sorted(first or ())
        return columns, self._values(columns, first, rows, time.monotonic() + seconds)

    def _values(
        self, columns: list[str], first: dict[str, Any] | None, rows: Iterator[dict[str, Any]], end: float
    ) -> Iterator[list[Any]]:
        for row in () if first is None else chain((first,), rows):
            if time.monotonic() > end:
                raise jpype.JClass("com.arcadedb.exception.TimeoutException")("time limit between rows")
            yield [to_python(row.get(column)) for column in columns]

    def begin(self) -> None:
        """Opens the transaction of this thread."""
        self._db.begin()

    def commit(self) -> None:
        """Makes the transaction of this thread durable."""
        self._db.commit()

    def rollback(self) -> None:
        """Gives up the transaction of this thread, if there is one."""
        if self._db.is_transaction_active():
            self._java_db.rollbackAllNested()

    def outline(self, query: str) -> Outline:
        """The statements, clauses and procedures the engine's parser finds in a query, and its columns."""
        statement = _java("com.arcadedb.query.opencypher.parser.Cypher25AntlrParser")(self._java_db).parse(query)
        found = Outline([], [], [])
        _walk(statement, found)
        return Outline(found.steps, found.procedures, _columns(statement))

    def plan(self, query: str, parameters: dict[str, Any]) -> list[str]:
        """The lines of the engine's plan for a query, which is not run."""
        given = _java("java.util.HashMap")()
        for name, value in parameters.items():
            given.put(name, value)
        found = self._java_db.query(_LANGUAGE, f"EXPLAIN {query}", given).getExecutionPlan()
        text = str(found.get().prettyPrint(0, 2)) if found.isPresent() else ""
        return [line for line in text.splitlines() if line.strip(" =")]

    def changed(self) -> bool:
        """Whether the transaction of this thread has written anything."""
        return bool(self._java_db.getTransaction().hasChanges())

    def writes(self, query: str) -> bool:
        """Whether the engine's analysis finds anything but reading in a Cypher query."""
        analysis = self._java_db.getQueryEngine(_LANGUAGE).analyze(query)
        kinds = {str(kind) for kind in analysis.getOperationTypes()}
        return not analysis.isIdempotent() or bool(analysis.isDDL()) or kinds != {"READ"}

    def close(self) -> None:
        """Writes out what is pending and closes the files."""
        self._db.close()

    def _all(self, result: Any) -> list[dict[str, Any]]:
        if result is None:
            return []
        return [row if _plain(row) else _catalogue_row(row) for row in result.to_list()]


def _walk(statement: Any, found: Outline) -> None:
    kind = str(statement.getClass().getSimpleName())
    found.steps.append(kind)
    if kind == "UnionStatement":
        for branch in statement.getQueries():
            _walk(branch, found)
        return
    for entry in statement.getClausesInOrder() or ():
        step = str(entry.getType())
        found.steps.append(step)
        if step == "SUBQUERY":
            _walk(entry.getClause().getInnerStatement(), found)
        elif step == "CALL":
            found.procedures.append(str(entry.getClause().getProcedureName()))


def _columns(statement: Any) -> list[str]:
    """The names of the answer's columns; none for RETURN * and for a call without RETURN."""
    first = statement.getFirstQuery() if hasattr(statement, "getFirstQuery") else statement
    clause = first.getReturnClause()
    names = [str(item.getOutputName()) for item in clause.getReturnItems()] if clause is not None else []
    return [] if "*" in names else names


def _catalogue_row(row: dict[str, Any]) -> dict[str, Any]:
    values = {name: to_python(value) for name, value in row.items()}
    if _holds_entity(list(values.values())):
        raise StoreError("store_failed", "目录里的查询返回了节点或关系，只能返回文字、数、列表和映射")
    return values


def _holds_entity(value: Any) -> bool:
    if isinstance(value, (list, dict)):
        items = value.values() if isinstance(value, dict) else value
        return any(type(item) not in _SCALARS and _holds_entity(item) for item in items)
    return isinstance(value, (NodeValue, RelationshipValue, PathValue))


def _plain(row: dict[str, Any]) -> bool:
    return all(type(value) in _SCALARS for value in row.values())


def to_python(value: Any) -> Any:
    """A value of the engine as Python's own; nodes, relationships and paths as those of graph.engines.values."""
    if type(value) in _SCALARS:
        return value
    if isinstance(value, dict):
        return {str(key): to_python(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [to_python(item) for item in value]
    return _entity(value) if isinstance(value, jpype.JObject) else value


def _entity(value: Any) -> Any:
    if isinstance(value, _java("com.arcadedb.graph.Vertex")):
        return _node(value)
    if isinstance(value, _java("com.arcadedb.graph.Edge")):
        source, target = (str(end.getString("id")) for end in (value.getOutVertex(), value.getInVertex()))
        return RelationshipValue(str(value.getTypeName()), source, target, _properties(value))
    if isinstance(value, _java("com.arcadedb.query.opencypher.traversal.TraversalPath")):
        return PathValue([to_python(item) for item in value.toAlternatingList()])
    if isinstance(value, _java("java.util.Map")):
        return {str(key): to_python(value.get(key)) for key in value.keySet()}
    if isinstance(value, _java("java.util.Collection")):
        return [to_python(item) for item in value]
    if isinstance(value, _java("com.arcadedb.query.opencypher.temporal.CypherTemporalValue")):
        return clock_text(str(value))
    return _scalar(value)


def _node(vertex: Any) -> NodeValue:
    labels = _java("com.arcadedb.query.opencypher.Labels").getLabels(vertex)
    return NodeValue(tuple(str(label) for label in labels), _properties(vertex))


def _properties(record: Any) -> dict[str, Any]:
    names = record.getPropertyNames()
    return {str(name): to_python(record.get(name)) for name in names}


def _scalar(value: Any) -> Any:
    if isinstance(value, _java("java.lang.Boolean")):
        return bool(value)
    if isinstance(value, (_java("java.lang.Double"), _java("java.lang.Float"), _java("java.math.BigDecimal"))):
        return float(value.doubleValue())
    if isinstance(value, _java("java.lang.Number")):
        return int(value.longValue())
    return str(value)


def _causes(error: BaseException) -> Iterator[BaseException]:
    current: BaseException | None = error
    for _ in range(20):
        if current is None:
            return
        yield current
        cause: Any = current
        java = cause.getCause() if isinstance(cause, jpype.JException) else None
        current = java or cause.__cause__ or cause.__context__


def cause_names(error: BaseException) -> list[str]:
    """The Java class names of an error and its causes, outermost first."""
    return [str(cause.getClass().getName()) for cause in _causes(error) if isinstance(cause, jpype.JException)]


def cause_message(error: BaseException) -> str:
    """The message of the innermost Java error, else the error's own text."""
    found = [cause for cause in _causes(error) if isinstance(cause, jpype.JException)]
    return str(found[-1].getMessage() or found[-1].getClass().getSimpleName()) if found else str(error)


def parser_message(error: BaseException) -> str:
    """The message of the parser's innermost error about a query, else that of the innermost Java error."""
    told = [
        str(cause.getMessage())
        for cause in _causes(error)
        if isinstance(cause, jpype.JException) and str(cause.getClass().getSimpleName()) in _PARSER_ERRORS
    ]
    return next((text for text in reversed(told) if not text.startswith("Error analyzing")), cause_message(error))
