"""Joining the lines a page layout broke.

In the text layer of a PDF file a paragraph is cut at the page's width, and often after punctuation too. The printed
line is found again by adding up the pieces: only a printed line that stays short ends a paragraph.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from loaders.decimals import DECIMAL
from loaders.numbering import OPENING, read_marker
from loaders.text import Draft, Edit, Line

_STOPS = tuple("。！？；：…")
_BEHIND_STOP = "”’」』）〕]】)"
_CLOSERS = tuple("）〕]】)］")
_CLAUSE = re.compile("[，。；]")
_ANNOTATED = re.compile(
    r"(?:[局厅部委办会院府区县市州行司处室队队团]|负责|配合|牵头|落实|位|门|前|底|年|月|列出|同)[）)〕\]】］]$"
)
# A document opens with its reason; above it, a line that ends like a title is one, however wide.
_OPENING = re.compile("为|根据|按照|依据|坚持|(?:19|20)\\d\\d年|(?:今年|当前|近年)")
_TITLED = re.compile(
    r"(?:通知|意见|方案|计划|要点|办法|规定|细则|条例|措施|政策|举措|清单|规划|纲要|指南|决定|预案)[）)]?(?:[（(](?:试行|暂行|20\d\d\s?年?版?)[）)]?)?$"
)
_ABOVE_TITLE = re.compile(r"附件\s*\d{0,2}[:：]?")
_BODY_END = tuple("局厅部委办会院府室处组")
_COMMAS = tuple("，、,")
_OPENERS = tuple("《〈“‘「『（(〔[【，。；：、！？）〕]】)》〉”’…")
_OPEN_ENDS = tuple("《〈“‘（(〔[【")
_OPEN_QUOTE, _CLOSE_QUOTE = re.compile("“[^“”]{0,12}$"), re.compile("[^“”]{0,16}”")
_PLACES = re.compile("[县市区州旗盟][（(〔][市县区州旗盟、]{1,7}[）)〕]$")
UNIT_START = re.compile(
    r"第[一二三四五六七八九十百零〇\d]{1,5}[章节編编部分条款]|[一二三四五六七八九十]{1,3}[、．.]|[（(][一二三四五六七八九十]{1,3}[）)]"
    r"|\d{1,3}[、．﹒](?!\d)|\d{1,3}\.(?!\d)|\d{1,3}\.(?=(?:19|20)\d\d年)|[（(]\d{1,3}[）)]|[①-⑳]|附件\s*\d{0,2}[:：]?$|附件\d{0,2}[:：]|No\.\s?\d|措施\d"
    rf"|{DECIMAL}"
)
# What such a number begins with, figures aside.
_UNIT_OPENING = OPENING | {"附"}
_LABEL = re.compile(
    r"[（(〔\[【]?(?:责任(?:单位|部门)|牵头(?:单位|部门)|配合(?:单位|部门)|主办单位|协办单位|完成(?:时限|时间)|参与单位|支持单位)"
    r"[（(]?.{0,6}[）)]?[:：]"
)
_DATE = re.compile(r"^(?:[12]\d{3}年\d{1,2}月\d{1,2}日|[二一][〇○零Ｏ一二三四五六七八九]{3}年.{2,7}日)$")
_DOC_NO = re.compile(r"[一-鿿]{2,15}[〔\[【(（]\d{4}[〕\]】)）]\d{1,5}号")
_BARE_NUMBER = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}|\d{1,3})[、．﹒.]|[（(](?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)]|[①-⑳]|第[一二三四五六七八九十百]{1,5}[章节条]"
)
_LONGEST_NUMBER = 7
_COLLECTED = re.compile(r"\d{1,3}\.(?!\d)")
_COLLECTED_END = re.compile(r"[（(]\d{4}年\d{1,2}月(?:\d{1,2}日)?[）)]$")
_WIDE = re.compile("[\u2000-\U0010ffff]+")
_WIDTH_LIMIT = 60
# How far the first line of a paragraph stands in.
_INDENT = 2
# From what share of the width on a line is filled, and how many lines a paragraph can have.
_FILLED = 0.86
_LONGEST_PARAGRAPH = 400
_BRACKETS = re.compile("[《》〈〉（）()〔〕\\[\\]［］【】]")


_DATE_OPENING = "12二一"
# Ends and beginnings of lines that say something of whether a paragraph ends there.
_TELLING_ENDS = frozenset("".join((*_STOPS, _BEHIND_STOP, *_CLOSERS, *_COMMAS, *_OPEN_ENDS, "号")))
_TELLING_STARTS = frozenset("".join((*_OPENERS, *_DATE_OPENING, "为根按依坚今当近"))) | _UNIT_OPENING


def _runs_on(text: str, following: str) -> bool:
    """Whether neither the end of a line nor the beginning of the next says anything: most lines in a paragraph."""
    return (
        text[-1] not in _TELLING_ENDS
        and following[0] not in _TELLING_STARTS
        and not following[0].isdecimal()
        and text[0] not in _DATE_OPENING
        and len(text) > _LONGEST_NUMBER
        and "“" not in text
        and "\t" not in text
        and "\t" not in following
    )


def _is_date(text: str) -> bool:
    """Whether a line is a date."""
    return text[0] in _DATE_OPENING and _DATE.match(text) is not None


def _is_number(text: str) -> bool:
    """Whether a line is but the number of a unit."""
    return len(text) <= _LONGEST_NUMBER and _BARE_NUMBER.fullmatch(text) is not None


def _final(text: str) -> bool:
    """Whether a line ends with its sentence, brackets and quotation marks behind that aside."""
    return text.rstrip(_BEHIND_STOP).endswith(_STOPS)


def width(text: str) -> float:
    """How wide a text is in Chinese characters; the others count half."""
    return len(text) - len(_WIDE.sub("", text)) / 2


def _page_width(lines: list[Line], wide: list[float]) -> float | None:
    """The width at which lines, so wide each, were broken; None for a text whose lines are paragraphs."""
    lines, wide = _without_cells(lines, wide)
    widths = sorted(wide)
    if len(widths) < 8:
        return None
    full = widths[int(len(widths) * 0.95)]
    if not 12 <= full <= _WIDTH_LIMIT:
        return None
    long = [line for one, line in zip(wide, lines, strict=True) if one >= 0.85 * full]
    broken = sum(1 for line in long if not _final(line.text) and not line.text.endswith(_CLOSERS))
    rare = bisect_left(widths, full * 1.6) < 0.98 * len(widths)
    return None if rare or broken < 0.4 * len(long) or len(long) < 3 else full


def join_lines(draft: Draft) -> None:
    """Join broken lines of a draft; a text whose lines are paragraphs stays as it is."""
    lines = [line for line in draft.lines() if line.text]
    widths = [width(line.text) for line in lines]
    full = _page_width(lines, widths)
    if full is None:
        return
    in_body = _first_unit(lines)
    heading_end = _heading_end(lines)
    edits: list[Edit] = []
    filled, depth, first, clause = 0.0, 0, 0, False
    counted = _Counted(lines[0].text)
    for index in range(len(lines) - 1):
        line, after = lines[index], lines[index + 1]
        wide = widths[index]
        filled = wide if filled + wide > full * 1.08 else filled + wide
        depth = _depth(depth, line.text)
        clause = clause or _CLAUSE.search(line.text) is not None
        amid = clause and index >= in_body and index - first <= _LONGEST_PARAGRAPH
        amid = amid or depth > 0 or filled / full >= _FILLED
        if amid and index > heading_end and _runs_on(line.text, after.text):
            edits.append(Edit(line.end, after.start))
            continue
        counts_on = counted.goes_on(after.text)
        gap = _Gap(lines, widths, first, index, filled, full, depth, index >= in_body, counts_on, clause)
        if (index == heading_end > 0) or (index >= heading_end and _ends(gap)):
            filled, depth, first, clause = 0.0, 0, index + 1, False
        else:
            edits.append(Edit(line.end, after.start))
    draft.apply(edits)


def _without_cells(lines: list[Line], wide: list[float]) -> tuple[list[Line], list[float]]:
    """The lines that are no rows of cells, with their widths."""
    kept = [(line, one) for line, one in zip(lines, wide, strict=True) if "\t" not in line.text]
    return [line for line, _ in kept], [one for _, one in kept]


def _opens_unit(text: str) -> bool:
    """Whether a line opens with the number of a unit."""
    return (text[0] in _UNIT_OPENING or text[0].isdecimal()) and UNIT_START.match(text) is not None


def _first_unit(lines: list[Line]) -> int:
    return next((i for i, line in enumerate(lines) if i > 1 and _opens_unit(line.text)), len(lines))


def _heading_end(lines: list[Line]) -> int:
    """The line that ends the heading of a collection (`12. title（date）`), which is set larger than the text."""
    if not _COLLECTED.match(lines[0].text):
        return 0
    for index in range(min(12, len(lines))):
        if _COLLECTED_END.search("".join(line.text for line in lines[: index + 1])):
            return index
    return 0


class _Counted:
    """The numbers that opened lines so far: one that follows them opens a paragraph, whatever stands before it."""

    def __init__(self, first: str) -> None:
        self._seen: dict[str, int] = {}
        self.goes_on(first)

    def goes_on(self, text: str) -> bool:
        """Whether the next line opens with the next number of its kind; the number is taken note of."""
        marker = read_marker(text, 0, len(text))
        if marker is None:
            return False
        before = self._seen.get(marker.style)
        self._seen[marker.style] = marker.value
        return before == marker.value - 1


@dataclass(slots=True)
class _Gap:
    """The place between line `index` and the next, in the paragraph that began with line `first`.

    filled is how far the printed line goes, of `full`; depth how many brackets are open; in_body whether the first
    numbered unit has begun; counts_on whether the next line opens with the number after one that opened a line; clause
    whether the paragraph has the mark of a sentence; widths those of all lines.
    """

    lines: list[Line]
    widths: list[float]
    first: int
    index: int
    filled: float
    full: float
    depth: int
    in_body: bool
    counts_on: bool
    clause: bool

    @property
    def text(self) -> str:
        return self.lines[self.index].text

    @property
    def following(self) -> str:
        return self.lines[self.index + 1].text

    @property
    def share(self) -> float:
        return self.filled / self.full

    @property
    def amid_sentence(self) -> bool:
        """Whether the paragraph has sentences and this line does not end one: only headings end without a mark."""
        return self.clause and self.in_body and self.index - self.first <= _LONGEST_PARAGRAPH

    @property
    def below_title_mark(self) -> bool:
        """Whether the line stands up to three lines below a date or 附件: it ends the title of what is attached."""
        for line in reversed(self.lines[max(0, self.index - 3) : self.index]):
            if _is_date(line.text) or _ABOVE_TITLE.fullmatch(line.text):
                return True
            if _CLAUSE.search(line.text):
                return False
        return False

    @property
    def amid_name(self) -> bool:
        """Whether the gap lies within quotation marks, or behind the bracket of kinds of places (县（市、区）|级)."""
        if "“" in self.text and _OPEN_QUOTE.search(self.text) and _CLOSE_QUOTE.match(self.following):
            return True
        if not self.text.endswith(_CLOSERS):
            return False
        words = "".join(line.text for line in self.lines[max(self.first, self.index - 3) : self.index + 1])
        return bool(_PLACES.search(words)) and self.amid_sentence and not _opens_unit(self.following)

    @property
    def is_scrap(self) -> bool:
        """Whether the line is the torn-off beginning of a sentence of the body, not a heading or a signature."""
        return (
            self.in_body
            and self.index == self.first
            and self.share < 0.5
            and not _opens_unit(self.text)
            and not self.text.endswith(_BODY_END)
            and bool(_CLAUSE.search(self.following))
            and not _CLAUSE.search(self.text)
        )

    def line_goes_on(self) -> bool:
        """Whether the next pieces fill the printed line up: cut after punctuation, they belong to one paragraph.

        They do not where they fill a line of their own better, indented by two as a paragraph's first line is.
        """
        filled, ahead = self.filled, slice(self.index + 1, self.index + 12)
        pieces, widths = self.lines[ahead], self.widths[ahead]
        for line, wide, after in zip(pieces, widths, [*pieces[1:], None], strict=True):
            filled += wide
            if filled > 1.07 * self.full or _opens_unit(line.text):
                return False
            if filled >= 0.95 * self.full:
                return abs(filled - self.full) <= _misfit(2, widths, self.full) + 1
            cut = after is not None and after.text.startswith(_OPENERS)
            if not (cut or line.text.endswith(_COMMAS) or _final(line.text) or line.text.startswith(_OPENERS)):
                return False
        return False


def _misfit(filled: float, widths: list[float], full: float) -> float:
    """How far from a full line the pieces come at best, after what fills it already."""
    best = full
    for wide in widths:
        filled += wide
        best = min(best, abs(filled - full))
        if filled > full:
            break
    return best


def _depth(depth: int, text: str) -> int:
    """How many brackets and titles stay open; a stray closing one counts for nothing."""
    for char in _BRACKETS.findall(text):
        depth = depth + 1 if char in "《〈（(〔[［【" else max(0, depth - 1)
    return min(depth, 3)


def _ends(gap: _Gap) -> bool:
    """Whether a paragraph ends at a gap."""
    text, following = gap.text, gap.following
    if "\t" in text or "\t" in following or _is_date(text) or (text.endswith("号") and _DOC_NO.fullmatch(text)):
        return True
    if text.endswith(_COMMAS) or text.endswith(_OPEN_ENDS) or _is_number(text) or gap.amid_name:
        return False
    return gap.counts_on or _ends_by_words(gap)


def _ends_by_words(gap: _Gap) -> bool:
    text, following = gap.text, gap.following
    starts = _opens_unit(following) or _is_date(following)
    closed = text.endswith(_CLOSERS)
    if closed and gap.amid_sentence and not starts and not _ANNOTATED.search(text):
        return False
    if closed or _final(text):
        return _ends_after_stop(gap, starts)
    if (not gap.in_body or gap.below_title_mark) and _OPENING.match(following) and _TITLED.search(text):
        return True
    if following.startswith(_OPENERS) and not starts:
        return False
    if starts and gap.depth == 0 and gap.share < 0.97:
        return True
    if text.startswith("《") and text.endswith("》") and not starts:
        return False
    if gap.depth or gap.share >= _FILLED or gap.amid_sentence:
        return False
    return not gap.is_scrap


def _ends_after_stop(gap: _Gap, starts: bool) -> bool:
    following, final = gap.following, _final(gap.text)
    if starts and (gap.depth == 0 or final or _ANNOTATED.search(gap.text)):
        return True
    if gap.depth:
        return False
    if not gap.in_body and gap.text.endswith(("：", ":")):
        return True
    bracket = following[0] in "（(〔[［【"
    if _LABEL.match(following) and not bracket:
        return True
    if following.startswith(_OPENERS) and not bracket:
        return gap.share < 0.6 and following[0] in "《〈“" and not (gap.in_body and gap.line_goes_on())
    if gap.share < _FILLED:
        return not bracket and not (gap.in_body and gap.line_goes_on())
    if bracket or (gap.in_body and gap.line_goes_on()):
        return False
    if gap.in_body and _ANNOTATED.search(gap.text) and abs(width(following) - gap.full + _INDENT) < 0.5:
        return True
    return width(following) < 14 and not re.search("[，。；、：）]", following)
