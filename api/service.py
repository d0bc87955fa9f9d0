"""One way to ask, whether the store is open in this process or behind a running server."""

from __future__ import annotations

import time
from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from api.asking import Asking
from api.questions import Answer, questions
from api.registers import Kept, folder_of, keep_in_force, put_in_force
from api.settings import Settings, store_location

if TYPE_CHECKING:
    from api.registers import Register
    from graph.backup import Backup
    from graph.rdf.sparql import Sparql
    from graph.store import Store
    from graph.writer import Writer
    from ontology.records import DocumentRecord


class Service(Asking):
    """All that zhize can be asked and told, each answer in the shape that HTTP sends.

    Lists come whole (`limit` null) unless a limit is given. Parameters have the names of the HTTP interface.
    """

    @abstractmethod
    def cypher(self, query: str, parameters: Mapping[str, Any] | None = None, *, explain: bool = False) -> Answer:
        """A read-only Cypher query: `{"columns", "results", "truncated"}`; with `explain` its plan, a row a line."""

    @abstractmethod
    def sparql(
        self, query: str, form: str = "", *, default_graphs: Sequence[str] = (), named_graphs: Sequence[str] = ()
    ) -> tuple[str, bytes]:
        """A read-only SPARQL query: the format of the answer, by default JSON or Turtle, and its bytes."""

    @abstractmethod
    def load(self, records: Iterable[DocumentRecord]) -> Answer:
        """Keep documents, one transaction each: `{"results": [{"id", "title", "outcome", …}]}`."""

    @abstractmethod
    def load_rdf(self, data: bytes, form: str) -> Answer:
        """Keep what an export in N-Quads (`nq`) or JSON-LD (`jsonld`) holds, whole or not at all: rows as `load`."""

    @abstractmethod
    def remove(self, document: str) -> Answer:
        """Take a document out of the store: `{"id", "outcome": "removed", "corrections"}`; raises NotFound.

        `corrections` says how many of them are kept, for when it is loaded again.
        """

    @abstractmethod
    def correct(self, rows: Sequence[Mapping[str, Any]]) -> Answer:
        """Lay corrections over documents, all or none: `{"results": [{"line", "id", "document", "outcome", …}]}`."""

    @abstractmethod
    def undo(self, correction: str) -> Answer:
        """Take a correction or judgement back: `{"id", "outcome": "undone", …}`; raises NotFound."""

    @abstractmethod
    def judge(self, judgement: Mapping[str, Any]) -> Answer:
        """Keep a person's word on a pair of plan parts: left, right, left_part, right_part, verdict, who, why."""

    @abstractmethod
    def registers(self) -> tuple[Register, ...]:
        """The user's files of additions to the registry that are kept with the store, in order."""

    @abstractmethod
    def add_register(self, register: Register) -> Answer:
        """Check a file of additions, keep it and put it in force: its row, with `outcome` added or replaced.

        Raises ApiError (bad_registry), and then nothing has changed.
        """

    @abstractmethod
    def remove_register(self, name: str) -> Answer:
        """Take a file of additions away: `{"name", "outcome"}`; raises NotFound."""

    def use_registers(self) -> None:
        """Put the store's additions in force in this process, as for an extraction."""
        put_in_force(self.registers())

    @abstractmethod
    def info(self) -> Answer:
        """The store: `{"store", "engine", "generation", "format", "version", "bytes", "registers", "nodes",
        "edges"}`; `bytes` is what its folder takes on the disk, null for a server's.
        """

    @abstractmethod
    def verify(self) -> Answer:
        """Whether the store is sound: `{"sound", "results": [{"name", "says", "looked_at", "faults", "first"}]}`."""

    @abstractmethod
    def backup(self, path: Path) -> Backup:
        """Write all that the store holds into a new file, as one state of it; raises StoreError."""

    @abstractmethod
    def generation(self) -> int | str:
        """A value that differs after every committed write."""

    @abstractmethod
    def close(self) -> None:
        """Give back what the service holds."""

    def __enter__(self) -> Service:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @abstractmethod
    def export(self, format: str, **filters: Any) -> Iterator[bytes]:
        """The graph, or a part of it, in a format of `graph.exports.FORMATS`."""


class LocalService(Service):
    """Answers from a store that is open in this process."""

    def __init__(self, store: Store, settings: Settings, location: str = "") -> None:
        self.store = store
        self.settings = settings
        self.location = location or store_location(settings.store)
        self._writer: Writer | None = None
        self._writing = Lock()
        self._kept = Kept(folder_of(self.location, settings.neo4j_database))
        self.use_registers()

    def ask(self, question: str, parameters: Mapping[str, Any]) -> Answer:
        """The answer to a question, from the store."""
        self._in_force()
        asked = questions()[question]
        keys = {p.name: p.key for p in asked.params}
        given = asked.read({keys.get(n, n): v for n, v in parameters.items() if v is not None or n == "limit"})
        missing = {p.key: p.default for p in asked.params if p.argument and p.default is not None}
        if asked.paged:
            missing["limit"] = None
        return asked.resolve()(self.store, **{**missing, **given})

    def cypher(self, query: str, parameters: Mapping[str, Any] | None = None, *, explain: bool = False) -> Answer:
        """A user's own query, behind the read-only gate."""
        ask = self.store.explain if explain else self.store.run_cypher
        found = ask(query, dict(parameters or {}), self.settings.limits())
        return {"columns": found.columns, "results": found.results, "truncated": found.truncated}

    @cached_property
    def _sparql(self) -> Sparql:
        from graph.rdf.sparql import Sparql

        told = self.settings
        return Sparql(self.store, told.limits(), memory=told.sparql_memory, base=told.rdf_base())

    def sparql(
        self, query: str, form: str = "", *, default_graphs: Sequence[str] = (), named_graphs: Sequence[str] = ()
    ) -> tuple[str, bytes]:
        """A SPARQL query over a copy of the store."""
        found = self._sparql.ask(query, form, default_graphs=default_graphs, named_graphs=named_graphs)
        return found.form, found.data

    def load(self, records: Iterable[DocumentRecord]) -> Answer:
        """Keep documents, one transaction each."""
        self._in_force()
        with self._writing:
            return {"results": [asdict(self._write().keep(record)) for record in records]}

    def load_rdf(self, data: bytes, form: str) -> Answer:
        """Keep an export."""
        from graph.rdf.loading import load_rdf

        self._in_force()
        with self._writing:
            kept = load_rdf(self._write(), data, form, base=self.settings.rdf_base())
        return {"results": [asdict(outcome) for outcome in kept]}

    def remove(self, document: str) -> Answer:
        """Take a document out."""
        with self._writing:
            kept = self._write().remove(document)
        return {"id": document, "outcome": "removed", "corrections": kept}

    def correct(self, rows: Sequence[Mapping[str, Any]]) -> Answer:
        """Lay corrections over documents."""
        from graph.revising import correct

        with self._writing:
            return {"results": [dict(row) for row in correct(self._write(), rows)]}

    def undo(self, correction: str) -> Answer:
        """Take a correction back."""
        from graph.revising import undo

        with self._writing:
            return undo(self._write(), correction)

    def judge(self, judgement: Mapping[str, Any]) -> Answer:
        """Keep a person's word on a pair of plan parts."""
        from graph.analysis.judging import judge_pair

        with self._writing:
            return judge_pair(self._write(), **judgement)

    def registers(self) -> tuple[Register, ...]:
        """The files that are kept."""
        return self._kept.read()

    def add_register(self, register: Register) -> Answer:
        """Check, keep, put in force."""
        from api.registering import add_register

        with self._writing:
            row = add_register(self.store, self._kept, register)
            self.use_registers()
        return row

    def remove_register(self, name: str) -> Answer:
        """Take a file away."""
        from api.registering import remove_register

        with self._writing:
            row = remove_register(self.store, self._kept, name)
            self.use_registers()
        return row

    def use_registers(self) -> None:
        """Put the store's additions in force."""
        self._additions = put_in_force(self.registers())

    def _in_force(self) -> None:
        """Another store of this process may have put others in force."""
        keep_in_force(self._additions)

    def _write(self) -> Writer:
        """The one writer of this service: the store is made ready, and what it holds read, for the first document."""
        from graph.writer import Writer

        if self._writer is None:
            self._writer = Writer(self.store)
        return self._writer

    def export(self, format: str, **filters: Any) -> Iterator[bytes]:
        """The graph in a format."""
        from graph.exports import export

        return export(self.store, format, base=self.settings.rdf_base(), **filters)

    def info(self) -> Answer:
        """The store and what it holds."""
        from graph.store import FORMAT

        counted = self.catalog()
        return {
            "store": self.location,
            "engine": self.store.engine,
            "generation": self.generation(),
            "format": FORMAT,
            "version": version("zhize"),
            "bytes": size_of(self.location),
            "registers": len(self._kept.read()),
            "nodes": counted["nodes"],
            "edges": counted["edges"],
        }

    def verify(self) -> Answer:
        """Whether the store is sound."""
        from graph.verifying import verify

        self._in_force()
        with self._writing:
            rows = verify(self.store)
        return {"sound": not any(row["faults"] for row in rows), "results": [dict(row) for row in rows]}

    def backup(self, path: Path) -> Backup:
        """Write all that the store holds into a new file."""
        from graph.backup import write_backup

        made = datetime.now(UTC).isoformat(timespec="seconds")
        with self._writing:
            registers = [asdict(one) for one in self._kept.read()]
            return write_backup(self.store, path, made=made, version=version("zhize"), registers=registers)

    def generation(self) -> int | str:
        """The store's generation."""
        return self.store.generation()

    def close(self) -> None:
        """Close the store; its additions to the registry are no longer in force."""
        put_in_force(())
        self.store.close()


def size_of(location: str) -> int | None:
    """The bytes of all files in a store's folder; None for a store that is no folder."""
    if "://" in location:
        return None
    return sum(file.stat().st_size for file in Path(location).rglob("*") if file.is_file())


def open_service(settings: Settings) -> Service:
    """A service for the store of the settings: its own, or that of the server that holds the folder.

    A command that ends soon or a server that is just starting is waited for. Raises StoreHeld when a process without a
    server goes on holding it, StoreUnreachable, StoreUnusable.
    """
    from graph.errors import StoreHeld
    from graph.store import engine_of, open_store

    if engine_of(settings.store).name != "embedded":
        return LocalService(open_store(settings.store), settings)
    from api.held import reach

    folder = store_location(settings.store)
    until = time.monotonic() + settings.store_wait
    while True:
        if reached := reach(folder):
            return reached
        try:
            return LocalService(open_store(folder), settings)
        except StoreHeld:
            if time.monotonic() >= until:
                raise
            time.sleep(0.2)
