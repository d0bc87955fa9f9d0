"""How good the reading of duties (basis subject) is, against documents annotated for them alone.

A duty is right when its unit (by the first characters), name and role are those of the annotation. What is read or
annotated as a responsibility, and what is `optional`, counts neither way. The annotated units are in
`subjects.yaml` beside the annotated documents.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePath
from typing import Any

import yaml

from loaders.errors import LoadError
from loaders.evaluation import (
    Count,
    DocumentScore,
    Figure,
    GoldDocument,
    interval,
    lined,
    squash,
    unit_key,
)
from loaders.pipeline import extract
from ontology.records import DocumentRecord

FILE = "subjects.yaml"
Triple = tuple[str, str, str]


def read_annotated(folder: Path) -> list[dict[str, Any]]:
    """The annotated units of a folder, by document; none where it has no such file.

    Raises LoadError with the file and the entry that is not as it must be.
    """
    path = folder / FILE
    if not path.exists():
        return []
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise LoadError(str(path), "unreadable", f"标注文件不能读取：{error}") from error
    wrong = _wrong(found)
    if wrong is not None:
        raise LoadError(str(path), "broken", f"标注不合格式：{wrong}")
    documents: list[dict[str, Any]] = found
    return documents


def _wrong(found: object) -> str | None:
    """The first entry that is not as it must be, in words."""
    if not isinstance(found, list):
        return "应为文件的列表"
    for number, document in enumerate(found, 1):
        if not (isinstance(document, dict) and all(isinstance(document.get(key), str) for key in ("id", "source"))):
            return f"第 {number} 份缺 id 或 source"
        if not isinstance(units := document.get("units"), list):
            return f"{document['id']} 的 units 应为列表"
        for place, unit in enumerate(units, 1):
            if (wrong := _wrong_unit(unit)) is not None:
                return f"{document['id']} 第 {place} 条{wrong}"
    return None


def _wrong_unit(unit: object) -> str | None:
    if not (isinstance(unit, dict) and isinstance(unit.get("head"), str)):
        return "缺 head"
    for which in ("duties", "optional"):
        entries = unit.get(which, [])
        if not isinstance(entries, list):
            return f"的 {which} 应为列表"
        for entry in entries:
            if not (isinstance(entry, str) and len(entry.split(" ", 1)) == 2):
                return f"的 {which} 应为“角色 名称”：{entry}"
    return None


def _wanted(annotated: Mapping[str, Any], which: str) -> set[Triple]:
    return {
        (unit_key(unit["head"]), squash(entry.split(" ", 1)[1]), entry.split(" ", 1)[0])
        for unit in annotated["units"]
        for entry in unit.get(which, ())
    }


def _found(record: DocumentRecord) -> tuple[set[Triple], set[Triple]]:
    """The duties read, and the responsibilities read."""
    duties, others = set(), set()
    for measure in record["measures"]:
        key = unit_key(measure["text"])
        duties |= {(key, squash(one["name"]), one["role"]) for one in measure.get("duties", ())}
        others |= {(key, squash(one["name"]), one["role"]) for one in measure["responsibilities"]}
    return duties, others


def _counted(gold: GoldDocument | None) -> set[Triple]:
    """What is annotated as a responsibility."""
    measures = gold["measures"] if gold else ()
    return {(unit_key(m["head"]), squash(r["name"]), r["role"]) for m in measures for r in m["responsibilities"]}


def score_duties(
    annotated: Mapping[str, Any], gold: GoldDocument | None, record: DocumentRecord | None
) -> DocumentScore:
    """The duties of one document: their count, and the misses in words."""
    duties, others = _found(record) if record else (set(), set())
    free = _wanted(annotated, "optional") | _counted(gold) | others
    wanted = _wanted(annotated, "duties") - _counted(gold) - others
    found = duties - free
    both = found & wanted
    misses = [f"+ subject {' '.join(one)}" for one in sorted(found - both)]
    misses += [f"- subject {' '.join(one)}" for one in sorted(wanted - both)]
    counts = {"subject": Count(len(both), len(found), len(wanted))}
    return DocumentScore(annotated["id"], counts, {}, tuple(misses))


def evaluate_duties(folder: Path, documents: Path, golds: Iterable[GoldDocument]) -> list[DocumentScore]:
    """Extract the documents annotated for duties and score them; what cannot be read scores nothing.

    Raises LoadError where the annotations are not as they must be or a document they name is missing.
    """
    known = {gold["id"]: gold for gold in golds}
    annotated = read_annotated(folder)
    for one in annotated:
        if not (documents / one["source"]).is_file():
            raise LoadError(str(folder / FILE), "missing", f"{one['id']} 的原文不存在：{documents / one['source']}")
    records = {PurePath(r["document"]["source"]).stem: r for r in _records(documents / a["source"] for a in annotated)}
    return [score_duties(one, known.get(one["id"]), records.get(one["id"])) for one in annotated]


def _records(paths: Iterable[Path]) -> Iterator[DocumentRecord]:
    for item in extract(paths):
        if not isinstance(item, LoadError):
            yield item


def told_duties(scores: list[DocumentScore]) -> str:
    """The figure of duties as lines of text."""
    count = sum((score.figures["subject"] for score in scores), Count())
    figure = Figure(count, *interval(scores, "subject"))
    rows = [
        ("指标", "F1", "95% 区间", "精确率", "召回率", "n"),
        (
            "条文主语 subject",
            f"{count.f1:.4f}",
            f"{figure.low:.4f}–{figure.high:.4f}",
            f"{count.precision:.4f}",
            f"{count.recall:.4f}",
            str(count.wanted),
        ),
    ]
    return lined(rows, (22, 8, 16, 8, 8, 6))
