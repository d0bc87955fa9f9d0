"""Role sentences of the running text: 由X牵头, X会同Y, 在X领导下, 支持企业牵头开展…"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from loaders.annotations import Entry
from loaders.bodynames import is_body, is_group, is_performer, plain
from loaders.names import Body, read_list
from loaders.notations import ProseNotation, alternatives, prose_notations, words
from loaders.types import Span
from ontology import registry

_SENTENCE = re.compile(r"[^。！？；;\n]+[。！？；;]?")
_CLAUSE_EDGE = "，,：:—\n\t"
_STARTERS = frozenset(
    "省市县区州盟旗自各有相国中全团驻人地同行财发教科工公民司住交水农商文卫应审金海税统体医林能粮气邮烟铁两联参主业属试办推协领专成数该"
)
_PERSON = re.compile(r"(?:领导|同志|书记|市长|省长|主任|局长|厅长|主席|人员|专人|专家|干部|党员)$")
# A body between 由 and a role word, or a named party before 会同, that gave no entry.
_UNREAD = re.compile(
    r"由(?!于|此|[^，。；]{0,14}(?:负责人|领导|同志|专人))[^，。；企用]{2,30}?(?:牵头|负责(?!人|任|制))(?!单位|部门)|[局委厅办部]会同|归口管理(?!部门|单位|的)"
)
_CAUSED = re.compile(r"(?:督促|引导|鼓励|支持|动员|号召|发动|配合|协调|指导|推动|组织)[^由]{0,6}$")
_VERBAL = re.compile(
    r"^(?:充分|切实|进一步|建立|组建|成立|设立|强化|加强|发挥|推动|推进|督促|明确|按照|按|由|将|把|依托|通过|以|经|报|向|对(?!外)|形成|"
    r"落实|完善|健全|组织(?!部)|支持|鼓励|引导|协调|指导|开展|会同|配合|商请|可|要|应|须|的)|成立|组建|要建立|需要|等需|由|可根据|可以|应当|建立|根据|纳入|强化|加强|召开|结果|同意|认真"
)
_SHORT_FORM = re.compile(
    r"(?P<full>[一-鿿]{4,30}?)[（(](?:以下|下)(?:统一)?简?称[：:]?[“\"]?(?P<short>[一-鿿]{2,12})[”\"]?[）)]"
)
_PLACE_PARTY = (
    "国家|中央|自治区级?|省级?|市级?|盟市|市州|州市|旗县|县级?|市县|区县|县区|县（市、区）|地方|属地|"
    "部门|建设主体|建设单位|实施主体|主管部门"
)
_OBJECT_END = re.compile(
    r"(?:部门|单位|机构|各方|地方|各地|地区|局|委|厅|办|部|署|会|院|行|中心|政府|公司|处|小组|专班|室|海关|联|协|法院|机关|企业|方面)"
    r"(?:[（(][^）)]{1,12}[）)])?(?:等(?:[^，。、]{0,6}(?:部门|单位|机构|方面))?)?"
)
_WITHIN = re.compile(r"(?:在|依据|按照?|根据)[^，。、]{0,10}(?:职责|权限|职能)(?:范围内|分工)?$")
_SET_UP = re.compile(r"(?:成立|组建|设立|建立|成立了)(?P<group>[^，。；、]{2,36})$")
_FARTHEST = 24
# Roles a clause without a subject of its own takes from the subject of its sentence.
_REACHING = frozenset({"lead", "coordinate", "administer"})
_CHAIN_ROLES = {"组织实施": "implement", "主导": "direct", "统筹": "coordinate", "批复": "approve"}


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


def short_forms(text: str) -> dict[str, str]:
    """Short names a document defines for bodies (以下简称科技办) with the full names they stand for."""
    found = {}
    for match in _SHORT_FORM.finditer(text):
        bodies = _bodies_before(text, match.start("full"), match.end("full"))
        if bodies:
            found[match["short"]] = bodies[-1].name
    return found


def read_sentences(
    text: str, start: int, end: int, holes: list[Span], known: frozenset[str] = frozenset()
) -> Iterator[Sentence]:
    """The role sentences between two places, annotations (holes) left out; without entries where one was not read.

    `known` are short names the document defines for bodies.
    """
    at = start
    for hole in [*(h for h in holes if start <= h.start < end), Span(end, end)]:
        for match in _SENTENCE.finditer(text, at, max(at, min(hole.start, end))):
            entries = read_sentence(text, match.start(), match.end(), known)
            if entries or _UNREAD.search(match[0]):
                yield Sentence(_trimmed(text, match.start(), match.end()), tuple(entries))
        at = max(at, hole.end)


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
            parts.append(rf"(?P<{notation.id}>{alternatives(notation.words)}){ahead}")
    return re.compile("|".join(parts))


def read_sentence(text: str, start: int, end: int, known: frozenset[str] = frozenset()) -> list[Entry]:
    """The bodies with roles in one sentence, in order of print."""
    state = _State(text, start, end, start, known)
    _performers(state)
    _chain(state)
    _office(state)
    _answers(state)
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
    return sorted(state.entries, key=lambda e: e.body.start)


def prose_notation(notation_id: str) -> ProseNotation:
    """The declared notation of an id."""
    return next(n for n in prose_notations() if n.id == notation_id)


def _subject(state: _State, match: re.Match[str], role: str, rule: str, *, given: bool) -> None:
    text, at = state.text, match.start()
    low = _clause_start(state, at)
    stop = _without_modals(text, low, _before_topic(text, low, at, match[0]))
    bodies = _bodies_before(text, low, stop, state.known)
    if given and (not bodies or text[bodies[0].start - 1 : bodies[0].start] != "由"):
        return
    if not bodies and not given:
        reach = _opening_subject if role in _REACHING else _set_up if role == "responsible" else None
        bodies = reach(state, low, stop) if reach else ()
    if not bodies or _relative(text, match, role) or _caused(text, low, bodies[0].start):
        return
    state.subject = bodies
    state.entries += [Entry(b, role, match[0], rule) for b in bodies if not _has(state, b, role)]
    state.done = match.end()


def _relative(text: str, match: re.Match[str], role: str) -> bool:
    """Whether the word describes something else (由X负责的事项 says what is; X牵头的机制 does assign)."""
    if "作用" not in match[0] and re.match("[^，。；、]{0,8}(?:作用|职能)", text[match.end() : match.end() + 12]):
        return True
    if role == "cooperate" and re.search("牵头、[^，。、]*$", text[max(0, match.start() - 30) : match.start()]):
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
        if not listed.bodies or listed.rest or not all(_sure(b) for b in listed.bodies):
            break
        low = earlier
    return low


@cache
def _modal_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives(words('prose', 'modals'))})+$")


def _without_modals(text: str, low: int, at: int) -> int:
    words_ = text[low:at].rstrip(" 　")
    words_ = _WITHIN.sub("", words_)
    match = _modal_pattern().search(words_)
    while match is not None and not _sure_name(words_):
        words_ = words_[: match.start()]
        match = _modal_pattern().search(words_)
    return low + len(words_)


def _sure_name(words_: str) -> bool:
    tail = re.split("[、和及与，由]", words_)[-1]
    return registry.is_known_body(plain(tail))


def _bodies_before(text: str, low: int, at: int, known: frozenset[str] = frozenset()) -> tuple[Body, ...]:
    """The bodies that end right before a place: the longest stretch of the clause that is a list of them."""
    if at - low < 2:
        return ()
    named = [at - len(k) for k in known if at - len(k) >= low and text.startswith(k, at - len(k))]
    for start in (*_starts(text, low, at), *named):
        listed = read_list(text, start, at)
        if (
            listed.bodies
            and not listed.rest
            and all(b.name in known or _sure(b) for b in listed.bodies)
            and _to_the_end(text, listed.bodies, at)
        ):
            return listed.bodies
    return ()


def _to_the_end(text: str, bodies: tuple[Body, ...], at: int) -> bool:
    return not re.search("[、，,]", text[bodies[-1].end : at]) or "等" in text[bodies[-1].end : at]


def _starts(text: str, low: int, at: int) -> Iterator[int]:
    yield low
    given = [m.end() for m in re.finditer(alternatives(words("prose", "starts")), text[low:at])]
    yield from (low + g for g in given)
    for start in range(low + 1, at - 1):
        if text[start] in _STARTERS and text[start - 1] not in "、和及与（(〔":
            yield start


def _sure(body: Body) -> bool:
    name = body.name
    if (
        _VERBAL.search(name.split("的")[0])
        or _PERSON.search(name)
        or (is_performer(name) and body.kind != "class")
        or len(name) > 40
    ):
        return False
    if re.search(r"(?:企业|高校|院校|用户|经营者|申请人)$", name):
        return False
    return (
        is_body(name) or is_group(name) or bool(re.fullmatch(r"[一-鿿]{2,16}(?:部门|处室|机关)(?:[（(].*[）)])?", name))
    )


def _with(state: _State, at: int, end: int) -> None:
    """X会同Y: Y cooperates; X is responsible, or leads where its own name says so."""
    text = state.text
    second = _bodies_after(text, end, state.end)
    low = _clause_start(state, at)
    first = _bodies_before(text, low, _without_modals(text, low, at), state.known) or _opening_subject(
        state, low, _without_modals(text, low, at)
    )
    for body in first:
        role = "lead" if "牵头" in body.name else "responsible"
        if not any(e.body.name == body.name and e.role in ("lead", "responsible") for e in state.entries):
            state.entries.append(Entry(body, role, "会同", "prose_with"))
    state.entries += [Entry(b, "cooperate", "会同", "prose_with") for b in second if not _has(state, b, "cooperate")]
    state.done = second[-1].end if second else end


def _opening_subject(state: _State, low: int, at: int) -> tuple[Body, ...]:
    """The subject an earlier clause opens with, for one that has none of its own (市科技局要按照…，会同…)."""
    if low == state.start or state.text[low:at].strip(" 　并") or state.done > state.start:
        return ()
    edges = [state.start, *(i + 1 for i in range(state.start, low - 1) if state.text[i] in _CLAUSE_EDGE)]
    for edge in reversed(edges):
        start = edge + len(state.text[edge:low]) - len(state.text[edge:low].lstrip(" 　\t"))
        found = _bodies_after(state.text, start, low)
        following = state.text[found[-1].end : found[-1].end + 3] if found else ""
        if found and re.match("要|应|须|可|紧|按|根|负|牵|加|照|围|统|认|切|积|承|履|发|结|依|通|在|对", following):
            return found
    return ()


def _set_up(state: _State, low: int, at: int) -> tuple[Body, ...]:
    """成立领导小组，负责…: the group just set up is meant."""
    if state.text[low:at].strip(" 　") or low < state.start + 4:
        return ()
    edge = max((state.text.rfind(c, state.start, low - 1) + 1 for c in _CLAUSE_EDGE), default=state.start)
    match = _SET_UP.search(state.text, max(edge, state.start), low - 1)
    if match is None or not is_group(match["group"]):
        return ()
    return (Body(match["group"], match["group"], "group", match.start("group"), match.end("group")),)


def _bodies_after(text: str, start: int, end: int) -> tuple[Body, ...]:
    """The bodies that begin right at a place: the first stretch that is a list, grown while it stays one."""
    stop = min((i for i in (text.find(c, start, end) for c in "，,。；;：:\n") if i >= 0), default=end)
    best: tuple[Body, ...] = ()
    reach = start
    for match in _OBJECT_END.finditer(text, start, stop):
        if best and match.end() - reach > _FARTHEST:
            break
        found = _all_sure(text, start, match.end())
        if found and (not best or _grows(text, reach, match.end(), best, found)):
            best, reach = found, match.end()
    return best


def _grows(text: str, reach: int, end: int, best: tuple[Body, ...], found: tuple[Body, ...]) -> bool:
    """Whether a longer list is one by its own signs (、, 和, 等) or by a longer known name at its end."""
    if re.match("[、和及与]|以及|等", text[reach:end]):
        return True
    return len(found) == len(best) and registry.is_known_body(found[-1].name)


def _all_sure(text: str, start: int, end: int) -> tuple[Body, ...]:
    listed = read_list(text, start, end)
    good = listed.bodies and not listed.rest and all(_sure(b) or _sector(b) for b in listed.bodies)
    return listed.bodies if good else ()


def _sector(body: Body) -> bool:
    return bool(re.fullmatch(r"[一-鿿]{2,20}(?:部门|单位|机构|各方|各地|地方|方面)", body.name)) or body.name in (
        "各方",
        "地方",
        "各地",
    )


def _between(state: _State, match: re.Match[str], opening: str, role: str, rule: str) -> None:
    """在X领导下, 报X审定: the body stands between the opening and the word."""
    low = _clause_start(state, match.start())
    for found in reversed(list(re.finditer(opening, state.text[low : match.start()]))):
        listed = read_list(state.text, low + found.end(), match.start())
        if listed.bodies and not listed.rest and all(_sure(b) for b in listed.bodies):
            state.entries += [Entry(b, role, match[0].lstrip("的"), rule) for b in listed.bodies]
            state.done = match.end()
            return


@cache
def _performer_pattern() -> re.Pattern[str]:
    verbs = alternatives(prose_notation("prose_undertake").words)
    made = "支持|鼓励|引导|推动|组织|依托|遴选|选择|请|帮助|让|由"
    return re.compile(
        rf"(?:{made})(?P<list>(?:(?!{made})[^，,。；;：]){{2,40}}?)(?:联合|共同)?"
        rf"(?P<word>{verbs})(?!单位|责任|部门|机构|主体)"
    )


def _performers(state: _State) -> None:
    """支持企业、高校牵头开展…: those who do the research undertake it; they never lead."""
    for match in _performer_pattern().finditer(state.text, state.start, state.end):
        low = match.start("list")
        listed = read_list(state.text, low, match.end("list"))
        if match["word"] == "承担" and not state.text[match.end() :].startswith(
            ("国家", "重大", "科技", "省", "项目", "科研", "研发")
        ):
            continue
        if listed.bodies and not listed.rest and all(is_performer(b.name) for b in listed.bodies):
            state.entries += [Entry(b, "undertake", match["word"], "prose_undertake") for b in listed.bodies]
            state.taken.append(Span(match.start(), match.end()))


@cache
def _chain_pattern() -> re.Pattern[str]:
    verbs = alternatives(prose_notation("prose_chain").words)
    return re.compile(rf"(?P<who>{_PLACE_PARTY})(?P<word>{verbs})(?=[、，,。的]|$)")


def _chain(state: _State) -> None:
    found = list(_chain_pattern().finditer(state.text, state.start, state.end))
    if len(found) < 2:
        return
    for match in found:
        body = Body(match["who"], match["who"], "class", match.start("who"), match.end("who"))
        state.entries.append(Entry(body, _CHAIN_ROLES[match["word"]], match["word"], "prose_chain"))


def _office(state: _State) -> None:
    """领导小组下设办公室，承担日常工作: the office is responsible."""
    pattern = (
        r"(?P<group>[一-鿿]{0,30}(?:领导小组|联席会议|指挥部|专班|委员会))(?:下设|设立|设)(?P<office>办公室)"
        r"[^。；]*?(?P<word>承担|负责)[^。；]{0,20}(?:日常|具体)"
    )
    match = re.compile(pattern).search(state.text, state.start, state.end)
    if match is None:
        return
    name = match["group"] + "办公室"
    body = Body(match["group"], name, "group", match.start("group"), match.end("group"))
    state.entries.append(Entry(body, "responsible", match["word"], "prose_office"))
    state.taken.append(Span(match.start(), match.end()))


_ANSWERS = re.compile(
    r"[\s　]*(?P<who>[^，。；：、]{2,24}(?:机构|部门|单位|机关|[局委厅办]))对[^。；]{2,160}负责[。；]?$"
)


def _answers(state: _State) -> None:
    """X对…的真实性、完整性，以及…负责: the subject stands far before the word."""
    match = _ANSWERS.match(state.text, state.start, state.end)
    if match is None:
        return
    found = _all_sure(state.text, match.start("who"), match.end("who"))
    state.entries += [Entry(b, "responsible", "负责", "prose_answers") for b in found]
    if found:
        state.taken.append(Span(match.start(), match.end()))
