"""Numbers at the beginning of a paragraph: how they look, what they count, how they rank."""

from __future__ import annotations

import re
from typing import NamedTuple

_HAN = "一二三四五六七八九十百零〇两"
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_CIRCLED = {chr(0x2460 + i): i + 1 for i in range(20)}
_PARENTHESISED = {chr(0x2474 + i): i + 1 for i in range(20)} | {chr(0x3220 + i): i + 1 for i in range(10)}

# Order of nesting in official documents (GB/T 9704-2012, 7.3.3: 一、 （一） 1. （1）), chapters and articles outside.
RANKS = {
    "attachment": 0,
    "part": 1,
    "chapter": 2,
    "section": 3,
    "article": 4,
    "han": 5,
    "han_bracket": 6,
    "heading": 7,
    "decimal1": 8,
    "decimal2": 9,
    "decimal3": 10,
    "decimal4": 11,
    "no": 12,
    "named": 12,
    "number": 12,
    "number_bracket": 13,
    "circled": 14,
}

_MARKER = re.compile(
    rf"(?P<part>第(?P<part_n>[{_HAN}\d]{{1,5}})(?:部分|编|编))[\s:：]*"
    rf"|(?P<chapter>第(?P<chapter_n>[{_HAN}\d]{{1,5}})章)\s*"
    rf"|(?P<section>第(?P<section_n>[{_HAN}\d]{{1,5}})节)\s*"
    rf"|(?P<article>第(?P<article_n>[{_HAN}\d]{{1,6}})条(?!第|款|规定|和|、|至|的|所|例))\s*"
    rf"|(?P<han_bracket>[（(](?P<han_bracket_n>[{_HAN}]{{1,4}})[）)]|[㈠-㈩])[、.．]?\s*"
    rf"|(?P<han>(?P<han_n>[{_HAN}]{{1,4}})(?:[、．]|\.(?!\d)))\s*"
    r"|(?P<no>No\s?\.\s?(?P<no_n>\d{1,3}))[\s.、:：]*"
    rf"|(?P<named>(?:措施|任务|举措|行动)(?P<named_n>[{_HAN}]{{1,3}}|\d{{1,3}}))(?:[\s:：.、．]+|$)"
    r"|(?P<number_bracket>[（(](?P<number_bracket_n>\d{1,3})[）)]|[⑴-⒇])[、.．]?\s*"
    r"|(?P<number>(?P<number_n>\d{1,3})(?:[、．﹒]|\.(?!\d)|\.(?=(?:19|20)\d\d年)))[.、．﹒\s]*"
    r"|(?P<circled>[①-⑳])[、.．]?\s*"
)
# What a number begins with, figures aside.
OPENING = frozenset(f"第（(N措任举行{_HAN}") | _CIRCLED.keys() | _PARENTHESISED.keys()
_STYLES = tuple(style for style in RANKS if style in _MARKER.groupindex)


class Marker(NamedTuple):
    """A number at the beginning of a paragraph.

    style is a key of RANKS; printed is the number as in a path (brackets kept, no punctuation); number is without
    brackets; value what it counts; end is where the text after it begins.
    """

    style: str
    printed: str
    number: str
    value: int
    end: int


def read_marker(text: str, start: int, end: int) -> Marker | None:
    """The number that opens text[start:end], if one does."""
    first = text[start : min(start + 1, end)]
    match = _MARKER.match(text, start, end) if first in OPENING or first.isdecimal() else None
    if match is None:
        return None
    style = next(name for name in _STYLES if match[name] is not None)
    printed = match[style]
    inner = (match[f"{style}_n"] if f"{style}_n" in _MARKER.groupindex else None) or printed
    value = value_of(inner)
    if value is None:
        return None
    return Marker(style, _in_path(style, printed, inner), _number(style, printed, inner), value, match.end())


def _in_path(style: str, printed: str, inner: str) -> str:
    if style in ("han", "number"):
        return inner
    if style in ("han_bracket", "number_bracket"):
        return f"（{inner}）" if len(printed) > 1 else printed
    return "".join(printed.split())


def _number(style: str, printed: str, inner: str) -> str:
    if style == "circled" or len(printed) == 1:
        return str(value_of(inner))
    return inner


def value_of(number: str) -> int | None:
    """What a Chinese or Arabic number counts; None for what is no number."""
    if number in _CIRCLED:
        return _CIRCLED[number]
    if number in _PARENTHESISED:
        return _PARENTHESISED[number]
    if number.isdigit():
        return int(number)
    return _han_value(number)


def _han_value(number: str) -> int | None:
    total, digit = 0, 0
    for char in number:
        if char == "百":
            total, digit = total + (digit or 1) * 100, 0
        elif char == "十":
            total, digit = total + (digit or 1) * 10, 0
        elif char in _DIGITS:
            digit = _DIGITS[char]
        else:
            return None
    return total + digit


def han_number(value: int) -> str:
    """A number below a hundred in Chinese."""
    tens, ones = divmod(value, 10)
    digits = "零一二三四五六七八九"
    ten = "" if not tens else ("" if tens == 1 else digits[tens]) + "十"
    return ten + (digits[ones] if ones or not tens else "")
