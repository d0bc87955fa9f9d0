"""How right a coded sample is, and how far its coders agree.

Precision with Wilson's interval (Wilson 1927, JASA 22: 209-212); agreement of two coders by Cohen's kappa (Cohen 1960,
Educational and Psychological Measurement 20: 37-46).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TypedDict

from graph.errors import BadParameter

CODERS = ("coder1", "coder2")
_RIGHT = frozenset({"1", "1.0", "对", "正确", "是", "yes", "y", "true", "√", "✓", "right"})
_WRONG = frozenset({"0", "0.0", "错", "错误", "否", "no", "n", "false", "×", "✗", "x", "wrong"})
_Z = 1.959963984540054
Row = Mapping[str, str]


class Share(TypedDict):
    """A share of `n` rows with its 95 % interval; null where there are none."""

    hits: int
    n: int
    share: float | None
    low: float | None
    high: float | None


class Agreement(TypedDict):
    """Two coders over the rows both coded; kappa is null without such rows, or where chance alone explains all."""

    n: int
    agreed: int
    kappa: float | None


class CodedGroup(TypedDict):
    """A group of rows: by what (all, role, basis), which, and its figures.

    `both` is over the rows on which both coders agree.
    """

    by: str
    value: str
    rows: int
    coder1: Share
    coder2: Share
    both: Share
    agreement: Agreement


class Coded(TypedDict):
    """A coded file: figures by kind of row, disagreements and incomplete rows by line."""

    results: list[CodedGroup]
    disagreements: list[dict[str, str]]
    incomplete: list[int]


def code_of(text: str) -> bool | None:
    """Whether a coder says right (1, 对 …) or wrong (0, 错 …); None where nothing is said; BadParameter otherwise."""
    word = text.strip().lower()
    if word in _RIGHT:
        return True
    if word in _WRONG:
        return False
    if not word:
        return None
    raise BadParameter("bad_parameter", f"编码须为 1 或 0（对、错）：{text}")


def wilson(hits: int, n: int) -> Share:
    """A share with Wilson's score interval at 95 %."""
    if not n:
        return {"hits": 0, "n": 0, "share": None, "low": None, "high": None}
    share, z2 = hits / n, _Z * _Z
    centre = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = _Z * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    low, high = max(0.0, centre - half), min(1.0, centre + half)
    return {"hits": hits, "n": n, "share": round(share, 4), "low": round(low, 4), "high": round(high, 4)}


def cohen(pairs: Iterable[tuple[bool, bool]]) -> Agreement:
    """Cohen's kappa of two coders who say right or wrong."""
    said = list(pairs)
    n, agreed = len(said), sum(a == b for a, b in said)
    if not n:
        return {"n": 0, "agreed": 0, "kappa": None}
    first, second = sum(a for a, _ in said) / n, sum(b for _, b in said) / n
    chance = first * second + (1 - first) * (1 - second)
    kappa = None if chance == 1 else round((agreed / n - chance) / (1 - chance), 4)
    return {"n": n, "agreed": agreed, "kappa": kappa}


def agreement(rows: Sequence[Row]) -> Coded:
    """The figures of coded rows (`line`, kind, role, basis, coder1, coder2 …): all, by role, by basis.

    Rows of kind missed (units without responsibility; right means that indeed there is none) stand apart. Raises
    BadParameter with every line that bears another word.
    """
    coded = _coded(rows)
    results: list[CodedGroup] = []
    for kind in ("found", "missed"):
        mine = [one for one in coded if (one[0].get("kind") or "found") == kind]
        if not mine:
            continue
        results.append(_group("all", kind, mine))
        for by in ("role", "basis") if kind == "found" else ():
            for value in sorted({row.get(by, "") for row, _ in mine}):
                results.append(_group(by, value, [one for one in mine if one[0].get(by, "") == value]))
    apart = [dict(row) for row, (a, b) in coded if a is not None and b is not None and a != b]
    two = any(b is not None for _, (_, b) in coded)
    missing = [int(row["line"]) for row, (a, b) in coded if a is None or (two and b is None)]
    return {"results": results, "disagreements": apart, "incomplete": missing}


def _coded(rows: Sequence[Row]) -> list[tuple[Row, tuple[bool | None, bool | None]]]:
    found, wrong = [], []
    for row in rows:
        try:
            found.append((row, (code_of(row.get("coder1", "")), code_of(row.get("coder2", "")))))
        except BadParameter as error:
            wrong.append(f"第 {row['line']} 行：{error.message}")
    if wrong:
        raise BadParameter("bad_parameter", "\n".join([f"有 {len(wrong)} 行编码不能读", *wrong[:50]]))
    return found


def _group(by: str, value: str, rows: Sequence[tuple[Row, tuple[bool | None, bool | None]]]) -> CodedGroup:
    first = [a for _, (a, _) in rows if a is not None]
    second = [b for _, (_, b) in rows if b is not None]
    pairs = [(a, b) for _, (a, b) in rows if a is not None and b is not None]
    same = [a for a, b in pairs if a == b]
    return {
        "by": by,
        "value": value,
        "rows": len(rows),
        "coder1": wilson(sum(first), len(first)),
        "coder2": wilson(sum(second), len(second)),
        "both": wilson(sum(same), len(same)),
        "agreement": cohen(pairs),
    }
