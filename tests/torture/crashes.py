"""Kill -9 at random moments while documents are loaded, replaced and removed: what was acknowledged stays, whole.

    python -m tests.torture.crashes KILLS SEED [STORE]

STORE is the address of a Neo4j server; without one an embedded store is made for it. Prints one line of JSON.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from loaders.pipeline import extract_bytes

ROOT = Path(__file__).resolve().parent.parent.parent
_DOCUMENTS = 24
_LOOK = {"op": "look"}
_PIECES = 40
_PATIENCE = 300.0
_TASKS = (
    "建设{}平台",
    "培育{}企业",
    "推进{}改革",
    "完善{}机制",
    "开展{}试点",
    "支持{}攻关",
    "发展{}产业",
    "健全{}制度",
)
_WORDS = ("转化", "创新", "数据", "人才", "种业", "算力", "环保", "氢能", "卫星", "医药", "材料", "金融")
_BODIES = (
    "市科技局",
    "市财政局",
    "市发展改革委",
    "市教育局",
    "市农业农村局",
    "市卫生健康委",
    "市自然资源局",
    "市审计局",
)


@dataclass
class Crashes:
    """What a run came to: kills, how many hit a write, what was acknowledged and lost, seconds to start again."""

    engine: str
    seed: int
    kills: int = 0
    in_writes: int = 0
    acknowledged: int = 0
    lost: list[str] = field(default_factory=list)
    slowest_start: float = 0.0
    findings: int = -1


def document(number: int, version: int) -> Any:
    """The record of a plan of ours: the same number has the same id, each version says something else."""
    chance = random.Random(f"{number}-{version}")
    lines = [f"广元市第{number}号试行方案", "各县区人民政府：", "为贯彻《四川省试行办法》，制定本方案。"]
    for item in range(1, 13):
        task = chance.choice(_TASKS).format(chance.choice(_WORDS))
        lead, other = chance.sample(_BODIES, 2)
        lines.append(
            f"{item}.{task}。到2031年底达到{chance.randrange(10, 99)}%以上。（牵头单位：{lead}；配合单位：{other}）"
        )
    text = "\n".join([*lines, "广元市人民政府", f"2031年{number % 12 + 1}月6日"])
    (record,) = extract_bytes(text.encode(), source=f"{number}.txt")
    return record


class Torture:
    """One store, what it should hold, and a process at a time that is killed on it."""

    def __init__(self, store: str, folder: Path, seed: int, documents: int, environment: dict[str, str]) -> None:
        self._documents = documents
        self._store, self._folder, self._environment = store, folder, environment
        self._chance = random.Random(seed)
        self.records = {(n, v): document(n, v) for n in range(documents) for v in range(2)}
        self.ids = {number: self.records[number, 0]["document"]["id"] for number in range(documents)}
        self._number = {id: number for number, id in self.ids.items()}
        self.expected: dict[str, tuple[str, str]] = {}  # sha256 → (id, shape)
        self._holds: dict[str, list[str | None]] = {id: [None] for id in self.ids.values()}
        self.result = Crashes("embedded" if "://" not in store else "neo4j", seed)

    def learn(self) -> None:
        """The shape of every document, loaded whole."""
        work: list[dict[str, Any]] = []
        for version in range(2):
            work += [{"op": "load", "record": self.records[n, version]} for n in range(self._documents)]
            work.append(_LOOK)
        for told in self._process(work):
            for id, seen in told.get("held", {}).items():
                self.expected[seen["sha256"]] = (id, seen["shape"])
                self._holds[id] = [seen["sha256"]]

    def strike(self) -> None:
        """One process: look at what is there, work, be killed."""
        work = [_LOOK, *(self._piece() for _ in range(_PIECES))]
        delay = self._chance.uniform(0, 0.25)
        pieces = self._chance.randrange(1, 7) if self._chance.random() < 0.9 else -1
        began, acknowledged, done = -1, -1, 0
        for told in self._process(work, pieces, delay):
            if "held" in told:
                self._compare(told["held"])
            elif "opened" in told:
                self.result.slowest_start = max(self.result.slowest_start, told["opened"])
            elif "begin" in told:
                began = told["begin"]
                self._may_be(work[began])
            elif "done" in told:
                acknowledged, done = told["done"], done + 1
                self._must_be(work[acknowledged])
        self.result.kills += 1
        self.result.in_writes += began > acknowledged
        self.result.acknowledged += done

    def close(self) -> None:
        """Look once more, and let the product check its own graph."""
        for told in self._process([_LOOK, {"op": "check"}]):
            if "held" in told:
                self._compare(told["held"])
            self.result.findings = told.get("findings", self.result.findings)

    def _piece(self) -> dict[str, Any]:
        number = self._chance.randrange(self._documents)
        if self._chance.random() < 0.2:
            return {"op": "remove", "id": self.ids[number]}
        return {"op": "load", "record": self.records[number, self._chance.randrange(2)]}

    def _after(self, piece: dict[str, Any]) -> tuple[str, str | None]:
        if piece["op"] == "remove":
            return piece["id"], None
        return piece["record"]["document"]["id"], piece["record"]["document"]["sha256"]

    def _may_be(self, piece: dict[str, Any]) -> None:
        id, after = self._after(piece)
        self._holds[id] = [*self._holds[id], after]

    def _must_be(self, piece: dict[str, Any]) -> None:
        id, after = self._after(piece)
        self._holds[id] = [after]

    def _compare(self, found: dict[str, Any]) -> None:
        for id, possible in self._holds.items():
            seen = found.get(id)
            sha256 = seen["sha256"] if seen else None
            where = f"kill {self.result.kills}, document {self._number[id]}"
            if sha256 not in possible:
                self.result.lost.append(f"{where}: not what was acknowledged")
            elif seen and seen["shape"] != self.expected[str(sha256)][1]:
                self.result.lost.append(f"{where}: not whole")
            elif seen and not seen["found"]:
                self.result.lost.append(f"{where}: search does not find it")
            self._holds[id] = [sha256]
        for id in found.keys() - self._holds.keys():
            self.result.lost.append(f"{id}: nobody loaded it")

    def _process(
        self, work: list[dict[str, Any]], pieces: int | None = None, delay: float = 0.0
    ) -> Iterator[dict[str, Any]]:
        """What a process says; killed `delay` seconds behind so many pieces of work (-1: while it opens), if at all."""
        file = self._folder / "plan.json"
        file.write_text(json.dumps({"ids": [*self._holds], "work": work}), encoding="utf-8")
        command = [sys.executable, "-m", "tests.torture.crash_child", self._store, str(file)]
        process = subprocess.Popen(command, cwd=ROOT, env=self._environment, stdout=subprocess.PIPE, text=True)
        assert process.stdout
        if pieces == -1:
            time.sleep(delay * 16)
            process.kill()
        for line in process.stdout:
            if not line.endswith("\n"):
                break
            told = json.loads(line)
            if pieces is not None and pieces >= 0 and told.get("begin") == pieces:
                time.sleep(delay)
                process.kill()
            yield told
        if process.wait(timeout=_PATIENCE) and pieces is None:
            self.result.lost.append(f"kill {self.result.kills}: the store did not open again")


def torture(
    kills: int,
    seed: int,
    store: str = "",
    *,
    documents: int = _DOCUMENTS,
    environment: dict[str, str] | None = None,
) -> Crashes:
    """Kill so many processes on a store and say what came of it."""
    own = {**os.environ, **(environment or {})}
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        own.setdefault("ZHIZE_CACHE", str(folder / "cache"))
        made = Torture(store or str(folder / "store"), folder, seed, documents, own)
        made.learn()
        for number in range(kills):
            made.strike()
            if number % 10 == 9:
                print(json.dumps(asdict(made.result)), file=sys.stderr, flush=True)
        made.close()
    return made.result


if __name__ == "__main__":
    kills, seed, *rest = sys.argv[1:]
    print(json.dumps(asdict(torture(int(kills), int(seed), "".join(rest)))))
