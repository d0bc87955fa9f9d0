"""Extraction beside a plain regular expression over the same files, in one run: documents a second of one processor.

`python benchmarks/extraction.py [FOLDER…]`; the text files of the corpus, the annotated and the five documents by
default. Time is that of the processor, so that what else the machine does counts little. `start` is what a process
spends before its first document: imports, tables, patterns. `first` is the first reading of all files, before which no
name in them was met, `again` the best of those after it.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from time import process_time

from loaders.pipeline import extract_bytes

ROUNDS = 3
CHARACTERS = 8000
PLAIN = re.compile(
    r"[（(〔\[【](?:(?:责任|牵头|配合)(?:单位|部门)[:：])?([^（()）〔〕\[\]【】]*?[局委厅办部府][^（()）〔〕\[\]【】]*)[）)〕\]】]"
)
# A document of ours that has what others have, so that tables and patterns are there before the clock runs.
USUAL = """某市人民政府办公室关于印发节水工作方案的通知
某政办发〔2024〕3号
各县（市、区）人民政府，市直各部门：
现将《节水工作方案》印发给你们，请贯彻落实。
2024年3月1日
节水工作方案
为贯彻落实《国家节水行动方案》（发改环资规〔2019〕695号），制定本方案。
一、主要目标
到2026年底，用水总量控制在20亿立方米以内，漏损率降低10%。
二、重点任务
（一）建设平台。由市水利局牵头，会同市财政局编制规划，在市政府领导下实施。（责任单位：市水利局、市财政局，各县区政府）
（二）推进改造。市住房城乡建设局负责改造管网，教育、公安等部门配合。〔牵头单位：市住房城乡建设局；配合单位：市教育局〕
（三）攻关技术。支持企业、高校牵头开展科研攻关，实行揭榜挂帅。（市科技局牵头，市教育局等部门配合，2025年底前完成）
第一条 县级以上人民政府应当加强领导，市水利局应当制定标准。
"""


def plain(data: bytes) -> int:
    """The bodies a plain regular expression finds in brackets."""
    text = data.decode("utf-8", errors="replace")
    return sum(len(re.split("[、，,；;]", found)) for found in PLAIN.findall(text))


def full(data: bytes) -> int:
    """The responsibilities zhize finds."""
    records = extract_bytes(data, source="benchmark.txt")
    return sum(len(m["responsibilities"]) for record in records for m in record["measures"])


def seconds(read: Callable[[bytes], int], files: list[bytes]) -> tuple[float, float, int]:
    """The first round, in which no name was met before, the best of those after it, and what was found."""
    took, found = [], 0
    for _ in range(ROUNDS):
        begun = process_time()
        found = sum(read(data) for data in files)
        took.append(process_time() - begun)
    return took[0], min(took[1:]), found


def main(arguments: list[str]) -> int:
    """Print the table; 1 when there are no files."""
    shared = Path(os.environ.get("ZHIZE_SHARED", Path(__file__).resolve().parents[2] / "shared"))
    folders = [Path(a) for a in arguments] or [shared / "corpus", shared / "gold" / "documents", shared / "seeds"]
    files = [path.read_bytes() for folder in folders for path in sorted(folder.glob("*.txt"))]
    if not files:
        print("no text files in", *folders, file=sys.stderr)
        return 1
    full(USUAL.encode())
    print(f"start: {process_time():.2f} s of the processor before the first document")
    size = sum(len(data.decode("utf-8", errors="replace")) for data in files)
    print(f"{len(files)} documents, {size} characters; documents of {CHARACTERS} characters a second of one processor")
    times = {}
    for name, read in (("plain regex", plain), ("zhize", full)):
        first, again, found = seconds(read, files)
        times[name] = first
        rates = [size / CHARACTERS / took for took in (first, again)]
        print(f"{name:12} {rates[0]:9.1f} first {rates[1]:9.1f} again, {found} found")
    print(f"zhize takes {times['zhize'] / times['plain regex']:.0f} times as long as the plain regex")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
