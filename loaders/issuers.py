"""Who issued a document."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from loaders.bodies import is_organ, place_of, split_joint
from loaders.dates import ANY_DATE, DATE
from loaders.layout import Layout
from loaders.paragraphs import paragraphs
from loaders.types import Span, Text

_FROM_TITLE = re.compile(
    r"^(?P<who>.{2,90}?)(?=关于|印发|转发|批转|公布|发布|对(?=[一-鿿]{2,8}[届次])|令$|公告$|通告$|通报$|通知$|进一步)"
)
_AND_OTHERS = re.compile(r"等(?:[\d一二三四五六七八九十]{1,3})?(?:个)?(?:部门|单位|部委|机关)?$")
_DATE_LINE = re.compile(rf"\s*(?:{ANY_DATE}|[（(]{ANY_DATE}[）)])\s*$")
_BYLINE = re.compile(rf"\s*[（(]?(?P<who>[^（）()\d，。；：:]{{4,60}}?)[\s　]*(?P<date>{ANY_DATE})[）)]?\s*$")
_BRACKET = re.compile(r"[（(][^（）()]*[）)]$")
_LINE_OF_NAME = re.compile(r"[省市县区州]?[一-鿿]{6,30}(?<![知见案划点法定函施])")
_PLACELESS = re.compile(r"[省市县区州盟旗](?:委|政府|人民政府)?[^省市县区州盟旗]{0,12}$")
_ISSUED_LINE = re.compile(r"(?P<who>[一-鿿（）()]{4,50}?)于?(?:19|20)\d\d年\d{1,2}月\d{1,2}日(?:发布|印发|公布)")
_ISSUED_BY = re.compile(r"(?:^|[，。,；]|日前[，,]?)(?P<who>[一-鿿]{4,40}?)(?:编制|制定|发布|印发|出台)了?《")
# The note of adoption below a title (题注), and in it the body whose session adopted the text.
_NOTE = re.compile(
    rf"[（(](?P<said>\s*{ANY_DATE}(?:[^（）()]|[（(][^（）()]*[）)]){{4,600}}?(?:通过|修订|修正|批准|公布)\s*)[）)]"
)
_ADOPTED = re.compile(
    r"日(?:经|由)?(?P<place>[一-鿿]{1,14}?)(?:第[一二三四五六七八九十百\d]+届)?"
    r"(?P<body>人民代表大会常务委员会|人大常委会|人民代表大会|人民政府)第[一二三四五六七八九十百\d]+[届次][^，。；]{0,14}?"
    r"(?:会议|全会)?(?:审议|讨论)?(?:通过|修订)"
)
_WHOLE = {"人大常委会": "人民代表大会常务委员会"}


@dataclass(frozen=True, slots=True)
class Signature:
    """The lines a document is signed with and the date below them."""

    names: tuple[str, ...]
    date: str | None
    start: int
    end: int


def signature_in(words: str, span: Span) -> Signature | None:
    """The last signature in a stretch of text: a line with a date, above it lines that name bodies."""
    lines = [line for line in paragraphs(words, span.start, span.end) if line.start < line.end]
    for index in range(len(lines) - 1, -1, -1):
        line = words[lines[index].start : lines[index].end]
        if (byline := _byline(line)) is not None:
            return Signature(*byline, lines[index].start, lines[index].end)
        if not _DATE_LINE.match(line):
            continue
        names: list[str] = []
        first = index
        for above in range(index - 1, max(index - 30, -1), -1):
            text = words[lines[above].start : lines[above].end]
            bodies = split_joint(text)
            if len(text) > 80 or not bodies or not all(is_organ(body) for body in bodies):
                break
            names[:0] = bodies
            first = above
        if names and first:
            first, names[0] = _torn(words, lines, first, names[0])
        return Signature(
            tuple(names), words[lines[index].start : lines[index].end], lines[first].start, lines[index].end
        )
    return None


def _byline(line: str) -> tuple[tuple[str, ...], str] | None:
    """The bodies and the date of a line that has both (广元市人民政府　2024年3月5日), in brackets or not."""
    match = _BYLINE.match(line)
    bodies = split_joint(match["who"].strip()) if match else []
    return (tuple(bodies), match["date"]) if match and bodies and all(map(is_organ, bodies)) else None


def adoption_in(words: str, span: Span) -> Signature | None:
    """What the note below the title of a law or regulation says: who adopted it, and when it was last changed.

    （2016年9月23日四川省第十二届人民代表大会常务委员会第二十八次会议通过 2023年11月23日…修订): the body adopting it is
    the one that speaks, whoever approved it (批准).
    """
    note = _NOTE.search(words, span.start, span.end)
    if note is None:
        return None
    said = "".join(note["said"].split())
    adopted = _ADOPTED.search(said)
    if adopted is None:
        return None
    dates = [match[0] for match in re.finditer(DATE.pattern, said) if match["day"]]
    return Signature((adopted["place"] + _WHOLE.get(adopted["body"], adopted["body"]),), dates[-1], *note.span())


def _torn(words: str, lines: list[Span], first: int, name: str) -> tuple[int, str]:
    """The first line and name of a signature; a name torn over two lines, its rest without a place, made whole."""
    above = words[lines[first - 1].start : lines[first - 1].end]
    if place_of(name) is None and _LINE_OF_NAME.fullmatch(above) and not is_organ(above):
        return first - 1, above + name
    return first, name


def issuers(text: Text, layout: Layout, signature: Signature | None) -> list[str]:
    """The issuing bodies as printed: of the title, else of the signature, else what the page or its opening says.

    Joint issuers that a title only counts (等7部门) come from the signature; so does the name of a body the title
    calls otherwise (a collection's heading shortens it), where the signature says its place too.
    """
    signed = list(signature.names) if signature else []
    titled = _in_title(layout, signed)
    if titled:
        return signed if _same_places(signed, titled) else titled
    if signed:
        return signed
    return _elsewhere(text, layout)


def _in_title(layout: Layout, signed: list[str]) -> list[str]:
    for heading in (layout.cover, layout.own):
        match = _FROM_TITLE.match(heading.title) if heading else None
        if match is None:
            continue
        who = match["who"].strip().removeprefix("中华人民共和国") if "国务院" in match["who"] else match["who"].strip()
        if _AND_OTHERS.search(who):
            first = split_joint(_AND_OTHERS.sub("", who))
            return signed if len(signed) > len(first) else list(filter(is_organ, first))
        if "".join(signed) == "".join(who.split()):
            return signed
        bodies = split_joint(who)
        if bodies and all(is_organ(body) for body in bodies):
            shorter = len(signed) == len(bodies) and all(map(_PLACELESS.match, bodies))
            return signed if shorter else bodies
    return []


def _same_places(signed: list[str], titled: list[str]) -> bool:
    """Whether a signature names as many bodies as the title, each of the same place by its own words."""
    places = [place_of(name) for name in signed]
    return len(signed) == len(titled) and all(
        place is not None and place == place_of(name) for place, name in zip(places, titled, strict=True)
    )


def _elsewhere(text: Text, layout: Layout) -> list[str]:
    for label in ("发文机关", "发布部门", "来源", "author"):
        printed = _meta_body(text.meta, label)
        if printed:
            return printed
    words = text.text
    for pattern, stretch in (
        (_ISSUED_BY, words[layout.notice.start : layout.notice.end]),
        (_ISSUED_LINE, words[-200:]),
    ):
        match = pattern.search(stretch)
        who = _BRACKET.sub("", match["who"].rpartition("由")[2]) if match else ""
        if who and is_organ(who):
            return split_joint(who)
    return []


def _meta_body(meta: Mapping[str, str], label: str) -> list[str]:
    bodies = split_joint(meta.get(label, ""))
    return bodies if bodies and all(is_organ(body) and len(body) > 3 for body in bodies) else []
