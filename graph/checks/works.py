"""Rules of documents among each other: one 文号 is one document, and a citation finds the work it means."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graph.checks.ground import Finding, Ground
from graph.citing import differing_number, named, title_key
from graph.items import CitationItem, DocumentItem

_NUMBER = re.compile(
    r"(?P<agency>.*?)[〔﹝\[【［（(]\s*(?P<year>\d{4})\s*[〕﹞\]】］）)]\s*第?\s*0*(?P<number>\d+)\s*号?"
)


@dataclass(frozen=True, slots=True)
class _Number:
    agency: str
    year: str
    number: str


def same_numbers(ground: Ground) -> Iterator[Finding]:
    """Documents that bear the 文号 of another one, each with the others."""
    by_number: dict[str, list[DocumentItem]] = {}
    for document in ground.projection.documents:
        if document.doc_no:
            by_number.setdefault(document.doc_no, []).append(document)
    for number, some in by_number.items():
        for one in some:
            others = "、".join(f"“{d.name}”{d.id}" for d in some if d.id != one.id)
            if others:
                yield Finding("Document", one.id, one.id, f"{number} 也是{others}的文号")


def near_citations(ground: Ground) -> Iterator[Finding]:
    """Citations that do not quite fit: of works not loaded, where a loaded document's 文号 or title is near, and of
    loaded ones under another 文号.

    Near is a 文号 that differs in how it is written, or of one year and number whose agency differs in a character;
    and the same title under another 文号.
    """
    documents = ground.projection.document_by_id
    for citation in ground.projection.citations:
        target = documents.get(citation.target) if citation.loaded else None
        if target is not None and differing_number(named(citation.quote)[1], target.doc_no):
            yield _told(citation, target, "已对上，而所引文号与文件自身的不同")
        if not citation.loaded:
            for document in documents.values():
                if document.id != citation.source and (why := _near(citation, document)):
                    yield _told(citation, document, f"未对上；{why}")


def _told(citation: CitationItem, document: DocumentItem, why: str) -> Finding:
    told = f"{citation.quote} {why}：“{document.name}”{document.doc_no or ''} {document.id}"
    return Finding("Document", citation.source, citation.source, told)


def _near(citation: CitationItem, document: DocumentItem) -> str:
    cited, own = _parsed(citation.doc_no), _parsed(document.doc_no)
    if cited and own and (cited.year, cited.number) == (own.year, own.number) and _alike(cited.agency, own.agency):
        return "文号相近"
    key = title_key(citation.title)
    return "题名相同而文号不同" if key and key == title_key(document.title) and document.doc_no else ""


def _parsed(doc_no: str | None) -> _Number | None:
    match = _NUMBER.fullmatch(re.sub(r"\s", "", doc_no or ""))
    return _Number(match["agency"], match["year"], match["number"]) if match else None


def _alike(left: str, right: str) -> bool:
    """Whether two texts differ in one character at most: changed, missing or too many."""
    short, long = sorted((left, right), key=len)
    if len(long) - len(short) > 1:
        return False
    if len(long) == len(short):
        return sum(a != b for a, b in zip(left, right, strict=True)) <= 1
    return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))
