"""The report of one document: everything found is there, on its words, and nothing is loaded from anywhere."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from html import unescape

import pytest

from api.pages.finds import finds_of, marks_of_finds
from api.pages.report import report_page
from loaders.pipeline import extract_bytes, extract_file
from ontology.records import DocumentRecord
from tests.api.conftest import EXAMPLES

WALK = "今天天气很好，我们去公园走一走。\n"
PLAN = (
    "广元市<script>alert(1)</script>行动方案\n各县区：\n一、建设平台。2025年底前建成10家平台。"
    "按照《积分指标分值表》计分。（责任单位：市科技局；完成时限：2025年6月底）\n"
    "二、办理。（包保单位：市科技局、市财政局）\n广元市人民政府\n2023年5月6日\n"
)


def extracted(text: str) -> DocumentRecord:
    (record,) = extract_bytes(text.encode(), source="folder/方案.txt")
    return record


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_every_find_is_a_row_that_leads_to_its_words(path: object) -> None:
    record = extract_file(str(path))[0]
    page, finds = report_page(record), finds_of(record)
    text = record["document"]["text"]
    ids = {m["id"] for m in record["measures"]} | {s["id"] for s in record["sections"]}
    ids |= {r["id"] for m in record["measures"] for r in m["responsibilities"]}
    ids |= {t["id"] for t in (*record["targets"], *(t for m in record["measures"] for t in m["targets"]))}
    ids |= {c["id"] for c in record["citations"]}
    ids |= {f"w{n}" for n in range(1, len(record["warnings"]) + 1)}
    assert ids <= {find.id for find in finds}
    assert len({find.id for find in finds}) == len(finds)
    anchors = set(re.findall(r'id="at-([^"]+)"', page))
    assert set(re.findall(r'href="#at-([^"]+)"', page)) <= anchors
    for find in finds:
        if find.kind not in ("measure", "section"):
            assert f'id="f-{find.id}"' in page
        if (
            find.start is not None
            and find.end is not None
            and find.kind in ("target", "citation", "lead", "responsible")
        ):
            assert text[find.start : find.end] == find.quote
    assert all(0 <= mark.start < mark.end <= len(text) for mark in marks_of_finds(finds))


def test_subjects_of_articles_are_shown_apart_and_counted_nowhere() -> None:
    articles = "广元市古树养护办法\n第一条 为了保护古树，制定本办法。\n第二条 城管部门指导镇村给古树挂牌。\n"
    record = extracted(articles + "第三条 迁移古树的费用由市财政局核定。\n")
    page = report_page(record)
    assert [(f.name, f.label) for f in finds_of(record) if f.kind == "duty"] == [
        ("城管部门", "指导"),
        ("市财政局", "责任"),
    ]
    assert "职责 0（" in page
    assert '<span class="sample">条文主语</span> <span class="num">2</span>' in page


def test_a_name_is_marked_where_it_is_printed() -> None:
    record = extracted(PLAN)
    found = next(find for find in finds_of(record) if find.kind == "responsible")
    ((start, end),) = found.marks
    assert record["document"]["text"][start:end] == "市科技局"
    (until,) = [find for find in finds_of(record) if find.kind == "deadline"]
    assert "2025年6月底" in until.quote


def test_the_page_loads_nothing_and_runs_its_own_script_alone() -> None:
    page = report_page(extracted(PLAN))
    sheet, script = re.search(r"<style>(.*?)</style>", page, re.S), re.search(r"<script>(.*?)</script>", page, re.S)
    rule = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert sheet
    assert script
    assert rule
    for text in (sheet[1], script[1]):
        digest = b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"sha256-{digest}" in unescape(rule[1])
    assert not re.search(r"<link|<img|<iframe|\bsrc=|@import|url\(", page)
    assert page.count("<script") == 1


def test_the_text_of_a_document_is_text() -> None:
    page = report_page(extracted(PLAN))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_what_was_not_understood_comes_first() -> None:
    page = report_page(extracted(PLAN))
    assert page.index("未读懂 <span") < page.index('class="legend"') < page.index('class="sheet"')
    assert "包保单位：市科技局、市财政局" in page[: page.index('class="legend"')]
    assert "《积分指标分值表》" in page[: page.index('class="legend"')]


def test_what_is_no_policy_document_is_said_to_be_none() -> None:
    page = report_page(extracted(WALK))
    assert "这份文件不像政策文件" in page
    assert "<h1>方案.txt</h1>" in page
