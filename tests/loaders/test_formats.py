"""The same document says the same in whatever form it is kept."""

from __future__ import annotations

import html
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

import pytest

from loaders import extract_bytes
from loaders.readers import read
from ontology.records import DocumentRecord
from tests.loaders.office import converted, ofd_of

EXAMPLES = Path(__file__).resolve().parent.parent.parent / "examples"
DIGEST = EXAMPLES / "zhejiang-work-points-2020.txt"
FORMS = ("docx", "doc", "pdf", "ofd")

_TASKS = (
    (
        "改进科技计划管理",
        "建立重大任务清单，按季度更新，推动项目早立项、早实施，完善全过程监督。",
        "市科技局",
        "市财政局",
    ),
    ("改进科技计划管理", "推行揭榜挂帅，公开发布榜单，对揭榜团队考核。", "市科技局、市教育局", "市发展改革委"),
    ("培育创新主体", "开展科技型企业梯次培育，新增高新技术企业30家，逐月走访。", "市科技局", "市财政局、市税务局"),
    ("培育创新主体", "支持企业建设研发机构，落实研发费用加计扣除政策，简化申报材料。", "市税务局", "市科技局"),
)
_INDENT = '<p style="text-indent:2em">{}</p>\n'
_BODY = (
    "为贯彻落实《四川省科技创新行动方案》（川府发〔2030〕8号），明确任务分工，制定本方案。",
    "一、总体要求",
    "坚持问题导向，聚焦企业需要，把任务落实到部门，把责任落实到人，确保各项任务按期完成并取得看得见的成效。",
    "二、工作机制",
    "（一）建立会商制度。由市科技局牵头，市财政局、市教育局配合，每季度会商一次，研究解决任务推进中的困难和问题，提出安排。",
    "（二）加强督促检查。定期检查任务完成情况，检查结果报市政府，对进度滞后的任务及时提醒。〔责任单位：市政府办公室、市科技局〕",
    "三、任务分工",
)


def table_page(rows: int = 24) -> str:
    """A plan of our own with a table of tasks over more than one page, headings merged over two rows."""
    lines = ""
    for number, (heading, task, lead, helper) in enumerate(islice(cycle(_TASKS), rows), 1):
        merged = f'<td rowspan="2">{heading}</td>' if number % 2 else ""
        cells = "".join(f"<td>{words}</td>" for words in (task, lead, helper, "2031年12月底前"))
        lines += f"<tr><td>{number}</td>{merged}{cells}</tr>\n"
    names = ("序号", "重点任务", "主要内容", "牵头单位", "配合单位", "完成时限")
    header = "".join(f"<th>{name}</th>" for name in names)
    return (
        '<html><head><meta charset="utf-8"></head><body><p align="center"><b>广元市科技创新任务分工方案</b></p>'
        + "".join(_INDENT.format(words) for words in _BODY)
        + f'<table border="1" cellspacing="0"><thead><tr>{header}</tr></thead>{lines}</table>'
        + _INDENT.format("四、保障措施")
        + _INDENT.format("各牵头单位要制定年度计划，配合单位要主动参与，共同推动任务落实。")
        + "</body></html>"
    )


def digest_page() -> str:
    """The digest as a page of paragraphs."""
    lines = DIGEST.read_text(encoding="utf-8").splitlines()
    body = "".join(f"<p>{html.escape(line)}</p>\n" for line in lines if line.strip())
    return f'<html><head><meta charset="utf-8"></head><body>{body}</body></html>'


def said(record: DocumentRecord) -> Iterator[tuple[object, ...]]:
    """What a document says, without the places where it says it."""
    for measure in record["measures"]:
        yield "measure", measure["path"], measure["title"], "".join(measure["text"].split())
        for r in measure["responsibilities"]:
            yield "responsibility", measure["path"], r["role"], r["name"], r["basis"], r["inferred"], r["deadline"]
        for target in measure["targets"]:
            yield "target", measure["path"], target["indicator"], str(target["value"]), target["unit"]
    for citation in record["citations"]:
        yield "citation", citation["title"], citation["doc_no"], citation["relation"]
    yield "head", record["document"]["title"], record["document"]["kind"], record["document"]["jurisdiction"]


def of_form(page: str, form: str, folder: Path) -> DocumentRecord:
    data = ofd_of(converted(page, "pdf", folder)) if form == "ofd" else converted(page, form, folder)
    (record,) = extract_bytes(data, source=f"page.{form}")
    return record


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("page", [table_page(), digest_page()], ids=["table", "digest"])
def test_every_form_says_the_same(page: str, form: str, tmp_path: Path) -> None:
    (as_page,) = extract_bytes(page.encode(), source="page.html")
    expected = list(said(as_page))
    assert len([entry for entry in expected if entry[0] == "responsibility"]) >= 50
    assert sorted(map(str, said(of_form(page, form, tmp_path)))) == sorted(map(str, expected))


def test_the_digest_says_the_same_as_text() -> None:
    (as_text,) = extract_bytes(DIGEST.read_bytes(), source="digest.txt")
    (as_page,) = extract_bytes(digest_page().encode(), source="digest.html")
    assert list(said(as_text)) == list(said(as_page))


def test_every_span_of_a_printed_page_leads_back_to_its_page(tmp_path: Path) -> None:
    record = of_form(table_page(), "pdf", tmp_path)
    head = record["document"]
    text, original = head["text"], head["original"]
    for start, at, length, page in head["map"]:
        assert page >= 1
        assert original[at : at + length] == text[start : start + length]
    pages = {page for *_, page in head["map"]}
    assert len(pages) > 1
    for measure in record["measures"]:
        for r in measure["responsibilities"]:
            assert text[r["start"] : r["end"]] == r["quote"]


def test_a_table_over_two_pages_is_one_with_one_header(tmp_path: Path) -> None:
    reading = read(converted(table_page(), "pdf", tmp_path), "page.pdf")
    (table,) = reading.tables
    assert len(table.rows) == 24
    assert len(table.header) == 1
    assert len(reading.page_starts) > 1
