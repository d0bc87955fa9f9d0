"""Rules of documents among each other: one 文号 is one document, and a citation finds the work it means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graph.checks.ground import Finding, Ground
from graph.citing import differing_number, named, title_key
from graph.items import CitationItem, DocumentItem
from graph.writing import grouped

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
    alike = _Alike(documents.values())
    for citation in ground.projection.citations:
        target = documents.get(citation.target) if citation.loaded else None
        if target is not None and differing_number(named(citation.quote)[1], target.doc_no):
            yield _told(citation, target, "已对上，而所引文号与文件自身的不同")
        if not citation.loaded:
            for document, why in alike.near(citation):
                yield _told(citation, document, f"未对上；{why}")


def _told(citation: CitationItem, document: DocumentItem, why: str) -> Finding:
    told = f"{citation.quote} {why}：“{document.name}”{document.doc_no or ''} {document.id}"
    return Finding("Document", citation.source, citation.source, told)


class _Alike:
    """Documents with a 文号, found by its year and number and by their titles."""

    def __init__(self, documents: Iterable[DocumentItem]) -> None:
        numbered = [(d, _parsed(d.doc_no)) for d in documents if d.doc_no]
        self._by_number = grouped(((n.year, n.number), (d, n.agency)) for d, n in numbered if n)
        self._by_title = grouped((title_key(d.title), d) for d, _ in numbered)

    def near(self, citation: CitationItem) -> Iterator[tuple[DocumentItem, str]]:
        """The documents other than its own that a citation may mean, each with what is near."""
        found: dict[str, tuple[DocumentItem, str]] = {}
        if number := _parsed(citation.doc_no):
            for document, agency in self._by_number.get((number.year, number.number), ()):
                if _same_agency(number.agency, agency):
                    found[document.id] = document, "文号相近"
        if key := title_key(citation.title):
            for document in self._by_title.get(key, ()):
                found.setdefault(document.id, (document, "题名相同而文号不同"))
        yield from (one for one in found.values() if one[0].id != citation.source)


def _parsed(doc_no: str | None) -> _Number | None:
    match = _NUMBER.fullmatch(re.sub(r"\s", "", doc_no or ""))
    return _Number(match["agency"], match["year"], match["number"]) if match else None


def _same_agency(left: str, right: str) -> bool:
    """Whether two texts differ in one character at most: changed, missing or too many."""
    short, long = sorted((left, right), key=len)
    if len(long) - len(short) > 1:
        return False
    if len(long) == len(short):
        return sum(a != b for a, b in zip(left, right, strict=True)) <= 1
    return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))
