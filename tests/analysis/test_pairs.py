"""Alignment against pairs labelled by eye (pairs/*.tsv): the first match, and the decision.

A row says that a unit of the first document corresponds to one of the second; a row without a target that it
corresponds to none. Every other pair of a source unit that is listed counts as not corresponding.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from graph.analysis.align import align
from tests.analysis.conftest import Corpus, Five

PAIRS = sorted((Path(__file__).parent / "pairs").glob("*.tsv"))
CORPUS_PAIRS = sorted((Path(__file__).parent / "pairs" / "corpus").glob("*.tsv"))


@dataclass
class Score:
    """Counts over labelled source units and over the pairs decided."""

    first: int = 0
    with_match: int = 0
    right: int = 0
    wrong: int = 0
    labelled: int = 0
    misses: list[str] = field(default_factory=list)

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.right + self.wrong + self.labelled)


def labels(path: Path) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    with path.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            assert row["corresponds"] in ("yes", "no")
            assert (row["corresponds"] == "yes") == bool(row["target"])
            found.setdefault(row["source"], set()).update({row["target"]} - {""})
    return found


def matches(five: Five | Corpus, path: Path) -> Iterator[tuple[str, list[tuple[str, bool]]]]:
    source, target = (five.id(place) for place in path.stem.split("-"))
    for group in align(five.projection, source=source, target=target, top=20)["results"]:
        rows = [(r["target"]["path"], r["aligned"]) for r in group if r["target"] is not None]
        yield group[0]["source"]["path"], rows


def score(five: Five | Corpus, pairs: Sequence[Path] = PAIRS) -> Score:
    total = Score()
    for path in pairs:
        wanted = labels(path)
        found = dict(matches(five, path))
        assert wanted.keys() <= found.keys(), f"{path.name}: {sorted(wanted.keys() - found.keys())}"
        for source, targets in wanted.items():
            rows = found[source]
            if targets:
                total.with_match += 1
                hit = bool(rows) and rows[0][0] in targets
                total.first += hit
                if not hit:
                    total.misses.append(f"{path.stem} {source} → {rows[:1]}")
            aligned = {target for target, decided in rows if decided}
            total.right += len(aligned & targets)
            total.wrong += len(aligned - targets)
            total.labelled += len(targets)
    return total


def test_first_match_is_a_labelled_one(originals: Five) -> None:
    found = score(originals)
    assert found.with_match >= 30
    assert found.first / found.with_match >= 0.9, found.misses


def test_first_match_holds_for_shorter_wording(digests: Five) -> None:
    """The labels are those of the originals; the digests leave out much of what they rest on."""
    found = score(digests)
    assert found.first / found.with_match >= 0.7, found.misses


def test_decision_is_right_on_labelled_pairs(originals: Five) -> None:
    found = score(originals)
    precision, recall = found.right / (found.right + found.wrong), found.right / found.labelled
    assert precision >= 0.75, (precision, recall)
    assert recall >= 0.65, (precision, recall)
    assert found.f1 >= 0.72


def test_documents_of_different_structure(corpus: Corpus) -> None:
    """Ten pairs of documents of the corpus, 166 corresponding units: measures to articles, city to province and county,
    documents that share a subject and no wording. The weights were chosen with these labels in sight.
    """
    found = score(corpus, CORPUS_PAIRS)
    assert found.labelled >= 160
    assert found.first / found.with_match >= 0.9, found.misses
    assert found.f1 >= 0.86, (found.right, found.wrong, found.labelled)


def test_a_threshold_chosen_on_the_other_pairs_holds_for_the_one_left_out(corpus: Corpus) -> None:
    """Each pair of documents is decided by the threshold that is best for the nine others."""
    sure = {path: list(outcomes(corpus, path)) for path in CORPUS_PAIRS}
    wanted = {path: sum(map(len, labels(path).values())) for path in CORPUS_PAIRS}
    thresholds = [n / 500 for n in range(20, 120)]

    def counts(paths: Sequence[Path], threshold: float) -> Score:
        decided = [right for path in paths for value, right in sure[path] if value >= threshold]
        return Score(right=sum(decided), wrong=len(decided) - sum(decided), labelled=sum(wanted[p] for p in paths))

    total = Score()
    for path in CORPUS_PAIRS:
        others = [p for p in CORPUS_PAIRS if p != path]
        best = max(thresholds, key=lambda t: counts(others, t).f1)
        found = counts([path], best)
        total.right, total.wrong = total.right + found.right, total.wrong + found.wrong
        total.labelled += found.labelled
    assert total.f1 >= 0.86, (total.right, total.wrong, total.labelled)


def outcomes(corpus: Corpus, path: Path) -> Iterator[tuple[float, bool]]:
    """The score of each candidate of a labelled unit, and whether it is labelled."""
    wanted = labels(path)
    source, target = (corpus.id(stem) for stem in path.stem.split("-"))
    for group in align(corpus.projection, source=source, target=target, top=20)["results"]:
        for row in group:
            if row["target"] is not None and row["score"] is not None and row["source"]["path"] in wanted:
                yield row["score"], row["target"]["path"] in wanted[row["source"]["path"]]


def test_most_units_without_counterpart_are_left_unaligned(originals: Five) -> None:
    lone, aligned = set(), set()
    for path in PAIRS:
        lone |= {(path.stem, source) for source, targets in labels(path).items() if not targets}
        aligned |= {(path.stem, source) for source, rows in matches(originals, path) if any(d for _, d in rows)}
    assert len(lone) >= 8
    assert len(lone & aligned) <= len(lone) / 4, sorted(lone & aligned)


def test_asked_the_other_way_round_the_same_pairs_have_the_same_score(originals: Five) -> None:
    found = []
    for source, target in (("guangyuan", "zhejiang"), ("zhejiang", "guangyuan")):
        result = align(originals.projection, source=originals.id(source), target=originals.id(target), top=50)
        rows = [r for group in result["results"] for r in group if r["target"] is not None]
        found.append({frozenset((r["source"]["id"], r["target"]["id"])): r["score"] for r in rows if r["target"]})
    both = found[0].keys() & found[1].keys()
    assert len(both) > 50
    assert all(found[0][pair] == pytest.approx(found[1][pair], abs=1e-4) for pair in both)
