"""Dates as documents print them, read as ISO dates that may stop at the month or the year."""

from __future__ import annotations

import re

_HAN_DIGITS = str.maketrans("〇○零ＯO０一二三四五六七八九", "000000123456789")
_DAY = r"\d{1,2}|[一二三四五六七八九十]{1,3}"
DATE = re.compile(
    rf"(?P<year>(?:19|20)\d\d|[一二][〇○零ＯO０一二三四五六七八九]{{3}})年"
    rf"(?:(?P<month>{_DAY})月(?:(?P<day>{_DAY})[日号])?)?"
)
# The same without names, as part of a longer pattern.
ANY_DATE = re.sub(r"\?P<(\w+)>", "", DATE.pattern)
ISO = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)")


def iso_date(text: str) -> str | None:
    """The first date in a text; None when there is none or it is impossible."""
    match = DATE.search(text) or ISO.search(text)
    return iso_of(match) if match else None


def iso_of(match: re.Match[str]) -> str | None:
    """The ISO date of a match of DATE or ISO; None for an impossible month or day."""
    year = _number(match["year"])
    month, day = (_number(match[name]) if match[name] else None for name in ("month", "day"))
    if year is None or (month is not None and not 1 <= month <= 12) or (day is not None and not 1 <= day <= 31):
        return None
    return f"{year:04d}" + (f"-{month:02d}" if month else "") + (f"-{day:02d}" if month and day else "")


def _number(text: str) -> int | None:
    if text.isdigit():
        return int(text)
    if len(text) == 4:
        digits = text.translate(_HAN_DIGITS)
        return int(digits) if digits.isdigit() else None
    tens, _, ones = text.partition("十") if "十" in text else ("", "", text)
    ten = 10 * (int(tens.translate(_HAN_DIGITS)) if tens else 1) if "十" in text else 0
    one = int(ones.translate(_HAN_DIGITS)) if ones and ones.translate(_HAN_DIGITS).isdigit() else 0
    return ten + one
