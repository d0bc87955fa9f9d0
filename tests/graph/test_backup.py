"""A whole store as a file: back on either engine as it was, refused when anything about the file or target is wrong."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graph import search
from graph.answers import who_leads
from graph.backup import read_backup, tally_of, write_backup
from graph.engines import schema
from graph.errors import BackupUnusable, StoreError, StoreUnusable
from graph.fingerprint import fingerprint
from graph.restoring import clear, restore
from graph.revising import correct
from graph.store import FORMAT, Store, open_store
from graph.verifying import verify
from graph.writer import Writer, load
from tests.graph import records
from tests.stores import StoreKeeper

REGISTER = {"name": "机构.yaml", "form": "yaml", "text": "bodies: []"}
Lines = list[bytes]


def filled(store: Store) -> Store:
    """All the records, and a correction over one of them."""
    load(store, records.all_records())
    city = records.city_plan()
    row = {"document": city["document"]["id"], "measure": city["measures"][0]["path"], "field": "title"}
    correct(Writer(store), [{**row, "old": city["measures"][0]["title"], "new": "新的标题", "who": "张三", "why": ""}])
    return store


def backup_of(store: Store, path: Path) -> Path:
    return write_backup(store, path, made="2026-11-22T00:00:00+00:00", version="1", registers=[REGISTER]).path


@pytest.fixture(scope="module")
def file(store_keeper: StoreKeeper, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The backup of a filled store."""
    return backup_of(filled(store_keeper.store("embedded")), tmp_path_factory.mktemp("backup") / "all.gz")


def faults(store: Store) -> dict[str, list[str]]:
    return {row["name"]: row["first"] for row in verify(store) if row["faults"]}


def test_a_store_comes_back_as_it_was(store_keeper: StoreKeeper, tmp_path: Path) -> None:
    store = filled(store_keeper.store("embedded"))
    was, asked = fingerprint(store), who_leads(store, "数据")
    found = [hit.id for hit in search.find(store, "科技")]
    path = backup_of(store, tmp_path / "one.gz")
    told: list[tuple[int, int]] = []
    other = open_store(tmp_path / "other", restoring=True)
    back = restore(other, path, lambda done, of: told.append((done, of)))
    assert fingerprint(other) == was
    assert who_leads(other, "数据") == asked
    assert [hit.id for hit in search.find(other, "科技")] == found
    assert back.registers == [REGISTER]
    assert back.nodes["Correction"] == 1
    assert told[-1] == (sum(back.nodes.values()) + sum(back.edges.values()),) * 2
    assert faults(other) == {}
    assert [o.outcome for o in load(other, records.all_records())] == ["unchanged"] * len(records.all_records())
    other.close()


@pytest.mark.neo4j
def test_a_store_goes_to_the_other_engine_and_comes_back(store_keeper: StoreKeeper, file: Path, tmp_path: Path) -> None:
    """The content of a file says what is in a store, whichever engine keeps it."""
    other = store_keeper.store("neo4j")
    there = restore(other, file)
    assert faults(other) == {}
    back = open_store(tmp_path / "back", restoring=True)
    again = restore(back, backup_of(other, tmp_path / "again.gz"))
    assert (again.content, again.engine) == (there.content, "neo4j")
    assert tally_of(back).content == there.content
    back.close()


def changed(change: Callable[[Lines], Lines]) -> Callable[[bytes], bytes]:
    return lambda data: gzip.compress(b"".join(change(gzip.decompress(data).splitlines(keepends=True))))


def _first(**other: Any) -> Callable[[Lines], Lines]:
    return lambda lines: [json.dumps({**json.loads(lines[0]), **other}).encode() + b"\n", *lines[1:]]


BROKEN: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda data: b"",
    "text": lambda data: "不是备份".encode(),
    "cut": lambda data: data[: len(data) // 2],
    "a line less": changed(lambda lines: [*lines[:5], *lines[6:]]),
    "a line twice": changed(lambda lines: [*lines[:5], *lines[4:]]),
    "no end": changed(lambda lines: lines[:-1]),
    "more behind": changed(lambda lines: [*lines, lines[3]]),
    "another word": changed(lambda lines: [*lines[:5], lines[5].replace("科".encode(), "技".encode()), *lines[6:-1]]),
    "other kind": changed(_first(zhize="export")),
    "no label of ours": changed(lambda lines: [lines[0], b'["Person",{"id":"x"}]\n', *lines[1:]]),
    "no edge of ours": changed(lambda lines: [*lines[:-1], b'["LEADS","Fund","Fund","a","b",{}]\n', lines[-1]]),
    "deep": changed(lambda lines: [lines[0], b"[" * 100_000 + b"\n"]),
    "lists": changed(lambda lines: [lines[0], b'[[],{"id":"x"}]\n', lines[-1]]),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_file_that_is_not_whole_is_refused_by_name(kind: str, file: Path, tmp_path: Path) -> None:
    path = tmp_path / "broken.gz"
    path.write_bytes(BROKEN[kind](file.read_bytes()))
    with pytest.raises(BackupUnusable, match=r"broken\.gz"):
        read_backup(path)


@pytest.mark.parametrize(("number", "way"), [(FORMAT + 1, "升级"), (FORMAT - 1, "导出")])
def test_a_file_of_another_format_says_the_way_out(number: int, way: str, file: Path, tmp_path: Path) -> None:
    path = tmp_path / "other.gz"
    path.write_bytes(changed(_first(format=number))(file.read_bytes()))
    with pytest.raises(StoreUnusable, match=way):
        read_backup(path)


@pytest.mark.neo4j
def test_a_database_of_another_format_says_the_way_out(store_keeper: StoreKeeper) -> None:
    store = store_keeper.store("neo4j")
    name = f"zhize_format_{FORMAT + 1}"
    with store.transaction() as transaction:
        transaction.run(schema.neo4j_note(name))
    try:
        with pytest.raises(StoreUnusable, match=f"格式是 {FORMAT + 1}.*升级"):
            open_store(store_keeper.url("neo4j"))
    finally:
        with store.transaction() as transaction:
            transaction.run(f"DROP INDEX {name}")


def test_a_file_that_is_there_is_not_written_over(embedded_store: Store, tmp_path: Path) -> None:
    path = tmp_path / "kept"
    path.write_text("mine")
    with pytest.raises(StoreError, match="不覆盖"):
        backup_of(embedded_store, path)
    assert path.read_text() == "mine"
    with pytest.raises(StoreError, match="不能写入"):
        backup_of(embedded_store, tmp_path / "no" / "folder")
    assert [p.name for p in tmp_path.iterdir()] == ["kept"]


def test_a_store_with_content_is_not_written_over(embedded_store: Store, file: Path) -> None:
    store = embedded_store
    load(store, [records.city_plan()])
    was = fingerprint(store)
    with pytest.raises(StoreError, match="已有内容"):
        restore(store, file)
    assert fingerprint(store) == was
    assert not store.unfinished()


def test_an_interrupted_restoring_is_told_and_begins_again(file: Path, tmp_path: Path) -> None:
    def stop(done: int, of: int) -> None:
        raise KeyboardInterrupt

    store = open_store(tmp_path / "store", restoring=True)
    with pytest.raises(KeyboardInterrupt):
        restore(store, file, stop)
    store.close()
    with pytest.raises(StoreUnusable, match="恢复没有完成"):
        open_store(tmp_path / "store")
    store = open_store(tmp_path / "store", restoring=True)
    restore(store, file)
    store.close()
    again = open_store(tmp_path / "store")
    assert tally_of(again).content == read_backup(file).content
    clear(again)
    assert sum(tally_of(again).nodes.values()) == 0
    again.close()


HARM = {
    "documents": "MATCH (m:Measure) WITH m ORDER BY m.id DESC LIMIT 1 DETACH DELETE m",
    "quote_differs": "MATCH ()-[r:LEADS]->() WITH r ORDER BY r.id LIMIT 1 SET r.quote = '别的话'",
    "undeclared_label": "CREATE (:Person {id: 'x'})",
    "undeclared_property": "MATCH (d:Document) SET d.colour = 'red'",
    "ids": "MATCH (d:Document) WITH d ORDER BY d.id LIMIT 1 SET d.id = 'nothing'",
}


@pytest.mark.parametrize("name", HARM)
def test_verify_finds_what_is_wrong(name: str, embedded_store: Store) -> None:
    load(embedded_store, records.all_records())
    with embedded_store.transaction() as transaction:
        transaction.run(HARM[name])
    assert faults(embedded_store)[name]


def test_verify_finds_an_index_that_lags(embedded_store: Store) -> None:
    load(embedded_store, records.all_records())
    assert faults(embedded_store) == {}
    with search._ready(embedded_store) as connection:
        connection.execute("UPDATE entry SET title = '别的' WHERE type = 'Fund'")
        connection.execute("DELETE FROM entry WHERE id = (SELECT min(id) FROM entry WHERE type = 'Measure')")
    assert len(faults(embedded_store)["search"]) >= 2
    (embedded_store.cache_folder / search.FILE).unlink()
