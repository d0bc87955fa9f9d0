"""The subject of a role word that has none before it: who the clauses, the line or the sentences before speak of."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from loaders.annotations import Entry
from loaders.bodynames import is_group
from loaders.notations import labels
from loaders.parties import all_sure, bodies_after, bodies_before
from loaders.subjects import after_marks, behind, first_bodies, headed, opening
from loaders.types import Body, Span

CLAUSE_EDGE = "，,：:—】\n\t"
_SET_UP = re.compile(r"(?:成立|组建|设立|建立|成立了)(?P<group>[^，。；、]{2,36})$")
# Roles a clause without a subject of its own takes from the subject of its sentence.
_REACHING = frozenset({"lead", "coordinate", "administer"})
# Roles the clauses of a line of duties give to the bodies it opens with (市水利局：负责…，配合…).
DUTIES = frozenset({"lead", "responsible", "cooperate"})
# A clause that says only by what rule or as what its subject acts.
_ASIDE = re.compile(
    r"(?:要|应|应当)?(?:(?:按照?|根据|依据|依)[^，。；]{0,8}(?:职责|分工|职能|权限)[^，。；]{0,6}"
    r"|(?:是|为|作为)[^，。；]{0,30}(?:主体|单位|部门|机关|机构|责任人))$"
)
# What a body does that directs a field, and no other body (主管全国教师工作).
_DIRECTS = re.compile("(?:统一|归口|全面|依法)*(?:主管|领导|统筹|协调|管理|指导)[^，,：:]*(?<![员人组室办部局门构位])")
# What a party that helps does (配合做好…).
_HELP = re.compile("做好|抓好|开展|完成|落实|推进|实施|办理")
# Roles of those above the subject (在…领导下).
_ABOVE = frozenset({"direct", "guide"})
# By what, on what ground, in what a body acts.
_MANNER = re.compile(
    r"[，,]?(?:要|应当?|可以?|须|将)?(?:根据|按照?|依据|依照|依法|结合|针对|围绕|通过|商|在|于|对)[^，,。；;：:]*"
    r"(?:[，,](?:根据|按照?|依据|依照|依法|结合|针对|围绕|通过|在)[^，,。；;：:]*)*[，,]?"
)
# How what a subject does goes on behind it.
_ACTS = tuple("要应须可紧按根负牵加照围统认切积承履发结依通在对")
_DUTY_LINE = re.compile(r"[\s　]*(?P<who>[^，,。；：:\n]{2,40})[：:]")


@dataclass
class State:
    """What the clauses of a sentence have said so far."""

    text: str
    start: int
    end: int
    done: int
    known: frozenset[str] = frozenset()
    entries: list[Entry] = field(default_factory=list)
    taken: list[Span] = field(default_factory=list)
    subject: tuple[Body, ...] = ()
    last: Last | None = None

    @property
    def carried(self) -> tuple[Body, ...]:
        """Whom the sentences before speak of."""
        return self.last.bodies() if self.last is not None else ()


@dataclass
class Last:
    """The bodies the sentences before speak of: on the same line, or for all lines below a heading that names them.

    What was heard waits until someone asks, most often for ever: a sentence with what its role words said, None for the
    beginning of a line. Sentences that name nobody by themselves wait in `behind`, with the subject a role word had.
    """

    text: str
    named: tuple[Body, ...]
    lasting: bool = False
    leads: frozenset[str] = frozenset()
    behind: list[tuple[int, int, tuple[Body, ...]]] = field(default_factory=list)
    heard: list[tuple[int, int, State | None] | None] = field(default_factory=list)

    def turn(self, start: int) -> None:
        """Forget them at the beginning of a new line."""
        if start and self.text[start - 1] == "\n":
            self.heard.append(None)

    def read(self, start: int, end: int, state: State | None = None) -> None:
        """Note a sentence, and what its role words said."""
        self.heard.append((start, end, state))

    @property
    def leading(self) -> frozenset[str]:
        """The names of those who lead by the sentences before."""
        self._catch_up()
        return self.leads

    def bodies(self) -> tuple[Body, ...]:
        """Whom the last sentence that names someone speaks of."""
        self._catch_up()
        return self._asked()

    def _catch_up(self) -> None:
        for sentence in self.heard:
            if sentence is None:
                self._turned()
            else:
                self._noted(*sentence)
        self.heard.clear()

    def _turned(self) -> None:
        if self.lasting:
            self._asked()
        if not self.lasting:
            self.named, self.leads = (), frozenset()
            self.behind.clear()

    def _noted(self, start: int, end: int, state: State | None) -> None:
        if state is not None:
            self.leads |= {entry.body.name for entry in state.entries if entry.role == "lead"}
        found = headed(self.text, start, end)
        if found:
            self.named, self.lasting = found, True
            self.behind.clear()
        else:
            subject = state.subject if state is not None and state.subject and state.subject[0].start >= start else ()
            self.behind.append((start, end, subject))

    def _asked(self) -> tuple[Body, ...]:
        while self.behind:
            start, end, subject = self.behind.pop()
            if subject and subject[0].start == after_marks(self.text, start, end):
                found = subject
            else:
                found = opening(self.text, start, end) or _of_line(self.text, start, end)
            if found or subject:
                self.named, self.lasting = found, False
                self.behind.clear()
        return self.named


def has(state: State, body: Body, role: str) -> bool:
    """Whether the sentence has given a body a role already."""
    return any(e.body.name == body.name and e.role == role for e in state.entries)


def subject_so_far(state: State, low: int, at: int) -> tuple[Body, ...]:
    """The subject of the clauses before, for a clause that opens with its role word (X要统筹推进…，会同Y…)."""
    helping = any(has(state, body, "cooperate") for body in state.subject)
    if state.subject and not helping and not state.text[low:at].strip(" 　并"):
        return state.subject
    blank = not state.entries and not state.text[low:at].strip(" 　并")
    return _opening_subject(state, low, at) or (state.carried if blank else ())


def _opening_subject(state: State, low: int, at: int) -> tuple[Body, ...]:
    """The subject an earlier clause opens with, for one that has none of its own (市科技局要按照…，会同…)."""
    if low == state.start or state.text[low:at].strip(" 　并") or state.done > state.start:
        return ()
    edges = [state.start, *(i + 1 for i in range(state.start, low - 1) if state.text[i] in CLAUSE_EDGE)]
    for edge in reversed(edges):
        start = edge + len(state.text[edge:low]) - len(state.text[edge:low].lstrip(" 　\t"))
        found = bodies_after(state.text, start, low)
        past = behind(state.text, found, low) if found else low
        following = state.text[past : past + 3]
        if found and following.startswith(_ACTS):
            return found
    return ()


def before_manner(state: State, low: int, at: int) -> tuple[Body, ...]:
    """X根据…牵头: the subject that opens a clause, where no more than the manner or ground of its action follows."""
    found = first_bodies(state.text, low, at)
    return found if found and _MANNER.fullmatch(state.text, behind(state.text, found, at), at) else ()


def from_before(state: State, low: int, at: int, match: re.Match[str]) -> tuple[Body, ...]:
    """The subject of a clause that names none: of its line, of an aside before it, of the sentence before."""
    found = before_manner(state, low, at) or _dutiful(state, low, at) or _before_aside(state, low, at, match)
    begin = after_marks(state.text, state.start, state.end)
    opens = not state.text[begin:at].strip(" 　并") or bool(_MANNER.fullmatch(state.text, begin, at))
    return found or (state.carried if opens else ())


def _dutiful(state: State, low: int, at: int) -> tuple[Body, ...]:
    """X：负责…，牵头…: the bodies whose duties a line tells, for a clause without a subject of its own."""
    match = _DUTY_LINE.match(state.text, state.start, state.end)
    if match is None or low < match.end() or state.text[after_marks(state.text, low, at) : at].strip(" 　并"):
        return ()
    return _of_line(state.text, state.start, state.end)


def _of_line(text: str, start: int, end: int) -> tuple[Body, ...]:
    """The bodies a line opens with, before a colon; a label is none."""
    match = _DUTY_LINE.match(text, start, end)
    return all_sure(text, match.start("who"), match.end("who")) if match and match["who"] not in labels() else ()


def _before_aside(state: State, low: int, at: int, match: re.Match[str]) -> tuple[Body, ...]:
    """The subject of the clause before, when that says no more than how or as what (各单位按照分工，负责…), or when the
    word has a party of its own (各单位要主动对接，配合市科技局…).
    """
    text = state.text
    if low == state.start or text[low:at].strip(" 　并积极主动") or low <= state.done:
        return ()
    edge = max((text.rfind(c, state.start, low - 1) + 1 for c in CLAUSE_EDGE), default=state.start)
    edge = max(edge, state.start)
    if match[0] == "配合":
        helped = _HELP.match(text, match.end(), state.end) or bodies_after(text, match.end(), state.end)
        return _opening_subject(state, low, low) if helped else ()
    aside = _ASIDE.search(text, edge, low - 1)
    found = bodies_before(text, edge, aside.start(), state.known) if aside else _said_to_be(state, edge, low - 1)
    under = all(entry.role in _ABOVE for entry in state.entries)
    return found or before_manner(state, state.start if under else max(state.start, state.done), low)


def _said_to_be(state: State, low: int, at: int) -> tuple[Body, ...]:
    """主管机关为市水利局，负责…: the body a clause ends with that says who it is."""
    found = bodies_before(state.text, low, at, state.known)
    return found if found and state.text[found[0].start - 1 : found[0].start] in ("为", "是") else ()


def reached(state: State, low: int, at: int, role: str) -> tuple[Body, ...]:
    """The subject of an earlier clause, for a role word that opens its own."""
    if role in _REACHING:
        return _opening_subject(state, low, at)
    return _set_up(state, low, at) or _doing(state, low, at) if role == "responsible" else ()


def _doing(state: State, low: int, at: int) -> tuple[Body, ...]:
    """X主管…，负责…: the subject the sentence opens with, where its one clause before says that it directs a field."""
    text = state.text
    if low == state.start or text[low:at].strip(" 　并") or state.done > state.start:
        return ()
    found = first_bodies(text, state.start, low)
    directs = bool(found) and _DIRECTS.fullmatch(text, behind(text, found, low), low - 1)
    return found if directs else ()


def _set_up(state: State, low: int, at: int) -> tuple[Body, ...]:
    """成立领导小组，负责…: the group just set up is meant."""
    if state.text[low:at].strip(" 　") or low < state.start + 4:
        return ()
    edge = max((state.text.rfind(c, state.start, low - 1) + 1 for c in CLAUSE_EDGE), default=state.start)
    match = _SET_UP.search(state.text, max(edge, state.start), low - 1)
    if match is None or not is_group(match["group"]):
        return ()
    return (Body(match["group"], match["group"], "group", match.start("group"), match.end("group")),)
