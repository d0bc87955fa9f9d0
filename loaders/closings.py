"""Closing paragraphs: what stands behind the last number and speaks of the whole list, or of the whole document."""

from __future__ import annotations

import re
from collections.abc import Sequence

from loaders.assigned import ends_assigned
from loaders.numbering import value_of
from loaders.paragraphs import paragraphs
from loaders.titles import title_span
from loaders.types import Span, Unit

_ANNOTATION = re.compile(
    r"[（(〔\[［【]|.{0,2}(?:责任|牵头|配合|主办|协办|完成|参与|支持|指导)(?:单位|部门|时限|时间|处室|领导)"
)
_SUMMARY = re.compile(r"(?:以上|上述)(?:所有|各)?(?P<n>[一二两三四五六七八九十]{1,3}|\d{1,2})?(?:类|项|个|条)?")
_BRACKETS = tuple("）)〕]］】")
# Whom a closing paragraph speaks to, where no item before it has a second paragraph.
_TO_ALL = re.compile(
    r"(?:全[国省市县区])?(?:各|地方各级|国务院有关|有关|[省市县区](?:级|直|政府)?(?:各|有关|相关))"
    r"[^，。；]{0,24}?(?:部门|单位|地区|地|级|政府|地方|[省市县区）)])[^，。；]{0,10}?(?:要|应|须|制定)"
)
# Words by which such a paragraph gives someone a role.
_GIVES_ROLE = re.compile(
    r"会同(?!意)|牵头(?!单位|部门)|负责(?!人|同志|任|制)|承担[^，。；]{0,10}工作|组织实施|[门位局委厅办府](?:要|应)?(?:主动|积极)*配合"
)
_HEADING = 30
# How many lines without a sentence make a roster.
_ROSTER = 3
_SENTENCE = re.compile("[。；，]")


def with_closings(words: str, units: Sequence[Unit]) -> list[Unit]:
    """The units, the paragraphs that close the document and give roles as units of their own behind its last item.

    Such a paragraph follows one that ends with an annotation, or opens by speaking to all (各地区、各部门要…) where no
    item beside has a second paragraph, or is the first sentence behind a roster.
    """
    result = list(units)
    lasts = [i for i in range(len(units)) if i + 1 == len(units) or units[i + 1].kind == "attachment"]
    for index in reversed(lasts):
        if units[index].kind in ("article", "attachment", "chapter"):
            continue
        lines = _closing_lines(words, units, index)
        roles = [line for line in lines if _GIVES_ROLE.search(words, line.start, line.end)]
        if not roles:
            continue
        _cut(words, result, index, lines[0].start)
        result[index + 1 : index + 1] = [_closing_unit(words, line) for line in roles]
        result[index + 1 + len(roles) :] = [
            u._replace(parent=u.parent + len(roles)) if u.parent is not None and u.parent > index else u
            for u in result[index + 1 + len(roles) :]
        ]
    return result


def _closing_lines(words: str, units: Sequence[Unit], index: int) -> list[Span]:
    unit = units[index]
    lines = [line for line in paragraphs(words, unit.start, unit.end) if line.start < line.end]
    assigned = [_assigns(words, line) for line in lines]
    for at in range(1, len(lines)):
        if any(assigned[at:]):
            continue
        if ends_assigned(words, lines[at - 1]) or (at == 1 and _speaks_to_all(words, units, index, lines)):
            return lines[at:]
        if at > _ROSTER and _is_sentence(words, lines[at]) and not any(_is_sentence(words, ln) for ln in lines[:at]):
            return lines[at:]
    return []


def _is_sentence(words: str, line: Span) -> bool:
    return bool(_SENTENCE.search(words, line.start, line.end))


def _speaks_to_all(words: str, units: Sequence[Unit], index: int, lines: list[Span]) -> bool:
    first, second = lines[0], lines[1]
    opening = words[first.start : first.end]
    heading = len(opening) <= _HEADING and "。" not in opening[:-1]
    if heading or opening[-1] not in "。！" or not _TO_ALL.match(words, second.start):
        return False
    beside = [u for u in units if u.parent == units[index].parent and u is not units[index]]
    return bool(beside) and all("\n" not in words[u.start : u.own_end] for u in beside)


def _cut(words: str, units: list[Unit], index: int, at: int) -> None:
    """End the unit, and those around it, before the closing paragraph."""
    while at > 0 and words[at - 1] in " \n\t":
        at -= 1
    place: int | None = index
    while place is not None:
        unit = units[place]
        units[place] = unit._replace(end=min(unit.end, at), own_end=min(unit.own_end, at))
        place = unit.parent


def _closing_unit(words: str, line: Span) -> Unit:
    head_end, title = title_span(words, line.start, line.end)
    return Unit("", title, title, line.start, head_end, line.end, line.end, None, 0, "closing", label_start=line.start)


def without_summaries(words: str, units: list[Unit]) -> list[Unit]:
    """Give closing paragraphs back to the unit around: what follows the last of a list speaks of the whole list."""
    children: dict[int | None, list[int]] = {}
    for index, unit in enumerate(units):
        children.setdefault(unit.parent, []).append(index)
    result = list(units)
    for parent, members in children.items():
        if parent is None or len(members) < 2:
            continue
        last = members[-1]
        cut = _closing(words, [result[i] for i in members], result, children, parent)
        if cut is not None:
            _shorten(result, children, last, cut)
    return result


def _closing(
    words: str, members: list[Unit], units: list[Unit], children: dict[int | None, list[int]], parent: int
) -> int | None:
    last = members[-1]
    lines = paragraphs(words, last.start, last.end)
    for line in lines[1:]:
        match = _SUMMARY.match(words, line.start, line.end)
        if match is not None and (match["n"] is None or value_of(match["n"]) == len(members)):
            return line.start
    if last.kind == "article" or any(units[i].start == last.start and children.get(i) for i in children[parent]):
        return None
    usual = max(len(paragraphs(words, u.start, u.end)) for u in members[:-1])
    if len(members) < 3 or usual > 2 or len(lines) <= usual:
        return None
    extra = lines[usual:]
    if words[lines[usual - 1].end - 1] not in "。！" or any(_assigns(words, line) for line in extra):
        return None
    return extra[0].start


def _assigns(words: str, line: Span) -> bool:
    """Whether a paragraph ends with a bracket or names a role: it then belongs to the task before it."""
    bracket = words[line.end - 1 : line.end] in _BRACKETS or ends_assigned(words, line)
    return bracket or bool(_ANNOTATION.match(words, line.start, line.end))


def _shorten(units: list[Unit], children: dict[int | None, list[int]], index: int, cut: int) -> None:
    end = cut - 1 if units[index].start < cut <= units[index].end else cut
    units[index] = units[index]._replace(end=min(units[index].end, end))
    for child in children.get(index, ()):
        if units[child].end > end:
            _shorten(units, children, child, cut)
