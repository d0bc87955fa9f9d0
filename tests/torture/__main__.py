"""`make torture`: everything that is tried against zhize, long; its figures go into docs/reliability.md.

    python -m tests.torture [--fuzz SECONDS] [--kills N] [--server-kills N] [--seed N] [--write]

Seconds are a family of files. Without LibreOffice, Neo4j or the rights to fill a disk the part is left out and said so.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from loaders.apart import Reader
from loaders.errors import LoadError
from loaders.limits import Limits
from tests.neo4j_server import Neo4jServer, wanting
from tests.torture.bombs import FILES
from tests.torture.crashes import ROOT, torture
from tests.torture.fuzzing import FAMILIES

PAGE = ROOT / "docs" / "reliability.md"
_FIGURES = re.compile(r"(<!-- figures -->\n).*?(<!-- end -->)", re.S)
_BOMB_LIMITS = Limits(seconds=20, memory=1 << 30)


def bombs() -> dict[str, Any]:
    """Read every hostile file: how many were refused by which code, and whether the reader went on."""
    told: dict[str, int] = {}
    slowest = 0.0
    reader = Reader(_BOMB_LIMITS)
    for name, make in FILES.items():
        data, began = make(), time.monotonic()
        found = list(reader.read(data, name))
        slowest = max(slowest, time.monotonic() - began)
        codes = {item.code for item in found if isinstance(item, LoadError)} or {"read"}
        for code in codes:
            told[code] = told.get(code, 0) + 1
        print(f"bomb {name}: {', '.join(sorted(codes))}", file=sys.stderr, flush=True)
    alive = not any(isinstance(item, LoadError) for item in reader.read(FILES["bidi.txt"](), "after.txt"))
    reader.close()
    return {"files": len(FILES), "by_code": dict(sorted(told.items())), "slowest": round(slowest, 1), "alive": alive}


def fuzz(seconds: float, seed: int) -> list[dict[str, Any]]:
    """Each family in a process of its own, one after the other."""
    found = []
    for family in FAMILIES:
        folder = Path(tempfile.gettempdir()) / "zhize-torture"
        folder.mkdir(exist_ok=True)
        command = [sys.executable, "-m", "tests.torture.fuzzing", family, str(seconds), str(seed), str(folder)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        told = json.loads(done.stdout) if done.returncode == 0 else {"family": family, "failures": [done.stderr[-500:]]}
        found.append(told)
        print(f"fuzz {json.dumps(told, ensure_ascii=False)}", file=sys.stderr, flush=True)
    return found


def crashes(kills: int, server_kills: int, seed: int) -> list[dict[str, Any]]:
    """Kills on both engines."""
    found = [asdict(torture(kills, seed))] if kills else []
    if server_kills and not wanting():
        with tempfile.TemporaryDirectory() as home, Neo4jServer(Path(home)) as server:
            found.append(asdict(torture(server_kills, seed, server.url)))
    return found


def faults() -> list[dict[str, Any]]:
    """The faults under a load."""
    done = subprocess.run([sys.executable, "-m", "tests.torture.faults"], cwd=ROOT, capture_output=True, text=True)
    return list(json.loads(done.stdout)) if done.returncode == 0 else [{"fault": done.stderr[-500:], "lost": True}]


def figures(found: dict[str, Any]) -> str:
    """The figures as Markdown."""
    held = found["bombs"]
    codes = ", ".join(f"{count} {code}" for code, count in held["by_code"].items())
    lines = [
        f"Last run: {date.today().isoformat()}, seed {found['seed']}.",
        "",
        "| what | tried | came to |",
        "|---|---|---|",
    ]
    lines.append(f"| hostile files | {held['files']} | {codes}; slowest {held['slowest']} s with a limit of 20 s |")
    for one in found["fuzz"]:
        refused = sum(one.get("refused", {}).values())
        came = f"{one.get('read', 0)} read, {refused} refused, {len(one['failures'])} failures"
        lines.append(
            f"| fuzzing {one['family']} | {one.get('tried', 0)} | {came}; slowest {one.get('slowest', 0):.1f} s |"
        )
    for one in found["crashes"]:
        came = f"{one['in_writes']} within a write, {one['acknowledged']} writes acknowledged, {len(one['lost'])} lost"
        came += f"; started again in {one['slowest_start']:.1f} s at most; {one['findings']} errors by `zhize check`"
        lines.append(f"| kill -9, {one['engine']} | {one['kills']} | {came} |")
    for one in found["faults"]:
        came = f"{one.get('acknowledged')} acknowledged, {one.get('kept')} there afterwards, exit {one.get('exit')}"
        lines.append(f"| {one['fault']} | 1 | {came}; {one.get('findings')} errors by `zhize check` |")
    return "\n".join(lines) + "\n"


def failed(found: dict[str, Any]) -> bool:
    """Whether anything was lost, failed, or was left in disorder."""
    return (
        not found["bombs"]["alive"]
        or any(one["failures"] for one in found["fuzz"])
        or any(one["lost"] or one["findings"] for one in found["crashes"])
        or any(one.get("findings", 1) or one["acknowledged"] > one["kept"] for one in found["faults"])
    )


def main() -> int:
    """Run everything; 1 when anything failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture")
    parser.add_argument("--fuzz", type=float, default=3600.0)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--server-kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", action="store_true", help="put the figures into docs/reliability.md")
    given = parser.parse_args()
    found: dict[str, Any] = {"seed": given.seed, "bombs": bombs(), "fuzz": fuzz(given.fuzz, given.seed)}
    found["crashes"] = crashes(given.kills, given.server_kills, given.seed)
    found["faults"] = faults()
    told = figures(found)
    print(told)
    if given.write:
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(_FIGURES.sub(lambda match: match[1] + told + match[2], page), encoding="utf-8")
    return 1 if failed(found) else 0


if __name__ == "__main__":
    sys.exit(main())
