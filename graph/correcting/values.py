"""Values as people write them in corrections, read as the record keeps them. BadParameter says what is not one."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

from graph.errors import BadParameter
from ontology import model, registry
from ontology.identifiers import DocumentNumber, PartialDate

LIKELY = "likely"
_LIKELY_WORDS = (LIKELY, "推断牵头", "牵头（推断）", "牵头(推断)")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_RANGE = re.compile(r"(-?\d+(?:\.\d+)?)\s*[-–—~～至到]\s*(-?\d+(?:\.\d+)?)")
_PARTS = re.compile(r"[/／|｜]")


def wrong(message: str) -> BadParameter:
    """The error of a value that is none."""
    return BadParameter("bad_parameter", message)


@cache
def _roles() -> dict[str, str]:
    found: dict[str, str] = dict.fromkeys(_LIKELY_WORDS, LIKELY)
    for term in model.vocabulary("roles").terms:
        for word in (term.id, term.zh, *term.words, *term.extra.get("labels", ())):
            found.setdefault(str(word), term.id)
    return found


def role_of(text: str) -> str | None:
    """The role a word says, `likely` for an inferred lead; None for another word."""
    return _roles().get(text.strip())


def role(text: str) -> str:
    """A role a body can be given."""
    found = role_of(text)
    if found in (None, LIKELY):
        words = "、".join(t.zh for t in model.vocabulary("roles").terms)
        raise wrong(f"不认识的角色“{text}”；有：{words}")
    return str(found)


def body_and_role(text: str) -> tuple[str, str | None]:
    """A name, and the role after a stroke (市科技局/牵头) where there is one."""
    parts = _PARTS.split(text, maxsplit=1)
    if len(parts) == 1:
        return text.strip(), None
    found = role_of(parts[1])
    if found is None:
        raise wrong(f"不认识的角色“{parts[1]}”；写作 机构/角色，如 市科技局/牵头")
    return parts[0].strip(), found


def _responsibility(text: str) -> Any:
    if not text:
        return None
    name, found = body_and_role(text)
    if not name or found in (None, LIKELY):
        raise wrong(f"职责写作 机构/角色，如 市科技局/牵头：{text}")
    return name, found


def _text(text: str) -> Any:
    if not text:
        raise wrong("新值不能为空")
    return text


def _date(text: str) -> Any:
    if not text:
        return None
    try:
        date.fromisoformat(PartialDate(text).last_day)
    except ValueError:
        raise wrong(f"日期须写作 2023、2023-05 或 2023-05-17：{text}") from None
    return text


def _number(text: str) -> Any:
    """A document number in its usual form; None for none."""
    if not text:
        return None
    found = DocumentNumber.parse(text)
    if found is None:
        raise wrong(f"不是文号（如 广府办函〔2023〕12号）：{text}")
    return str(found)


def _figure(text: str) -> Any:
    if not text:
        return None
    between = _RANGE.fullmatch(text)
    if between:
        return sorted((_plain(between[1]), _plain(between[2])))
    if not _NUMBER.fullmatch(text):
        raise wrong(f"数值须是数，或两个数之间（10-20）：{text}")
    return _plain(text)


def _plain(text: str) -> int | float:
    if "." not in text:
        return int(text)
    value = float(text)
    if not math.isfinite(value):
        raise wrong(f"数值太大：{text[:40]}")
    return int(value) if value.is_integer() else value


def _word(vocabulary: str, text: str) -> Any:
    for term in model.vocabulary(vocabulary).terms:
        if text in (term.id, term.zh):
            return term.id
    words = "、".join(t.zh for t in model.vocabulary(vocabulary).terms)
    raise wrong(f"不认识的词“{text}”；有：{words}")


def _kind(text: str) -> Any:
    """A kind of document is kept as the word it is called by."""
    known = [w for t in model.vocabulary("document_kinds").terms for w in (t.zh, *t.words)]
    if text not in known:
        raise wrong(f"不认识的文种“{text}”；如：{'、'.join(known[:12])}")
    return text


def _status(text: str) -> Any:
    found = _word("statuses", text)
    if found not in ("draft", "in_force"):
        raise wrong("状态只能更正为征求意见稿（draft）或现行（in_force）；失效、废止由日期和别的文件得出")
    return found


def _place(text: str) -> Any:
    place = registry.jurisdiction(text)
    found = [place] if place else registry.find_jurisdictions(text)
    if len(found) != 1:
        raise wrong(f"行政区须是名称或六位代码：{text}" + ("（同名的有几处，请给代码）" if found else ""))
    return found[0].code


def _issuers(text: str) -> Any:
    names = [name.strip() for name in re.split(r"[、;；,，]", text) if name.strip()]
    if not names:
        raise wrong("发文机关不能为空")
    return names


_READERS: dict[str, Callable[[str], Any]] = {
    "responsibility": _responsibility,
    "role": role,
    "institution": _text,
    "deadline": lambda text: text or None,
    "title": _text,
    "document_title": _text,
    "value": _figure,
    "unit": lambda text: text or None,
    "target_deadline": _date,
    "doc_no": _number,
    "issued": _date,
    "published": _date,
    "effective_from": _date,
    "effective_until": _date,
    "kind": _kind,
    "status": _status,
    "level": lambda text: _word("levels", text),
    "jurisdiction": _place,
    "issuers": _issuers,
}


def checked(field: str, text: str) -> Any:
    """A new value as the record keeps it; BadParameter when it is none of this field."""
    return _READERS[field](text)


def same(field: str, text: str, value: Any) -> bool:
    """Whether a person's text means the value that a record has; an empty text means none."""
    if text == _shown(value):
        return True
    try:
        return bool(checked(field, text) == value)
    except BadParameter:
        return False


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "、".join(str(v) for v in value)
    return str(value)


def shown(value: Any) -> str:
    """A value in a message."""
    return _shown(value) or "（无）"
