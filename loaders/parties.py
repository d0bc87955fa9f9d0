"""Bodies named in running text: the list that ends right before a place, or begins right at one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from loaders.actors import may_act
from loaders.bodynames import is_body, is_group, is_performer, plain
from loaders.names import read_list
from loaders.notations import words
from loaders.types import Body
from ontology import registry
from ontology.words import any_of

_STARTERS = frozenset(
    "省市县区州盟旗自各有相国中全团驻人地同行财发教科工公民司住交水农商文卫应审金海税统体医林能粮气邮烟铁两联参主业属试办推协领专成数该"
)
_PERSON = re.compile(r"(?:领导|同志|书记|市长|省长|主任|局长|厅长|主席|人员|专人|专家|干部|党员)$")
# What opens or joins a clause and so cannot stand in the name of a body.
_OPENS_CLAUSE = (
    "充分|切实|主动|积极|进一步|建立|组建|成立|设立|强化|加强|发挥|推动|推进(?!办|小组|组|专班)|督促|明确|按照|按|由|将|把|依托|通过|以|经(?!济|信|开|贸|发展)|报|向|对(?!外)|"
    "形成|落实|完善|健全|组织(?!部)|支持|鼓励|引导|协调(?!机制|小组|办)|指导(?!委|小组|组)|开展|会同|配合|商请|可(?!再生)|要|应(?!急)|须|的"
)
_JOINS_CLAUSE = (
    "(?<!华)为(?!民)|是|设在|设立|成立|组建|要建立|明确|指定|需要|等需|由|"
    "可根据|可以|应当|建立|根据|纳入|强化|加强|召开|结果|同意|认真"
)
_VERBAL = re.compile(f"^(?:{_OPENS_CLAUSE})|{_JOINS_CLAUSE}")
# What does something rather than names somebody (主动与行业主管部门对接).
_ACTING = re.compile("(?:主动|积极|切实|充分|进一步|督促|强化|加强)")
# The outposts of a department, and the offices and committees inside one.
_OUTPOST = re.compile("[局部委厅](?:各?地?派出|派驻|直属)机构$")
_INSIDE = re.compile(
    "(?:[一-鿿]{2,8}(?<![之何到多好益坏各深此该难用短长高低妙近远别随四相和成])处|机关(?:党委|纪委|工会))$"
)
# A bureau inside a body of the registry (财政部预算司), and governments named by their place in a row alone.
_BUREAU = re.compile("(?P<body>[一-鿿]{2,12}?(?:部|委|总局|署|厅|局))[一-鿿]{2,10}(?:司|局|室|中心)$")
_NEAR_GOVERNMENT = re.compile("(?:乡|镇|乡镇|街镇|属地|所在地|同级|本级)(?:人民)?政府")
_OBJECT_END = re.compile(
    r"(?:部门|单位|机构|各方|地方|各地|地区|办公[室厅]|部委|委办局|(?:工会|群团|妇联)组织|共青团|局|委|厅|办|部|署|会|院|行|站|中心|政府|公司|处|小组|专班|室|海关|联|协|法院|机关|企业|方面)"
    r"(?:[（(][^）)]{1,12}[）)])?(?:等(?:[^，。、]{0,6}(?:部门|单位|机构|方面))?)?"
)
# An office set up across bodies, named by its task alone (节水行动督查办公室): where a party is asked for, it is one.
_OFFICE = re.compile("[一-鿿“”]{4,24}(?:办公室|专班|指挥部)|机关[党纪]委")
_WITHIN = re.compile(r"(?:在|依据|按照?|根据)[^，。、]{0,10}(?:职责|权限|职能)(?:范围内|分工)?$")
# A department of a government (国务院财政部门).
_DEPARTMENT_WITHIN = re.compile("(?:国务院|.*人民政府)(?P<own>[一-鿿]{2,10}(?:部门|机构|机关))")
# Those who are told beside bodies and are none: 财政部门和有关社会组织.
_BESIDE = re.compile("(?:有关|相关|各类|各)?(?:社会组织|金融机构|企业|高校|院校|科研院所|行业协会|专家|机构)")
# What says how bodies are called from there on (以下称“街镇”).
_SHORTENED = re.compile(r"[（(](?:以下|下)(?:统一|合并)?(?:简|统)?称[^。；]{1,30}[）)]$")
# A set of bodies named by the one they belong to (国务院有关部门).
_SET_WITHIN = re.compile("(?:各|有关|相关)[一-鿿]{0,8}(?:部门|单位|机构)")
# 区 that ends a word for a zone opens no name.
_ZONE_WORD = re.compile("[园地社景城校矿发新库山片街辖牧林灾区]区")
# What counts off the clauses of a sentence.
_COUNTED = (
    r"[一二三四五六七八九十]是|[（(]\d{1,2}[）)]|[①-⑳]|"
    r"(?<!\d)\d{1,2}(?:[.．]\d{1,2}){1,3}[.．、 　]?|(?<!\d)\d{1,2}[.．、](?!\d)"
)
Named = Callable[[str], bool]
# How far behind a list its next body may end.
_FARTHEST = 24


@cache
def _modal_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(words('prose', 'modals'))})+$")


def without_modals(text: str, low: int, at: int) -> int:
    """Where a subject ends before the words of manner in front of a role word (要, 共同, 在职责范围内)."""
    words_ = _SHORTENED.sub("", text[low:at].rstrip(" 　"))
    words_ = _WITHIN.sub("", words_).rstrip("，,")
    match = _modal_pattern().search(words_)
    while match is not None and not _sure_name(words_):
        words_ = _SHORTENED.sub("", words_[: match.start()])
        match = _modal_pattern().search(words_)
    return low + len(words_)


def _sure_name(words_: str) -> bool:
    tail = re.split("[、和及与，由]", words_)[-1]
    return registry.is_known_body(plain(tail))


def bodies_before(
    text: str, low: int, at: int, known: frozenset[str] = frozenset(), named: Named = may_act
) -> tuple[Body, ...]:
    """The bodies that end right before a place: the longest stretch of the clause that is a list of them.

    A list that fills the clause, or all behind 由 and its like, may hold names by sort alone, as `named` tells
    (街道办事处).
    """
    if at - low < 2:
        return ()
    short = [(at - len(k), False) for k in known if at - len(k) >= low and text.startswith(k, at - len(k))]
    for start, edge in (*_starts(text, low, at), *short):
        listed = read_list(text, start, at)
        if not listed.bodies or listed.rest or not _to_the_end(text, listed.bodies, at):
            continue
        sure = tuple(b for b in listed.bodies if b.name in known or is_sure(b) or (edge and _may_stand(b, named)))
        if sure and all(b in sure or _BESIDE.fullmatch(b.name) for b in listed.bodies):
            return sure
    return ()


def is_subject(body: Body) -> bool:
    """Whether a name that fills a clause is that of a body."""
    return is_sure(body) or _may_stand(body, may_act)


def _may_stand(body: Body, named: Named) -> bool:
    return named(body.name) and not _VERBAL.search(body.name)


def _to_the_end(text: str, bodies: tuple[Body, ...], at: int) -> bool:
    return not re.search("[、，,]", text[bodies[-1].end : at]) or "等" in text[bodies[-1].end : at]


def _starts(text: str, low: int, at: int) -> Iterator[tuple[int, bool]]:
    """Where a list may begin, from the left, and whether it is an edge: of the clause, or behind 由 and its like."""
    yield low, True
    yield from ((low + m.end(), True) for m in _given_pattern().finditer(text[low:at]))
    for start in range(low + 1, at - 1):
        amid = text[start - 1] in "、和及与（(〔" or text.startswith("健全", start - 1)
        if text[start] in _STARTERS and not amid and not _ZONE_WORD.match(text, start - 1):
            yield start, False


@cache
def _given_pattern() -> re.Pattern[str]:
    return re.compile(rf"{any_of(words('prose', 'starts'))}|{_COUNTED}")


def is_sure(body: Body) -> bool:
    """Whether a name found in running text is surely that of a body or set of bodies of government."""
    name = body.name
    if (
        _VERBAL.search(name.split("的")[0])
        or _PERSON.search(name)
        or (is_performer(name) and body.kind != "class" and not _OUTPOST.search(name))
        or len(name) > 40
    ):
        return False
    if re.search(r"(?:企业|高校|院校|用户|经营者|申请人)$", name):
        return False
    return (
        is_body(name)
        or is_group(name)
        or bool(_OUTPOST.search(name) or _INSIDE.fullmatch(name) or _NEAR_GOVERNMENT.fullmatch(name))
        or _is_bureau(name)
        or bool(re.fullmatch(r"[一-鿿]{2,16}(?:部门|处室|机关)(?:[（(].*[）)])?", name))
    )


def _is_bureau(name: str) -> bool:
    match = _BUREAU.fullmatch(name)
    return match is not None and registry.is_known_body(match["body"])


def bodies_after(text: str, start: int, end: int, named: Named | None = None) -> tuple[Body, ...]:
    """The bodies that begin right at a place: the first stretch that is a list, grown while it stays one."""
    stop = min((i for i in (text.find(c, start, end) for c in "，,。；;：:\n") if i >= 0), default=end)
    best: tuple[Body, ...] = ()
    reach = start
    for match in _OBJECT_END.finditer(text, start, stop):
        if best and match.end() - reach > _FARTHEST:
            break
        found = all_sure(text, start, match.end(), named)
        if found and (not best or _grows(text, reach, match.end(), best, found)):
            best, reach = found, match.end()
    return best


def _grows(text: str, reach: int, end: int, best: tuple[Body, ...], found: tuple[Body, ...]) -> bool:
    """Whether a longer list is one by its own signs (、, 和, 等) or by a longer name that is surely one at its end."""
    if re.match("[、和及与]|以及|等", text[reach:end]):
        return True
    name, short = found[-1].name, best[-1].name
    if len(found) > len(best) and found[0].name.startswith(short) and _of_government(found[0].name):
        return True
    if len(found) != len(best):
        return False
    if registry.is_known_body(name) or registry.is_known_body(name.removeprefix(short)):
        return True
    if (is_group(short) and is_group(name)) or _OUTPOST.search(name):
        return True
    if _SET_WITHIN.fullmatch(name.removeprefix(short)) or _of_government(name):
        return True
    return short in ("地方", "各地", "地区") and name.endswith("主管部门")


def _of_government(name: str) -> bool:
    """Whether a name is that of a department of a government, not of one that does something to a department."""
    match = _DEPARTMENT_WITHIN.fullmatch(name)
    return match is not None and not _VERBAL.search(match["own"])


def all_sure(text: str, start: int, end: int, named: Named | None = None) -> tuple[Body, ...]:
    """The bodies of a stretch that is, whole, a list of sure ones, or of what `named` tells; none otherwise."""
    listed = read_list(text, start, end)
    good = (
        listed.bodies
        and not listed.rest
        and all(is_sure(b) or _sector(b) or (named is not None and _may_stand(b, named)) for b in listed.bodies)
    )
    return listed.bodies if good else ()


def _sector(body: Body) -> bool:
    sector = re.fullmatch(r"[一-鿿]{2,20}(?:部门|单位|机构|各方|各地|地方|方面)", body.name)
    return (
        (sector is not None and not _ACTING.match(body.name))
        or body.name in ("各方", "地方", "各地", "共青团", "工会组织", "群团组织")
        or bool(_OFFICE.fullmatch(body.name) and not _VERBAL.search(body.name))
    )
