"""Reading a text of our own the way the pipeline reads a document's body."""

from __future__ import annotations

from loaders.assign import assign
from loaders.outline import read_outline
from loaders.types import Assignments, Run, Span, Text, Unit
from ontology.records import DocumentHead, ResponsibilityRecord


def head(title: str = "试行方案", code: str = "620000", name: str = "甘肃省", level: str = "province") -> DocumentHead:
    """The head of a document of a place, with nothing else known."""
    return {
        "id": "d0123456789ab",
        "title": title,
        "doc_no": None,
        "kind": "方案",
        "issuers": [],
        "addressees": [],
        "authorized_by": [],
        "issued": "2031-05-06",
        "published": None,
        "effective_from": None,
        "effective_until": None,
        "consultation_until": None,
        "status": "in_force",
        "trial": False,
        "level": level,
        "jurisdiction": {"code": code, "name": name},
        "script": "hans",
        "source": "own.txt",
        "part": 1,
        "member": None,
        "url": None,
        "sha256": "0" * 64,
    }


def text_of(words: str) -> Text:
    """A text that stands as it was printed."""
    return Text(words, words, (Run(0, 0, len(words), 0),))


def read(words: str, about: DocumentHead | None = None) -> tuple[Assignments, tuple[Unit, ...]]:
    """What the body of a document assigns, and its units (those that describe programs last)."""
    text = text_of(words)
    outline = read_outline(text, Span(0, len(words)), ())
    found = assign(text, about or head(), outline.units, ())
    return found, (*outline.units, *found.extra_units)


def records(words: str, about: DocumentHead | None = None) -> list[ResponsibilityRecord]:
    """All responsibilities of a body, unit by unit, in order of print."""
    found, _ = read(words, about)
    return [r for index in sorted(found.responsibilities) for r in found.responsibilities[index]]


def spoken(words: str, about: DocumentHead | None = None) -> list[str]:
    """Those that are stated, as "role name"."""
    return [f"{r['role']} {r['name']}" for r in records(words, about) if not r["inferred"]]


def duties(words: str) -> list[ResponsibilityRecord]:
    """The duties of a body of rules (办法) that says these words in its second article, in order of print."""
    about: DocumentHead = {**head("试行办法"), "kind": "办法"}
    found, _ = read(f"第一条 为了规范管理，制定本办法。\n第二条 {words}", about)
    return [r for index in sorted(found.duties) for r in found.duties[index]]
