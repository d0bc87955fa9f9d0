"""The search index beside a store: BM25 over character pairs in SQLite, the same for every engine.

The index carries the store's generation. A load by this process notes which documents changed, and the next query
brings these up to date; whenever the generation is another, the index is made anew.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from graph import catalogue, grams
from graph.errors import StoreFull, StoreUnusable
from graph.indexing import Entry, body_entries, entries
from graph.store import Store

FILE = "search.sqlite"
_VERSION = "3"
_TITLE, _TEXT, _MARKS = 8.0, 1.0, 0.5
_MANY = 200
_LOCK = threading.Lock()
_SCHEMA = """
DROP TABLE IF EXISTS about;
DROP TABLE IF EXISTS changed;
DROP TABLE IF EXISTS entry;
DROP TABLE IF EXISTS words;
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE changed (document TEXT PRIMARY KEY);
CREATE TABLE entry (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, type TEXT NOT NULL, document TEXT, holder TEXT,
    title TEXT NOT NULL, text TEXT NOT NULL, marks TEXT NOT NULL
);
CREATE INDEX entry_document ON entry (document);
CREATE VIRTUAL TABLE words USING fts5(title, text, marks, content='', tokenize="unicode61 remove_diacritics 0");
"""
# Exact phrase in the title, exact phrase anywhere, all pairs of characters somewhere; then BM25; then the id.
_FIND = """
SELECT e.id, e.type, e.document, e.holder,
       CASE WHEN words.rowid IN (SELECT rowid FROM words WHERE words MATCH :in_title) THEN 0
            WHEN words.rowid IN (SELECT rowid FROM words WHERE words MATCH :anywhere) THEN 1 ELSE 2 END AS class,
       round(-bm25(words, :w_title, :w_text, :w_marks), 6) AS score
FROM words JOIN entry e ON e.number = words.rowid
WHERE words MATCH :query {types}
ORDER BY class, score DESC, e.id
"""


@dataclass(frozen=True, slots=True)
class Hit:
    """A node that was found; `exact` is 0 for the phrase in the title, 1 for the phrase, 2 for all its parts.

    `holder` names the responsibilities that hold for it, as `graph.indexing.given` reads them.
    """

    id: str
    type: str
    document: str | None
    holder: str | None
    exact: int
    score: float


def find(store: Store, text: str, types: Sequence[str] = (), *, subjects: bool = False) -> list[Hit]:
    """All nodes (of some labels) whose words hold the text, best first; none for a text without letters or digits.

    With `subjects` annotations do not count, only titles and what a passage itself says.
    """
    sought = grams.query(text)
    if sought is None:
        return []
    column = "{title text} : " if subjects else ""
    named = {f"t{i}": one for i, one in enumerate(types)}
    condition = f"AND e.type IN ({', '.join(f':{key}' for key in named)})" if types else ""
    parameters = {
        "query": f"{column}({sought.everywhere})",
        "anywhere": f"{column}{sought.phrase}",
        "in_title": f"title : {sought.phrase}",
        "w_title": _TITLE,
        "w_text": _TEXT,
        "w_marks": 0.0 if subjects else _MARKS,
        **named,
    }
    with _ready(store) as connection:
        return [Hit(*row) for row in connection.execute(_FIND.format(types=condition), parameters)]


@dataclass(frozen=True, slots=True)
class Wording:
    """What the index holds of a node: its title, its own text, its annotations."""

    title: str
    text: str
    marks: str


def wordings(store: Store, ids: Iterable[str]) -> dict[str, Wording]:
    """The wording of nodes that were found, by id."""
    query = "SELECT title, text, marks FROM entry WHERE id = ?"
    with _ready(store) as connection:
        found = {one: connection.execute(query, (one,)).fetchone() for one in ids}
    return {one: Wording(*row) for one, row in found.items() if row is not None}


def called(store: Store, name: str) -> list[str]:
    """The ids of the bodies whose name or short name is exactly this, width and case aside."""
    sought = grams.query(name)
    if sought is None:
        return []
    query = (
        "SELECT e.id, e.title FROM words JOIN entry e ON e.number = words.rowid "
        "WHERE words MATCH ? AND e.type = 'Institution' ORDER BY e.id"
    )
    plain = grams.normal(name).strip()
    with _ready(store) as connection:
        rows = connection.execute(query, (f"title : {sought.phrase}",)).fetchall()
    return [identifier for identifier, title in rows if plain in grams.normal(title).splitlines()]


def faults(store: Store) -> tuple[int, list[str]]:
    """How many entries the index has once it is up to date, and where it differs from what the graph would give."""
    with _ready(store) as connection:
        told = [row[0] for row in connection.execute("PRAGMA quick_check") if row[0] != "ok"]
        connection.execute("INSERT INTO words (words) VALUES ('integrity-check')")
        rows = connection.execute("SELECT id, type, document, holder, title, text, marks FROM entry")
        there = {row[0]: hash(row) for row in rows}
    wanted = chain(entries(store, None), body_entries(store))
    should = {e.id: hash((e.id, e.type, e.document, e.holder, e.title, e.text, e.marks)) for e in wanted}
    told += [f"{one} 不在检索索引里" for one in sorted(should.keys() - there.keys())]
    told += [f"{one} 只在检索索引里" for one in sorted(there.keys() - should.keys())]
    told += [
        f"{one} 的索引文字不是图谱里的" for one in sorted(should.keys() & there.keys()) if should[one] != there[one]
    ]
    return len(there), told


def note_change(store: Store, before: int | str, after: int | str | None, document: str) -> None:
    """Tells the index that this process changed a document, from one generation to the next.

    Where `after` is None others wrote too, and the index will be made anew.
    """
    path = store.cache_folder / FILE
    if after is None or not path.exists():
        return
    try:
        with _LOCK, _connection(path) as connection:
            if _generation(connection) == repr(before):
                connection.execute("INSERT OR IGNORE INTO changed VALUES (?)", (document,))
                connection.execute("UPDATE about SET value = ? WHERE key = 'generation'", (repr(after),))
    except sqlite3.DatabaseError:
        path.unlink(missing_ok=True)


@contextmanager
def _ready(store: Store) -> Iterator[sqlite3.Connection]:
    """A connection to an index that is up to date."""
    path = store.cache_folder / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    with _LOCK:
        try:
            with _connection(path) as connection:
                _update(connection, store)
        except sqlite3.DatabaseError:
            path.unlink(missing_ok=True)
            _make(path, store)
    with _connection(path) as connection:
        yield connection


def _make(path: Path, store: Store) -> None:
    """A new index; raises StoreFull, StoreUnusable."""
    try:
        with _connection(path) as connection:
            _update(connection, store)
    except sqlite3.OperationalError as error:
        if "full" in str(error):
            raise StoreFull(str(error)) from error
        raise StoreUnusable("store_unusable", f"检索索引 {path} 写不了：{error}") from error


@contextmanager
def _connection(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection of one call: committed when the block ends, rolled back when it raises, closed either way."""
    connection = sqlite3.connect(path, timeout=60)
    try:
        connection.execute("PRAGMA synchronous = OFF")
        with connection:
            yield connection
    finally:
        connection.close()


def _generation(connection: sqlite3.Connection) -> str | None:
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'about'").fetchone():
        return None
    about = dict(connection.execute("SELECT key, value FROM about"))
    return about.get("generation") if about.get("version") == _VERSION else None


def _update(connection: sqlite3.Connection, store: Store) -> None:
    """Brings the index to the store's generation, by the changed documents alone where these are known."""
    now = store.generation()
    if _generation(connection) != repr(now):
        _rebuild(connection, store, now)
        return
    changed = sorted(row[0] for row in connection.execute("SELECT document FROM changed"))
    if len(changed) > _MANY:
        _rebuild(connection, store, now)
    elif changed:
        _take_out(connection, "document IN (SELECT document FROM changed)")
        _put_in(connection, entries(store, changed))
        _renew_bodies(connection, store)
        connection.execute("DELETE FROM changed")


def _rebuild(connection: sqlite3.Connection, store: Store, generation: int | str) -> None:
    connection.execute("BEGIN IMMEDIATE")
    for statement in _SCHEMA.split(";"):
        connection.execute(statement)
    _put_in(connection, entries(store, None))
    _put_in(connection, body_entries(store))
    about = (("version", _VERSION), ("generation", repr(generation)))
    connection.executemany("INSERT INTO about VALUES (?, ?)", about)


def _renew_bodies(connection: sqlite3.Connection, store: Store) -> None:
    """Bodies come and go with the documents that name them."""
    there = {row["id"] for row in store.read(catalogue.text("institution_ids"))}
    known = {row[0] for row in connection.execute("SELECT id FROM entry WHERE type = 'Institution'")}
    connection.execute("CREATE TEMP TABLE gone (id TEXT PRIMARY KEY)")
    connection.executemany("INSERT INTO gone VALUES (?)", ((one,) for one in sorted(known - there)))
    _take_out(connection, "id IN (SELECT id FROM gone)")
    connection.execute("DROP TABLE gone")
    _put_in(connection, body_entries(store, sorted(there - known)))


def _take_out(connection: sqlite3.Connection, condition: str) -> None:
    rows = connection.execute(f"SELECT number, title, text, marks FROM entry WHERE {condition}").fetchall()
    removal = "INSERT INTO words (words, rowid, title, text, marks) VALUES ('delete', ?, ?, ?, ?)"
    connection.executemany(removal, ((number, *map(grams.grams, texts)) for number, *texts in rows))
    connection.execute(f"DELETE FROM entry WHERE {condition}")


def _put_in(connection: sqlite3.Connection, found: Iterable[Entry]) -> None:
    keep = "INSERT INTO entry (id, type, document, holder, title, text, marks) VALUES (?, ?, ?, ?, ?, ?, ?)"
    index = "INSERT INTO words (rowid, title, text, marks) VALUES (?, ?, ?, ?)"
    for e in found:
        number = connection.execute(keep, (e.id, e.type, e.document, e.holder, e.title, e.text, e.marks)).lastrowid
        connection.execute(index, (number, grams.grams(e.title), grams.grams(e.text), grams.grams(e.marks)))
