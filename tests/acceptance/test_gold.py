"""The loaders on annotated documents, and our scorer beside the one that judges.

The loaders were worked out on these documents: the figures guard against losses and are no held-out estimate.
"""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from loaders import LoadError, extract
from loaders.evaluation import FIGURES, Evaluation, evaluate, evaluate_folder, read_gold, sources
from ontology.records import DocumentRecord

ROOT = Path(__file__).resolve().parents[2]
OWN_GOLD = ROOT / "tests" / "gold"
LEAST_MARKED = 0.85

pytestmark = pytest.mark.originals


@pytest.fixture(scope="module")
def records(shared: Path) -> list[DocumentRecord]:
    golds = read_gold(shared / "gold")
    read = list(extract(sources(golds, shared / "gold" / "documents")))
    assert not [item for item in read if isinstance(item, LoadError)]
    return [item for item in read if not isinstance(item, LoadError)]


def judged(shared: Path, records: list[DocumentRecord], folder: Path) -> dict[str, Any]:
    """The report of the scorer that judges."""
    lines = folder / "records.jsonl"
    lines.write_text("\n".join(json.dumps(record, ensure_ascii=False) for record in records), encoding="utf-8")
    command = [sys.executable, str(shared / "gold" / "score.py"), str(shared / "gold"), str(lines)]
    report: dict[str, Any] = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return report


def ours(evaluation: Evaluation) -> dict[str, Any]:
    """Our figures in the form of that report."""
    counts = {name: evaluation.figures[name].count for name in FIGURES}
    report: dict[str, Any] = {
        name: {
            "precision": round(count.precision, 4),
            "recall": round(count.recall, 4),
            "f1": round(count.f1, 4),
            "gold": count.wanted,
        }
        for name, count in counts.items()
    }
    report["fields"] = {name: round(share, 4) for name, share in evaluation.fields.items()}
    return report


def spoiled(records: list[DocumentRecord]) -> list[DocumentRecord]:
    """The records with every third body lost, every fifth in another role, and some heads wrong."""
    worse = copy.deepcopy(records)
    for number, record in enumerate(worse):
        record["citations"] = record["citations"][number % 2 :]
        if number % 3 == 0:
            record["document"]["title"], record["document"]["issued"] = "别的文件", None
        for measure in record["measures"]:
            kept = [r for at, r in enumerate(measure["responsibilities"]) if at % 3]
            for entry in kept[::5]:
                entry["role"] = "cooperate" if entry["role"] == "lead" else "lead"
                entry["basis"] = "prose" if number % 2 else entry["basis"]
            measure["responsibilities"] = kept
    return worse


def test_marked_responsibilities(shared: Path) -> None:
    figure = evaluate_folder(shared / "gold", shared / "gold" / "documents").figures["marked"]
    assert figure.count.f1 >= LEAST_MARKED
    assert figure.count.wanted == 671


def test_marked_responsibilities_of_the_corpus(shared: Path) -> None:
    evaluation = evaluate_folder(OWN_GOLD, shared / "corpus")
    assert len(evaluation.documents) >= 20
    assert evaluation.figures["marked"].count.f1 >= LEAST_MARKED


def test_the_scorer_gives_the_judging_scorers_figures(
    shared: Path, records: list[DocumentRecord], tmp_path: Path
) -> None:
    golds = read_gold(shared / "gold")
    assert ours(evaluate(golds, records)) == judged(shared, records, tmp_path)
    worse = spoiled(records)
    report = judged(shared, worse, tmp_path)
    assert ours(evaluate(golds, worse)) == report
    assert report["marked"]["f1"] < 0.8


def test_own_annotations_are_facts_in_the_form_of_the_guide(shared: Path) -> None:
    for gold in read_gold(OWN_GOLD):
        assert (shared / "corpus" / gold["source"]).is_file(), gold["id"]
        for measure in gold["measures"]:
            assert len(measure["head"]) <= 12, (gold["id"], measure["head"])
            for entry in measure["responsibilities"]:
                assert entry["role"] in ("lead", "responsible", "cooperate")
                assert entry["basis"] in ("marked", "prose")
                assert entry["kind"] in ("institution", "class", "group")
