"""Draws how the work grows with the number of measures, from rows that analysis.py prints.

`python benchmarks/growth.py docs/figures/growth.jsonl -o docs/figures/growth.svg`
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

from api.paper.svg import Canvas

_STEPS = {
    "together": ("co-responsibility, 5,000 institutions", "responsible"),
    "networkx": ("the same by networkx", "faint"),
    "align pruned": ("alignment N × N, ten best, pruned", "cooperate"),
    "align exact": ("alignment N × N, ten best, exact", "lead"),
    "new measures": ("1,000 new measures against N", "target"),
}
_LEFT, _TOP, _WIDE, _HIGH = 70, 20, 460, 300
_SIZES, _SECONDS = (3, 6), (-3, 3)


def _at(size: float, seconds: float) -> tuple[float, float]:
    across = (math.log10(size) - _SIZES[0]) / (_SIZES[1] - _SIZES[0])
    up = (math.log10(max(seconds, 0.001)) - _SECONDS[0]) / (_SECONDS[1] - _SECONDS[0])
    return _LEFT + _WIDE * across, _TOP + _HIGH * (1 - up)


def drawn(rows: list[dict[str, Any]]) -> str:
    """Processor seconds by the number of measures, both on logarithmic scales."""
    canvas = Canvas("growth", _LEFT + _WIDE + 290, _TOP + _HIGH + 50)
    for power in range(_SIZES[0], _SIZES[1] + 1):
        x, _ = _at(10**power, 1)
        canvas.line((x, _TOP, x, _TOP + _HIGH))
        canvas.text(x, _TOP + _HIGH + 18, f"{10**power:,}", anchor="middle", size=12)
    for power in range(_SECONDS[0], _SECONDS[1] + 1):
        _, y = _at(1_000, 10**power)
        canvas.line((_LEFT, y, _LEFT + _WIDE, y))
        canvas.text(_LEFT - 8, y + 4, f"{10.0**power:g} s", anchor="end", size=12)
    canvas.text(_LEFT + _WIDE / 2, _TOP + _HIGH + 40, "measures (N)", anchor="middle", size=12)
    for place, (step, (words, ink)) in enumerate(_STEPS.items()):
        told = sorted({row["measures"]: row["cpu"] for row in rows if row["step"] == step}.items())
        ends = [_at(size, seconds) for size, seconds in told]
        for one, other in pairwise(ends):
            canvas.line((*one, *other), ink=ink, width=2)
        for (size, seconds), end in zip(told, ends, strict=True):
            canvas.circle(*end, 4, fill=ink, title=f"{words}: {size:,} measures, {seconds} s")
        beside = _TOP + 20 + 22 * place
        canvas.circle(_LEFT + _WIDE + 30, beside - 4, 4, fill=ink)
        canvas.text(_LEFT + _WIDE + 42, beside, words, ink=ink, size=12)
    return canvas.svg("processor time by number of measures") + "\n"


def main(arguments: list[str]) -> int:
    """Draw."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    given = parser.parse_args(arguments)
    rows = [json.loads(line) for line in given.rows.read_text(encoding="utf-8").splitlines() if line.startswith("{")]
    given.output.write_text(drawn(rows), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
