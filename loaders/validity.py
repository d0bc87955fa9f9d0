"""From when to when a document holds, and until when comments on a draft are asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from loaders.dates import ANY_DATE as _D
from loaders.dates import DATE, iso_date, iso_of

_OWN = r"(?:本|该|以上)[一-鿿]{0,6}?(?:条例|规定|办法|细则|意见|方案|措施|政策|举措|通知|计划|规划|清单|文件|决定|要点)"
_FROM = re.compile(
    rf"自(?P<date>{_D})(?:起|之?日起|开始)[，,]?(?P<rest>[^。；\n]{{0,40}}?)(?:施行|执行|实施|生效|有效|办理|适用|启用)"
)
_FROM_ISSUE = re.compile(
    r"自(?P<what>印发|发布|公布|下发|发文|签发)之?日起(?:(?P<later>满?\d{1,3})日?后)?[，,]?[^。；\n]{0,12}?(?:施行|执行|实施|生效)"
)
_UNTIL = re.compile(
    rf"有效期(?:限)?(?:截至|截止到|截止|至|到)(?P<date>{_D})|(?:执行|施行|实施|有效|试行)(?:期)?(?:至|到)(?P<date2>{_D})"
    rf"|自{_D}起?(?:至|到)(?P<date3>{_D})止?(?:施行|执行|有效|实施)"
)
TERM = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,2})\s*(?:年|个月)"
_TERM = re.compile(rf"有效期(?:为|限为|限)?[：:]?\s*(?P<term>{TERM})|试行期?(?:限)?(?:为)?(?P<term2>{TERM})")
_ITS_FORCE = re.compile(rf"{_OWN}[^。]{{0,60}}(?:自|有效期|施行|执行|试行)")
_FORCE_ALONE = re.compile(
    rf"(?:第[一-鿿]{{1,4}}条\s*)?(?:有效期|施行日期|自(?:(?:印发|发布|公布)之?日|{_D})起[，,]?(?:施行|实施|执行))"
)
_COMMENT = re.compile(r"意见|反馈|公示")
_HAN = {c: i for i, c in enumerate("零一二三四五六七八九十")} | {"两": 2}


def effective_from(passages: list[str], issued: str | None) -> str | None:
    """The date a document says it holds from; `passages` are its notice and the sentences about itself."""
    for passage in passages:
        for match in _FROM.finditer(passage):
            return iso_date(match["date"])
    for passage in passages:
        later = _FROM_ISSUE.search(passage)
        if later is not None and issued is not None:
            return _days_after(issued, int(re.sub(r"\D", "", later["later"] or "") or 0))
    return None


def effective_until(passages: list[str], begins: str | None) -> str | None:
    """The last date a document says it holds, stated or by a term of years from its beginning."""
    for passage in passages:
        if (match := _UNTIL.search(passage)) is not None:
            return iso_date(match["date"] or match["date2"] or match["date3"])
    for passage in passages:
        match = _TERM.search(passage)
        if match is not None and begins is not None:
            return term_end(begins, match["term"] or match["term2"])
    return None


def consultation_until(passages: list[str]) -> str | None:
    """The date until which comments on a draft are asked for."""
    for sentence in _sentences(passages):
        if not _COMMENT.search(sentence) or not re.search("前|止|至|截", sentence):
            continue
        dates = [m for m in re.finditer(DATE.pattern, sentence) if m["day"]]
        if dates:
            return iso_of(dates[-1])
    return None


def about_itself(words: str, start: int, end: int) -> list[str]:
    """The paragraphs of a text proper that speak of when the document itself holds."""
    lines = words[start:end].split("\n")
    return [line for line in lines if _ITS_FORCE.search(line) or _FORCE_ALONE.match(line)]


def _sentences(passages: list[str]) -> Iterator[str]:
    for passage in passages:
        yield from re.split("[。；\n]", passage)


def _days_after(day: str, days: int) -> str:
    if len(day) < 10 or not days:
        return day
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def term_end(begins: str, term: str) -> str | None:
    """The last day of a term as printed (两年, 6个月): two years from 2024-03-01 end on 2026-02-28."""
    number = re.sub(r"\s*(?:年|个月)$", "", term)
    months = (int(number) if number.isdigit() else _HAN.get(number, 0)) * (12 if term.endswith("年") else 1)
    if not months:
        return None
    year, month = int(begins[:4]), int(begins[5:7]) if len(begins) >= 7 else 1
    total = year * 12 + month - 1 + months
    year, month = total // 12, total % 12 + 1
    if len(begins) == 4:
        return f"{year - 1:04d}"
    if len(begins) == 7:
        total -= 1
        return f"{total // 12:04d}-{total % 12 + 1:02d}"
    day = int(begins[8:10])
    while day > 28:
        try:
            return (date(year, month, day) - timedelta(days=1)).isoformat()
        except ValueError:
            day -= 1
    return (date(year, month, day) - timedelta(days=1)).isoformat()
