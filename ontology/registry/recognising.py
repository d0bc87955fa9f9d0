"""What a reader of names needs: which words are bodies, wherever they stand."""

from __future__ import annotations

import re
from functools import cache

from ontology.registry.additions import additions
from ontology.registry.lines import entries
from ontology.registry.memory import remembered
from ontology.registry.places import find_jurisdictions, may_open_with_place, places_opening

_SLOT = re.compile(r"\{(?:P|p|committee|parent)\}")
_PLACE_SLOT = re.compile(r"\{[Pp]\}")
_COMMITTEE = "{committee}"
_COMMITTEE_WORD = re.compile(r"(?:中共|共青团|团)?(?:党委|自治区党委|[省市州盟地县区旗]委)(?!员会)")
_LEVEL = re.compile(r"[我本全]?(?:自治区|省|市|州|盟|地区|县|区|旗)(?=.)")
_SHORTEST_PLACE = 2
_ENDINGS = (
    "人民政府 政府 委员会 管理委员会 管委会 办公厅 办公室 领导小组 指挥部 联席会议 工作专班 部 委 厅 局 署 办 院 会 社 "
    "行 处 科 室 站 所 台 馆 校 区 园 中心 公司 集团 分局 支队 总队 大队 支行 分行 海关 银行 大学 学院 医院 联盟 "
    "基金会 总社 协会 学会 商会 工委 党校 政协 人大"
)


@remembered
def known_names() -> frozenset[str]:
    """Every name of a body as it stands without its place, and every national one (科技局, 宣传部, 财政部)."""
    own = {n.removeprefix("{P}") for alias in additions().aliases for n in alias.names}
    names = {n for e in entries() if not e.line.suffix_only or e.whole for n in e.names}
    return frozenset(n for n in names | own if not _SLOT.search(n))


@remembered
def committee_names() -> frozenset[str]:
    """What follows a party committee's word in the name of a body of the party (改革办, 组织部, 科技办)."""
    found = (n.removeprefix(_COMMITTEE) for e in entries() for n in e.names if n.startswith(_COMMITTEE))
    return frozenset(n for n in found if n)


@remembered
def suffix_names() -> frozenset[str]:
    """The endings by which bodies with names of their own are known: zones, universities, companies, media."""
    return frozenset(n for e in entries() if e.line.suffix_only and not e.whole for n in e.names if "{" not in n)


@cache
def body_endings() -> tuple[str, ...]:
    """The words a body's name ends in, longest first."""
    return tuple(sorted(_ENDINGS.split(), key=lambda word: (-len(word), word)))


@remembered
def _around_places() -> dict[str, tuple[tuple[str, frozenset[str]], ...]]:
    """What stands before the place in names of bodies, with what stands behind it, by the first letter."""
    found: dict[str, set[str]] = {}
    for name in (n.removeprefix("{parent}") for e in entries() for n in e.names if "{committee}" not in n):
        parts = _PLACE_SLOT.split(name)
        if len(parts) == 2:
            found.setdefault(parts[0], set()).add(parts[1])
    index: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for before, after in found.items():
        index.setdefault(before[:1], []).append((before, frozenset(after)))
    return {letter: tuple(around) for letter, around in index.items()}


@remembered
def is_known_body(name: str) -> bool:
    """Whether a text is, whole, the name of a body the registry knows at some level, with or without its place.

    Says nothing of which body it is; endings of zones, universities and companies alone do not count.
    """
    return any(_known(rest) for rest in _without_place(name.removeprefix("中共"))) or _holds_place(name)


def _known(rest: str) -> bool:
    if rest in known_names():
        return True
    match = _COMMITTEE_WORD.match(rest)
    return match is not None and (match.end() == len(rest) or rest[match.end() :] in committee_names())


def _without_place(name: str) -> list[str]:
    rests = [name]
    for cut in places_opening(name):
        if cut < len(name):
            # 四川省委: the last character of the place is the level word of the committee.
            rests += [name[cut:], name[cut - 1 :]]
    match = _LEVEL.match(name)
    return [*rests, name[match.end() :]] if match else rests


def _holds_place(name: str) -> bool:
    around = _around_places()
    for before, after in (*around.get(name[:1], ()), *around.get("", ())):
        if not name.startswith(before) or not may_open_with_place(name[len(before) :]):
            continue
        for cut in range(len(before) + _SHORTEST_PLACE, len(name) + 1):
            if name[cut:] in after and find_jurisdictions(name[len(before) : cut]):
                return True
    return False
