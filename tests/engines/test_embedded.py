"""The embedded store's own duties: its folder, its lock, its silence, and what survives a killed process."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from graph.errors import BadParameter, StoreHeld, StoreUnusable
from graph.store import FORMAT, open_store

PER_DOCUMENT = 60

LOADER = textwrap.dedent(
    """
    import sys
    from graph.store import open_store
    store = open_store(sys.argv[1])
    store.prepare()
    first = int(sys.argv[2])
    for number in range(first, first + 500):
        with store.transaction() as transaction:
            transaction.run("CREATE (:Document {id: $id})", id=f"d{number}")
            rows = [{"id": f"d{number}-m{n}", "text": "推动成果转化。" * 40} for n in range(int(sys.argv[3]))]
            transaction.run(
                "MATCH (d:Document {id: $id}) UNWIND $rows AS r "
                "CREATE (d)-[:HAS_MEASURE]->(m:Measure {id: r.id}) SET m.text = r.text",
                id=f"d{number}", rows=rows,
            )
        print(number, flush=True)
    """
)


def run_python(code: str, *arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", textwrap.dedent(code), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd)


def kill_while_loading(folder: Path, first: int, acknowledged: int) -> set[int]:
    """Starts a loader, kills it some documents after the given number; the documents it had acknowledged."""
    command = [sys.executable, "-c", LOADER, os.fspath(folder), str(first), str(PER_DOCUMENT)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        done = {int(process.stdout.readline()) for _ in range(acknowledged)}
        process.send_signal(signal.SIGKILL)
        return done | {int(line) for line in process.stdout.read().split("\n")[:-1]}


def test_a_killed_load_loses_nothing_acknowledged_and_leaves_no_half(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    acknowledged: set[int] = set()
    for turn, wait in enumerate((1, 7, 20)):
        acknowledged |= kill_while_loading(folder, 1000 * turn, wait)
    store = open_store(folder)
    rows = store.read(
        "MATCH (d:Document) OPTIONAL MATCH (d)-[:HAS_MEASURE]->(m) "
        "RETURN d.id AS id, count(m) AS n, count(DISTINCT m.text) AS texts"
    )
    assert store.read("MATCH (m:Measure) WHERE NOT (m)<-[:HAS_MEASURE]-() RETURN count(m) AS n") == [{"n": 0}]
    store.close()
    assert {f"d{number}" for number in acknowledged} <= {row["id"] for row in rows}
    assert {(row["n"], row["texts"]) for row in rows} == {(PER_DOCUMENT, 1)}
    assert len(acknowledged) >= 28


def test_a_store_held_by_another_process_is_named_with_it(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    store = open_store(folder)
    code = """
        import sys
        from graph.errors import StoreHeld
        from graph.store import open_store
        try:
            open_store(sys.argv[1])
        except StoreHeld as error:
            print(error.code, error.holder)
    """
    assert run_python(code, os.fspath(folder)).stdout.split() == ["store_held", "进程", str(os.getpid())]
    with pytest.raises(StoreHeld, match="本进程"):
        open_store(folder)
    store.close()
    open_store(folder).close()


def test_two_stores_in_one_process_know_nothing_of_each_other(tmp_path: Path) -> None:
    left, right = open_store(tmp_path / "left"), open_store(tmp_path / "右 边")
    for store in (left, right):
        store.prepare()
    with left.transaction() as transaction:
        transaction.run("CREATE (:Fund {id: 'f'})")
    assert right.read("MATCH (n) RETURN count(n) AS n") == [{"n": 0}]
    assert left.generation() != right.generation()
    left.close()
    right.close()


def test_the_generation_outlives_the_process(tmp_path: Path) -> None:
    store = open_store(tmp_path / "store")
    store.prepare()
    with store.transaction() as transaction:
        transaction.run("CREATE (:Fund {id: 'f'})")
    generation = store.generation()
    store.close()
    store.close()
    again = open_store((tmp_path / "store").as_uri())
    assert again.generation() == generation
    again.close()


def test_the_engine_writes_neither_to_the_terminal_nor_beside_the_store(tmp_path: Path) -> None:
    code = """
        from graph.store import open_store, Limits
        store = open_store("store")
        store.prepare()
        with store.transaction() as transaction:
            transaction.run("CREATE (:Measure {id: 'm', title: '成果转化'})")
        store.run_cypher("MATCH (n) RETURN n", {}, Limits())
        store.close()
    """
    done = run_python(code, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert [entry.name for entry in tmp_path.iterdir()] == ["store"]


def test_importing_the_protocol_starts_no_engine() -> None:
    code = "import sys, graph.store; print([m for m in ('jpype', 'neo4j', 'arcadedb_embedded') if m in sys.modules])"
    assert run_python(code).stdout.strip() == "[]"


def test_a_folder_of_other_things_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("x")
    with pytest.raises(StoreUnusable):
        open_store(tmp_path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["letter.txt"]


def test_a_store_of_another_format_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    open_store(folder).close()
    (folder / "store.json").write_text(json.dumps({"format": FORMAT + 1}))
    with pytest.raises(StoreUnusable, match=str(FORMAT + 1)):
        open_store(folder)


def test_a_damaged_store_is_one_clear_error(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    open_store(folder).close()
    for file in (folder / "graph").iterdir():
        file.write_bytes(b"\0")
    with pytest.raises(StoreUnusable):
        open_store(folder)


def test_a_start_killed_while_making_the_database_is_made_again(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    open_store(folder).close()
    (folder / "graph").rename(folder / "graph.new")
    store = open_store(folder)
    assert store.read("MATCH (n) RETURN count(n) AS n") == [{"n": 0}]
    store.close()


def test_an_unknown_address_is_refused() -> None:
    with pytest.raises(BadParameter):
        open_store("http://127.0.0.1")
