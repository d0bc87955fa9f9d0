"""Parts of a unit that have no number of their own line but an assignment of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from loaders.numbering import read_marker
from loaders.paragraphs import paragraphs
from loaders.titles import title_span
from loaders.types import Span, Unit

_ROLE = r"(?:负责|牵头|配合|责任单位|责任部门|牵头单位|落实|参与|主办|协办|指导)"
_INNER = r"(?:[^（(〔\[［【）)〕\]］】\n]|[（(〔][^（(〔）)〕\n]{0,60}[）)〕])"
_CLOSING = re.compile(rf"[（(〔\[［【](?={_INNER}{{0,400}}?{_ROLE}){_INNER}{{2,400}}[）)〕\]］】]。?$")
_INLINE = re.compile(r"[（(](?P<n>\d{1,2})[）)]")
_BEFORE_FIRST = "，。：:；,"
_CLOSERS = "）)〕]］】"


def with_assigned_parts(words: str, units: Sequence[Unit]) -> list[Unit]:
    """The units, and below those without sub-units what carries an assignment of its own.

    That is each item of a list （1）…（2）… within a paragraph, where an assignment closes the items, and each
    paragraph closed by an assignment where a unit has several of them (its first paragraph stays the unit itself).
    """
    parents = {unit.parent for unit in units}
    result: list[Unit] = []
    moved: dict[int, int] = {}
    for index, unit in enumerate(units):
        parent = moved[unit.parent] if unit.parent is not None else None
        moved[index] = len(result)
        parts = _parts(words, unit) if index not in parents else []
        own_end = parts[0].label_start if parts else unit.own_end
        same = parent == unit.parent and own_end == unit.own_end
        result.append(unit if same else unit._replace(parent=parent, own_end=own_end))
        result += [part._replace(parent=moved[index]) for part in parts]
    return result


def _parts(words: str, unit: Unit) -> list[Unit]:
    lines = [line for line in paragraphs(words, unit.start, unit.end) if line.start < line.end]
    closed = [line for line in lines if ends_assigned(words, line)]
    if len(closed) > 1:
        return [_paragraph(words, unit, line) for line in closed if line.start > unit.start]
    return [part for line in closed for part in _inline(words, unit, line)]


def ends_assigned(words: str, line: Span) -> bool:
    """Whether a paragraph ends with a bracket that assigns it."""
    closer = line.end - 2 if words[line.end - 1 : line.end] == "。" else line.end - 1
    if closer <= line.start or words[closer] not in _CLOSERS:
        return False
    return _CLOSING.search(words, max(line.start, line.end - 500), line.end) is not None


def _paragraph(words: str, unit: Unit, line: Span) -> Unit:
    head_end, title = title_span(words, line.start, line.end)
    return _below(unit, "", title, title, Span(line.start, line.end), head_end, line.start)


def _inline(words: str, unit: Unit, line: Span) -> list[Unit]:
    marks: list[re.Match[str]] = []
    for match in _INLINE.finditer(words, line.start + 1, line.end):
        before = words[match.start() - 1]
        if int(match["n"]) == len(marks) + 1 and before in (_CLOSERS if marks else _BEFORE_FIRST):
            marks.append(match)
    if len(marks) < 2:
        return []
    ends = [mark.start() for mark in marks[1:]] + [line.end]
    if not all(_CLOSING.search(words, max(m.end(), end - 500), end) for m, end in zip(marks, ends, strict=True)):
        return []
    parts = []
    for mark, end in zip(marks, ends, strict=True):
        marker = read_marker(words, mark.start(), end)
        if marker is not None:
            head_end, title = title_span(words, marker.end, end)
            span = Span(marker.end, end)
            parts.append(_below(unit, marker.number, marker.printed, title, span, head_end, mark.start()))
    return parts


def _below(unit: Unit, number: str, last: str, title: str, span: Span, head_end: int, label: int) -> Unit:
    path = f"{unit.path}/{last}" if unit.path else last
    depth = unit.depth + 1
    return Unit(
        number, path, title, span.start, head_end, span.end, span.end, None, depth, "paragraph", label_start=label
    )
