"""What an annotation says: its labels, clauses and declared rules, read into bodies with roles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from loaders.brackets import CLOSE, OPEN
from loaders.names import BodyList, read_list
from loaders.notations import (
    clause_words,
    label_prefix,
    labels,
    long_labels,
    remark_patterns,
    rule_patterns,
    words,
)
from loaders.types import Body
from ontology.words import any_of

BLANK = "\x00"
_ROLE_REMARK = re.compile(r"[（(](?P<role>牵头单位|牵头部门|牵头|主办|协办|配合|参与|总牵头|配合单位)[）)]$")
_ENDS = r"(?=[\s　]*(?:[，,；;。、）)〕\]】］﹞\x00]|$))"
_BRACKETS = f"{re.escape(OPEN)}{re.escape(CLOSE)}"
_BRACKET = re.compile(f"[{_BRACKETS}]")
# One of these stands behind every label.
_LABEL_SIGNS = (":", "：", "单位为", "部门为")
# The rule that names bodies once for all later tasks; the others say who leads.
CARRIED = "carry_forward"


class Entry(NamedTuple):
    """One body in one role, by the word and the notation that gave it."""

    body: Body
    role: str
    word: str
    rule: str
    scope: str | None = None
    open_list: bool = False


@dataclass(frozen=True, slots=True)
class Declared:
    """A rule a document declares: its id, the words that declare it, where, and whether it holds further on (下同)."""

    id: str
    word: str
    start: int
    end: int
    lasting: bool


class Reading(NamedTuple):
    """What an annotation says. `form` is label, clause or bare; `rest` are pieces that were not understood."""

    entries: tuple[Entry, ...]
    form: str
    deadline: str | None = None
    scope: str | None = None
    rest: tuple[str, ...] = ()


class _Segment(NamedTuple):
    """A stretch that holds a list, with the role its label or word gives it."""

    start: int
    end: int
    role: str
    word: str
    rule: str
    stated: bool


@cache
def label_pattern() -> re.Pattern[str]:
    """A label and its colon, wherever a label can begin."""
    return re.compile(
        rf"(?:^|(?<=[，,；;。、—–\s　\x00{_BRACKETS}])){label_prefix()}(?P<label>{any_of(tuple(labels()))})"
        rf"(?:[（(][^）)]{{0,12}}[）)])?[\s　]*(?:[:：]|(?<=单位|部门)为(?=[省市县区州盟各自]))[\s　]*"
    )


@cache
def _boxed_label() -> re.Pattern[str]:
    """【责任单位】 with its list outside."""
    return re.compile(rf"[【\[〔（(]{label_prefix()}(?P<label>{any_of(long_labels())})[】\]〕）)][\s　]*[:：]?")


@cache
def _clause_pattern() -> re.Pattern[str]:
    adverbs = any_of(words("clauses", "adverbs"))
    return re.compile(rf"(?:{adverbs})*(?P<verb>{any_of(tuple(clause_words()))}){_ENDS}")


def read_annotation(
    text: str, start: int, end: int, declared: Declared | None = None, *, lists: bool = True
) -> Reading:
    """What the annotation text[start:end] (without its brackets) says; `declared` is the rule in force there.

    Without `lists` a bare list, which no word makes an annotation, is not read.
    """
    bare = _without_remarks(text[start:end])
    segments = _segments(bare.words)
    entries: list[Entry] = []
    rest: list[str] = []
    form = _form(segments)
    if form == "bare" and not lists:
        return Reading((), form)
    for segment in segments:
        found = read_list(bare.words, segment.start, segment.end)
        rest += found.rest
        entries += _entries(bare.words, segment, found)
    entries = _with_rule(bare.words, entries, segments, declared)
    shifted = tuple(Entry(_shifted(text, e.body, start), e.role, e.word, e.rule, e.scope, e.open_list) for e in entries)
    return Reading(shifted, form, bare.deadline, bare.scope, tuple(rest))


def declared_in(text: str, start: int = 0, end: int | None = None) -> Iterator[Declared]:
    """The rules a stretch of text declares of who leads."""
    stop = len(text) if end is None else end
    for rule in rule_patterns():
        if rule.id == CARRIED or not rule.may_stand_in(text, start, stop):
            continue
        for match in rule.pattern.finditer(text, start, stop):
            lasting = "下同" in text[match.end() : match.end() + 40]
            yield Declared(rule.id, match[0], match.start(), match.end(), lasting)


def carried_in(text: str, start: int, end: int) -> list[Body]:
    """The bodies named once for all later tasks (以下均需…落实，不再列出)."""
    rule = next(rule for rule in rule_patterns() if rule.id == CARRIED)
    if not rule.may_stand_in(text, start, end):
        return []
    found = rule.pattern.finditer(text, start, end)
    return [b for m in found for b in read_list(text, m.start("list"), m.end("list")).bodies]


class _Bare(NamedTuple):
    words: str
    deadline: str | None
    scope: str | None


def _without_remarks(words_: str) -> _Bare:
    """The words with rules, deadlines and scope blanked out, and what those said."""
    deadline = scope = None
    if _BRACKET.search(words_):
        words_ = _boxed_label().sub(_unboxed, words_)
    for rule in rule_patterns():
        for match in rule.found_in(words_):
            words_ = _blank(words_, *_around(words_, match.start(), match.end()))
    for remark in remark_patterns():
        for match in remark.found_in(words_):
            if remark.id.startswith("deadline"):
                deadline = deadline or match["value"].strip()
            elif remark.id == "scope":
                scope = match["value"].strip()
            words_ = _blank(words_, match.start(), match.end())
    return _Bare(words_, deadline, scope)


def _unboxed(label: re.Match[str]) -> str:
    return f"{BLANK}{label['label']}：" + BLANK * (len(label[0]) - len(label["label"]) - 2)


def _blank(text: str, start: int, end: int) -> str:
    return text[:start] + BLANK * (end - start) + text[end:]


def _around(text: str, start: int, end: int) -> tuple[int, int]:
    """The whole remark around a rule: its own bracket, else from the sign before it to the end of its sentence."""
    left = start
    while left > 0 and text[left - 1] not in f"。；;，,{OPEN}{BLANK}":
        left -= 1
    bracketed = left > 0 and text[left - 1] in OPEN
    right = end
    while right < len(text) and text[right] not in ("。" + CLOSE if not bracketed else CLOSE):
        right += 1
    if bracketed and right < len(text):
        return left - 1, right + 1
    if right < len(text) and text[right] == "。":
        right += 1
    return left, right


def _depths(text: str) -> list[int]:
    if _BRACKET.search(text) is None:
        return [0] * len(text)
    depth, at = 0, 0
    depths: list[int] = []
    for found in _BRACKET.finditer(text):
        depths += [depth] * (found.start() - at)
        at = found.end()
        if found[0] in OPEN:
            depths.append(depth)
            depth += 1
        else:
            depth = max(0, depth - 1)
            depths.append(depth)
    return depths + [depth] * (len(text) - at)


def _segments(text: str) -> list[_Segment]:
    depths = _depths(text)
    may_hold = any(sign in text for sign in _LABEL_SIGNS)
    found = [m for m in label_pattern().finditer(text) if depths[m.start("label")] == 0] if may_hold else []
    if not found:
        return _clauses(text, 0, len(text), depths, None)
    segments = (
        _clauses(text, 0, found[0].start(), depths, None) if text[: found[0].start()].strip(f" 　{BLANK}") else []
    )
    for match, following in zip(found, [*found[1:], None], strict=True):
        stop = following.start() if following else len(text)
        label = match["label"]
        own = _Segment(match.end(), stop, labels()[label], label, "label_bracket", labels()[label] != "responsible")
        segments += _clauses(text, match.end(), stop, depths, own)
    return segments


def _clauses(text: str, start: int, stop: int, depths: list[int], label: _Segment | None) -> list[_Segment]:
    """The clauses of a stretch; under a label, words that only say 负责 leave the label's role."""
    segments: list[_Segment] = []
    at = start
    for match in _clause_pattern().finditer(text, start, stop):
        if depths[match.start()] or not re.search("[一-鿿]", text[at : match.start()]):
            continue
        word = clause_words()[match["verb"]]
        if label is not None and word.role == "responsible":
            own = label._replace(start=at, end=match.start())
        else:
            own = _Segment(at, match.start(), word.role, match[0], word.notation, True)
            comma = max((i for i in range(at, match.start()) if text[i] in "，,；;" and depths[i] == 0), default=at)
            if label is not None and re.search("[一-鿿]", text[at:comma]):
                segments.append(label._replace(start=at, end=comma))
                own = own._replace(start=comma)
        segments += _parties(text, own, depths)
        at = match.end()
    if re.search("[一-鿿A-Za-z]", text[at:stop]):
        segments += _tail(text, at, stop, depths, label, bool(segments))
    return segments


def _tail(
    text: str, start: int, stop: int, depths: list[int], label: _Segment | None, after_clause: bool
) -> list[_Segment]:
    if label is not None:
        return _parties(text, label._replace(start=start, end=stop), depths)
    scoped = _scoped(text, start, stop)
    if scoped:
        return scoped
    rule = "clause_responsible" if after_clause else "bare_list"
    return [_Segment(start, stop, "responsible", "", rule, False)]


def _scoped(text: str, start: int, stop: int) -> list[_Segment]:
    """A负责平台建设，B负责资金保障: each clause a list, the word and what it covers."""
    segments = []
    at = start
    for clause in re.split("[，,；;。\x00]", text[start:stop]):
        head, word, what = clause.partition("负责")
        if clause.strip():
            if not word or not head.strip() or not what.strip():
                return []
            segments.append(_Segment(at, at + len(head), "responsible", "负责", "clause_scope", True))
        at += len(clause) + 1
    return segments


def _parties(text: str, segment: _Segment, depths: list[int]) -> list[_Segment]:
    """A会同B: the first party keeps the role, the second cooperates."""
    for match in re.finditer("会同", text[segment.start : segment.end]):
        at = segment.start + match.start()
        if depths[at] == 0 and text[segment.start : at].strip():
            comma = next((i for i in range(at, segment.end) if text[i] in "，," and depths[i] == 0), segment.end)
            second = segment._replace(
                start=at + 2, end=comma, role="cooperate", word="会同", rule="clause_with", stated=True
            )
            rest = [segment._replace(start=comma)] if comma < segment.end else []
            return [segment._replace(end=at), second, *rest]
    return [segment]


def _entries(text: str, segment: _Segment, found: BodyList) -> list[Entry]:
    scope = None
    if segment.rule == "clause_scope":
        scope = re.split("[，,；;。\x00]", text[segment.end + 2 :])[0].strip() or None
    return [_entry(body, segment, scope, found.open_list) for body in found.bodies]


def _entry(body: Body, segment: _Segment, scope: str | None, open_list: bool) -> Entry:
    """One body; a role in brackets behind its own name goes before that of the list (市科技局（牵头）)."""
    remark = _ROLE_REMARK.search(body.written)
    if remark is not None:
        role = labels()[remark["role"]]
        return Entry(body, role, remark["role"], "name_remark", scope, open_list)
    return Entry(body, segment.role, segment.word, segment.rule, scope, open_list)


def _form(segments: list[_Segment]) -> str:
    rules = {s.rule for s in segments}
    if "label_bracket" in rules:
        return "label"
    return "bare" if rules <= {"bare_list"} else "clause"


def _with_rule(text: str, entries: list[Entry], segments: list[_Segment], declared: Declared | None) -> list[Entry]:
    """The entries with those the declared rule makes leads; a lead that is stated leaves the rule nothing to say."""
    if declared is None or any(e.role == "lead" for e in entries):
        return entries
    ruled = [s for s in segments if s.role == "responsible"]
    if not ruled:
        return entries
    upto = _reach(text, ruled[0], entries, declared.id)
    starred = declared.id == "rule_star"
    return [
        e._replace(role="lead", word=declared.word, rule=declared.id)
        if e.role == "responsible" and (_starred(text, e) if starred else e.body.start < upto)
        else e
        for e in entries
    ]


def _starred(text: str, entry: Entry) -> bool:
    return text[: entry.body.start].rstrip(" 　")[-1:] in tuple("*＊★※▲") or entry.body.written[-1:] in tuple("*＊★※▲")


def _reach(text: str, segment: _Segment, entries: list[Entry], rule: str) -> int:
    """How far the leads of a declared rule stand in the list; 0 when the list lacks its sign."""
    if rule == "rule_first":
        first = next((e for e in entries if e.role == "responsible"), None)
        return first.body.start + 1 if first else 0
    signs = ";；" if rule == "rule_semicolon" else ",，"
    depths = _depths(text)
    at = next((i for i in range(segment.start, segment.end) if text[i] in signs and depths[i] == 0), None)
    return at if at is not None else 0


def _shifted(text: str, body: Body, by: int) -> Body:
    start, end = body.start + by, body.end + by
    return Body(text[start:end], body.name, body.kind, start, end)
