"""Jurisdictions after GB/T 2260: by code, by any usual form of their name, and found in running text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

TABLE = Path(__file__).with_name("jurisdictions.tsv")
NATION = "000000"

_PEOPLES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|高山|拉祜|水|东乡|纳西|景颇|"
    "柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|乌孜别克|俄罗斯|鄂温克|德昂|保安|裕固|"
    "京|塔塔尔|独龙|鄂伦春|赫哲|门巴|珞巴|基诺|各"
)
_AUTONOMOUS = re.compile(r"(自治区|自治州|自治县|自治旗)$")
_PEOPLE_TAIL = re.compile(rf"(?:(?:{_PEOPLES})族)+$")
# Only these peoples' names stand without 族 before 自治…; others without it are part of a place name.
_BARE_PEOPLE = re.compile(r"(?<=..)(?:维吾尔|柯尔克孜|哈萨克|蒙古|塔吉克|锡伯)$")
# A level word, and not the beginning of 市场, 区域, 市政, 区县 …
_LEVEL_WORD_NEXT = re.compile(r"自治[区州县旗]|[省市州盟县区旗](?![场域容级省市州盟县区旗]|政(?!府))")
_PLAIN_END = re.compile(r"(?:特别行政区|地区|(?<=..)(?:林区|特区|新区)|省|市|县|区|旗|盟)$")


def short_name(name: str) -> str:
    """A jurisdiction's name without its level word and the peoples in it; a place of one character keeps it all.

    Where nothing but a people stands before 自治, the people is the place (鄂伦春自治旗, 东乡族自治县).
    """
    if _AUTONOMOUS.search(name):
        stem = _AUTONOMOUS.sub("", name)
        bare = _PEOPLE_TAIL.sub("", stem)
        if bare == stem:
            bare = _BARE_PEOPLE.sub("", stem)
        return bare or stem.removesuffix("族")
    if name.endswith("建设兵团"):
        return name
    bare = _PLAIN_END.sub("", name, count=1)
    return bare if len(bare) >= 2 else name


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """A division of one of four levels; `until` is the latest month or year in which a former name can have ended."""

    code: str
    name: str
    level: str
    parent: str | None
    short: str
    until: str | None = None

    def __hash__(self) -> int:
        """Of what tells places apart: hashes of places are asked for often."""
        return hash((self.code, self.name))

    @property
    def level_word(self) -> str:
        """The one character a document of this place calls its level by: 省, 市, 州, 盟, 县, 区, 旗; 国 above."""
        if self.level == "national":
            return "国"
        end = self.name[-2:]
        return "区" if end in ("团", "地区") or self.name.endswith("兵团") else self.name[-1]


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place name in a text: where it stands, how it is written, and which jurisdictions carry it."""

    start: int
    end: int
    written: str
    candidates: tuple[Jurisdiction, ...]


@dataclass(frozen=True, slots=True)
class _Gazetteer:
    by_code: dict[str, Jurisdiction]
    by_name: dict[str, tuple[Jurisdiction, ...]]
    children: dict[str, tuple[str, ...]]
    openings: frozenset[str]
    longest: int


_LEVEL_ORDER = {"national": 0, "province": 1, "city": 2, "county": 3}


def _read() -> list[Jurisdiction]:
    rows = TABLE.read_text(encoding="utf-8").splitlines()[1:]
    fields = (row.split("\t") for row in rows)
    return [Jurisdiction(c, n, lv, p or None, s, u or None) for c, n, lv, p, s, u in fields]


def _forms(place: Jurisdiction) -> Iterable[str]:
    yield place.name
    yield place.short
    if place.name.endswith("生产建设兵团"):
        yield from (place.name.replace("生产建设", ""), "生产建设兵团", "兵团")
    for word, plain in (("自治州", "州"), ("自治县", "县"), ("自治旗", "旗"), ("自治区", "区"), ("特别行政区", "特区")):
        if place.name.endswith(word):
            yield place.short + plain
            yield place.short + word
    if place.level == "city" and place.name.endswith(("盟", "地区")) and not place.short.endswith(("盟", "地区")):
        yield place.short + ("盟" if place.name.endswith("盟") else "地区")


@lru_cache(maxsize=1)
def _gazetteer() -> _Gazetteer:
    by_code: dict[str, Jurisdiction] = {}
    by_name: dict[str, list[Jurisdiction]] = {}
    children: dict[str, list[str]] = {}
    for place in _read():
        if place.code not in by_code:
            by_code[place.code] = place
            children.setdefault(place.parent or "", []).append(place.code)
        for form in dict.fromkeys(_forms(place)):
            by_name.setdefault(form, []).append(place)
    order = {name: tuple(sorted(places, key=_rank)) for name, places in by_name.items()}
    order.update(dict.fromkeys(("中国", "国家", "中华人民共和国"), order["全国"]))
    below = {code: tuple(codes) for code, codes in children.items()}
    return _Gazetteer(by_code, order, below, frozenset(form[:2] for form in order), max(map(len, order)))


def _rank(place: Jurisdiction) -> tuple[bool, int, str]:
    return (place.until is not None, _LEVEL_ORDER[place.level], place.code)


def jurisdiction(code: str) -> Jurisdiction | None:
    """The jurisdiction of a six-digit code under its present (else last) name; None when there is none."""
    return _gazetteer().by_code.get(code)


def ancestors(code: str) -> tuple[str, ...]:
    """The codes above one, nearest first, the nation last; empty for the nation and for unknown codes."""
    above: list[str] = []
    place = jurisdiction(code)
    while place is not None and place.parent is not None:
        above.append(place.parent)
        place = jurisdiction(place.parent)
    return tuple(above)


def children(code: str) -> tuple[str, ...]:
    """The codes right below one, present and former."""
    return _gazetteer().children.get(code, ())


def lies_within(code: str, upper: str) -> bool:
    """Whether a place is another or lies in it."""
    return code == upper or upper in ancestors(code)


def may_open_with_place(text: str) -> bool:
    """Whether a text begins with the first two characters of a place's name: cheap, and false for most texts."""
    return text[:2] in _gazetteer().openings or text[:1].isspace()


@lru_cache(maxsize=65536)
def places_opening(text: str) -> tuple[int, ...]:
    """How long the openings of a text are that name a place (四川, 四川省, 四川省广元市), longest first."""
    if not may_open_with_place(text):
        return ()
    if any(char.isspace() for char in text):
        return tuple(cut for cut in range(len(text), 1, -1) if find_jurisdictions(text[:cut]))
    gazetteer = _gazetteer()
    found: list[int] = []
    for cut in range(2, min(len(text), gazetteer.longest) + 1):
        if text[:cut] in gazetteer.by_name:
            found.append(cut)
            found += [cut + more for more in places_opening(text[cut:]) if _find(text[: cut + more], None)]
    return tuple(sorted(set(found), reverse=True))


def find_jurisdictions(name: str, within: str | None = None) -> list[Jurisdiction]:
    """Every jurisdiction a name can mean, upper levels first, former names last and only when no present one fits.

    Understands full names (四川省), short ones (四川, 内蒙古, 甘孜州), and names with the places above in front
    (四川省广元市, 杭州市西湖区). `within` keeps what lies in that jurisdiction, itself included.
    """
    name = name.strip()
    return list(_find(name, within)) if name[:2] in _gazetteer().openings else []


@lru_cache(maxsize=65536)
def _find(name: str, within: str | None) -> tuple[Jurisdiction, ...]:
    places = _gazetteer().by_name.get(name, ()) or _find_chained(name)
    if within is not None:
        places = tuple(p for p in places if lies_within(p.code, within))
    present = tuple(p for p in places if p.until is None)
    return present or _distinct(places)


def _distinct(places: Iterable[Jurisdiction]) -> tuple[Jurisdiction, ...]:
    return tuple({place.code: place for place in places}.values())


def _find_chained(name: str) -> tuple[Jurisdiction, ...]:
    gazetteer = _gazetteer()
    for cut in range(min(len(name) - 2, gazetteer.longest), 1, -1):
        upper = gazetteer.by_name.get(name[:cut])
        if not upper:
            continue
        lower = _find(name[cut:], None)
        fitting = tuple(p for p in lower if any(p.code != u.code and lies_within(p.code, u.code) for u in upper))
        if fitting:
            return fitting
    return ()


@lru_cache(maxsize=1)
def _free_forms() -> dict[str, tuple[str, ...]]:
    """The forms that are place names wherever they stand, longest first, by their first two characters."""
    found: dict[str, list[str]] = {}
    for form, places in _gazetteer().by_name.items():
        if any(_stands_free(form, place) for place in places):
            found.setdefault(form[:2], []).append(form)
    return {opening: tuple(sorted(forms, key=len, reverse=True)) for opening, forms in found.items()}


def _stands_free(form: str, place: Jurisdiction) -> bool:
    """Whether a form is a place name wherever it stands: short county names are ordinary words too often."""
    return form == place.name if place.level == "county" or place.until else True


def of_another_kind(written: str, following: str) -> bool:
    """Whether the word after a place's name makes it the name of another place: 青河 in 青河市, which is no 青河县.

    A name that ends in its level word has said of which kind it is.
    """
    named = any(place.name == written for place in find_jurisdictions(written))
    return not named and _LEVEL_WORD_NEXT.match(following) is not None


def places_in(text: str) -> list[PlaceMention]:
    """The place names in a text, longest first at each spot, without overlap; county names in full form only."""
    found: list[PlaceMention] = []
    at = 0
    while at < len(text):
        written = next((f for f in _free_forms().get(text[at : at + 2], ()) if text.startswith(f, at)), "")
        end = at + (len(written) or 1)
        if written and not of_another_kind(written, text[end : end + 3]):
            found.append(PlaceMention(at, end, written, tuple(find_jurisdictions(written))))
        at = end
    return found
