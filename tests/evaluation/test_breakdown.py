"""The figures by notation and by format."""

from __future__ import annotations

from loaders import extract_bytes
from loaders.breakdown import by_format, by_notation, told
from loaders.evaluation import GoldDocument, GoldResponsibility

_WORDS = """关于做好广元市成果转化工作的方案
一、建设平台。建设中试平台。（牵头单位：市科技局；配合单位：市财政局、市教育局）
二、培育企业。由市经济和信息化局牵头，培育科技企业。
"""


def _responsibility(name: str, role: str, basis: str) -> GoldResponsibility:
    return {"written": name, "name": name, "kind": "institution", "role": role, "basis": basis}


GOLD: GoldDocument = {
    "id": "one",
    "title": "关于做好广元市成果转化工作的方案",
    "doc_no": None,
    "issuers": [],
    "date": None,
    "jurisdiction": "广元市",
    "level": "city",
    "measures": [
        {
            "number": "一",
            "path": "一",
            "head": "建设平台。建设中试平台",
            "responsibilities": [
                _responsibility("市科技局", "lead", "marked"),
                _responsibility("市财政局", "cooperate", "marked"),
            ],
        },
        {
            "number": "二",
            "path": "二",
            "head": "培育企业。由市经济和",
            "responsibilities": [_responsibility("市经济和信息化局", "lead", "prose")],
        },
    ],
    "citations": [],
}


def test_a_notation_answers_for_what_it_read() -> None:
    """市教育局 was read and is not annotated: the notation that read it pays."""
    lines = by_notation([GOLD], extract_bytes(_WORDS.encode(), source="one.txt"))
    found = {line.group: (line.share, line.n, line.documents) for line in lines}
    assert found["prose_lead"] == (1.0, 1, 1)
    assert {(share, n) for group, (share, n, _) in found.items() if group != "prose_lead"} == {(2 / 3, 3)}


def test_formats_are_told_apart_and_a_document_that_was_not_read_counts() -> None:
    records = extract_bytes(_WORDS.encode(), source="one.txt")
    unread: GoldDocument = {**GOLD, "id": "two", "source": "two.html"}
    lines = {(x.group, x.figure): (x.share, x.n) for x in by_format([GOLD, unread], records)}
    assert lines["txt", "prose"] == (1.0, 1)
    assert lines["html", "marked"] == (0.0, 2)
    assert "prose_lead" in told([GOLD], records)
