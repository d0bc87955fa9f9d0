"""How a written name is read: which place it speaks of, and what is left of it when place and level words are gone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ontology.registry.places import (
    Jurisdiction,
    ancestors,
    find_jurisdictions,
    jurisdiction,
    lies_within,
    places_opening,
)

_SPACE = re.compile(r"\s+")
_LEVEL_WORD = re.compile(
    r"[我本全]?(?P<word>自治区|自治州|地区|兵团|省|市|州|盟|地|县|区|旗)(?:[级直](?=[^属机]))?(?=.)"
)
_LEVEL_WORDS = ("自治区", "自治州", "地区", "省", "市", "州", "盟", "县", "区", "旗")
# 委 right after a place or level word is the party committee, but 委员会 belongs to what follows.
_COMMITTEE = re.compile(r"(?:党委|委)(?!员会)")
_PARTY_HEAD = re.compile(r"(?:中共|中国共产党|共青团|中国共产主义青年团|团)(?=.)")
_OLD = re.compile(r"原(?=..)")
_ALTERNATIVES = re.compile(r"(?P<stem>.+)[厅局委][（(](?P<ends>[厅局委、，,/]+)[）)]")
_REMARK = re.compile(r"(?<=.)[（(][^（）()]*[）)]$")


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a name: its place, the rest, and how the place was given: named, short, level or none."""

    place: Jurisdiction
    rest: str
    given: str


def spellings(name: str) -> Iterator[tuple[str, ...]]:
    """The forms under which a name is looked up, first to last; each a tuple of equals.

    As written; without 原 in front; with the endings that a bracket offers (科技厅（委、局）); without a remark in
    brackets behind it.
    """
    plain = _SPACE.sub("", name)
    yield (plain,)
    if _OLD.match(plain):
        yield (plain[1:],)
    offered = _ALTERNATIVES.fullmatch(plain)
    if offered:
        ends = plain[len(offered["stem"])] + re.sub(r"[^厅局委]", "", offered["ends"])
        yield tuple(offered["stem"] + end for end in dict.fromkeys(ends))
    elif _REMARK.search(plain):
        yield (_REMARK.sub("", plain),)


def readings(name: str, home: Jurisdiction) -> Iterator[tuple[Reading, ...]]:
    """The ways to read a name in a document of a place, likeliest first, each with the places it can mean equally.

    A place written out stands before a level word, that before none at all. A level word means the document's own
    place or the nearest above it that is of that kind; no word means the document's place, then those above.
    """
    head = _PARTY_HEAD.match(name)
    word = head.group() if head else ""
    yield from _placed(word, name[len(word) :], home)
    if word:
        yield from _placed("", name, home)
    yield from _levelled(word, name[len(word) :], home)
    if word:
        yield from _levelled("", name, home)
    for place in (home, *_above(home)):
        yield (Reading(place, _committee(name), "none"),)


def _placed(word: str, name: str, home: Jurisdiction) -> Iterator[tuple[Reading, ...]]:
    for cut in places_opening(name):
        if cut < len(name):
            rest = _committee(name[cut:])
            places = nearest(find_jurisdictions(name[:cut]), home, name[:cut])
            yield tuple(_reading(p, name[:cut], word + rest) for p in places)


def _reading(place: Jurisdiction, written: str, rest: str) -> Reading:
    return Reading(place, rest, "short" if written.endswith(place.short) else "named")


def _levelled(word: str, name: str, home: Jurisdiction) -> Iterator[tuple[Reading, ...]]:
    match = _LEVEL_WORD.match(name)
    if match is None:
        return
    rest = word + _committee(name[match.end() :])
    for place in (home, *_above(home)):
        if _is_called(place, match["word"]):
            yield (Reading(place, rest, "level"),)


def called_by_level(word: str, home: Jurisdiction) -> tuple[Jurisdiction, ...]:
    """The place a level word alone means in a document of a place (市 within 人行市中心支行); none for other words."""
    if word not in _LEVEL_WORDS:
        return ()
    return next(((place,) for place in (home, *_above(home)) if _is_called(place, word)), ())


def _is_called(place: Jurisdiction, word: str) -> bool:
    if place.level == "national":
        return False
    if word == "区" and place.level == "province":
        return place.name.endswith("自治区")
    return place.name.endswith("地区" if word == "地" else word)


def _committee(rest: str) -> str:
    match = _COMMITTEE.match(rest)
    return "{committee}" + rest[match.end() :] if match else rest


def _above(home: Jurisdiction) -> Iterator[Jurisdiction]:
    for code in ancestors(home.code):
        place = jurisdiction(code)
        if place is not None:
            yield place


def nearest(places: list[Jurisdiction], home: Jurisdiction, written: str) -> tuple[Jurisdiction, ...]:
    """Of the places a name can mean, those nearest to a document's own: within it or around it, then in its province,
    then anywhere; a short name means the highest level that carries it (南昌 the city, not the county).
    """
    if len(places) <= 1:
        return tuple(places)
    ranked = sorted((_distance(place, home), place.code) for place in places)
    best = ranked[0][0]
    close = [place for place in places if _distance(place, home) == best]
    if all(written != place.name for place in close):
        close = [place for place in close if place.level == close[0].level]
    return tuple(close)


def _distance(place: Jurisdiction, home: Jurisdiction) -> int:
    if (lies_within(place.code, home.code) and home.level != "national") or lies_within(home.code, place.code):
        return 0
    return 1 if place.code[:2] == home.code[:2] else 2
