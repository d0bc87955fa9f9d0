"""How good the extraction is: records scored against annotated documents.

A responsibility is right when measure (by its first eight characters), name and role are those of the annotation.
Figures are micro-averaged F1: `marked` (annotations set apart from the sentence), `prose` (sentences), `names` (marked
bodies whatever their measure and role), `measures` (units found), `citations`; fields of the document head are shares
of documents. Roles are folded to lead, responsible (with implement) and cooperate; others and inferred leads are left
out; what one annotator alone saw (`optional`) counts neither way. Intervals: percentile bootstrap over documents
(Efron 1979), seeded.

    python -m loaders.evaluation [GOLD_FOLDER …] [--documents FOLDER] [--misses]
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any, TypedDict, cast

from loaders.errors import LoadError
from loaders.pipeline import extract
from ontology.records import DocumentRecord

FIGURES = ("marked", "prose", "names", "measures", "citations")
FIELDS = ("title", "doc_no", "issuers", "date", "jurisdiction", "level")
FOLDED = {"lead": "lead", "responsible": "responsible", "implement": "responsible", "cooperate": "cooperate"}
HEAD, SAMPLES, SEED = 8, 1000, 20240422
_NOISE = re.compile(r"# Page \d+:?|[\s　\-─—_.．。、,，;；:：()（）〔〕\[\]【】“”\"'‘’《》<>〈〉]")

Triple = tuple[str, str, str]


class GoldResponsibility(TypedDict, total=False):
    """One body in one role, as annotated."""

    written: str
    name: str
    kind: str
    role: str
    basis: str
    optional: bool


class GoldMeasure(TypedDict):
    """A unit that carries at least one responsibility."""

    number: str
    path: str
    head: str
    responsibilities: list[GoldResponsibility]


class GoldCitation(TypedDict):
    """Another document named in the text."""

    title: str | None
    doc_no: str | None


class _GoldSource(TypedDict, total=False):
    source: str


class GoldDocument(_GoldSource):
    """An annotated document; `source` names its file where that is not the id."""

    id: str
    title: str
    doc_no: str | None
    issuers: list[str]
    date: str | None
    jurisdiction: str
    level: str
    measures: list[GoldMeasure]
    citations: list[GoldCitation]


@dataclass(frozen=True, slots=True)
class Count:
    """How many were found, how many should be, how many are both."""

    hits: int = 0
    found: int = 0
    wanted: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.hits + other.hits, self.found + other.found, self.wanted + other.wanted)

    @property
    def precision(self) -> float:
        """The share of what was found that is right; 0 when nothing was found."""
        return self.hits / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """The share of what should be found that was; 0 when nothing should be."""
        return self.hits / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.precision * self.recall / (self.precision + self.recall) if self.hits else 0.0


@dataclass(frozen=True, slots=True)
class DocumentScore:
    """What one document contributes: a count a figure, right or wrong a field, and the misses in words."""

    id: str
    figures: Mapping[str, Count]
    fields: Mapping[str, bool]
    misses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure over all documents with its 95 % interval."""

    count: Count
    low: float
    high: float


@dataclass(frozen=True)
class Evaluation:
    """The scores of a set of documents."""

    documents: tuple[DocumentScore, ...]
    figures: Mapping[str, Figure] = field(default_factory=dict)
    fields: Mapping[str, float] = field(default_factory=dict)


def squash(text: str | None) -> str:
    """A text without white space, punctuation and page markers."""
    return _NOISE.sub("", text or "")


def unit_key(text: str) -> str:
    """What tells a unit in a score: its first characters, squashed."""
    return squash(text)[:HEAD]


def _gold_triples(gold: GoldDocument, basis: str | None, optional: bool = False) -> Counter[Triple]:
    return Counter(
        {
            (unit_key(m["head"]), squash(r["name"]), FOLDED[r["role"]]): 1
            for m in gold["measures"]
            for r in m["responsibilities"]
            if basis in (None, r["basis"]) and r["role"] in FOLDED and r.get("optional", False) == optional
        }
    )


def _found_triples(record: DocumentRecord, basis: str) -> Counter[Triple]:
    return Counter(
        {
            (unit_key(m["text"]), squash(r["name"]), FOLDED[r["role"]]): 1
            for m in record["measures"]
            for r in m["responsibilities"]
            if r["basis"] == basis and r["role"] in FOLDED
        }
    )


def _names(gold: GoldDocument) -> Counter[str]:
    return Counter(squash(r["name"]) for m in gold["measures"] for r in m["responsibilities"] if r["basis"] == "marked")


def _found_names(record: DocumentRecord) -> Counter[str]:
    return Counter(
        squash(r["name"])
        for m in record["measures"]
        for r in m["responsibilities"]
        if r["basis"] == "marked" and r["role"] in FOLDED
    )


def _units(gold: GoldDocument) -> tuple[Counter[str], set[str]]:
    """The units with a firm responsibility, and those with optional ones alone."""
    firm = Counter(
        {unit_key(m["head"]): 1 for m in gold["measures"] if any(not r.get("optional") for r in m["responsibilities"])}
    )
    return firm, {unit_key(m["head"]) for m in gold["measures"]} - set(firm)


def _found_units(record: DocumentRecord, spare: set[str]) -> Counter[str]:
    carrying = {
        unit_key(m["text"]) for m in record["measures"] if any(r["role"] in FOLDED for r in m["responsibilities"])
    }
    return Counter(carrying - spare)


def _cited(citations: Iterable[Mapping[str, Any]]) -> Counter[str]:
    return Counter({squash(c.get("doc_no") or c.get("title")) for c in citations})


def _fields(gold: GoldDocument, record: DocumentRecord | None) -> dict[str, tuple[object, object]]:
    """Each field as it should be and as it was read."""
    document: Mapping[str, Any] = record["document"] if record else {}
    got: dict[str, object] = {
        "title": squash(document.get("title")),
        "doc_no": squash(document.get("doc_no")),
        "issuers": {squash(i["name"]) for i in document.get("issuers") or []},
        "date": document.get("issued") or "",
        "jurisdiction": squash((document.get("jurisdiction") or {}).get("name")),
        "level": document.get("level") or "",
    }
    want: dict[str, object] = {
        "title": squash(gold["title"]),
        "doc_no": squash(gold["doc_no"]),
        "issuers": {squash(i) for i in gold["issuers"]},
        "date": gold["date"] or "",
        "jurisdiction": squash(gold["jurisdiction"]),
        "level": gold["level"],
    }
    return {name: (want[name], got[name]) for name in FIELDS}


def _same(name: str, want: object, got: object) -> bool:
    """Whether a field is right; an annotated month is met by any of its days."""
    return got == want or (name == "date" and bool(want) and str(got).startswith(str(want)))


def _pairs(gold: GoldDocument, record: DocumentRecord) -> dict[str, tuple[Counter[Any], Counter[Any]]]:
    """What was found and what should be, by figure."""
    marked, free = _gold_triples(gold, "marked"), _gold_triples(gold, None, optional=True)
    units, spare = _units(gold)
    return {
        "marked": (_found_triples(record, "marked") - free, marked),
        # A sentence that repeats an annotation of its measure neither counts nor costs.
        "prose": (_found_triples(record, "prose") - marked - free, _gold_triples(gold, "prose") - marked),
        "names": (_found_names(record), _names(gold)),
        "measures": (_found_units(record, spare), units),
        "citations": (_cited(record["citations"]), _cited(gold["citations"])),
    }


def _worded(figure: str, sign: str, rest: Counter[Any]) -> Iterator[str]:
    for key, count in sorted(rest.items()):
        words = " ".join(key) if isinstance(key, tuple) else key
        yield f"{sign} {figure} {words}" + (f" ×{count}" if count > 1 else "")


def score(gold: GoldDocument, record: DocumentRecord | None) -> DocumentScore:
    """The scores of one document; of one that was not read when there is no record."""
    figures, misses = {}, []
    empty = cast(DocumentRecord, {"measures": [], "citations": []})
    for name, (found, wanted) in _pairs(gold, record or empty).items():
        both = found & wanted
        figures[name] = Count(both.total(), found.total(), wanted.total())
        misses += [*_worded(name, "+", found - both), *_worded(name, "-", wanted - both)]
    fields = {}
    for name, (want, got) in _fields(gold, record).items():
        fields[name] = _same(name, want, got)
        if not fields[name]:
            misses.append(f"? {name} {want} / {got}")
    return DocumentScore(gold["id"], figures, fields, tuple(misses))


def _total(documents: Sequence[DocumentScore], figure: str) -> Count:
    return sum((document.figures[figure] for document in documents), Count())


def interval(documents: Sequence[DocumentScore], figure: str) -> tuple[float, float]:
    """The 2.5th and 97.5th percentile of F1 over resampled sets of documents."""
    chance = random.Random(SEED)
    scores = sorted(_total(chance.choices(documents, k=len(documents)), figure).f1 for _ in range(SAMPLES))
    return scores[int(SAMPLES * 0.025)], scores[int(SAMPLES * 0.975)]


def summarise(documents: Sequence[DocumentScore]) -> Evaluation:
    """The figures over a set of scored documents; none over an empty set."""
    if not documents:
        return Evaluation(())
    figures = {name: Figure(_total(documents, name), *interval(documents, name)) for name in FIGURES}
    shares = {name: sum(document.fields[name] for document in documents) / len(documents) for name in FIELDS}
    return Evaluation(tuple(documents), figures, shares)


def evaluate(golds: Iterable[GoldDocument], records: Iterable[DocumentRecord]) -> Evaluation:
    """Score records against annotated documents, matched by the stem of the record's source and the gold's id.

    Of several documents in one file the one with the annotated title counts, else the last.
    """
    return summarise([score(gold, record) for gold, record in paired(golds, records)])


def paired(
    golds: Iterable[GoldDocument], records: Iterable[DocumentRecord]
) -> Iterator[tuple[GoldDocument, DocumentRecord | None]]:
    """Each annotated document with its record; None where it was not read."""
    read: dict[str, list[DocumentRecord]] = {}
    for record in records:
        read.setdefault(PurePath(record["document"]["source"]).stem, []).append(record)
    yield from ((gold, _meant(gold, read.get(gold["id"], []))) for gold in golds)


def _meant(gold: GoldDocument, records: Sequence[DocumentRecord]) -> DocumentRecord | None:
    title = squash(gold["title"])
    named = [record for record in records if squash(record["document"]["title"]) == title] or records
    return named[-1] if named else None


def read_gold(folder: Path) -> list[GoldDocument]:
    """The annotated documents of a folder, by name."""
    files = sorted(folder.glob("*.json"))
    return [cast(GoldDocument, json.loads(file.read_text(encoding="utf-8"))) for file in files]


def sources(golds: Iterable[GoldDocument], folder: Path) -> list[Path]:
    """The files of annotated documents within a folder; a missing one is named, not left out."""
    return [
        next(iter(sorted(folder.glob(f"{gold['id']}.*"))), folder / gold.get("source", gold["id"])) for gold in golds
    ]


def read_documents(golds: Iterable[GoldDocument], documents: Path) -> list[DocumentRecord]:
    """The records of the documents of an annotated set; files that cannot be read give none."""
    return [item for item in extract(sources(golds, documents)) if not isinstance(item, LoadError)]


def evaluate_folder(gold_folder: Path, documents: Path) -> Evaluation:
    """Extract the documents of an annotated set and score them; files that cannot be read score nothing."""
    golds = read_gold(gold_folder)
    return evaluate(golds, read_documents(golds, documents))


def _cell(text: str, width: int) -> str:
    shown = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
    return text + " " * max(0, width - shown)


def table(evaluation: Evaluation) -> str:
    """The figures as lines of text, n beside each."""
    names = {"marked": "标注职责", "prose": "句中职责", "names": "机构名称", "measures": "措施", "citations": "引用"}
    rows = [("指标", "F1", "95% 区间", "精确率", "召回率", "n")]
    for name, figure in evaluation.figures.items():
        count = figure.count
        interval = f"{figure.low:.4f}–{figure.high:.4f}"
        shares = f"{count.precision:.4f}", f"{count.recall:.4f}"
        rows.append((f"{names[name]} {name}", f"{count.f1:.4f}", interval, *shares, str(count.wanted)))
    n = str(len(evaluation.documents))
    rows += [(f"文件 {name}", f"{share:.4f}", "", "", "", n) for name, share in evaluation.fields.items()]
    return lined(rows, (22, 8, 16, 8, 8, 6))


def lined(rows: Iterable[Sequence[str]], widths: Sequence[int]) -> str:
    """Rows as lines of text with columns of the given widths."""
    return "\n".join(
        "".join(_cell(text, width) for text, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def _default_sets() -> list[tuple[Path, Path]]:
    """The annotated sets of a checkout: the shared one, and our own over documents of the shared corpus."""
    root = Path(__file__).resolve().parent.parent
    shared = Path(os.environ.get("ZHIZE_SHARED", root.parent / "shared"))
    return [(shared / "gold", shared / "gold" / "documents"), (root / "tests" / "gold", shared / "corpus")]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables of each annotated set; 1 when there is none."""
    from loaders.breakdown import told
    from loaders.duty_evaluation import evaluate_duties, told_duties

    parser = argparse.ArgumentParser(prog="python -m loaders.evaluation", description="按标注文件给抽取打分")
    parser.add_argument("folder", nargs="*", type=Path, help="标注文件的文件夹")
    parser.add_argument("--documents", type=Path, help="原文所在文件夹（默认为标注文件夹下的 documents）")
    parser.add_argument("--misses", action="store_true", help="列出每一处差异")
    options = parser.parse_args(arguments)
    chosen = [(folder, options.documents or folder / "documents") for folder in options.folder]
    sets = [pair for pair in chosen or _default_sets() if pair[1].is_dir() and read_gold(pair[0])]
    for gold, documents in sets:
        golds = read_gold(gold)
        records = read_documents(golds, documents)
        evaluation = evaluate(golds, records)
        print(f"{gold}：{len(evaluation.documents)} 份文件\n{table(evaluation)}\n\n{told(golds, records)}\n")
        if duties := evaluate_duties(gold, documents, golds):
            print(f"{told_duties(duties)}\n")
        for document in (*evaluation.documents, *duties) if options.misses else ():
            for miss in document.misses:
                print(document.id, miss, file=sys.stderr)
    if not sets:
        print("没有找到标注文件：请给出文件夹，或设 ZHIZE_SHARED", file=sys.stderr)
    return 0 if sets else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except LoadError as error:
        sys.exit(str(error))
