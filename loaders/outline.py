"""The units of a document: numbered ones, bold or colon headings, attachments, rows of task tables."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from loaders.assigned import with_assigned_parts
from loaders.closings import with_closings, without_summaries
from loaders.decimals import Decimal, decimals
from loaders.numbering import RANKS, Marker, han_number, read_marker
from loaders.paragraphs import paragraphs
from loaders.rows import row_units
from loaders.titles import title_span
from loaders.types import Span, Table, Text, Unit
from ontology.records import WarningRecord

_ATTACHMENT = re.compile(r"附\s?件\s?(?P<n>\d{0,2})[：:]?$")
_DATE_LINE = re.compile(r"(?:\d{4}年\d{1,2}月\d{1,2}日|[二一][〇○零Ｏ一二三四五六七八九]{3}年.{2,7}日)$")
_TAIL = re.compile(r"[（(](?:此件|此文|本文有|联系).{0,30}[）)]$|附件[:：]|附[:：]|\d{1,2}[．.].{2,40}$")
_SIGNATURE = re.compile(r"[^，。；：、]{2,40}$")
_NO_HEADING = re.compile("[，。；：:？?！]|^附件")
_STOPS = "。；）)〕］]】\n"
_UNPOINTED = re.compile(r"(?P<n>\d{1,3})[ 　]?(?=[一-鿿]{4})(?![年月日个项家条万亿元天次类名至多余])")
_CONTENTS = re.compile(r"目\s?录$")


@dataclass(frozen=True)
class Outline:
    """The units in order, where the text of the document itself begins and ends, and what was irregular."""

    units: tuple[Unit, ...]
    body: Span
    warnings: tuple[WarningRecord, ...]


@dataclass(slots=True)
class _Found:
    """A marker or heading found at the beginning of a paragraph."""

    style: str
    printed: str
    number: str
    value: int
    label_start: int
    start: int


def read_outline(
    text: Text, body: Span, tables: tuple[Table, ...], bold: tuple[Span, ...] = (), *, begin: int = 0
) -> Outline:
    """The outline of the document whose text proper is `body`; before it stands its head, after it its end.

    Units before the body (those of a covering notice, after `begin`) are found too. `bold` are spans set in bold on a
    line of their own or at its beginning.
    """
    words = text.text
    lines = _outside(paragraphs(words, begin), tables)
    stop = body_end(words, body)
    found, warnings = _markers(words, lines, body, stop)
    found = _with_headings(words, found, bold, Span(body.start, stop))
    units = _nested(words, found, stop, body.start)
    units = without_summaries(words, with_closings(words, units))
    units = with_assigned_parts(words, [_with_own_end(unit, index, units) for index, unit in enumerate(units)])
    rows = row_units(words, tables, units)
    preamble = _preamble(words, body, stop, units, rows)
    shift = len(preamble)
    return Outline((*preamble, *_shifted(units, shift), *_shifted(rows, shift)), Span(body.start, stop), warnings)


def _outside(lines: list[Span], tables: tuple[Table, ...]) -> list[Span]:
    """The lines that stand in no table; both are in order."""
    starts = [table.start for table in tables]
    return [p for p in lines if not (at := bisect_right(starts, p.start)) or p.start >= tables[at - 1].end]


def _with_headings(words: str, found: list[_Found], bold: tuple[Span, ...], body: Span) -> list[_Found]:
    """The numbers and, between them, headings without one: short lines of their own set in bold."""
    numbered = {entry.label_start for entry in found}
    headings = []
    for span in bold:
        end = words.find("\n", span.start)
        line = Span(span.start, len(words) if end < 0 else end)
        whole = (span.start == 0 or words[span.start - 1] == "\n") and span.end >= line.end
        title = words[line.start : line.end]
        if not whole or line.start in numbered or not body.start <= line.start < line.end < body.end:
            continue
        if len(title) <= 30 and not _NO_HEADING.search(title) and not read_marker(title, 0, len(title)):
            headings.append(_Found("heading", title, "", 0, line.start, line.start))
            numbered.add(line.start)
    return sorted([*found, *headings], key=lambda f: f.label_start) if headings else found


def _shifted(units: list[Unit], by: int) -> tuple[Unit, ...]:
    return tuple(u._replace(parent=u.parent + by) if u.parent is not None else u for u in units) if by else tuple(units)


def body_end(words: str, body: Span) -> int:
    """Where the text proper ends: signature, date, remarks on publication and lists of attachments stand after it."""
    lines = paragraphs(words, body.start, body.end)
    kept = len(lines)
    while kept > 1:
        line = words[lines[kept - 1].start : lines[kept - 1].end]
        if _DATE_LINE.match(line):
            kept -= 1
            while kept > 1 and _is_signature(words, lines[kept - 1]):
                kept -= 1
            continue
        if not line or (_TAIL.match(line) and (not line[0].isdigit() or _in_attachment_list(words, lines, kept - 1))):
            kept -= 1
            continue
        break
    return lines[kept - 1].end if lines else body.end


def _is_signature(words: str, line: Span) -> bool:
    text = words[line.start : line.end]
    return bool(_SIGNATURE.match(text)) and read_marker(words, line.start, line.end) is None


def _in_attachment_list(words: str, lines: list[Span], index: int) -> bool:
    for line in reversed(lines[max(0, index - 15) : index]):
        text = words[line.start : line.end]
        if text.startswith("附件"):
            return True
        if len(text) > 60 or "。" in text:
            return False
    return False


def _markers(words: str, lines: list[Span], body: Span, stop: int) -> tuple[list[_Found], tuple[WarningRecord, ...]]:
    found: list[_Found] = []
    warnings: list[WarningRecord] = []
    last: dict[str, int] = {}
    skip_until = _contents_end(words, lines)
    counted = decimals(words, lines)
    for line in lines:
        if line.start >= stop or skip_until[0] <= line.start < skip_until[1]:
            continue
        entry = _decimal(counted.get(line.start)) or _at(words, line, bool(found))
        entry = entry or _unpointed(words, line, found, lines)
        if entry is None:
            continue
        found += _begun_inline(words, found, entry)
        before = found[-1].value if found and found[-1].style == entry.style else last.get(entry.style)
        if before is not None and entry.value > before + 20:
            continue
        if before is not None and before + 1 < entry.value:
            rescued = _swallowed(words, found, entry, before)
            found += rescued
            before = rescued[-1].value if rescued else before
        if (message := _irregular(entry, before, last)) is not None:
            warnings.append(
                {"code": "numbering_irregular", "message": message, "start": entry.label_start, "end": entry.start}
            )
        rank = RANKS[entry.style]
        for style in [s for s in last if RANKS[s] > rank]:
            if entry.style in ("attachment", "part") or (entry.style == "han" and before is None):
                del last[style]
        last[entry.style] = entry.value
        if line.start < body.start:
            last.clear()
        found.append(entry)
    return found, tuple(warnings)


def _swallowed(words: str, found: list[_Found], entry: _Found, before: int) -> list[_Found]:
    """The numbers missing before one, where they stand amid a paragraph right after a sentence or an annotation."""
    last = next((f for f in reversed(found) if f.style == entry.style), None)
    if last is None or entry.style.startswith("decimal"):
        return []
    at, rescued = last.start, []
    for value in range(before + 1, entry.value):
        opening = entry.printed.replace(entry.number, _written(entry, value)) if entry.number else ""
        place = _after_stop(words, opening, at, entry.label_start)
        marker = read_marker(words, place, entry.label_start) if place is not None else None
        if place is None or marker is None or marker.value != value:
            break
        rescued.append(_Found(marker.style, marker.printed, marker.number, value, place, marker.end))
        at = marker.end
    return rescued


def _begun_inline(words: str, found: list[_Found], entry: _Found) -> list[_Found]:
    """The numbers before one that goes on, on a line of its own, with a list begun within the paragraph above."""
    if not found or entry.style not in ("number_bracket", "circled") or entry.value < 2:
        return []
    above = found[-1]
    if RANKS[above.style] >= RANKS[entry.style]:
        return []
    at = above.start
    rescued: list[_Found] = []
    for value in range(1, entry.value):
        opening = entry.printed.replace(entry.number, str(value)) if entry.style == "number_bracket" else ""
        place = _after_stop(words, opening, at, entry.label_start, _STOPS if rescued else _STOPS + "，：:,")
        marker = read_marker(words, place, entry.label_start) if place is not None else None
        if place is None or marker is None:
            return []
        rescued.append(_Found(marker.style, marker.printed, marker.number, value, place, marker.end))
        at = marker.end
    return rescued


def _written(entry: _Found, value: int) -> str:
    return str(value) if entry.number.isdigit() else han_number(value)


def _after_stop(words: str, opening: str, start: int, end: int, stops: str = _STOPS) -> int | None:
    """Where a number stands right after a sentence or bracket ends; None where it does not."""
    place = words.find(opening, start, end) if opening else -1
    while place >= 0:
        if words[place - 1] in stops:
            return place
        place = words.find(opening, place + 1, end)
    return None


def _at(words: str, line: Span, begun: bool) -> _Found | None:
    match = _ATTACHMENT.match(words[line.start : line.end])
    if match is not None:
        if not begun:
            return None
        value = int(match["n"] or 1)
        return _Found("attachment", f"附件{match['n']}", match["n"], value, line.start, line.end)
    marker: Marker | None = read_marker(words, line.start, line.end)
    if marker is None:
        return None
    return _Found(marker.style, marker.printed, marker.number, marker.value, line.start, marker.end)


def _decimal(one: Decimal | None) -> _Found | None:
    if one is None:
        return None
    return _Found(f"decimal{len(one.parts)}", one.printed, one.printed, one.parts[-1], one.start, one.end)


def _unpointed(words: str, line: Span, found: list[_Found], lines: list[Span]) -> _Found | None:
    """A number that lost its point (30 不断优化…): it counts on from the last, and the next comes later."""
    match = _UNPOINTED.match(words, line.start, line.end)
    last = next((f for f in reversed(found) if f.style == "number"), None) if match else None
    if match is None or last is None or int(match["n"]) != last.value + 1:
        return None
    after = str(last.value + 2)
    if not any(
        words.startswith((f"{after}.", f"{after}．", f"{after}、"), p.start) for p in lines if p.start > line.end
    ):
        return None
    return _Found("number", match["n"], match["n"], last.value + 1, line.start, match.end())


def _irregular(entry: _Found, before: int | None, last: dict[str, int]) -> str | None:
    if before is None:
        return f"编号从“{entry.printed}”开始" if entry.value > 1 and entry.style not in ("attachment",) else None
    if entry.value in (before + 1, 1):
        return None
    return f"编号“{entry.printed}”前面是第{before}项" + ("（重复）" if entry.value == before else "")


def _contents_end(words: str, lines: list[Span]) -> tuple[int, int]:
    """The stretch of a table of contents: from its heading to where its first entry stands again."""
    for index, line in enumerate(lines[:40]):
        if not _CONTENTS.match(words[line.start : line.end]) or index + 1 >= len(lines):
            continue
        first = words[lines[index + 1].start : lines[index + 1].end][:6]
        for later in lines[index + 2 : index + 200]:
            if words.startswith(first, later.start):
                return line.start, later.start
    return 0, 0


def _nested(words: str, found: list[_Found], stop: int, body_start: int) -> list[Unit]:
    ends = _ends(found, stop, body_start)
    units: list[Unit] = []
    stack: list[tuple[int, int]] = []
    for place, entry in enumerate(found):
        rank = RANKS[entry.style]
        if entry.label_start >= body_start and units and units[-1].label_start < body_start:
            stack.clear()
        while stack and stack[-1][0] >= rank:
            stack.pop()
        parent = stack[-1][1] if stack else None
        units.append(_unit(words, entry, parent, units, len(stack), ends[place]))
        stack.append((rank, len(units) - 1))
    return units


def _ends(found: list[_Found], stop: int, body_start: int) -> list[int]:
    """Where each unit ends: before the next number that does not lie inside it; a covering notice's units end where the
    body begins.
    """
    ends = [stop] * len(found)
    open_units: list[int] = []
    for place, entry in enumerate(found):
        while open_units and RANKS[found[open_units[-1]].style] >= RANKS[entry.style]:
            ends[open_units.pop()] = entry.label_start
        open_units.append(place)
    return [
        max(min(end, body_start) if entry.label_start < body_start else end, entry.start)
        for entry, end in zip(found, ends, strict=True)
    ]


def _unit(words: str, entry: _Found, parent: int | None, units: list[Unit], depth: int, end: int) -> Unit:
    start = entry.start
    while start < end and words[start] in " \n\t":
        start += 1
    while end > start and words[end - 1] in " \n\t":
        end -= 1
    head_end, title = title_span(words, start, end)
    path = f"{units[parent].path}/{entry.printed}" if parent is not None else entry.printed
    kind = {"article": "article", "chapter": "chapter", "section": "chapter", "part": "chapter"}.get(
        entry.style, "number"
    )
    kind = entry.style if entry.style in ("attachment", "heading") else kind
    return Unit(
        entry.number, path, title, start, head_end, end, end, parent, depth, kind, label_start=entry.label_start
    )


def _with_own_end(unit: Unit, index: int, units: list[Unit]) -> Unit:
    if index + 1 < len(units) and units[index + 1].parent == index:
        return unit._replace(own_end=max(unit.start, units[index + 1].label_start))
    return unit._replace(own_end=unit.end)


def _preamble(words: str, body: Span, stop: int, units: list[Unit], rows: list[Unit]) -> list[Unit]:
    starts = [u.label_start for u in units if u.label_start >= body.start] + [r.label_start for r in rows]
    end = min([*starts, stop])
    start = body.start
    while start < end and words[start] in " \n\t":
        start += 1
    while end > start and words[end - 1] in " \n\t":
        end -= 1
    if start >= end:
        return []
    return [Unit("", "", "引言", start, start, end, end, None, 0, "preamble", label_start=start)]
