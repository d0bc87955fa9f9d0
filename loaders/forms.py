"""Sentences of a fixed form that give roles: enterprises that perform research, chains of parties, offices set up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from loaders.annotations import Entry
from loaders.bodynames import is_performer
from loaders.names import read_list
from loaders.notations import prose_notation
from loaders.parties import all_sure
from loaders.types import Body, Span
from ontology.model import vocabulary
from ontology.words import any_of

_PLACE_PARTY = (
    "国家|中央|自治区级?|省级?|市级?|盟市|市州|州市|旗县|县级?|市县|区县|县区|县（市、区）|地方|属地|"
    "部门|建设主体|建设单位|实施主体|主管部门"
)
_RESEARCH = ("国家", "重大", "科技", "省", "项目", "科研", "研发")
_OFFICE = re.compile(
    r"(?P<group>[一-鿿]{0,30}(?:领导小组|联席会议|指挥部|专班|委员会))(?:下设|设立|设)(?P<office>办公室)"
    r"[^。；]*?(?P<word>承担|负责)[^。；]{0,40}(?:日常|具体)"
)
_HOUSED_OFFICE = re.compile(
    r"(?P<office>[一-鿿]{0,30}(?:领导小组|联席会议|指挥部|专班|委员会)办公室)设在[^，。；]{2,24}[，,](?:具体|主要|统一)?"
    r"(?P<word>承担|负责)[^。；]{0,40}(?:日常|具体)"
)
_ANSWERS = re.compile(
    r"[\s　]*(?P<who>[^，。；：、]{2,24}(?:机构|部门|单位|机关|[局委厅办]))对[^。；]{2,160}负责[。；]?$"
)


@dataclass(frozen=True, slots=True)
class Form:
    """What one such form says, and the span it takes up (empty where other words in it may speak too)."""

    span: Span
    entries: tuple[Entry, ...]


def read_forms(text: str, start: int, end: int) -> Iterator[Form]:
    """The forms found in a sentence."""
    if any(text.find(word, start, end) >= 0 for word in prose_notation("prose_undertake").words):
        yield from _performers(text, start, end)
    yield from _chain(text, start, end)
    yield from _office(text, start, end)
    yield from _answers(text, start, end)


@cache
def _performer_pattern() -> re.Pattern[str]:
    verbs = any_of(prose_notation("prose_undertake").words)
    made = "支持|鼓励|引导|推动|组织|依托|遴选|选择|请|帮助|让|由"
    return re.compile(
        rf"(?:{made})(?P<list>(?:(?!{made})[^，,。；;：]){{2,40}}?)(?:联合|共同)?"
        rf"(?P<word>{verbs})(?!单位|责任|部门|机构|主体)"
    )


def _performers(text: str, start: int, end: int) -> Iterator[Form]:
    """支持企业、高校牵头开展…: those who do the research undertake it; they never lead."""
    for match in _performer_pattern().finditer(text, start, end):
        if match["word"] == "承担" and not text.startswith(_RESEARCH, match.end()):
            continue
        listed = read_list(text, match.start("list"), match.end("list"))
        if listed.bodies and not listed.rest and all(is_performer(b.name) for b in listed.bodies):
            entries = tuple(Entry(b, "undertake", match["word"], "prose_undertake") for b in listed.bodies)
            yield Form(Span(match.start(), match.end()), entries)


@cache
def _chain_pattern() -> re.Pattern[str]:
    verbs = any_of(prose_notation("prose_chain").words)
    return re.compile(rf"(?P<who>{_PLACE_PARTY})(?P<word>{verbs})(?=[、，,。的]|$)")


@cache
def _role_of(word: str) -> str:
    """The role a word gives by the vocabulary of roles; the first where several have it."""
    return next(term.id for term in vocabulary("roles").terms if word in term.words)


def _chain(text: str, start: int, end: int) -> Iterator[Form]:
    """市州主导、省级统筹、国家批复: two at least, each place with its part."""
    if sum(text.count(word, start, end) for word in prose_notation("prose_chain").words) < 2:
        return
    found = list(_chain_pattern().finditer(text, start, end))
    if len(found) < 2:
        return
    for match in found:
        body = Body(match["who"], match["who"], "class", match.start("who"), match.end("who"))
        entry = Entry(body, _role_of(match["word"]), match["word"], "prose_chain")
        yield Form(Span(match.start(), match.start()), (entry,))


def _office(text: str, start: int, end: int) -> Iterator[Form]:
    """领导小组下设办公室，承担日常工作: the office is responsible."""
    if text.find("办公室", start, end) < 0:
        return
    match = _OFFICE.search(text, start, end)
    if match is not None:
        body = Body(match["group"], match["group"] + "办公室", "group", match.start("group"), match.end("group"))
        yield Form(Span(match.start(), match.end()), (Entry(body, "responsible", match["word"], "prose_office"),))
    match = _HOUSED_OFFICE.search(text, start, end)
    if match is not None:
        body = Body(match["office"], match["office"], "group", match.start("office"), match.end("office"))
        yield Form(Span(match.start(), match.end()), (Entry(body, "responsible", match["word"], "prose_office"),))


def _answers(text: str, start: int, end: int) -> Iterator[Form]:
    """X对…的真实性、完整性，以及…负责: the subject stands far before the word."""
    match = _ANSWERS.match(text, start, end) if text.find("负责", start, end) >= 0 else None
    found = all_sure(text, match.start("who"), match.end("who")) if match is not None else ()
    if match is not None and found:
        entries = tuple(Entry(b, "responsible", "负责", "prose_answers") for b in found)
        yield Form(Span(match.start(), match.end()), entries)
