"""Where annotations stand: brackets, lines and cells set apart from the sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from loaders.annotations import label_pattern
from loaders.brackets import CLOSE
from loaders.notations import label_prefix, labels, long_labels
from loaders.paragraphs import paragraphs
from ontology.words import any_of

_OPEN = "（(〔[［【﹝"
_ANY_OPEN = "（(〔[［【﹝{〈<"
_OPENS = re.compile(f"[{re.escape(_OPEN)}]")
_ANY = re.compile(f"[{re.escape(_ANY_OPEN + CLOSE)}]")
_LONGEST = 1500
_UNCLOSED = re.compile(
    r"[^（）()〔〕。；\n]{3,200}?(?:按职责分工负责|牵头负责|负责|牵头|配合|落实)"
    r"(?:[，,](?:(?:\d{4}年)?(?:\d{1,2}月)?(?:\d{1,2}日)?底?前完成|(?:长期|持续)(?:推进|坚持)))"
)
_STOP = re.compile("[。；！][ 　—–]*")
_PARAGRAPH_END = re.compile(r"[\s　]*[。.；;]?[ 　]*(?=\n|$)")
# 县（市、区）: kinds of places within a name, wherever the line was broken behind it.
_KINDS_OF_PLACES = re.compile("[（(][市县区旗州盟]{1,2}(?:[、，,/][市县区旗州盟]{1,2})*[）)]")
_SENTENCE_END = "。；！？!?;”’」』)）〕]】\n"


class Mark(NamedTuple):
    """A stretch that may be an annotation: [start, end) with its brackets, [inner_start, inner_end) without.

    form is bracket or line; closes says it stands at the end of its paragraph, after_sentence that a sentence ended
    right before it.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    form: str
    labelled: bool
    closes: bool
    after_sentence: bool


@cache
def _line_label() -> re.Pattern[str]:
    any_label = any_of(tuple(labels()))
    remarks = "完成时限|完成时间|完成期限|时限要求|时间节点|推进时限|时间要求"
    return re.compile(
        rf"[\s　*★●◆▲■•·—-]*(?:[（(]?[一二三四五六七八九十\d]{{1,3}}[）)]?[.、．]?[\s　]*)?"
        rf"(?:{label_prefix()}(?P<label>{any_label})(?:[（(][^）)]{{0,12}}[）)])?[\s　]*[:：]|"
        rf"[【\[〔（(]{label_prefix()}(?P<boxed>{any_of(long_labels())})[】\]〕）)][\s　]*[:：]?|"
        rf"(?P<remark>{remarks})[\s　]*[:：])"
    )


@cache
def _boxed() -> re.Pattern[str]:
    """A label in a bracket of its own, its list outside (【责任单位】市科技局)."""
    return re.compile(rf"[【\[〔（(]{label_prefix()}(?:{any_of(long_labels())})[】\]〕）)][\s　]*[:：]?")


def find_marks(text: str, start: int, end: int) -> list[Mark]:
    """The stretches of text that may be annotations, in order; those inside another only if that one is none."""
    lines = list(_label_lines(text, start, end))
    return sorted([*lines, *_brackets(text, start, end, lines)], key=lambda mark: (mark.start, -mark.end))


def _label_lines(text: str, start: int, end: int) -> Iterator[Mark]:
    """Lines that open with a label, the ones that follow each other as one; labels behind the last sentence too."""
    span: list[int] = []
    waiting = False
    for line in paragraphs(text, start, end):
        match = _line_label().match(text, line.start, line.end)
        if match is not None and (span or not match["remark"]):
            span = [span[0] if span else _label_start(match), line.end]
            waiting = match.end() >= _without_space(text, line.end)
            continue
        if span and (waiting or line.start == line.end):
            waiting = waiting and line.start == line.end
            span = [span[0], line.end]
            continue
        if span:
            yield _line_mark(text, span)
            span = []
        behind = _behind_sentence(text, line.start, line.end)
        if behind is not None:
            yield Mark(behind, line.end, behind, line.end, "line", True, True, True)
    if span:
        yield _line_mark(text, span)


def _label_start(match: re.Match[str]) -> int:
    """Where a label begins, its own bracket included."""
    at = next(match.start(name) for name in ("label", "boxed", "remark") if match[name])
    return at - 1 if match["boxed"] else at


def _line_mark(text: str, span: list[int]) -> Mark:
    start, end = span
    while end > start and text[end - 1] in " \n\t　":
        end -= 1
    return Mark(start, end, start, end, "line", True, True, True)


def _without_space(text: str, end: int) -> int:
    """Where the words before a place end."""
    while end > 0 and text[end - 1] in " 　":
        end -= 1
    return end


def _behind_sentence(text: str, start: int, end: int) -> int | None:
    """Where an unbracketed label begins behind the last sentence of a line (…。责任单位：市科技局)."""
    last = max(start, text.rfind("。", start, end - 1))
    ends = [match.end() for match in _STOP.finditer(text, last, end)]
    for pattern in (label_pattern(), _boxed()):
        for at in ends:
            if start < at < end and pattern.match(text, at, end):
                return at
    return None


def _brackets(text: str, start: int, end: int, lines: list[Mark]) -> Iterator[Mark]:
    taken = iter(lines)
    line = next(taken, None)
    brackets = _Brackets(text, start, end)
    for found in _OPENS.finditer(text, start, end):
        at = found.start()
        while line is not None and at >= line.end:
            line = next(taken, None)
        if (line is None or at < line.start) and (mark := _bracket(brackets, at)) is not None:
            yield mark


class _Brackets:
    """Which closing bracket belongs to which opening one in a stretch of text, whatever their shapes; found once."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text, self.end = text, end
        self._partners: dict[int, int] = {}
        self._line_end = -1
        waiting: list[int] = []
        for found in _ANY.finditer(text, start, end):
            if found[0] in _ANY_OPEN:
                waiting.append(found.start())
            elif waiting:
                self._partners[waiting.pop()] = found.start()

    def line_end(self, at: int) -> int:
        """The end of the line of a place; places are asked for in order."""
        if at > self._line_end:
            found = self.text.find("\n", at, self.end)
            self._line_end = self.end if found < 0 else found
        return self._line_end

    def closing(self, at: int, end: int) -> int | None:
        """The partner of the bracket at `at`; None when it has none before `end` or stands too far."""
        close = self._partners.get(at)
        return close if close is not None and close < min(end, at + _LONGEST) else None

    def last_closer(self, at: int, end: int) -> int | None:
        """The last closing bracket before the next sentence, for a bracket that miscounts."""
        stop = min(end, at + _LONGEST)
        sentence = self.text.find("。", at, stop)
        return next((i for i in range(sentence if sentence >= 0 else stop - 1, at, -1) if self.text[i] in CLOSE), None)

    def ends_sentence(self, at: int) -> bool:
        """Whether a sentence ended right before a place, or the text begins there."""
        at = _without_space(self.text, at)
        return at == 0 or self.text[at - 1] in _SENTENCE_END


def _bracket(brackets: _Brackets, at: int) -> Mark | None:
    text, end = brackets.text, brackets.end
    if text[at - 1 : at] in tuple("市县区旗州盟") and _KINDS_OF_PLACES.match(text, at, end):
        return None
    labelled = label_pattern().match(text, at + 1, end) is not None
    line_end = brackets.line_end(at)
    close = brackets.closing(at, line_end)
    if close is None and labelled:
        close = brackets.closing(at, end)
        if close is not None and label_pattern().search(text, line_end, close):
            close = None
        if close is None:
            close = brackets.last_closer(at, line_end)
    if close is None and not labelled:
        return _unclosed(text, at, line_end)
    inner_end = close if close is not None else min(line_end, at + _LONGEST)
    stop = inner_end + 1 if close is not None else inner_end
    closes = _PARAGRAPH_END.match(text, stop, end) is not None
    return Mark(at, stop, at + 1, inner_end, "bracket", labelled, closes, brackets.ends_sentence(at))


def _unclosed(text: str, at: int, line_end: int) -> Mark | None:
    """A bracket without end that says who does the task: it ends with the role word and the date behind it."""
    match = _UNCLOSED.match(text, at + 1, line_end)
    if match is None:
        return None
    return Mark(at, match.end(), at + 1, match.end(), "bracket", False, False, True)
