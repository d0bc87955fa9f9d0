"""What looks like an annotation and was taken up by no rule: said, so that a count is known to be a lower bound."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from loaders.bodynames import is_body
from loaders.brackets import CLOSE, OPEN
from loaders.marks import Mark, find_marks
from loaders.names import read_list
from loaders.parties import bodies_after, is_sure
from loaders.types import Span
from ontology.records import WarningRecord

# A word of the kind of 责任单位 that no vocabulary has, with what follows its colon.
_LABEL = re.compile(
    r"(?:^|(?<=[（(〔［【\[]))[\s　]*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)]?[.、．]?[\s　]*)?"
    r"(?P<label>[一-鿿]{0,6}(?:单位|部门|主体|处室|科室|厅局))[】\]〕）)]?[:：][\s　]*(?P<list>[^\n。：:]{2,200})",
    re.MULTILINE,
)
_LABEL_END = re.compile("(?:单位|部门|主体|处室|科室|厅局)[】\\]〕）)]?[:：]")
_NOT_OURS = re.compile(
    r"建议|谁主管|谁审批|数据责任|终身|联系|咨询|主办|承办|来源|发布|起草|制定|主管|印发|报送|抄送|主送|解释|网站"
)
_LONGEST = 200


def annotation_warning(text: str, start: int, end: int, said: str = "像职责标注而未读懂") -> WarningRecord:
    """The warning of a passage that looks like an annotation."""
    shown = " ".join(text[start:end].split())[:40]
    return {"code": "annotation_unread", "message": f"{said}：{shown}", "start": start, "end": end}


def overlooked(text: str, read: Iterable[Span]) -> list[WarningRecord]:
    """The passages outside those that were read, or warned of, which look like annotations."""
    known = _Spans(read)
    found: list[WarningRecord] = []
    likely = [*_labelled(text), *_closing(text)]
    for span, names_body in sorted(likely, key=lambda pair: (pair[0].start, -pair[0].end)):
        if not known.touch(span) and names_body():
            known.add(span)
            found.append(annotation_warning(text, span.start, span.end))
    return found


def _labelled(text: str) -> Iterator[tuple[Span, Callable[[], bool]]]:
    for match in _labels(text):
        if not _NOT_OURS.search(match["label"]):
            end = _list_end(text, match.start("list"), match.end("list"))
            yield Span(match.start("label"), end), partial(_names_body, text, match.start("list"), end)


def _labels(text: str) -> Iterator[re.Match[str]]:
    """The labels, looked for in the lines where one can end."""
    at = 0
    for sign in _LABEL_END.finditer(text):
        line = max(at, text.rfind("\n", 0, sign.start()) + 1)
        match = _LABEL.search(text, line, sign.end() + 2 * _LONGEST) if sign.start() >= at else None
        if match is not None and match.start("label") < sign.end():
            at = match.end()
            yield match


def _names_body(text: str, start: int, end: int) -> bool:
    return any(is_body(body.name) for body in read_list(text, start, end).bodies)


def _list_end(text: str, start: int, end: int) -> int:
    """Where a list ends: before a closing bracket that it did not open."""
    depth = 0
    for at in range(start, end):
        depth += (text[at] in OPEN) - (text[at] in CLOSE)
        if depth < 0:
            return at
    return end


def _closing(text: str) -> Iterator[tuple[Span, Callable[[], bool]]]:
    """Brackets behind a sentence, at the end of a paragraph; they count if they open with a body."""
    for mark in find_marks(text, 0, len(text)):
        if mark.form == "bracket" and mark.closes and mark.after_sentence:
            yield Span(mark.start, mark.end), partial(_opens_with_body, text, mark)


def _opens_with_body(text: str, mark: Mark) -> bool:
    if mark.inner_end - mark.inner_start > _LONGEST or _NOT_OURS.match(text, mark.inner_start):
        return False
    return any(is_sure(body) for body in bodies_after(text, mark.inner_start, mark.inner_end))


class _Spans:
    """Spans that answer whether another touches one of them."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans: list[Span] = sorted(spans, key=lambda s: s.start)
        self._longest = max((s.end - s.start for s in self._spans), default=0)

    def add(self, span: Span) -> None:
        self._spans.insert(bisect_left(self._spans, span.start, key=lambda s: s.start), span)
        self._longest = max(self._longest, span.end - span.start)

    def touch(self, span: Span) -> bool:
        first = bisect_left(self._spans, span.start - self._longest, key=lambda s: s.start)
        return any(_meet(other, span) for other in _until(self._spans, first, span.end))


def _until(spans: Sequence[Span], first: int, end: int) -> Iterator[Span]:
    for at in range(first, len(spans)):
        if spans[at].start >= end:
            return
        yield spans[at]


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
