"""The server under load: requests of four kinds from another process, over a store of generated measures.

    python benchmarks/load.py fill FOLDER [--measures 100000]
    python benchmarks/load.py run FOLDER [--rate 60] [--seconds 60] [--clients 16]

`run` starts `zhize serve` on the folder and asks from a process of its own: an open loop (requests come at their time,
whether or not the last was answered) of 40 % who leads a subject, 30 % search, 20 % institution, 10 % adjacent; then a
closed loop of clients over the same mix and over `/healthz`. It prints milliseconds by percentile, failures, the
server's processor time a request, and the load of the machine.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import httpx
import numpy as np

from benchmarks.generator import Roles, Writer, families, roles
from graph.analysis.weighing import Passage
from graph.parts import Edge, Node
from graph.shared import closure
from graph.store import Store, open_store
from graph.writing import write_edges, write_nodes
from ontology import registry
from ontology.identifiers import jurisdiction_id

INSTITUTIONS, A_BATCH = 5_000, 200
MIX = (("who-leads", 40), ("search", 30), ("institution", 20), ("adjacent", 10))


def bodies(number: int) -> list[registry.Institution]:
    """Registered bodies of cities, place by place."""
    places = [city for province in registry.children("000000") for city in registry.children(province)]
    names = [line.id for line in registry.lines()]
    every = (registry.institution(f"i-{place}-{name}") for place in places for name in names)
    return list(islice((body for body in every if body is not None), number))


def document(number: int, passages: list[Passage], held: list[list[registry.Institution]]) -> Iterator[Node | Edge]:
    """The nodes and edges of a document of these measures; every quote stands in the text."""
    place = held[0][0] if held[0] else next((h[0] for h in held if h), None)
    code = place.jurisdiction if place else "510800"
    identifier, text = f"d{number:012x}", f"关于推进第{number}号工作的通知\n"
    for at, (passage, who) in enumerate(zip(passages, held, strict=True), 1):
        start, names = len(text), "、".join(body.name for body in who)
        quote = f"（牵头单位：{names}）" if who else ""
        text += f"{at}．{passage.title}。{passage.text}{quote}\n"
        measure = f"{identifier}-m{number * 64 + at:08x}"
        words = {"number": str(at), "path": str(at), "title": passage.title, "head": passage.title}
        span = {"span_start": start, "span_end": len(text) - 1, "own_end": len(text) - 1 - len(quote)}
        yield Node("Measure", measure, {**words, "text": text[start:-1], **span})
        yield Edge("HAS_MEASURE", identifier, measure, {})
        for position, body in enumerate(who, 1):
            said = {"basis": "marked", "role_word": "牵头单位", "position": position, "written": body.name}
            ends = {"quote": quote, "span_start": len(text) - 1 - len(quote), "span_end": len(text) - 1}
            told = {"id": f"{number:06x}{at:03x}{position:03x}", **said, **ends, "document": identifier}
            yield Edge("LEADS" if position == 1 else "COOPERATES_ON", body.id, measure, {**told, "open_list": False})
    title = text.partition("\n")[0]
    head = {
        "title": title,
        "kind": "通知",
        "issued": f"20{10 + number % 15}-0{1 + number % 9}-01",
        "status": "in_force",
    }
    more = {"level": "city", "jurisdiction": code, "source": f"{number}.txt", "trial": False, "unread": 0}
    yield Node("Document", identifier, {**head, **more, "script": "hans", "part": 1, "text": text})
    yield Edge("APPLIES_IN", identifier, jurisdiction_id(code), {})


def fill(store: Store, measures: int) -> None:
    """Writes so many measures, a batch of documents a transaction."""
    store.prepare()
    known, drawn = bodies(INSTITUTIONS), roles(measures, INSTITUTIONS)
    held = _held(drawn, measures, known)
    nodes, links = closure([(b.id, b.name) for b in known] + [(jurisdiction_id("510800"), "")])
    labels = {node.id: node.label for node in nodes}
    with store.transaction() as transaction:
        write_nodes(transaction, nodes)
        write_edges(transaction, "merge_links", links, labels)
    passages = Writer(families(measures)).passages(measures, side="m")
    starts = [*np.flatnonzero(np.diff(drawn.documents, prepend=-1)).tolist(), measures]
    for first in range(0, len(starts) - 1, A_BATCH):
        items: list[Node | Edge] = []
        for number in range(first, min(first + A_BATCH, len(starts) - 1)):
            a, b = starts[number], starts[number + 1]
            items += document(number, passages[a:b], held[a:b])
        new = [i for i in items if isinstance(i, Node)]
        with store.transaction() as transaction:
            write_nodes(transaction, new)
            told = labels | {n.id: n.label for n in new}
            write_edges(transaction, "create_edges", [i for i in items if isinstance(i, Edge)], told)
        print(f"{starts[min(first + A_BATCH, len(starts) - 1)]} measures", file=sys.stderr)


def _held(drawn: Roles, measures: int, known: list[registry.Institution]) -> list[list[registry.Institution]]:
    found: list[list[registry.Institution]] = [[] for _ in range(measures)]
    for body, task in drawn.pairs.tolist():
        if body < len(known):
            found[task].append(known[body])
    return found


def requests(subjects: list[str], ids: list[str], *, seed: int = 1) -> Iterator[str]:
    """Addresses of the mix, for ever."""
    chance = random.Random(seed)
    kinds, weights = zip(*MIX, strict=True)
    while True:
        kind = chance.choices(kinds, weights)[0]
        if kind in ("who-leads", "search"):
            yield f"/{kind}?q={chance.choice(subjects)}"
        else:
            yield f"/entities/{chance.choice(ids)}" + ("/adjacent" if kind == "adjacent" else "")


def _kind(path: str) -> str:
    return (
        "adjacent"
        if path.endswith("/adjacent")
        else "institution"
        if "/entities/" in path
        else path[1:].partition("?")[0]
    )


async def open_loop(client: httpx.AsyncClient, paths: Iterator[str], rate: float, seconds: float) -> dict[str, Any]:
    """Requests at their times; milliseconds from the time each was due."""
    taken: dict[str, list[float]] = {}
    failed = 0

    async def ask(path: str, due: float) -> None:
        nonlocal failed
        try:
            answer = await client.get(path)
            failed += answer.status_code != 200
        except httpx.HTTPError:
            failed += 1
        taken.setdefault(_kind(path), []).append(1000 * (time.perf_counter() - due))

    begun, waiting = time.perf_counter(), []
    for number in range(int(rate * seconds)):
        due = begun + number / rate
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        waiting.append(asyncio.create_task(ask(next(paths), due)))
    await asyncio.gather(*waiting)
    every = [ms for some in taken.values() for ms in some]
    return {
        "requests": len(every),
        "failed": failed,
        **_told(every),
        "kinds": {k: _told(v) for k, v in sorted(taken.items())},
    }


def _told(ms: list[float]) -> dict[str, float]:
    return {f"p{p}": round(float(np.percentile(ms, p)), 1) for p in (50, 95, 99)}


async def closed_loop(client: httpx.AsyncClient, paths: Iterator[str], clients: int, seconds: float) -> float:
    """Requests a second of so many clients that each wait for their answer."""
    end = time.perf_counter() + seconds
    done = 0

    async def one() -> None:
        nonlocal done
        while time.perf_counter() < end:
            (await client.get(next(paths))).raise_for_status()
            done += 1

    await asyncio.gather(*(one() for _ in range(clients)))
    return done / seconds


def _forever(path: str) -> Iterator[str]:
    while True:
        yield path


async def measure(address: str, pid: int, given: argparse.Namespace) -> None:
    """Ask, and print a line of JSON."""
    limits = httpx.Limits(max_connections=200)
    async with httpx.AsyncClient(base_url=address, timeout=60, limits=limits, trust_env=False) as client:
        found = (await client.get("/institutions", params={"limit": 500})).json()["results"]
        ids = [row["id"] for row in found if row.get("leads", 1)]
        titles = (await client.get("/measures", params={"limit": 500})).json()["results"]
        subjects = sorted({row["title"][:4] for row in titles})
        paths = requests(subjects, ids)
        for _ in range(200):
            await client.get(next(paths))
        before, load = _processor(pid), os.getloadavg()[0]
        answer = await open_loop(client, paths, given.rate, given.seconds)
        answer["server_ms_a_request"] = round(1000 * (_processor(pid) - before) / answer["requests"], 2)
        answer["load"] = [round(load, 1), round(os.getloadavg()[0], 1)]
        mixed = await closed_loop(client, paths, given.clients, 10)
        bare = await closed_loop(client, _forever("/healthz"), given.clients, 5)
        print(
            json.dumps(
                {**answer, "closed": round(mixed, 1), "healthz": round(bare, 1), "ratio": round(mixed / bare, 3)}
            )
        )


def _processor(pid: int) -> float:
    """Seconds of processor time of a process, its threads together (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def run(given: argparse.Namespace) -> None:
    """Serve the folder and measure."""
    command = [sys.executable, "-m", "api.cli", "serve", "--store", given.folder, "--port", "0"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"})
    try:
        assert server.stdout
        address = next(m[0] for line in server.stdout if (m := re.search(r"http://\S+", line)))
        asyncio.run(measure(address, server.pid, given))
    finally:
        server.terminate()
        server.wait()


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("fill", "run"))
    parser.add_argument("folder")
    parser.add_argument("--measures", type=int, default=100_000)
    parser.add_argument("--rate", type=float, default=60)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--clients", type=int, default=16)
    given = parser.parse_args()
    if given.what == "run":
        run(given)
        return
    store = open_store(given.folder)
    fill(store, given.measures)
    store.close()


if __name__ == "__main__":
    main()
