"""Who a sentence without a subject speaks of: the body named by the sentence or heading before it."""

from __future__ import annotations

import re

from loaders.actors import is_office, may_act
from loaders.bodynames import is_body, is_group
from loaders.parties import all_sure, bodies_after, bodies_before, is_subject
from loaders.types import Body

# 市教育局。负责… / 市教育局职责： / （二）市教育局
_HEAD = re.compile(r"(?P<who>[^，,。；;：:]{2,60}?)(?:的?(?:主要|具体|工作|管理)*(?:职责|职能|任务|分工))?[。：:]?$")
# …的责任主体。主要职责包括：
_DUTIES = re.compile(
    r"(?:(?P<who>(?!主要|具体|其|工作|管理)[^，,。；;：:]{2,40}?)的?)?"
    r"(?:(?:应当?|要|依法|须)*(?:对[^，,。；;：:]{2,30}|在[^，,。；;：:]{2,30}[中内])?(?:依法)?(?:履行|承担)(?:以下|下列|如下))?"
    r"(?:主要|具体|工作|管理|监督)*(?:职责|职能|任务|分工)(?:是|为|有|包括|如下)*[：:]$"
)
_MARKS = re.compile(
    r"[\s　]*(?:[一二三四五六七八九十]是|[（(]?[一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、]|[—－-]+)?[\s　]*"
)
# What stands behind a body that does something, not behind one that is spoken of.
_LONGEST_HEAD = 80
_ETC = re.compile("等(?:[^，。、；]{0,6}(?:部门|单位|机构|方面|地区|组织|团体|企业))?")
_NO_PREDICATE = re.compile(r"[，,、。；;：:的）)”》]|$|(?:等|和|与|及|或)")


def after_marks(text: str, start: int, end: int) -> int:
    """Where the words of a sentence begin, behind what counts it off."""
    match = _MARKS.match(text, start, end)
    return match.end() if match else start


def headed(text: str, start: int, end: int) -> tuple[Body, ...]:
    """The bodies of a sentence or heading that only names them, or their duties (市教育局职责)."""
    if end - start > _LONGEST_HEAD:
        return ()
    match = _HEAD.fullmatch(text, after_marks(text, start, end), end)
    if match is None:
        return ()
    who = match["who"]
    if is_office(who):
        name = re.sub("[（(].*", "", who)
        return (Body(who, name, "institution", match.start("who"), match.end("who")),)
    return _named(all_sure(text, match.start("who"), match.end("who")))


def _named(bodies: tuple[Body, ...]) -> tuple[Body, ...]:
    """The bodies, if each is one by its name alone: offices inside a body (…处) need a place that asks for one."""
    told = (is_subject(b) and (is_body(b.name) or is_group(b.name) or may_act(b.name)) for b in bodies)
    return bodies if all(told) else ()


def opening(text: str, start: int, end: int) -> tuple[Body, ...]:
    """The bodies a sentence opens with, where they do what it says."""
    found = first_bodies(text, start, end)
    return found if found and not _NO_PREDICATE.match(text, behind(text, found, end), end) else ()


def first_bodies(text: str, start: int, end: int) -> tuple[Body, ...]:
    """The bodies a sentence opens with."""
    return _named(bodies_after(text, after_marks(text, start, end), end))


def behind(text: str, bodies: tuple[Body, ...], end: int) -> int:
    """Where a list of bodies ends, with the words for those it does not name (等部门)."""
    match = _ETC.match(text, bodies[-1].end, end)
    return match.end() if match else bodies[-1].end


def holders(text: str, start: int, end: int) -> tuple[Body, ...]:
    """The bodies whose duties the items below a stretch count off: those of its last words (市教育局主要职责：), or of
    the sentence before (省财政厅是…。主要职责包括：), or of a heading that only names them.
    """
    stop = start + len(text[start:end].rstrip())
    begin = max(text.rfind(mark, start, max(stop - 1, start)) for mark in "。；\n") + 1
    begin = max(begin, start)
    match = _DUTIES.fullmatch(text, after_marks(text, begin, stop), stop)
    if match is not None and match["who"]:
        return bodies_before(text, match.start("who"), match.end("who"))
    if match is not None and begin > start:
        earlier = max(max(text.rfind(mark, start, begin - 1) for mark in "。；\n") + 1, start)
        return opening(text, earlier, begin)
    return headed(text, begin, stop) if begin == start else ()
