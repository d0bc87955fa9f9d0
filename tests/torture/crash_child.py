"""The process that is killed: opens a store, tells what it holds, then writes documents until it is no more.

    python -m tests.torture.crash_child STORE PLAN

PLAN is JSON: `{"ids": […], "work": [{"op": "look"} | {"op": "check"} | {"op": "load", "record": …} |
{"op": "remove", "id": …}]}`. It prints a line of JSON each: `{"opened": seconds}`, `{"held": {id: …}}` of what a look
finds, `{"findings": n}`, `{"begin": n}` before and `{"done": n}` after each other piece of work, so that what was
acknowledged is known to whoever kills it.
"""

from __future__ import annotations

import hashlib
import json
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from api.service import LocalService, Service
from api.settings import Settings, settings
from graph.errors import NotFound
from graph.store import open_store

# All that belongs to one document: its parts and what is said of them, by ids of ours.
_PARTS = "MATCH (d:Document {id: $id})-[r]->(n) RETURN type(r) AS type, n.id AS id"
_SAID = "MATCH (a)-[r]->(b) WHERE r.document = $id RETURN type(r) AS type, a.id AS from, b.id AS to, r.quote AS quote"
_ALL = "MATCH (d:Document) WHERE d.status <> 'cited' RETURN d.id AS id, d.sha256 AS sha256, d.title AS title"


def shape(service: Service, document: str) -> str:
    """A digest of a document's parts and responsibilities: the same for the same document in every store."""
    rows = [*_rows(service, _PARTS, id=document), *_rows(service, _SAID, id=document)]
    return hashlib.sha256("\n".join(sorted(json.dumps(row, sort_keys=True) for row in rows)).encode()).hexdigest()[:16]


def _rows(service: Service, query: str, **parameters: Any) -> list[dict[str, Any]]:
    return list(service.cypher(query, parameters)["results"])


def held(service: Service, wanted: list[str]) -> dict[str, Any]:
    """What the store holds: each document's text, shape (of the wanted ones), and whether a search finds it."""
    found = {}
    for row in _rows(service, _ALL):
        told = {"sha256": row["sha256"]}
        if row["id"] in wanted:
            hits = service.search(row["title"], limit=20)["results"]
            told["shape"] = shape(service, row["id"])
            told["found"] = any(hit["hit"]["id"] == row["id"] for hit in hits)
        found[row["id"]] = told
    return found


def say(**told: Any) -> None:
    print(json.dumps(told), flush=True)


def main(store: str, plan: str) -> None:
    began = time.monotonic()
    asked = json.loads(Path(plan).read_text(encoding="utf-8"))
    own: Settings = settings()
    with LocalService(open_store(store), own) as service:
        service.generation()
        say(opened=round(time.monotonic() - began, 2))
        for number, piece in enumerate(asked["work"]):
            if piece["op"] == "look":
                say(held=held(service, asked["ids"]))
            elif piece["op"] == "check":
                say(findings=service.ask("check", {"severity": "error", "shapes": False})["total"])
            else:
                say(begin=number)
                _write(service, piece)
                say(done=number)


def _write(service: Service, piece: dict[str, Any]) -> None:
    if piece["op"] == "load":
        service.load([piece["record"]])
        return
    with suppress(NotFound):
        service.remove(piece["id"])


if __name__ == "__main__":
    main(*sys.argv[1:])
