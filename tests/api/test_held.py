"""A store that a server holds: every command speaks to that server and prints the same bytes."""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from api.client import Client
from api.held import NOTE, ServerNote, reach, read_note, write_note
from graph.errors import NotFound, QueryRefused, StoreUnreachable
from graph.store import open_store
from tests.api.conftest import EXAMPLES
from tests.commands import ROOT, run_zhize

COMMANDS = [
    ["who-leads", "科技成果转化", "--format", "json"],
    ["who-leads", "科技成果转化", "--stated"],
    ["search", "揭榜挂帅", "--format", "csv"],
    ["documents"],
    ["measures", "--format", "jsonl"],
    ["institutions", "--format", "json"],
    ["institutions", "科技", "--limit", "3", "--offset", "1", "--format", "json"],
    ["show", "i-510800-science_technology"],
    ["catalog", "--format", "json"],
    ["store", "info"],
    ["query", "MATCH (i)-[r:LEADS]->(m) RETURN i, r, m.title ORDER BY m.id", "--format", "json"],
    ["overlap", "--inferred", "--format", "json"],
    ["align", "--from", "city", "--to", "province", "--format", "json"],
    ["coverage", "--upper", "national", "--lower", "city", "--format", "json"],
    ["plan-systems", "--format", "json"],
    ["compare", "内蒙古", "深圳", "--format", "json"],
    ["export", "--format", "graphml"],
    ["show", "d000000000000"],
    ["query", "MATCH (n) DELETE n"],
    ["compare", "浙江", "深圳"],
]


@contextmanager
def serving(store: Path | str, *options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server in a process of its own, and its address; ended by the test or at the end."""
    command = [sys.executable, "-m", "api.cli", "serve", "--store", str(store), *(options or ("--port", "0"))]
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONUNBUFFERED": "1"}
    server = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    try:
        assert server.stdout
        line = next((line for line in server.stdout if "http://" in line), "")
        assert line, "the server did not start"
        yield server, line.split("：", 1)[1].strip()
    finally:
        if server.poll() is None:
            server.terminate()
        server.wait(timeout=30)


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str, dict[str, tuple[str, int]]]]:
    """A served store, its address, and what each command printed before it was served."""
    store = tmp_path_factory.mktemp("held") / "store"
    assert run_zhize(store, ["demo", "--no-serve"]).code == 0
    before = {}
    for command in COMMANDS:
        done = run_zhize(store, command)
        before[" ".join(command)] = (done.out, done.code)
    with serving(store) as (_, address):
        yield store, address, before


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_command_prints_the_same_bytes_with_a_server(
    command: list[str], held: tuple[Path, str, dict[str, tuple[str, int]]]
) -> None:
    store, _, before = held
    done = run_zhize(store, command)
    told, code = before[" ".join(command)]
    assert (_without_size(done.out), done.code) == (_without_size(told), code), done.err
    assert "Traceback" not in done.err


def _without_size(told: str) -> str:
    """An answer without the line that says how much of the disk the store takes, which the engine itself changes."""
    return "".join(line for line in told.splitlines(keepends=True) if not line.startswith("bytes "))


def test_the_note_is_for_the_user_alone(held: tuple[Path, str, object]) -> None:
    store, address, _ = held
    assert stat.S_IMODE((store / NOTE).stat().st_mode) == 0o600
    note = read_note(store)
    assert note
    assert note.address == address
    assert len(note.token) >= 32


def test_the_client_fetches_lists_of_many_pages(
    held: tuple[Path, str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, address, _ = held
    with Client(address) as client:
        whole = client.institutions()
        monkeypatch.setattr("api.client.PAGE_SIZE", 7)
        assert client.institutions() == whole
        assert whole["total"] == len(whole["results"]) > 14
        assert client.institutions(offset=5)["results"] == whole["results"][5:]
        aligned = client.alignment("city", "province", top=2)
        monkeypatch.undo()
        assert client.alignment("city", "province", top=2) == aligned


def test_the_client_raises_what_a_store_of_its_own_would(held: tuple[Path, str, object]) -> None:
    with Client(held[1]) as client:
        with pytest.raises(NotFound):
            client.entity("d000000000000")
        with pytest.raises(QueryRefused):
            client.cypher("CREATE (n:Document)")


def test_a_client_without_a_server_says_so() -> None:
    with Client("http://127.0.0.1:1") as client, pytest.raises(StoreUnreachable):
        client.catalog()


def test_loading_and_removing_go_through_the_server(tmp_path: Path) -> None:
    store = tmp_path / "store"
    with serving(store) as (_, address):
        done = run_zhize(store, ["load", *map(str, EXAMPLES[:2]), "--format", "json"])
        assert done.code == 0, done.err
        assert [row["outcome"] for row in json.loads(done.out)["results"]] == ["added", "added"]
        found = httpx.get(f"{address}/documents", trust_env=False).json()
        assert found["total"] == 2
        assert run_zhize(store, ["remove", found["results"][0]["id"]]).code == 0
        assert httpx.get(f"{address}/documents", trust_env=False).json()["total"] == 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stopped_server_gives_the_store_back(number: signal.Signals, tmp_path: Path) -> None:
    store = tmp_path / "store"
    with serving(store) as (server, _):
        assert (store / NOTE).exists()
        server.send_signal(number)
        assert server.wait(timeout=30) == 0
    assert not (store / NOTE).exists()
    assert run_zhize(store, ["documents", "--format", "json"]).code == 0


def test_a_query_that_does_not_stop_delays_no_end(tmp_path: Path) -> None:
    """The engine does not stop this query before its limit of time: the process leaves, and loses nothing."""
    store = tmp_path / "store"
    query = "UNWIND range(1, 2000000000) AS x RETURN max(x % 7) AS n"
    with serving(store) as (server, address):
        assert run_zhize(store, ["load", str(EXAMPLES[0])]).code == 0
        asked = httpx.Client(trust_env=False, timeout=60)
        with ThreadPoolExecutor(1) as pool:
            answer = pool.submit(asked.post, f"{address}/cypher", json={"query": query})
            time.sleep(3)
            begun = time.monotonic()
            server.send_signal(signal.SIGTERM)
            assert server.wait(timeout=30) == 0
            assert time.monotonic() - begun < 15
            answer.exception()
    found = run_zhize(store, ["documents", "--format", "json"])
    assert json.loads(found.out)["total"] == 1


def test_a_note_of_a_server_that_was_killed_is_no_hindrance(tmp_path: Path) -> None:
    store = tmp_path / "store"
    with serving(store) as (server, _):
        server.kill()
        server.wait(timeout=30)
    assert (store / NOTE).exists()
    assert run_zhize(store, ["documents"]).code == 0


def test_a_note_whose_port_another_program_took_is_stale(tmp_path: Path, held: tuple[Path, str, object]) -> None:
    """The token must not be sent to a server that is not the one that left the note."""
    write_note(tmp_path, ServerNote(held[1], "secret", os.getpid(), "another instance"))
    assert reach(tmp_path) is None


@pytest.mark.parametrize("text", ["", "{", "[]", '{"address": 1}', '{"address": "x", "token": "", "pid": "?"}'])
def test_a_note_that_is_none_is_ignored(text: str, tmp_path: Path) -> None:
    (tmp_path / NOTE).write_text(text, encoding="utf-8")
    assert read_note(tmp_path) is None


def test_a_held_store_without_a_server_is_one_error(tmp_path: Path) -> None:
    holder = open_store(tmp_path / "store")
    try:
        done = run_zhize(tmp_path / "store", ["documents"], ZHIZE_STORE_WAIT="1")
    finally:
        holder.close()
    assert done.code == 3
    assert done.err.count("错误：") == 1
    assert "正被另一个进程使用" in done.err


def test_a_store_that_another_command_uses_is_waited_for(tmp_path: Path) -> None:
    store = tmp_path / "store"
    with ThreadPoolExecutor() as pool:
        done = list(
            pool.map(
                lambda path: run_zhize(store, ["load", str(path)], fresh=True, ZHIZE_STORE_WAIT="200"), EXAMPLES[:3]
            )
        )
    assert [one.code for one in done] == [0, 0, 0], [one.err for one in done]
    assert len(run_zhize(store, ["documents", "--format", "jsonl"]).out.splitlines()) == 3


def test_a_second_server_names_the_first(held: tuple[Path, str, object]) -> None:
    done = run_zhize(held[0], ["serve", "--port", "0"], fresh=True)
    assert done.code == 3
    assert held[1] in done.err


def test_a_taken_port_is_passed_over(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with serving(tmp_path / "store", "--port", str(port)) as (_, address):
            assert int(address.rsplit(":", 1)[1]) > port
            assert httpx.get(f"{address}/readyz", trust_env=False).status_code == 200


def test_a_running_request_is_finished_before_the_server_stops(tmp_path: Path) -> None:
    store = tmp_path / "store"
    with serving(store) as (server, address):
        run_zhize(store, ["load", str(EXAMPLES[0])])
        with httpx.Client(base_url=address, trust_env=False) as client:
            assert client.get("/documents").status_code == 200
            server.terminate()
            time.sleep(0.05)
        assert server.wait(timeout=30) == 0
