"""Role sentences of the running text: 由X牵头, X会同Y, 在X领导下, 支持企业牵头开展…"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from loaders.actors import may_hold, may_join
from loaders.annotations import Entry
from loaders.forms import read_forms
from loaders.names import read_list
from loaders.notations import prose_notation, prose_notations
from loaders.parties import bodies_after, bodies_before, is_subject, is_sure, without_modals
from loaders.reaching import CLAUSE_EDGE, DUTIES, Last, State, before_manner, from_before, has, reached, subject_so_far
from loaders.searching import around
from loaders.subjects import behind
from loaders.types import Body, Span
from ontology.words import any_of

_SENTENCE = re.compile(r"[^。！？；;\n]+[。！？；;]?")
# A body between 由 and a role word, or a named party before 会同, that gave no entry.
_UNREAD = re.compile(
    r"由(?!于|此|[^，。；]{0,14}(?:负责人|领导|同志|专人))[^，。；企用]{2,30}?(?:牵头|负责(?!人|任|制))(?!单位|部门)|"
    r"[局委厅办部]会同|归口管理(?!部门|单位|的)"
)
# One of these stands in all that is unread.
_UNREAD_WORDS = ("牵头", "负责", "会同", "归口管理")
_CAUSED = re.compile(r"(?:督促|引导|鼓励|支持|动员|号召|发动|配合|协调|指导|推动|组织|需要|需|要求|请求)[^由，]{0,14}$")
# 加强协同配合: what all owe each other, no role.
_MUTUAL = re.compile("(?:加强|强化)[^，。；]{0,6}$|(?:紧密|相互|互相|通力)$")
_SHORT_FORM = re.compile(
    r"(?P<full>[一-鿿]{4,30}?)[（(](?:以下|下)(?:统一)?简?称[：:]?[“\"]?(?P<short>[一-鿿]{2,12})[”\"]?[）)]"
)

_NAMED_SHORT = re.compile("[（(](?:以下|下)(?:统一)?简?称")
_LONGEST_FULL, _LONGEST_SHORT = 30, 16


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that gives roles: its span and what it says."""

    span: Span
    entries: tuple[Entry, ...]


def short_forms(text: str) -> dict[str, str]:
    """Short names a document defines for bodies (以下简称科技办) with the full names they stand for."""
    found = {}
    for match in around(_NAMED_SHORT, _SHORT_FORM, text, 0, len(text), _LONGEST_FULL, _LONGEST_SHORT):
        bodies = bodies_before(text, match.start("full"), match.end("full"))
        if bodies:
            found[match["short"]] = bodies[-1].name
    return found


def read_sentences(
    text: str,
    start: int,
    end: int,
    holes: Sequence[Span],
    known: frozenset[str] = frozenset(),
    carried: tuple[Body, ...] = (),
) -> Iterator[Sentence]:
    """The role sentences between two places, annotations (holes, in order) left out; without entries where one was
    not read.

    `known` are short names the document defines for bodies; `carried` are the bodies whose duties are counted off here.
    """
    at, last, told = start, Last(text, carried, lasting=bool(carried)), -1
    for hole in (*_between_places(holes, start, end), Span(end, end)):
        for match in _SENTENCE.finditer(text, at, max(at, min(hole.start, end))):
            first, stop = match.span()
            last.turn(first)
            if told < first:
                found = _telling().search(text, first, end)
                told = found.start() if found else end
                if found is None:
                    return
            if told >= stop:
                last.read(first, stop)
                continue
            state = _read(text, first, stop, known, last)
            last.read(first, stop, state)
            if state.entries or _UNREAD.search(text, first, stop):
                yield Sentence(_trimmed(text, first, stop), _in_order(state))
        at = max(at, hole.end)


def _between_places(holes: Sequence[Span], start: int, end: int) -> Iterator[Span]:
    """The holes, which are in order, that begin in a stretch."""
    for index in range(bisect_left(holes, (start,)), len(holes)):
        if holes[index].start >= end:
            return
        yield holes[index]


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in " 　\t\n":
        start += 1
    while end > start and text[end - 1] in " 　\t\n":
        end -= 1
    return Span(start, end)


@cache
def _word_pattern() -> re.Pattern[str]:
    parts = []
    for notation in prose_notations():
        ahead = f"(?!{notation.not_before})" if notation.not_before else ""
        if notation.form in ("subject", "with", "given", "between"):
            words = "|".join(filter(None, (notation.pattern, any_of(notation.words))))
            parts.append(rf"(?P<{notation.id}>{words}){ahead}")
    return re.compile("|".join(parts))


@cache
def _telling() -> re.Pattern[str]:
    """What a sentence must hold to give a role, or to be noted as unread; it may hold that and give none."""
    told = {word for notation in prose_notations() for word in (*notation.words, *notation.needs)} | set(_UNREAD_WORDS)
    return re.compile(any_of([word for word in told if not any(o != word and o in word for o in told)]))


def read_sentence(text: str, start: int, end: int, known: frozenset[str] = frozenset()) -> list[Entry]:
    """The bodies with roles in one sentence, in order of print."""
    return list(_in_order(_read(text, start, end, known)))


def _in_order(state: State) -> tuple[Entry, ...]:
    return tuple(sorted(state.entries, key=lambda e: e.body.start))


def _read(text: str, start: int, end: int, known: frozenset[str], last: Last | None = None) -> State:
    state = State(text, start, end, start, known, last=last)
    for form in read_forms(text, start, end):
        state.entries += form.entries
        state.taken.append(form.span)
    for match in _word_pattern().finditer(text, start, end):
        notation = prose_notation(str(match.lastgroup))
        if match.start() < state.done or any(t.start <= match.start() < t.end for t in state.taken):
            continue
        if notation.form == "with":
            _with(state, match.start(), match.end())
        elif notation.form == "between":
            _between(state, match, notation.opening, notation.role, notation.id)
        else:
            _subject(state, match, notation.role, notation.id, given=notation.form == "given")
    return state


def _subject(state: State, match: re.Match[str], role: str, rule: str, *, given: bool) -> None:
    text, at = state.text, match.start()
    low = _clause_start(state, at)
    stop = without_modals(text, low, _before_topic(text, low, at, match[0]))
    bodies = bodies_before(text, low, stop, state.known, may_hold)
    if given and (not bodies or text[bodies[0].start - 1 : bodies[0].start] != "由"):
        return
    if not bodies and not given:
        bodies = from_before(state, low, stop, match) if role in DUTIES else ()
    if not bodies and not given:
        bodies = reached(state, low, stop, role)
    if not bodies or _relative(text, match, role) or _caused(text, low, bodies[0].start):
        return
    if role == "cooperate" and (_MUTUAL.search(text[low:at]) or _only_attends(state, match)):
        return
    state.subject = bodies
    state.entries += [Entry(b, role, match[0], rule) for b in bodies if not has(state, b, role)]
    state.done = match.end()


def _only_attends(state: State, match: re.Match[str]) -> bool:
    """Whether 参加 is said of a meeting: it is a part in the work beside who leads it alone."""
    words = state.text
    return match[0] == "参加" and words[match.end()] != "的" and "牵头" not in words[state.start : match.start()]


def _relative(text: str, match: re.Match[str], role: str) -> bool:
    """Whether the word describes something else (由X负责的事项 says what is; X牵头的机制 does assign)."""
    if "作用" not in match[0] and re.match("[^，。；、]{0,8}(?:作用|职能)", text[match.end() : match.end() + 12]):
        return True
    if role == "cooperate" and re.search("牵头[、，,][^。；]*$", text[max(0, match.start() - 60) : match.start()]):
        return False
    return role != "lead" and text[match.end() : match.end() + 1] == "的"


def _caused(text: str, low: int, start: int) -> bool:
    """Whether the body is made to do it by another (督促部门配合…): no role of the sentence's own."""
    return bool(_CAUSED.search(text[low:start]))


def _before_topic(text: str, low: int, at: int, word: str) -> int:
    """X对…负总责: the topic is left out."""
    if word.startswith("负"):
        topic = text.rfind("对", low, at)
        if topic > low and (word != "负责" or re.match("[，。；、]|$", text[at + 2 : at + 3])):
            return topic
    return at


def _clause_start(state: State, at: int) -> int:
    low = max((state.text.rfind(c, state.start, at) + 1 for c in CLAUSE_EDGE), default=state.start)
    low = max(low, state.done, state.start)
    while low > max(state.done, state.start) + 2 and state.text[low - 1] in "，,":
        earlier = max((state.text.rfind(c, state.start, low - 1) + 1 for c in CLAUSE_EDGE), default=state.start)
        earlier = max(earlier, state.done, state.start)
        listed = read_list(state.text, earlier, low - 1)
        if not listed.bodies or listed.rest or not all(is_subject(b) for b in listed.bodies):
            break
        if behind(state.text, listed.bodies, low - 1) < low - 1:
            break
        low = earlier
    return low


def _with(state: State, at: int, end: int) -> None:
    """X会同Y: Y cooperates; X is responsible, or leads where its own name says so."""
    text = state.text
    second = bodies_after(text, end, state.end, may_join)
    low = _clause_start(state, at)
    stop = without_modals(text, low, at)
    first = bodies_before(text, low, stop, state.known, may_join) or before_manner(state, low, stop)
    first = first or subject_so_far(state, low, stop)
    for body in first:
        role = "lead" if "牵头" in body.name else "responsible"
        leads = state.last is not None and body.name in state.last.leading and body in state.carried
        if not leads and not any(has(state, body, held) for held in ("lead", "responsible")):
            state.entries.append(Entry(body, role, "会同", "prose_with"))
    state.entries += [Entry(b, "cooperate", "会同", "prose_with") for b in second if not has(state, b, "cooperate")]
    state.done = second[-1].end if second else end


def _between(state: State, match: re.Match[str], opening: str, role: str, rule: str) -> None:
    """在X领导下, 报X审定: the body stands between the opening and the word."""
    low = _clause_start(state, match.start())
    for found in reversed(list(re.finditer(opening, state.text[low : match.start()]))):
        listed = read_list(state.text, low + found.end(), match.start())
        if listed.bodies and not listed.rest and all(is_sure(b) for b in listed.bodies):
            state.entries += [Entry(b, role, match[0].lstrip("的"), rule) for b in listed.bodies]
            state.done = match.end()
            return
