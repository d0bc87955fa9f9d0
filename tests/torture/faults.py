"""Faults under a load: a disk that fills up, a Neo4j server that is killed. Nothing acknowledged is lost.

    python -m tests.torture.faults FOLDER

Prints one line of JSON: what was acknowledged, what is there afterwards, and how it was told.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tests.neo4j_server import Neo4jServer
from tests.torture.crashes import ROOT, document

_FILES = 120
_ROOM = 8 << 20  # bytes a file of the store may have: the engine's own come to more after some documents
_FILLING = "我们要把这件事办好，" * 1500


@dataclass
class Fault:
    """A load that met a fault: documents acknowledged, documents there afterwards, exit code, how it was told, errors
    that the product's own check finds.
    """

    fault: str
    acknowledged: int
    kept: int
    exit: int
    told: str
    findings: int

    @property
    def lost(self) -> bool:
        """Whether something acknowledged is gone, or something is there by half."""
        return not self.acknowledged <= self.kept <= self.acknowledged + 1 or self.findings != 0


def write_files(folder: Path) -> Path:
    """Plans of ours, some pages each, in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(_FILES):
        text: str = document(number, 0)["document"]["text"]
        (folder / f"{number:03}.txt").write_text(
            text.replace("制定本方案。", f"制定本方案。{_FILLING}"), encoding="utf-8"
        )
    return folder


def full_disk(files: Path, store: Path) -> Fault:
    """Load until no file can grow, as on a full disk; then look with room again."""
    most = (_ROOM, _ROOM)
    acknowledged, code, told = _load(files, str(store), lambda: resource.setrlimit(resource.RLIMIT_FSIZE, most))
    return Fault("full disk", acknowledged, *_look(str(store), code, told))


def killed_server(files: Path, home: Path) -> Fault:
    """Load until the server is killed; then look when it runs again."""
    server = Neo4jServer(home)
    server.start()
    try:
        acknowledged, code, told = _load(files, server.url, None, lambda count: _kill(server) if count == 5 else None)
        server.start()
        return Fault("neo4j killed", acknowledged, *_look(server.url, code, told))
    finally:
        server.stop()


def _kill(server: Neo4jServer) -> None:
    assert server._process
    server._process.kill()
    server._process.wait()


def _load(
    files: Path,
    store: str,
    before: Callable[[], None] | None,
    each: Callable[[int], None] = lambda count: None,
) -> tuple[int, int, str]:
    """Documents the command said it kept, its exit code and its last error."""
    process = subprocess.Popen(
        [sys.executable, "-m", "api.cli", "load", str(files), "--store", store],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=before,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    assert process.stderr
    acknowledged, told = 0, ""
    for line in process.stderr:
        if line.startswith("新增"):
            acknowledged += 1
            each(acknowledged)
        elif line.startswith("错误") or "Traceback" in line:
            told = line.strip()
    return acknowledged, process.wait(), told


def _look(store: str, code: int, told: str) -> tuple[int, int, str, int]:
    """How many documents there are, and the errors of the product's check, beside what the load told."""
    held = _asked("query", "MATCH (d:Document) WHERE d.status <> 'cited' RETURN count(d) AS n", "--store", store)
    checked = _asked("check", "--severity", "error", "--no-shapes", "--store", store)
    return held["results"][0]["n"], code, told, checked["total"]


def _asked(*command: str) -> Any:
    done = subprocess.run(
        [sys.executable, "-m", "api.cli", *command, "--format", "json"], cwd=ROOT, capture_output=True, check=False
    )
    return json.loads(done.stdout)


def main(folder: str) -> None:
    """The program of the page above."""
    files = write_files(Path(folder) / "files")
    found = [full_disk(files, Path(folder) / "full"), killed_server(files, Path(folder) / "neo4j")]
    print(json.dumps([asdict(one) for one in found], ensure_ascii=False))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        main(*(sys.argv[1:] or [scratch]))
