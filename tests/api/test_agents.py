"""The tools of language models, through the protocol's own client: evidence, limits, errors, nothing written."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import subprocess
import sys
import time
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest
from mcp import Client, StdioServerParameters

from api.agents import TOOLS, make_server
from api.service import LocalService
from tests.commands import ROOT

T = TypeVar("T")


def in_a_loop(what: Coroutine[Any, Any, T]) -> T:
    """The result of a coroutine, in a thread of its own: the browser of other tests keeps a loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, what).result()


def call(service: LocalService, tool: str, **given: Any) -> tuple[bool, str]:
    """Whether a call failed, and the text of its answer."""

    async def run() -> tuple[bool, str]:
        async with Client(make_server(service)) as client:
            answer = await client.call_tool(tool, given)
            return bool(answer.is_error), "".join(getattr(part, "text", "") for part in answer.content)

    return in_a_loop(run())


def read(service: LocalService, tool: str, **given: Any) -> Any:
    failed, text = call(service, tool, **given)
    assert not failed, text
    return json.loads(text)


def test_every_tool_tells_what_it_does_and_the_schema_is_a_resource(examples: LocalService) -> None:
    async def run() -> tuple[list[Any], str]:
        async with Client(make_server(examples)) as client:
            tools = (await client.list_tools()).tools
            found = (await client.read_resource("zhize://schema")).contents[0]
            return list(tools), str(getattr(found, "text", ""))

    tools, schema = in_a_loop(run())
    assert [tool.name for tool in tools] == list(TOOLS)
    assert all(tool.description for tool in tools)
    assert "LEADS" in schema
    assert "(:Institution)" in schema


def test_who_leads_comes_with_evidence_that_can_be_read_in_its_place(examples: LocalService) -> None:
    answer = read(examples, "who_leads", q="科技成果转化", level="市级", stated=True)
    row = answer["results"][0]
    assert (row["institution"]["name"], row["inferred"]) == ("广元市科学技术局", False)
    span = row["evidence"]
    shown = read(examples, "evidence", document=row["document"]["id"], start=span["start"], end=span["end"])
    assert shown["quote"] == span["quote"]
    assert shown["before"]


@pytest.mark.parametrize(
    ("tool", "given", "key"),
    [
        ("search", {"q": "揭榜挂帅", "type": "措施"}, "results"),
        ("show", {"id": "i-510800-science_technology"}, "responsibilities"),
        ("align", {"source": "510800", "target": "330000", "limit": 2}, "results"),
        ("compare", {"left": "内蒙古", "right": "深圳"}, "rows"),
        ("cypher", {"query": "MATCH (m:Measure) RETURN m.title AS title"}, "results"),
        ("loaded", {}, "catalog"),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_every_tool_answers_within_its_limits(
    tool: str, given: dict[str, Any], key: str, examples: LocalService
) -> None:
    answer = read(examples, tool, **given)
    assert answer[key]
    assert len(answer[key]) <= 50


WRONG = [
    ("cypher", {"query": "MATCH (n) DETACH DELETE n"}, "cypher_"),
    ("who_leads", {"q": "科技", "level": "村级"}, "bad_parameter"),
    ("show", {"id": "i-none"}, "not_found"),
    ("evidence", {"document": "da072a2d05e68", "start": 5, "end": 10_000_000}, "bad_parameter"),
    ("search", {"q": "科技", "limit": 5000}, "50"),
]


@pytest.mark.parametrize(("tool", "given", "code"), WRONG, ids=lambda v: v if isinstance(v, str) else "")
def test_a_wrong_call_is_told_and_changes_nothing(
    tool: str, given: dict[str, Any], code: str, examples: LocalService
) -> None:
    before = examples.generation()
    failed, text = call(examples, tool, **given)
    assert failed
    assert code in text
    assert examples.generation() == before


def test_the_command_speaks_over_its_standard_streams(tmp_path: Path) -> None:
    async def run() -> list[str]:
        arguments = ["-m", "api.cli", "mcp", "--store", str(tmp_path / "store")]
        started = StdioServerParameters(command=sys.executable, args=arguments, cwd=str(ROOT))
        async with Client(started) as client:
            answer = await client.call_tool("loaded", {})
            return [getattr(part, "text", "") for part in answer.content]

    (text,) = in_a_loop(asyncio.wait_for(run(), 120))
    assert json.loads(text)["documents"]["total"] == 0


def test_the_command_speaks_over_http_to_this_machine_alone(loaded: Path) -> None:
    """The protocol's own client over HTTP; a page of another site that got a name for 127.0.0.1 is refused."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    command = [sys.executable, "-m", "api.cli", "mcp", "--http", "--port", str(port), "--store", str(loaded)]
    server = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}/mcp"
    try:
        _wait_for(port, server)

        async def run() -> tuple[list[str], Any, bool]:
            async with Client(url) as client:
                tools = [tool.name for tool in (await client.list_tools()).tools]
                answer = await client.call_tool("who_leads", {"q": "科技成果转化"})
                written = await client.call_tool("cypher", {"query": "CREATE (n:Measure {id: 'x'})"})
                return tools, json.loads(getattr(answer.content[0], "text", "")), bool(written.is_error)

        tools, answer, refused = in_a_loop(run())
        assert tools == list(TOOLS)
        assert answer["results"][0]["evidence"]["quote"]
        assert refused
        ping = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
        head = {"Accept": "application/json, text/event-stream", "Host": f"evil.example:{port}"}
        assert httpx.post(url, json=ping, headers=head).status_code in (403, 421)
        plain = {"Accept": head["Accept"], "Origin": "https://evil.example"}
        assert httpx.post(url, json=ping, headers=plain).status_code == 403
    finally:
        server.terminate()
        server.wait(30)


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 120
    while server.poll() is None and time.monotonic() < end:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise AssertionError("the server did not start")
