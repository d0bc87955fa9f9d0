"""The scorer: what counts as right, what is left out, and that figures carry their n and a steady interval."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest

from loaders import LoadError, extract
from loaders.evaluation import GoldDocument, GoldResponsibility, evaluate, main, read_gold, score, sources, table
from ontology.records import DocumentRecord

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "guangyuan-action-plan-2023.txt"
LISTED = "市委组织部、市经济和信息化局、市财政局、市人力资源社会保障局、市商务局、市国资委"


@pytest.fixture(scope="module")
def record() -> DocumentRecord:
    (read,) = extract([EXAMPLE])
    assert not isinstance(read, LoadError)
    return read


def body(name: str, role: str, *, optional: bool = False, basis: str = "marked") -> GoldResponsibility:
    entry = GoldResponsibility(written=name, name=name, kind="institution", role=role, basis=basis)
    return GoldResponsibility(**entry, optional=True) if optional else entry


@pytest.fixture
def gold() -> GoldDocument:
    """The first annotated measure of the example, as an annotator would write it down."""
    responsibilities = [body("市科技局", "lead"), *(body(name, "responsible") for name in LISTED.split("、"))]
    return GoldDocument(
        id=EXAMPLE.stem,
        title="科技体制改革三年攻坚广元行动方案",
        doc_no=None,
        issuers=["中共广元市委全面深化改革委员会"],
        date="2023-06",
        jurisdiction="广元市",
        level="city",
        measures=[
            {"number": "三", "path": "二/（三）", "head": "优化科技创新主体培育", "responsibilities": responsibilities}
        ],
        citations=[{"title": "科技体制改革三年攻坚方案", "doc_no": "中办发〔2022〕13号"}],
    )


@pytest.fixture
def alone(record: DocumentRecord) -> DocumentRecord:
    """The example with its first annotated measure and first citation alone."""
    short = copy.deepcopy(record)
    short["measures"] = [measure for measure in short["measures"] if measure["number"] == "三"]
    short["citations"] = short["citations"][:1]
    return short


def test_what_agrees_scores_one(gold: GoldDocument, alone: DocumentRecord) -> None:
    result = score(gold, alone)
    assert not result.misses
    assert result.figures["marked"].f1 == 1
    assert result.figures["marked"].wanted == 7
    assert all(result.fields.values())


def test_a_missing_body_costs_recall_and_a_wrong_role_both(gold: GoldDocument, alone: DocumentRecord) -> None:
    responsibilities = alone["measures"][0]["responsibilities"]
    responsibilities.pop()
    responsibilities[0]["role"] = "cooperate"
    count = score(gold, alone).figures["marked"]
    assert (count.hits, count.found, count.wanted) == (5, 6, 7)
    assert count.precision == 5 / 6
    assert count.recall == 5 / 7
    assert count.f1 == pytest.approx(2 * 5 / 13)


def test_inferred_leads_and_other_roles_are_left_out(gold: GoldDocument, alone: DocumentRecord) -> None:
    first = alone["measures"][0]["responsibilities"][0]
    alone["measures"][0]["responsibilities"] += [
        {**first, "basis": "first_listed", "inferred": True},
        {**first, "role": "supervise", "name": "市纪委监委"},
    ]
    assert score(gold, alone).figures["marked"].f1 == 1


def test_optional_entries_count_neither_way(gold: GoldDocument, alone: DocumentRecord) -> None:
    gold["measures"][0]["responsibilities"].append(body("市审计局", "responsible", optional=True))
    assert score(gold, alone).figures["marked"].wanted == 7
    gold["measures"][0]["responsibilities"].append(body("市科技局", "responsible", optional=True))
    extra = alone["measures"][0]["responsibilities"][0]
    alone["measures"][0]["responsibilities"].append({**extra, "role": "responsible"})
    assert score(gold, alone).figures["marked"].f1 == 1


def test_a_sentence_that_repeats_an_annotation_counts_neither_way(gold: GoldDocument, alone: DocumentRecord) -> None:
    first = alone["measures"][0]["responsibilities"][0]
    alone["measures"][0]["responsibilities"].append({**first, "basis": "prose"})
    count = score(gold, alone).figures["prose"]
    assert (count.found, count.wanted) == (0, 0)


def test_a_document_that_was_not_read_scores_nothing(gold: GoldDocument) -> None:
    result = evaluate([gold], [])
    assert result.figures["marked"].count.f1 == 0
    assert result.figures["marked"].count.wanted == 7
    assert result.fields["title"] == 0


def test_intervals_hold_the_figure_and_are_the_same_each_time(gold: GoldDocument, alone: DocumentRecord) -> None:
    worse = copy.deepcopy(alone)
    worse["document"]["source"] = "other.txt"
    del worse["measures"][0]["responsibilities"][:3]
    golds = [gold, GoldDocument(**{**gold, "id": "other"})]
    figure = evaluate(golds, [alone, worse]).figures["marked"]
    assert figure.low < figure.count.f1 < figure.high == 1
    assert evaluate(golds, [alone, worse]).figures["marked"] == figure


def test_the_table_has_n_beside_every_figure(gold: GoldDocument, alone: DocumentRecord) -> None:
    rows = [line.split() for line in table(evaluate([gold], [alone])).splitlines()[1:]]
    n = {row[1]: int(row[-1]) for row in rows}
    assert n["marked"] == 7
    assert n["measures"] == n["citations"] == n["title"] == 1


def test_a_missing_source_is_named(tmp_path: Path, gold: GoldDocument) -> None:
    assert sources([gold], tmp_path) == [tmp_path / EXAMPLE.stem]
    (item,) = extract(sources([gold], tmp_path))
    assert isinstance(item, LoadError)


def test_no_annotated_documents_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert read_gold(tmp_path) == []
    assert main([str(tmp_path)]) == 1
    assert "ZHIZE_SHARED" in capsys.readouterr().err
