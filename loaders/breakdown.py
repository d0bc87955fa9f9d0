"""The figures of an evaluation by notation and by format: where the reading is strong, and where it rests on little."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from loaders.evaluation import FOLDED, SAMPLES, SEED, Count, GoldDocument, lined, paired, score, squash, unit_key
from ontology.records import DocumentRecord

Measure = Callable[[Count], float]
Triple = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """A group with its share, the 95 % interval over resampled documents, and on how much it rests.

    By notation the share is precision and `n` what was read; by format it is F1 and `n` what should be read.
    """

    group: str
    figure: str
    share: float
    low: float
    high: float
    n: int
    documents: int


def by_notation(golds: Iterable[GoldDocument], records: Iterable[DocumentRecord]) -> list[Line]:
    """Precision of the responsibilities that each notation read, most first; optional labels count neither way.

    What no notation read has none: recall stands in the figures by basis.
    """
    found: defaultdict[str, list[Count]] = defaultdict(list)
    for gold, record in paired(golds, records):
        if record is not None:
            for rule, count in _rules(gold, record).items():
                found[rule].append(count)
    lines = [
        _line(rule, "precision", counts, lambda c: c.precision, lambda c: c.found) for rule, counts in found.items()
    ]
    return sorted(lines, key=lambda line: (-line.n, line.group))


def _rules(gold: GoldDocument, record: DocumentRecord) -> Mapping[str, Count]:
    firm, free = _wanted(gold, optional=False), _wanted(gold, optional=True)
    read: dict[Triple, str] = {}
    for measure in record["measures"]:
        for one in measure["responsibilities"]:
            if one["basis"] in ("marked", "prose") and one["role"] in FOLDED:
                key = (unit_key(measure["text"]), squash(one["name"]), FOLDED[one["role"]])
                read.setdefault(key, one["rule"])
    counts: defaultdict[str, Count] = defaultdict(Count)
    for triple, rule in read.items():
        if triple in firm or triple not in free:
            counts[rule] += Count(int(triple in firm), 1, int(triple in firm))
    return counts


def _wanted(gold: GoldDocument, *, optional: bool) -> set[Triple]:
    return {
        (unit_key(m["head"]), squash(r["name"]), FOLDED[r["role"]])
        for m in gold["measures"]
        for r in m["responsibilities"]
        if r["role"] in FOLDED and bool(r.get("optional")) == optional
    }


def by_format(golds: Iterable[GoldDocument], records: Iterable[DocumentRecord]) -> list[Line]:
    """F1 of the marked and the prose responsibilities by the ending of the file."""
    found: defaultdict[tuple[str, str], list[Count]] = defaultdict(list)
    for gold, record in paired(golds, records):
        source = record["document"]["source"] if record else gold.get("source", "")
        for figure, count in score(gold, record).figures.items():
            if figure in ("marked", "prose"):
                found[PurePath(source).suffix.lstrip(".") or "?", figure].append(count)
    return [
        _line(form, figure, counts, lambda c: c.f1, lambda c: c.wanted)
        for (form, figure), counts in sorted(found.items())
    ]


def _line(group: str, figure: str, counts: Sequence[Count], share: Measure, size: Callable[[Count], int]) -> Line:
    chance = random.Random(SEED)
    drawn = sorted(share(sum(chance.choices(counts, k=len(counts)), Count())) for _ in range(SAMPLES))
    total = sum(counts, Count())
    low, high = drawn[int(SAMPLES * 0.025)], drawn[int(SAMPLES * 0.975)]
    return Line(group, figure, share(total), low, high, size(total), sum(size(c) > 0 for c in counts))


def told(golds: Sequence[GoldDocument], records: Sequence[DocumentRecord]) -> str:
    """Both breakdowns as lines of text."""
    widths = (28, 11, 8, 16, 7, 6)
    words = {"precision": "精确率", "marked": "标注 F1", "prose": "句中 F1"}
    rows = [("记法或格式", "指标", "值", "95% 区间", "n", "文件")]
    rows += [
        (x.group, words[x.figure], f"{x.share:.4f}", f"{x.low:.4f}–{x.high:.4f}", str(x.n), str(x.documents))
        for x in (*by_notation(golds, records), *by_format(golds, records))
    ]
    return lined(rows, widths)
