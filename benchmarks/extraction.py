"""Extraction beside a plain regular expression over the same files, in one run: documents a second and their ratio.

`python benchmarks/extraction.py [FOLDER…]`; the folders of the annotated and the five documents by default.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from loaders.pipeline import extract_bytes

ROUNDS = 3
CHARACTERS = 8000
PLAIN = re.compile(
    r"[（(〔\[【](?:(?:责任|牵头|配合)(?:单位|部门)[:：])?([^（()）〔〕\[\]【】]*?[局委厅部办府][^（()）〔〕\[\]【】]*)[）)〕\]】]"
)


def plain(data: bytes) -> int:
    """The bodies a plain regular expression finds in brackets."""
    text = data.decode("utf-8", errors="replace")
    return sum(len(re.split("[、，,；;]", found)) for found in PLAIN.findall(text))


def full(data: bytes) -> int:
    """The responsibilities zhize finds."""
    records = extract_bytes(data, source="benchmark.txt")
    return sum(len(m["responsibilities"]) for record in records for m in record["measures"])


def seconds(read: Callable[[bytes], int], files: list[bytes]) -> tuple[float, float, int]:
    """The first round, in which no name was met before, the best of all rounds, and what was found."""
    took, found = [], 0
    for _ in range(ROUNDS):
        begun = perf_counter()
        found = sum(read(data) for data in files)
        took.append(perf_counter() - begun)
    return took[0], min(took), found


def main(arguments: list[str]) -> int:
    """Print the table; 1 when there are no files."""
    shared = Path(os.environ.get("ZHIZE_SHARED", Path(__file__).resolve().parents[2] / "shared"))
    folders = [Path(a) for a in arguments] or [shared / "gold" / "documents", shared / "seeds"]
    files = [path.read_bytes() for folder in folders for path in sorted(folder.glob("*.txt"))]
    if not files:
        print("no text files in", *folders, file=sys.stderr)
        return 1
    size = sum(len(data.decode("utf-8", errors="replace")) for data in files)
    print(f"{len(files)} documents, {size} characters; documents of {CHARACTERS} characters a second")
    full("一、做好工作。（责任单位：市科技局）\n".encode())  # the registry is read before the clock runs
    times = {}
    for name, read in (("plain regex", plain), ("zhize", full)):
        first, times[name], found = seconds(read, files)
        rates = [size / CHARACTERS / took for took in (first, times[name])]
        print(f"{name:12} {rates[0]:9.1f} the first time {rates[1]:9.1f} again, {found} found")
    print(f"zhize takes {times['zhize'] / times['plain regex']:.0f} times as long as the plain regex")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
