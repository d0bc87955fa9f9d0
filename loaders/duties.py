"""Bodies as subjects of duty verbs in documents of chapters and articles: X应当…, X统筹…, 由X制定, X是…主管部门."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from loaders.annotations import Entry
from loaders.bodynames import is_group
from loaders.notations import words
from loaders.parties import all_sure, bodies_after, bodies_before, is_sure, without_modals
from loaders.types import Body, Span, Unit
from ontology import registry
from ontology.model import vocabulary
from ontology.records import DocumentHead
from ontology.words import any_of

_SENTENCE = re.compile(r"[^。；;\n]+[。；;]?")
_CLAUSE = re.compile(r"[^，,：:】\t。；;]+")
_LEAST_ARTICLES = 5
# Characters of a list read at once, and of a clause before its modal word: reading grows with their square.
_READ_AT_ONCE = 200
_BEFORE_MODAL = 120
# How the rules of this genre open, wherever they stand in a document.
_MADE = re.compile("制定本(?:条例|规定|办法|细则|规则)")
_IN_CHARGE = re.compile(r"[\s　]*(?:是|为|作为)[^，。；]{0,40}(?:主管部门|主管机关|主管单位|主管机构)$")
_OTHERS = re.compile("等(?:[^，。、]{0,8}(?:部门|单位|机构|机关|方面|主体))?")
_JOINED = re.compile("以及|或者|[、和及与或]")
# Departments told by their sectors (科技、教育等行政管理部门): the last word is meant for each.
_SECTORS = re.compile(
    "(?P<names>[一-鿿]{2,16}(?:、[一-鿿]{2,10})+)等(?:有关|相关)?(?P<end>(?:行政|主管|管理|监督)*部门)"
)
# A name that goes on behind what already is one (国务院｜税务主管部门).
_LONGER = re.compile("[一-鿿]{1,10}?(?:部门|机关|机构)(?!的)")
# Behind a name: it describes what follows, or it is part of something else.
_OF = re.compile("的|所属|及其|工作人员|负责人|以外|认为|规定|备案|批准|另有")
# Where a list ends before its last name, which is no body (…部门和新闻媒体应当).
_BESIDE = re.compile("(?:以及|[、和及与])[^，。；的]{1,16}")
# What a subject within a clause stands behind.
_EDGE = re.compile("(?:[内时后前中的下]|情形|以外|其中|并|或者|以及)$|^$")
# A clause that tells when or where something is so, and no duty.
_SUBORDINATE = re.compile("(?:[的时后前]|之日起|过程中|期间|情况下|以外|[^其]中)$")
# Behind 应当: when or how it is to be done, the verb in the next clause (应当在收到申请后，…).
_MANNER_OF_DUTY = re.compile("[在自于从](?![^，。；]*的$)")
_OPENING = re.compile(r"[\s　]*(?:其中|同时|并|必要时|本[省市县区州盟旗](?=其他|有关|相关|各))?")
_NO_NAME = re.compile(
    "^(?:设在|积极|合理|建立|健全|完善|推动|推进|促进|设立|组织(?!部)|指导|支持|加强|强化|确保|保障|提供|制定|编制|协助|配合|开展|做好|落实|履行)|会同|"
    "经(?!济|信|贸|发|开)|[由未的可须按]|应(?!急)|通过|允许|严禁|鼓励|引导|推动|责成|逐步|依照|提交|填报|委托|要求|不得|个人|所在|发现|申请|属于|或者|超过|低于|认为|报告"
)
# Those that do business, by sort: no bodies of government.
_BUSINESS = re.compile(
    "(?:企业|企事业单位|金融机构|中介机构|^(?!公共).*服务机构|检测机构|用人单位|建设单位|施工单位|经营单位|运营单位|使用单位|养护单位|申请单位|"
    "医疗机构|培训机构|代理机构|第三方机构|社会组织|行业协会)$"
)


@dataclass(frozen=True, slots=True)
class Duty:
    """A sentence that makes bodies do something: its span and who."""

    span: Span
    entries: tuple[Entry, ...]


@dataclass
class _Sentence:
    text: str
    known: frozenset[str]
    subject: tuple[Body, ...] = ()
    waiting: tuple[Body, ...] = ()
    entries: list[Entry] = field(default_factory=list)


def first_ruled(text: str, head: DocumentHead, units: Sequence[Unit]) -> int | None:
    """Where the rules of a document of this genre begin; None in other documents.

    They begin at the first of its articles (第…条), at the sentence that says 制定本办法, or with the first unit of a
    document of such a kind.
    """
    articles = [unit.label_start for unit in units if unit.kind == "article"]
    made = _MADE.search(text)
    if len(articles) >= _LEAST_ARTICLES:
        return min(articles)
    if made is not None:
        return made.start()
    if head["kind"] not in words("duties", "genre"):
        return None
    return min((unit.label_start for unit in units if unit.kind != "preamble"), default=None)


def read_duties(
    text: str, start: int, end: int, holes: Sequence[Span], known: frozenset[str] = frozenset()
) -> Iterator[Duty]:
    """The sentences between two places that set bodies a duty, annotations (holes) left out.

    `known` are short names the document defines for bodies.
    """
    for match in _SENTENCE.finditer(text, start, end):
        if any(hole.start < match.end() and match.start() < hole.end for hole in holes):
            continue
        entries = read_duty(text, match.start(), match.end(), known)
        if entries:
            low = match.start() + len(match[0]) - len(match[0].lstrip(" 　\t"))
            yield Duty(Span(low, match.end()), tuple(entries))


def read_duty(text: str, start: int, end: int, known: frozenset[str] = frozenset()) -> list[Entry]:
    """The bodies that a sentence makes do something, with their roles, in order of print."""
    sentence = _Sentence(text, known)
    for clause in _CLAUSE.finditer(text, start, end):
        span = Span(clause.start(), clause.end())
        _agents(sentence, span)
        _subject(sentence, span)
    return sentence.entries


@cache
def _manner() -> str:
    """What may stand between a body and its verb: bounded, so that the time of a match is."""
    alone, with_more = any_of(words("duties", "adverbs")), any_of(words("duties", "manner"))
    return rf"(?:{alone}){{0,6}}(?:(?:{with_more})[^，。；]{{1,40}}?)?(?:{alone}){{0,6}}"


@cache
def _verb(*, agent: bool) -> re.Pattern[str]:
    """Words of manner and a duty verb behind a body."""
    more = words("duties", "agent_verbs") if agent else ()
    return re.compile(rf"{_manner()}(?P<verb>{any_of((*words('duties', 'verbs'), *more))})(?!单位|人|的|后|时)")


@cache
def _must() -> re.Pattern[str]:
    """A modal word; the short ones not where they are part of another word (应收, 要求, 须知)."""
    must = set(words("duties", "must")) - {"应", "须", "要"}
    short = "应(?!当|急|用(?!好)|对(?:突发|气候)|届|邀|收|税|付|缴|知|建)|须(?!知)|要(?!求|素|件|点|约|害|闻|义|事)"
    return re.compile(rf"(?<![不主重必相对反供响适])(?:(?:{any_of(tuple(must))})(?!知道)|{short})(?!的)")


@cache
def _unless() -> re.Pattern[str]:
    unless = any_of(tuple(word for word in words("duties", "unless") if word[0] != "可"))
    within = words("duties", "with_may")
    before = "".join(word[0] for word in within if word[-1] == "可")
    behind = any_of(tuple(word[1:] for word in within if word[0] == "可"))
    return re.compile(rf"(?:依法|也|均|都|应当|应){{0,6}}(?:{unless}|(?<![{before}])可以?(?!{behind}))")


def _named_from(text: str, start: int, end: int) -> tuple[tuple[Body, ...], int]:
    """The public bodies a list that begins at a place names, and where the list ends."""
    found: list[Body] = []
    at, more = start, _longest(text, start, end)
    while more:
        found += more
        at = more[-1].end
        others = _OTHERS.match(text, at, end)
        at = others.end() if others else at
        joined = _JOINED.match(text, at, end)
        more = _longest(text, joined.end(), end) if joined else ()
        at = joined.end() if joined and more else at
    opened = bool(found) and (_public(found[0]) or bool(_BUSINESS.search(found[0].name)))
    return tuple(body for body in found if opened and _public(body)), at


def _longest(text: str, start: int, end: int) -> tuple[Body, ...]:
    """The list right at a place, its last name as long as it goes without a verb in it."""
    if (sectors := _SECTORS.match(text, start, end)) is not None and _known_sectors(sectors["names"]):
        return tuple(_departments(sectors))
    found = bodies_after(text, start, _reach(text, start, end))
    longer = _LONGER.match(text, found[-1].end, end) if found else None
    if longer is None or _OTHERS.match(text, found[-1].end, end):
        return found
    if _has_verb(longer[0]) and not _of_sector(text[start : longer.end()]):
        return found
    return all_sure(text, start, longer.end()) or found


def _reach(text: str, start: int, end: int) -> int:
    """How far one list is read at once: a long one goes on behind a separator."""
    if end - start <= _READ_AT_ONCE:
        return end
    cut = text.rfind("、", start, start + _READ_AT_ONCE)
    return cut if cut > start else start + _READ_AT_ONCE


def _departments(sectors: re.Match[str]) -> Iterator[Body]:
    at = sectors.start("names")
    for stem in sectors["names"].split("、"):
        name = stem if registry.is_known_body(stem) else stem + sectors["end"]
        yield Body(stem, name, "class", at, at + len(stem))
        at += len(stem) + 1


def _known_sectors(names: str) -> bool:
    """Whether a row of words has departments of the registry behind it, and no verb."""
    stems = names.split("、")
    return not _NO_NAME.search(names) and any(_of_sector(stem + "部门") for stem in stems)


def _of_sector(name: str) -> bool:
    """Whether a name ends with the department of a sector the registry knows (各区人力资源社会保障部门)."""
    stem = name.removesuffix("部门")
    return name != stem and any(registry.is_known_body(stem[cut:] + "局") for cut in range(len(stem) - 1))


def _has_verb(words_: str) -> bool:
    bare = re.sub("(?:行政|监督|综合|执法|审批|服务|督导|监管|主管|管理)*(?:部门|机关|机构|中心)$|^主管", "", words_)
    return _any_verb().search(bare) is not None


@cache
def _any_verb() -> re.Pattern[str]:
    return re.compile("[是为的]|" + any_of((*words("duties", "verbs"), *words("duties", "must"))))


def _public(body: Body) -> bool:
    """Whether a name is that of a body of government or public life, or of a set of such."""
    name = body.name
    if _BUSINESS.search(name) or _NO_NAME.search(name) or (_has_verb(name) and not _known(name)):
        return False
    return is_sure(body) or bool(re.fullmatch("[一-鿿]{2,16}(?:部门|机关|机构)", name))


def _known(name: str) -> bool:
    return registry.is_known_body(name) or is_group(name) or _of_sector(name)


def _agents(sentence: _Sentence, clause: Span) -> None:
    """由X制定: the agent of a duty verb."""
    text = sentence.text
    for match in re.finditer("由", text[clause.start : clause.end]):
        bodies, behind = _named_from(text, clause.start + match.end(), clause.end)
        verb = _verb(agent=True).match(text, behind, clause.end)
        if bodies and verb and not _unless().search(text, behind, clause.end):
            _add(sentence, bodies, Span(verb.start("verb"), clause.end), "duty_agent", verb["verb"])


def _subject(sentence: _Sentence, clause: Span) -> None:
    """X应当…, X统筹…, X是…主管部门 in a clause; one that opens with 应当 has the subject before it."""
    text = sentence.text
    opening = _OPENING.match(text, clause.start, clause.end)
    start = opening.end() if opening else clause.start
    must = _must().search(text, start, clause.end)
    limit = must.start() if must is not None else clause.end
    first, behind = _named_from(text, start, limit) if text[start] != "由" else ((), start)
    if must is not None:
        _obliged(sentence, Span(start, clause.end), (first, behind), must)
    elif first and _IN_CHARGE.match(text, behind, clause.end):
        _add(sentence, first, Span(behind, behind), "duty_in_charge", "主管")
    elif not _subordinate(text, clause):
        _acting(sentence, Span(behind, clause.end), first)
    if first and not _OF.match(text, behind, clause.end):
        sentence.subject = first


def _acting(sentence: _Sentence, clause: Span, first: tuple[Body, ...]) -> None:
    """A duty verb without a modal word, in the clause of its subject or, where that says but how, in a later one."""
    text = sentence.text
    bodies = first or sentence.waiting
    if not bodies or _unless().search(text, clause.start, clause.end):
        return
    verb = _verb(agent=False).match(text, clause.start, clause.end)
    if verb and (first or verb.start("verb") == clause.start):
        rule = "duty_in_charge" if verb["verb"] == "主管" else "duty_verb"
        _add(sentence, bodies, Span(verb.start("verb"), clause.end), rule, verb["verb"])
        sentence.waiting = ()
    elif first:
        manner = re.fullmatch(_manner(), text[clause.start : clause.end])
        sentence.waiting = first if manner and not _OF.match(text, clause.start, clause.end) else ()


def _subordinate(text: str, clause: Span) -> bool:
    return bool(_SUBORDINATE.search(text, clause.start, clause.end))


def _obliged(sentence: _Sentence, clause: Span, opening: tuple[tuple[Body, ...], int], must: re.Match[str]) -> None:
    text, (first, behind) = sentence.text, opening
    if _unless().match(text, must.end(), clause.end):
        return
    if (
        text.startswith(("，", ","), clause.end)
        and _subordinate(text, clause)
        and not _MANNER_OF_DUTY.match(text, must.end(), clause.end)
    ):
        return
    stop = without_modals(text, clause.start, must.start())
    bodies: tuple[Body, ...] = ()
    between = text[behind : must.start()]
    plain = re.fullmatch(_manner(), between) or _BESIDE.fullmatch(between)
    if first and plain and not _OF.match(text, behind, must.start()):
        bodies = first
    elif not text[clause.start : stop].strip(" 　也还均都"):
        bodies = sentence.subject
    else:
        bodies = _within(sentence, clause.start, stop)
    _add(sentence, bodies, Span(must.end(), clause.end), "duty_must", must[0])


def _within(sentence: _Sentence, start: int, stop: int) -> tuple[Body, ...]:
    """The bodies right before a place within a clause, behind words that can stand before a subject."""
    found = bodies_before(sentence.text, max(start, stop - _BEFORE_MODAL), stop, sentence.known)
    if not found or not _EDGE.search(sentence.text[max(start, found[0].start - 8) : found[0].start]):
        return ()
    return tuple(body for body in found if _public(body))


def _add(sentence: _Sentence, bodies: Sequence[Body], told: Span, rule: str, word: str) -> None:
    """Enter bodies with the role that is told in a span, else that of the word which made them a subject."""
    if not bodies:
        return
    role, word = _role(sentence.text, told, word)
    entered = {(entry.body.name, entry.role) for entry in sentence.entries}
    for body in bodies:
        if (body.name, role) not in entered:
            entered.add((body.name, role))
            sentence.entries.append(Entry(body, role, word, rule))


@cache
def _role_words() -> dict[str, str]:
    """Word → role by the vocabulary of roles; the word for joining another in a task is manner here."""
    found = {word: term.id for term in vocabulary("roles").terms for word in term.words if term.id != "undertake"}
    found.pop("会同", None)
    return {**found, "主管": "administer"}


@cache
def _led() -> re.Pattern[str]:
    """Words of manner (对…, 按照…) and the verb behind them; 加强对… is itself the first verb, 以…为指导 none."""
    told = any_of((*_role_words(), *words("duties", "verbs")))
    manner = rf"(?:(?=(?:加强|强化)对)|(?!(?:加强|强化)对){_manner()})"
    must = any_of(words("duties", "must"))
    return re.compile(rf"(?:{must})?{manner}(?<![为将把])(?P<word>{told})(?!单位|人|的|后|时|结果|情况|意见)")


def _role(text: str, told: Span, word: str) -> tuple[str, str]:
    """The role of the verb in a span behind its words of manner, with the verb; responsible for what tells no role.

    `word` is what stands for a verb that is not declared.
    """
    match = _led().match(text, told.start, told.end)
    found = match["word"] if match else word
    return _role_words().get(found, "responsible"), found
