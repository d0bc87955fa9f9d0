"""Identifiers as values: 文号, partial dates, and the ids of everything in the graph.

All ids match `[A-Za-z0-9_-]+`. The rules are those of the design's section on ids: they are built from what a
document says of itself, never from an engine.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

_FULL_WIDTH = str.maketrans("０１２３４５６７８９（）［］", "0123456789()[]")
_OPEN, _CLOSE = "〔﹝[【(（［", "〕﹞]】)）］"
_DOC_NO = re.compile(
    rf"(?P<agent>[一-鿿]{{1,20}}(?:[（(][一-鿿]{{1,6}}[)）])?)\s*[{re.escape(_OPEN)}]\s*(?P<year>(?:19|20)\d\d)\s*"
    rf"[{re.escape(_CLOSE)}]\s*(?:第)?\s*(?P<number>\d{{1,5}})\s*号"
)
_TITLE_SPACE = re.compile(r"[\s　]+")
_DRAFT = re.compile(r"[（(](?:公开)?(?:征求意见稿|送审稿|讨论稿|草案)(?:[^（）()]{0,6})[)）]$|(?:征求意见稿|送审稿)$")


def digest(*parts: object, length: int) -> str:
    """The first `length` hex digits of SHA-256 over the parts, joined by a separator no text holds."""
    return hashlib.sha256("\x1f".join(["" if p is None else str(p) for p in parts]).encode()).hexdigest()[:length]


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """A 文号 (GB/T 9704-2012, 7.2.5): agent word, year in 〔〕, running number."""

    agent: str
    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.agent}〔{self.year}〕{self.number}号"

    @classmethod
    def parse(cls, text: str) -> DocumentNumber | None:
        """The 文号 a text is, with any bracket and full-width digits; None when it is none."""
        match = _DOC_NO.fullmatch(text.strip().translate(_FULL_WIDTH))
        return cls(match["agent"], int(match["year"]), int(match["number"])) if match else None


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """An ISO date that may stop at the year or the month."""

    text: str

    def __post_init__(self) -> None:
        if not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", self.text):
            raise ValueError(f"not an ISO date: {self.text!r}")

    @property
    def first_day(self) -> str:
        """The day a beginning is taken for."""
        return self.text + "-01-01"[: 10 - len(self.text)] if len(self.text) == 4 else (self.text + "-01")[:10]

    @property
    def last_day(self) -> str:
        """The day an end is taken for."""
        if len(self.text) == 10:
            return self.text
        year, month = int(self.text[:4]), int(self.text[5:7]) if len(self.text) == 7 else 12
        return f"{year:04d}-{month:02d}-{_month_days(year, month):02d}"


def _month_days(year: int, month: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def is_draft_title(title: str) -> bool:
    """Whether a title carries the mark of a draft (征求意见稿 …)."""
    return bool(_DRAFT.search(_TITLE_SPACE.sub("", title)))


def plain_title(title: str) -> str:
    """A title without draft mark and white space: what two versions of one document share."""
    return _DRAFT.sub("", _TITLE_SPACE.sub("", title))


def document_id(
    *,
    jurisdiction: str,
    doc_no: str | None,
    title: str,
    issued: str | None,
    published: str | None,
    draft: bool,
    sha256: str = "",
) -> str:
    """The id of a document: `d` and 12 hex digits; over the file's SHA-256 when it has no title."""
    if not title:
        return "d" + digest(sha256, length=12)
    date = issued or published
    return "d" + digest(jurisdiction, doc_no, plain_title(title), date, "draft" if draft else "", length=12)


def cited_document_id(title: str | None, doc_no: str | None) -> str:
    """The id of a work known only from being cited."""
    return "d" + digest("cited", plain_title(title or ""), doc_no, length=12)


def unit_id(document: str, letter: str, path: str, repeat: int = 1) -> str:
    """The id of a part of a document: `-s` section, `-m` measure, `-p` plan system, `-c` category, `-g` program,
    `-f` fund, with 8 hex digits of its path or name and `-2`… for repeats.
    """
    suffix = f"-{repeat}" if repeat > 1 else ""
    return f"{document}-{letter}{digest(path, length=8)}{suffix}"


def record_id(document: str, start: int, end: int, *parts: object) -> str:
    """The id of a responsibility, target or citation: 12 hex digits over document, span and the parts."""
    return digest(document, start, end, *parts, length=12)


def unregistered_id(kind: str, jurisdiction: str, name: str, document: str = "") -> str:
    """The id of a body the registry does not know, of a class (`c-`), a group (`g-`) or an area (`u-`).

    Where the jurisdiction is unknown (""), the id is one document's own: equal names of two such places stay apart.
    """
    letter = {"class": "c", "group": "g"}.get(kind, "u")
    if not jurisdiction:
        return f"{letter}-unknown-{digest(f'{document}/{name}', length=8)}"
    return f"{letter}-{jurisdiction}-{digest(name, length=8)}"


def jurisdiction_id(code: str) -> str:
    """The id of a jurisdiction's node."""
    return f"j-{code}"


def line_id(line: str) -> str:
    """The id of a functional line's node."""
    return f"l-{line}"


def instrument_id(term: str) -> str:
    """The id of an instrument's node."""
    return f"t-{term}"
