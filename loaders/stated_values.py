"""The cells of a metadata file, each read by its column; a ValueError tells the reader what is wrong."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from loaders.dates import DATE, iso_of
from ontology import registry
from ontology.identifiers import DocumentNumber
from ontology.model import vocabulary

_ISO = re.compile(r"(?P<year>(?:19|20)\d\d)(?:[-/.](?P<month>\d{1,2})(?:[-/.](?P<day>\d{1,2}))?)?")
_LEVELS = {"国家级": "national", "中央": "national", "省": "province", "市": "city", "县": "county", "乡镇": "township"}


def date(text: str) -> str:
    """An ISO date that may stop at the month or the year, from 2024-03-05, 2024/3/5, 2024.3, 2024年3月5日 or 2024."""
    match = _ISO.fullmatch(text) or DATE.fullmatch(text)
    found = iso_of(match) if match else None
    if found is None:
        raise ValueError(f"不是日期：{text}（写作 2024-03-05、2024-03 或 2024）")
    if len(found) == 10:
        try:
            datetime.date.fromisoformat(found)
        except ValueError:
            raise ValueError(f"没有这一天：{text}") from None
    return found


def words(text: str) -> str:
    """A text without the white space around and line breaks within."""
    return " ".join(text.split())


def number(text: str) -> str:
    """A 文号 in its standard form; one of another kind (…令第 5 号) as it is written."""
    parsed = DocumentNumber.parse("".join(text.split()))
    return str(parsed) if parsed else words(text)


def names(text: str) -> list[str]:
    """The bodies of a cell, parted by ；, 、, | or line breaks."""
    found = [name.strip() for name in re.split(r"[;；、|｜\n]", text)]
    return list(dict.fromkeys(name for name in found if name))


def address(text: str) -> str:
    """A web address."""
    if not re.fullmatch(r"https?://[^\s<>\"']+", text):
        raise ValueError(f"不是 http 或 https 网址：{text}")
    return text


def place(text: str) -> registry.Jurisdiction:
    """The one jurisdiction of a code or name."""
    found = registry.jurisdiction(text)
    if found is not None:
        return found
    several = registry.find_jurisdictions(text)
    if not several:
        raise ValueError(f"没有这个行政区：{text}")
    if len(several) > 1:
        shown = "、".join(f"{one.name}（{one.code}）" for one in several[:5])
        raise ValueError(f"行政区有几种可能：{text}：{shown}；请写六位代码")
    return several[0]


def word(name: str, text: str) -> str:
    """The id of a vocabulary's word, by id or Chinese name."""
    terms = [t for t in vocabulary(name).terms if t.id != "cited"]
    known = {**(_LEVELS if name == "levels" else {}), **{t.zh: t.id for t in terms}, **{t.id: t.id for t in terms}}
    if text not in known:
        raise ValueError(f"不在其中：{text}（可用：{'、'.join(f'{t.id} {t.zh}' for t in terms)}）")
    return known[text]


def kind(text: str) -> str:
    """A kind of document, in Chinese."""
    known = [t.zh for t in vocabulary("document_kinds").terms]
    if text not in known:
        raise ValueError(f"不在其中：{text}（可用：{'、'.join(known)}）")
    return text


READERS: Mapping[str, Callable[[str], Any]] = {
    "title": words,
    "doc_no": number,
    "kind": kind,
    "issuers": names,
    "issued": date,
    "published": date,
    "effective_from": date,
    "effective_until": date,
    "url": address,
    "level": partial(word, "levels"),
    "jurisdiction": place,
    "status": partial(word, "statuses"),
}
