"""The figure of duties: what counts, what counts neither way, what is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from loaders import extract_bytes
from loaders.duty_evaluation import FILE, evaluate_duties, score_duties, told_duties
from loaders.errors import LoadError
from loaders.evaluation import Count, GoldDocument
from ontology.records import DocumentRecord

_RULES = """广元市古树养护办法
第一条 为了保护古树，制定本办法。
第二条 市林业局负责组织普查古树。
第三条 城管部门应当指导镇村给古树挂牌。
第四条 公安机关应当查处盗伐古树。
"""


@pytest.fixture(scope="module")
def record() -> DocumentRecord:
    [found] = extract_bytes(_RULES.encode(), source="one.txt")
    return found


def wanted(duties: list[str], optional: list[str] | None = None) -> dict[str, object]:
    unit = {"path": "第三条", "head": "城管部门应当指导镇村给古", "duties": duties, "optional": optional or []}
    last = {"path": "第四条", "head": "公安机关应当查处盗伐古树", "duties": ["responsible 公安机关"]}
    return {"id": "one", "units": [unit, last]}


def test_role_and_name_count(record: DocumentRecord) -> None:
    assert score_duties(wanted(["guide 城管部门"]), None, record).figures["subject"] == Count(2, 2, 2)
    wrong = score_duties(wanted(["responsible 城管部门"]), None, record)
    assert wrong.figures["subject"] == Count(1, 2, 2)
    assert [miss[0] for miss in wrong.misses] == ["+", "-"]
    assert score_duties(wanted(["guide 城管部门"]), None, None).figures["subject"] == Count(0, 0, 2)


def test_what_is_optional_or_a_responsibility_counts_neither_way(record: DocumentRecord) -> None:
    assert score_duties(wanted([], ["guide 城管部门"]), None, record).figures["subject"] == Count(1, 1, 1)
    one = wanted(["guide 城管部门"])
    one["units"].append({"path": "第二条", "head": "市林业局负责组织普查古树", "duties": ["responsible 市林业局"]})  # type: ignore[attr-defined]
    assert score_duties(one, None, record).figures["subject"] == Count(2, 2, 2)
    entry = {"written": "公安机关", "name": "公安机关", "kind": "class", "role": "responsible", "basis": "prose"}
    unit = {"number": "4", "path": "第四条", "head": "公安机关应当查处盗伐古树", "responsibilities": [entry]}
    gold: GoldDocument = {"measures": [unit]}  # type: ignore[typeddict-item]
    assert score_duties(wanted(["guide 城管部门"]), gold, record).figures["subject"] == Count(1, 1, 1)


def test_the_figure_is_told_with_its_interval(record: DocumentRecord) -> None:
    told = told_duties([score_duties(wanted(["guide 城管部门"]), None, record)])
    assert "条文主语 subject" in told
    assert "1.0000–1.0000" in told


@pytest.mark.parametrize(
    ("annotated", "told"),
    [
        ("{id: a}", "应为文件的列表"),
        ("- {id: a, units: []}", "第 1 份缺 id 或 source"),
        ("- {id: a, source: a.txt}", "a 的 units 应为列表"),
        ("- {id: a, source: a.txt, units: [{duties: []}]}", "a 第 1 条缺 head"),
        ("- {id: a, source: a.txt, units: [{head: x, duties: [guide]}]}", "a 第 1 条的 duties 应为“角色 名称”：guide"),
        ("- {id: a, source: a.txt, units: [{head: x, duties: 3}]}", "a 第 1 条的 duties 应为列表"),
        ("- {id: a, source: a.txt, units: []}", "a 的原文不存在"),
        ("- [", "标注文件不能读取"),
    ],
)
def test_annotations_that_cannot_be_used_are_told_by_file_and_entry(tmp_path: Path, annotated: str, told: str) -> None:
    (tmp_path / FILE).write_text(annotated, encoding="utf-8")
    with pytest.raises(LoadError) as caught:
        evaluate_duties(tmp_path, tmp_path, ())
    assert told in caught.value.message
    assert caught.value.path == str(tmp_path / FILE)
