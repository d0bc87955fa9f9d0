"""A correction as a value, and how one is made from a row of a person's table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from graph.correcting.values import checked
from graph.errors import BadParameter
from ontology import model
from ontology.identifiers import digest

COLUMNS = ("document", "measure", "field", "old", "new", "who", "why")
_DOCUMENT = re.compile(r"d[0-9a-f]{12}")
_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person puts right: in a document, at a place (none: its head), a field's old value by a new one.

    `other` is the right side of a judged pair; `order` the place among the corrections of the document.
    """

    id: str
    document: str
    place: str
    field: str
    old: str
    new: str
    who: str
    why: str
    made: str = ""
    order: int = 0
    other: str = ""
    score: float | None = None

    @property
    def name(self) -> str:
        """What is corrected, in a line."""
        told = f"{self.old or '（无）'} → {self.new or '（删去）'}"
        return f"{model.vocabulary('correction_fields').term(self.field).zh}：{told}"


@cache
def _fields() -> dict[str, str]:
    found: dict[str, str] = {}
    for term in model.vocabulary("correction_fields").terms:
        for word in (term.id, term.zh, *term.words):
            found.setdefault(word, term.id)
    return found


def correction_id(document: str, place: str, field: str, old: str, new: str, other: str = "") -> str:
    """`k` and 12 hex digits: the same correction twice is one."""
    return "k" + digest(document, place, field, old, new, other, length=12)


def field_of(text: str) -> str:
    """The field a word names; BadParameter for another word."""
    found = _fields().get(text)
    if found is None or found == "mapping":
        words = "、".join(t.zh for t in model.vocabulary("correction_fields").terms if t.id != "mapping")
        raise BadParameter("bad_parameter", f"不认识的字段“{text}”；有：{words}")
    return found


def from_row(row: Mapping[str, Any], made: str) -> Correction:
    """The correction a row says; BadParameter names what is wrong with it, whatever the document holds."""
    told = {name: str(row.get(name) or "").strip() for name in COLUMNS}
    if any(len(value) > _LONGEST for value in told.values()):
        raise BadParameter("bad_parameter", f"一格不能超过 {_LONGEST} 字")
    if not _DOCUMENT.fullmatch(told["document"]):
        raise BadParameter("bad_parameter", f"document 一栏须是文件的 id：{told['document'] or '（空）'}")
    field = field_of(told["field"])
    if not told["who"]:
        raise BadParameter("bad_parameter", "who 一栏不能为空：更正须有人负责")
    _check(field, told)
    identifier = correction_id(told["document"], told["measure"], field, told["old"], told["new"])
    return Correction(
        identifier,
        told["document"],
        told["measure"],
        field,
        told["old"],
        told["new"],
        told["who"],
        told["why"],
        made,
    )


def _check(field: str, told: Mapping[str, str]) -> None:
    of = str(model.vocabulary("correction_fields").term(field).extra["of"])
    if of == "document" and told["measure"]:
        raise BadParameter("bad_parameter", f"{field} 是文件的字段，measure 一栏须为空")
    if of in ("responsibility", "target") and not told["measure"]:
        raise BadParameter("bad_parameter", f"{field} 一栏所说的须有 measure：措施的路径或 id")
    if told["old"] == told["new"]:
        raise BadParameter("bad_parameter", "old 与 new 相同，没有可更正的")
    checked("document_title" if field == "title" and not told["measure"] else field, told["new"])
