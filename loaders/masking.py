"""Personal contacts masked before anything else is read: numbers, addresses of mail, names of contact persons."""

from __future__ import annotations

import re
from dataclasses import dataclass

from loaders.types import Span

MASK = "＊"
_D = r"[0-9０-９]"
_DASH = r"[-－—–‐─]"
_NUMBERS = re.compile(
    rf"(?<!{_D})(?:"
    rf"(?:\+?86{_DASH}?\s?)?1[3-9]{_D}(?:[-\s]?{_D}{{4}}){{2}}"
    rf"|[（(]?0{_D}{{2,3}}[)）]?\s?{_DASH}{{0,2}}\s?{_D}{{7,8}}(?:{_DASH}{_D}{{1,5}})?"
    rf"|[48]00{_DASH}?{_D}{{3,4}}{_DASH}?{_D}{{3,4}}"
    rf"|[1-9]{_D}{{16}}[0-9０-９Xx]"
    rf")(?!{_D})"
    r"|(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}\s?[@＠]\s?[A-Za-z0-9-]{1,64}(?:\.[A-Za-z0-9-]{1,64}){1,6}"
)
# Seven figures almost in a row, or the sign in an address of mail: what every such number has.
_MAY_HOLD = re.compile(rf"{_D}(?:[^一-鿿0-9０-９]{{0,2}}{_D}){{6}}|[@＠]")
_LABELLED = re.compile(
    rf"(?:电\s*话|電\s*話|传\s*真|傳\s*真|手\s*机|手\s*機|热\s*线|熱\s*線|联系方式|聯繫方式|聯絡方式|QQ群?|微信号?)"
    rf"[^\n，。；：:0-9０-９]{{0,12}}[:：]?\s*(?P<numbers>{_D}{{5,8}}(?:{_DASH}{_D}{{1,8}})?"
    rf"(?:\s*[、/，,；;]\s*{_D}{{5,8}}(?:{_DASH}{_D}{{1,8}})?)*)(?!{_D})"
)
# A contact passage runs from its label to the end of the bracket, sentence or line; a line that ends in a mark goes on.
_PERSON_LABEL = re.compile(
    r"(?:联\s*系\s*人员?|聯\s*[繫絡]\s*人|联络人|聯絡員|联络员|经办人|承办人|咨询人|填报人|联系方式|聯繫方式)"
    r"(?:及电话|及联系电话|和电话|、电话|、联系电话|/电话)?\s*[:：]"
)
_NUMBER_LABEL = re.compile(r"(?:联系电话|聯繫電話|咨询电话|电\s*话|電\s*話)\s*[:：]")
_PASSAGE_END = re.compile(r"[。）)】\]]|(?<![：:；;，,、/])\n|\n\s*\n")
_PASSAGE_LENGTH = 160
_NAME = re.compile(r"(?:(?<=[:：、，,；;/\s])|^)[一-鿿][ 　]?[一-鿿·]{1,3}(?=[\s、，,；;:：/（(0-9０-９+]|$)")
_BY_NUMBER = re.compile(r"[\s:：，,、（(]{0,3}[+0-9０-９]")
_NOT_A_NAME = re.compile(
    r"[局处處科室委办辦厅廳部司股队隊院所中心站会會样樣]$|电|電|传真|傳真|邮|郵|地址|联系|聯|手机|网址|网站|公开|附件|年|月|日|"
    r"咨询|说明|此件|关于|參考|参考|先生|女士|同志|省|市|县|區$|区$|以上|同上|任务|单位|部门|责任|序号|工作"
)


@dataclass(frozen=True, slots=True)
class Masked:
    """A text without personal contacts, of the same length, and the spans that were masked."""

    text: str
    spans: tuple[Span, ...]


def mask(text: str) -> Masked:
    """The text with every personal contact replaced, character for character.

    Phone numbers in all forms, addresses of mail, identity numbers anywhere; names only in a contact passage
    (联系人：…): officials named in office stay. Short public service numbers (12345) stay.
    """
    spans = [Span(m.start(), m.end()) for m in _NUMBERS.finditer(text)] if _MAY_HOLD.search(text) else []
    spans += [Span(m.start("numbers"), m.end("numbers")) for m in _LABELLED.finditer(text) if not _public(m["numbers"])]
    for pattern in (_PERSON_LABEL, _NUMBER_LABEL):
        for label in pattern.finditer(text):
            spans += _names(text, label.end(), person=pattern is _PERSON_LABEL)
    if not spans:
        return Masked(text, ())
    merged = _merged(spans)
    return Masked(_covered(text, merged), merged)


def _public(number: str) -> bool:
    return len(number) == 5 and number.startswith("12")


def _names(text: str, start: int, *, person: bool) -> list[Span]:
    """The names in the passage behind a label: right after a person's label, else only beside a number."""
    limit = min(len(text), start + _PASSAGE_LENGTH)
    end = stop.start() if (stop := _PASSAGE_END.search(text, start + 1, limit)) else limit
    found: list[Span] = []
    for match in _NAME.finditer(text, start, end):
        first = person and not text[start : match.start()].strip()
        if _NOT_A_NAME.search(match[0].strip()):
            continue
        if first or _BY_NUMBER.match(text, match.end()) or (found and text[found[-1].end : match.start()] == "、"):
            found.append(Span(match.start(), match.end()))
    return found


def _merged(spans: list[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, s.end)):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)


def _covered(text: str, spans: tuple[Span, ...]) -> str:
    parts: list[str] = []
    at = 0
    for span in spans:
        parts += text[at : span.start], "".join("\n" if c == "\n" else MASK for c in text[span.start : span.end])
        at = span.end
    parts.append(text[at:])
    return "".join(parts)
