"""Role sentences of the running text: 由X牵头, X会同Y, 在X领导下, 支持企业牵头开展…"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from loaders.actors import may_join
from loaders.annotations import Entry
from loaders.bodynames import is_group
from loaders.forms import read_forms
from loaders.names import read_list
from loaders.notations import alternatives, labels, prose_notation, prose_notations
from loaders.parties import all_sure, bodies_after, bodies_before, is_subject, is_sure, without_modals
from loaders.subjects import after_marks, behind, first_bodies, headed, opening
from loaders.types import Body, Span

_SENTENCE = re.compile(r"[^。！？；;\n]+[。！？；;]?")
_CLAUSE_EDGE = "，,：:—】\n\t"
# A body between 由 and a role word, or a named party before 会同, that gave no entry.
_UNREAD = re.compile(
    r"由(?!于|此|[^，。；]{0,14}(?:负责人|领导|同志|专人))[^，。；企用]{2,30}?(?:牵头|负责(?!人|任|制))(?!单位|部门)|"
    r"[局委厅办部]会同|归口管理(?!部门|单位|的)"
)
_CAUSED = re.compile(r"(?:督促|引导|鼓励|支持|动员|号召|发动|配合|协调|指导|推动|组织|需要|需|要求|请求)[^由，]{0,14}$")
# 加强协同配合: what all owe each other, no role.
_MUTUAL = re.compile("(?:加强|强化)[^，。；]{0,6}$|(?:紧密|相互|互相|通力)$")
_SHORT_FORM = re.compile(
    r"(?P<full>[一-鿿]{4,30}?)[（(](?:以下|下)(?:统一)?简?称[：:]?[“\"]?(?P<short>[一-鿿]{2,12})[”\"]?[）)]"
)
_SET_UP = re.compile(r"(?:成立|组建|设立|建立|成立了)(?P<group>[^，。；、]{2,36})$")
# Roles a clause without a subject of its own takes from the subject of its sentence.
_REACHING = frozenset({"lead", "coordinate", "administer"})
# Roles the clauses of a line of duties give to the bodies it opens with (市水利局：负责…，配合…).
_DUTIES = frozenset({"lead", "responsible", "cooperate"})
# A clause that says only by what rule or as what its subject acts.
_ASIDE = re.compile(
    r"(?:要|应|应当)?(?:(?:按照?|根据|依据|依)[^，。；]{0,8}(?:职责|分工|职能|权限)[^，。；]{0,6}"
    r"|(?:是|为|作为)[^，。；]{0,30}(?:主体|单位|部门|机关|机构))$"
)
# Roles of those above the subject (在…领导下).
_ABOVE = frozenset({"direct", "guide"})
# By what, on what ground, in what a body acts.
_MANNER = re.compile(
    r"[，,]?(?:要|应当?|可以?|须|将)?(?:根据|按照?|依据|依照|依法|结合|针对|围绕|通过|商|在|于|对)[^，,。；;：:]*"
    r"(?:[，,](?:根据|按照?|依据|依照|依法|结合|针对|围绕|通过|在)[^，,。；;：:]*)*[，,]?"
)
_DUTY_LINE = re.compile(r"[\s　]*(?P<who>[^，,。；：:\n]{2,40})[：:]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that gives roles: its span and what it says."""

    span: Span
    entries: tuple[Entry, ...]


@dataclass
class _State:
    """What the clauses of a sentence have said so far."""

    text: str
    start: int
    end: int
    done: int
    known: frozenset[str] = frozenset()
    entries: list[Entry] = field(default_factory=list)
    taken: list[Span] = field(default_factory=list)
    subject: tuple[Body, ...] = ()
    last: _Last | None = None

    @property
    def carried(self) -> tuple[Body, ...]:
        """Whom the sentences before speak of."""
        return self.last.bodies(self.text) if self.last is not None else ()


def short_forms(text: str) -> dict[str, str]:
    """Short names a document defines for bodies (以下简称科技办) with the full names they stand for."""
    found = {}
    for match in _SHORT_FORM.finditer(text):
        bodies = bodies_before(text, match.start("full"), match.end("full"))
        if bodies:
            found[match["short"]] = bodies[-1].name
    return found


def read_sentences(
    text: str,
    start: int,
    end: int,
    holes: list[Span],
    known: frozenset[str] = frozenset(),
    carried: tuple[Body, ...] = (),
) -> Iterator[Sentence]:
    """The role sentences between two places, annotations (holes) left out; without entries where one was not read.

    `known` are short names the document defines for bodies; `carried` are the bodies whose duties are counted off here.
    """
    at, last = start, _Last(carried, lasting=bool(carried))
    for hole in [*(h for h in holes if start <= h.start < end), Span(end, end)]:
        for match in _SENTENCE.finditer(text, at, max(at, min(hole.start, end))):
            last.turn(text, match.start())
            state = _read(text, match.start(), match.end(), known, last)
            last.read(text, state)
            if state.entries or _UNREAD.search(match[0]):
                yield Sentence(_trimmed(text, match.start(), match.end()), _in_order(state))
        at = max(at, hole.end)


@dataclass
class _Last:
    """The bodies the sentences before speak of: on the same line, or for all lines below a heading that names them.

    Sentences wait in `behind`, with the subject a role word had there, until someone asks.
    """

    named: tuple[Body, ...]
    lasting: bool = False
    leading: frozenset[str] = frozenset()
    behind: list[tuple[int, int, tuple[Body, ...]]] = field(default_factory=list)

    def turn(self, text: str, start: int) -> None:
        """Forget them at the beginning of a new line."""
        if start == 0 or text[start - 1] != "\n":
            return
        if self.lasting:
            self.bodies(text)
        if not self.lasting:
            self.named, self.leading = (), frozenset()
            self.behind.clear()

    def read(self, text: str, state: _State) -> None:
        """Note a sentence, and who leads by it."""
        self.leading |= {entry.body.name for entry in state.entries if entry.role == "lead"}
        found = headed(text, state.start, state.end)
        if found:
            self.named, self.lasting = found, True
            self.behind.clear()
        else:
            subject = state.subject if state.subject and state.subject[0].start >= state.start else ()
            self.behind.append((state.start, state.end, subject))

    def bodies(self, text: str) -> tuple[Body, ...]:
        """Whom the last sentence that names someone speaks of."""
        while self.behind:
            start, end, subject = self.behind.pop()
            if subject and subject[0].start == after_marks(text, start, end):
                found = subject
            else:
                found = opening(text, start, end) or _of_line(text, start, end)
            if found or subject:
                self.named, self.lasting = found, False
                self.behind.clear()
        return self.named


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
            words = "|".join(filter(None, (notation.pattern, alternatives(notation.words))))
            parts.append(rf"(?P<{notation.id}>{words}){ahead}")
    return re.compile("|".join(parts))


def read_sentence(text: str, start: int, end: int, known: frozenset[str] = frozenset()) -> list[Entry]:
    """The bodies with roles in one sentence, in order of print."""
    return list(_in_order(_read(text, start, end, known)))


def _in_order(state: _State) -> tuple[Entry, ...]:
    return tuple(sorted(state.entries, key=lambda e: e.body.start))


def _read(text: str, start: int, end: int, known: frozenset[str], last: _Last | None = None) -> _State:
    state = _State(text, start, end, start, known, last=last)
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


def _subject(state: _State, match: re.Match[str], role: str, rule: str, *, given: bool) -> None:
    text, at = state.text, match.start()
    low = _clause_start(state, at)
    stop = without_modals(text, low, _before_topic(text, low, at, match[0]))
    bodies = bodies_before(text, low, stop, state.known)
    if given and (not bodies or text[bodies[0].start - 1 : bodies[0].start] != "由"):
        return
    if not bodies and not given:
        bodies = _from_before(state, low, stop, match) if role in _DUTIES else ()
    if not bodies and not given:
        reach = _opening_subject if role in _REACHING else _set_up if role == "responsible" else None
        bodies = reach(state, low, stop) if reach else ()
    if not bodies or _relative(text, match, role) or _caused(text, low, bodies[0].start):
        return
    if role == "cooperate" and _MUTUAL.search(text[low : match.start()]):
        return
    state.subject = bodies
    state.entries += [Entry(b, role, match[0], rule) for b in bodies if not _has(state, b, role)]
    state.done = match.end()


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


def _has(state: _State, body: Body, role: str) -> bool:
    return any(e.body.name == body.name and e.role == role for e in state.entries)


def _clause_start(state: _State, at: int) -> int:
    low = max((state.text.rfind(c, state.start, at) + 1 for c in _CLAUSE_EDGE), default=state.start)
    low = max(low, state.done, state.start)
    while low > max(state.done, state.start) + 2 and state.text[low - 1] in "，,":
        earlier = max((state.text.rfind(c, state.start, low - 1) + 1 for c in _CLAUSE_EDGE), default=state.start)
        earlier = max(earlier, state.done, state.start)
        listed = read_list(state.text, earlier, low - 1)
        if not listed.bodies or listed.rest or not all(is_subject(b) for b in listed.bodies):
            break
        low = earlier
    return low


def _with(state: _State, at: int, end: int) -> None:
    """X会同Y: Y cooperates; X is responsible, or leads where its own name says so."""
    text = state.text
    second = bodies_after(text, end, state.end, may_join)
    low = _clause_start(state, at)
    stop = without_modals(text, low, at)
    first = bodies_before(text, low, stop, state.known, may_join) or _before_manner(state, low, stop)
    first = first or _subject_so_far(state, low, stop)
    for body in first:
        role = "lead" if "牵头" in body.name else "responsible"
        leads = state.last is not None and body.name in state.last.leading and body in state.carried
        if not leads and not any(_has(state, body, held) for held in ("lead", "responsible")):
            state.entries.append(Entry(body, role, "会同", "prose_with"))
    state.entries += [Entry(b, "cooperate", "会同", "prose_with") for b in second if not _has(state, b, "cooperate")]
    state.done = second[-1].end if second else end


def _subject_so_far(state: _State, low: int, at: int) -> tuple[Body, ...]:
    """The subject of the clauses before, for a clause that opens with its role word (X要统筹推进…，会同Y…)."""
    helping = any(_has(state, body, "cooperate") for body in state.subject)
    if state.subject and not helping and not state.text[low:at].strip(" 　并"):
        return state.subject
    blank = not state.entries and not state.text[low:at].strip(" 　并")
    return _opening_subject(state, low, at) or (state.carried if blank else ())


def _opening_subject(state: _State, low: int, at: int) -> tuple[Body, ...]:
    """The subject an earlier clause opens with, for one that has none of its own (市科技局要按照…，会同…)."""
    if low == state.start or state.text[low:at].strip(" 　并") or state.done > state.start:
        return ()
    edges = [state.start, *(i + 1 for i in range(state.start, low - 1) if state.text[i] in _CLAUSE_EDGE)]
    for edge in reversed(edges):
        start = edge + len(state.text[edge:low]) - len(state.text[edge:low].lstrip(" 　\t"))
        found = bodies_after(state.text, start, low)
        following = state.text[found[-1].end : found[-1].end + 3] if found else ""
        if found and re.match("要|应|须|可|紧|按|根|负|牵|加|照|围|统|认|切|积|承|履|发|结|依|通|在|对", following):
            return found
    return ()


def _before_manner(state: _State, low: int, at: int) -> tuple[Body, ...]:
    """X根据…牵头: the subject that opens a clause, where no more than the manner or ground of its action follows."""
    found = first_bodies(state.text, low, at)
    return found if found and _MANNER.fullmatch(state.text, behind(state.text, found, at), at) else ()


def _from_before(state: _State, low: int, at: int, match: re.Match[str]) -> tuple[Body, ...]:
    """The subject of a clause that names none: of its line, of an aside before it, of the sentence before."""
    found = _before_manner(state, low, at) or _dutiful(state, low, at) or _before_aside(state, low, at, match)
    begin = after_marks(state.text, state.start, state.end)
    opens = not state.text[begin:at].strip(" 　并") or bool(_MANNER.fullmatch(state.text, begin, at))
    return found or (state.carried if opens else ())


def _dutiful(state: _State, low: int, at: int) -> tuple[Body, ...]:
    """X：负责…，牵头…: the bodies whose duties a line tells, for a clause without a subject of its own."""
    match = _DUTY_LINE.match(state.text, state.start, state.end)
    if match is None or low < match.end() or state.text[low:at].strip(" 　并"):
        return ()
    return _of_line(state.text, state.start, state.end)


def _of_line(text: str, start: int, end: int) -> tuple[Body, ...]:
    """The bodies a line opens with, before a colon; a label is none."""
    match = _DUTY_LINE.match(text, start, end)
    return all_sure(text, match.start("who"), match.end("who")) if match and match["who"] not in labels() else ()


def _before_aside(state: _State, low: int, at: int, match: re.Match[str]) -> tuple[Body, ...]:
    """The subject of the clause before, when that says no more than how or as what (各单位按照分工，负责…), or when the
    word has a party of its own (各单位要主动对接，配合市科技局…).
    """
    text = state.text
    if low == state.start or text[low:at].strip(" 　并积极主动") or low <= state.done:
        return ()
    edge = max((text.rfind(c, state.start, low - 1) + 1 for c in _CLAUSE_EDGE), default=state.start)
    edge = max(edge, state.start)
    if match[0] == "配合":
        helped = bodies_after(text, match.end(), state.end)
        return _opening_subject(state, low, low) if helped else ()
    aside = _ASIDE.search(text, edge, low - 1)
    found = bodies_before(text, edge, aside.start(), state.known) if aside else _said_to_be(state, edge, low - 1)
    under = all(entry.role in _ABOVE for entry in state.entries)
    return found or _before_manner(state, state.start if under else max(state.start, state.done), low)


def _said_to_be(state: _State, low: int, at: int) -> tuple[Body, ...]:
    """主管机关为市水利局，负责…: the body a clause ends with that says who it is."""
    found = bodies_before(state.text, low, at, state.known)
    return found if found and state.text[found[0].start - 1 : found[0].start] in ("为", "是") else ()


def _set_up(state: _State, low: int, at: int) -> tuple[Body, ...]:
    """成立领导小组，负责…: the group just set up is meant."""
    if state.text[low:at].strip(" 　") or low < state.start + 4:
        return ()
    edge = max((state.text.rfind(c, state.start, low - 1) + 1 for c in _CLAUSE_EDGE), default=state.start)
    match = _SET_UP.search(state.text, max(edge, state.start), low - 1)
    if match is None or not is_group(match["group"]):
        return ()
    return (Body(match["group"], match["group"], "group", match.start("group"), match.end("group")),)


def _between(state: _State, match: re.Match[str], opening: str, role: str, rule: str) -> None:
    """在X领导下, 报X审定: the body stands between the opening and the word."""
    low = _clause_start(state, match.start())
    for found in reversed(list(re.finditer(opening, state.text[low : match.start()]))):
        listed = read_list(state.text, low + found.end(), match.start())
        if listed.bodies and not listed.rest and all(is_sure(b) for b in listed.bodies):
            state.entries += [Entry(b, role, match[0].lstrip("的"), rule) for b in listed.bodies]
            state.done = match.end()
            return
