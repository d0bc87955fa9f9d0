"""What a body of a place is called: place holders filled, the standard name chosen, the name's key found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache, lru_cache

from ontology.registry.additions import additions
from ontology.registry.lines import Entry, built_in_entries, entries
from ontology.registry.memory import remembered
from ontology.registry.places import Jurisdiction, ancestors, jurisdiction

_PLANNED_CITIES = frozenset({"440300", "210200", "330200", "370200", "350200"})
_SUBPROVINCIAL = _PLANNED_CITIES | frozenset(
    {"210100", "220100", "230100", "320100", "330100", "370100", "420100", "440100", "510100", "610100"}
)


def is_seat(place: Jurisdiction) -> bool:
    """Whether a city is the seat of its province's government: GB/T 2260 numbers it 01."""
    return place.level == "city" and place.code.endswith("0100")


def _seat(place: Jurisdiction) -> Jurisdiction:
    """The city a province is governed from; a municipality is its own."""
    return jurisdiction(place.code[:2] + "0100") or place


@lru_cache(maxsize=8192)
def place_kinds(place: Jurisdiction) -> frozenset[str]:
    """The words by which the data restricts a name to kinds of place."""
    kinds = {"直辖市" if place.level == "province" and place.name.endswith("市") else place.level_word}
    if place.name.endswith("自治区"):
        kinds = {"自治区"}
    elif place.level == "county" and place.name.endswith("区"):
        kinds.add("市辖区")
    if place.code in _SUBPROVINCIAL:
        kinds.add("副省级市")
    if place.level == "city":
        kinds.add("省会市" if is_seat(place) else "非省会市")
        kinds.add("计划单列市" if place.code in _PLANNED_CITIES else "非计划单列市")
    return frozenset(kinds)


def full_name(place: Jurisdiction) -> str:
    """A place's name as bodies carry it: a district has its city's in front, as districts share names."""
    city = jurisdiction(place.parent) if place.level == "county" and place.parent else None
    return city.name + place.name if city and city.level != "national" and place.name.endswith("区") else place.name


def level_of_names(place: Jurisdiction) -> str:
    """The level by whose pattern a place's departments are named; the corps of Xinjiang has 局 like a city."""
    return "city" if place.name.endswith("生产建设兵团") else place.level


def committee_of(place: Jurisdiction) -> str:
    """A party committee's short name with its place: 四川省委, 内蒙古自治区党委, 甘孜州委, 阿里地委."""
    for end, word in (("自治区", "党委"), ("地区", "地委")):
        if place.name.endswith(end):
            return (place.name if word == "党委" else place.short) + word
    for end in ("自治州", "自治县", "自治旗"):
        if place.name.endswith(end):
            return place.short + end[-1] + "委"
    return full_name(place) + ("党委" if place.name.endswith("兵团") else "委")


@lru_cache(maxsize=65536)
def fill(template: str, place: Jurisdiction, *, seat: bool = False, whole: bool = False) -> str:
    """A template's name at a place; without a place holder the place stands in front, unless the name is whole."""
    if "{" not in template:
        return template if whole else full_name(place) + template
    above = jurisdiction(place.parent) if place.parent else None
    named = _seat(place) if seat else place
    filled = template.replace("{P}", full_name(named)).replace("{p}", named.short)
    return filled.replace("{committee}", committee_of(place)).replace("{parent}", above.name if above else "")


def name_at(entry: Entry, place: Jurisdiction) -> str:
    """The full name of an entry's body at a place."""
    return fill(entry.template, place, seat=entry.seat, whole=entry.whole)


def short_names_at(entry: Entry, place: Jurisdiction) -> tuple[str, ...]:
    """What else the body is called, with its place; a name that holds the place within has no form without."""
    own = [name for name in entry.names if entry.own or ("{" in name) == ("{" in entry.template)]
    names = [fill(name, place, seat=entry.seat, whole=entry.whole) for name in own]
    names += [fill(name, place, whole=True) for name in aliases_at(entry, place)]
    return tuple(dict.fromkeys(n for n in names if n != name_at(entry, place)))


@remembered
def _aliases() -> dict[tuple[str, str, bool, str], tuple[str, ...]]:
    found: dict[tuple[str, str, bool, str], tuple[str, ...]] = {}
    for alias in additions().aliases:
        if alias.place is not None:
            key = (alias.variant, alias.level, alias.former, alias.place)
            found[key] = (*found.get(key, ()), *alias.names)
    return found


def aliases_at(entry: Entry, place: Jurisdiction) -> tuple[str, ...]:
    """The names the user gave a built-in body at one place; `{P}` in front is the place."""
    return _aliases().get((entry.variant, entry.level, entry.former, place.code), ()) if _aliases() else ()


def found_at(entry: Entry, place: Jurisdiction) -> bool:
    """Whether an entry's name can stand at a place: its level, its named places, its kinds of place.

    A former name in general use is none of a place for which another entry of the line tells of the same name: there
    it lasts still, or ended at another time.
    """
    if not _fits(entry, place):
        return False
    closer = _closer().get(_same_name(entry), ()) if entry.former and not entry.places else ()
    return not any(_fits(e, place) for e in closer)


def _same_name(entry: Entry) -> tuple[str, str, str, str]:
    return (entry.line.id, entry.level, entry.template, entry.status)


@cache
def _closer() -> dict[tuple[str, str, str, str], tuple[Entry, ...]]:
    """The entries, by name, that tell of particular places, or of a kind of place where a name still stands."""
    index: dict[tuple[str, str, str, str], tuple[Entry, ...]] = {}
    for entry in built_in_entries():
        whole_kind = not entry.former and entry.used_in and not any(word.startswith("部分") for word in entry.used_in)
        if entry.places or whole_kind:
            index[_same_name(entry)] = (*index.get(_same_name(entry), ()), entry)
    return index


def _fits(entry: Entry, place: Jurisdiction) -> bool:
    if entry.level != level_of_names(place):
        return False
    if entry.places:
        above = ancestors(place.code)
        return any(p in entry.places for p in (place.name, place.code, *above, *map(_name, above)))
    return not entry.used_in or any(u.startswith("部分") or u in place_kinds(place) for u in entry.used_in)


def _name(code: str) -> str:
    place = jurisdiction(code)
    return place.name if place else ""


@remembered
def _by_line() -> dict[tuple[str, str, bool], tuple[Entry, ...]]:
    groups: dict[tuple[str, str, bool], list[Entry]] = {}
    for entry in entries():
        groups.setdefault((entry.line.id, entry.level, entry.former), []).append(entry)
    return {key: tuple(group) for key, group in groups.items()}


def of_line(line: str, level: str, *, former: bool = False) -> tuple[Entry, ...]:
    """A line's entries at a level."""
    return _by_line().get((line, level, former), ())


@remembered
def standard(line: str, place: Jurisdiction) -> Entry | None:
    """The entry whose body is the line's own at a place.

    A name given for this very place goes before one for its kind of place, that before one in general use, and that
    before names of only some places; a line without any of these has no standard body there.
    """
    fitting = [e for e in of_line(line, level_of_names(place)) if e.main and not e.joint and found_at(e, place)]
    return min(fitting, key=_preference, default=None)


def _preference(entry: Entry) -> tuple[int, int]:
    some = any(word.startswith("部分") for word in entry.used_in)
    return (0 if entry.places else 3 if some else 1 if entry.used_in else 2, entry.order)


def _former_of_year(line: str, year: str, place: Jurisdiction) -> Entry | None:
    fitting = [
        e for e in of_line(line, level_of_names(place), former=True) if e.year == year and e.main and found_at(e, place)
    ]
    return min(fitting, key=lambda e: not e.places, default=None)


@remembered
def key_of(entry: Entry, place: Jurisdiction) -> str:
    """The part of an institution's id after the code: the line alone for its standard body of today, the line and the
    year it began for the former body known to have begun in it, else the line and six digits of the name.
    """
    if standard(entry.line.id, place) == entry:
        return entry.line.id
    if entry.year and _former_of_year(entry.line.id, entry.year, place) == entry:
        return f"{entry.line.id}-{entry.year}"
    return entry.variant


@remembered
def of_another_history(entry: Entry, place: Jurisdiction) -> bool:
    """Whether a general change is known not to be a place's own: another body held the line there when it came."""
    if not entry.former or entry.places or entry.own or entry.changed is None:
        return False
    former = of_line(entry.line.id, level_of_names(place), former=True)
    known = (e for e in former if e.places and e.begins and e.line.kind != "vertical" and found_at(e, place))
    return any(e.covers(entry.changed) and (e.changed or "") > entry.changed for e in known)


def lasting(entry: Entry) -> Entry | None:
    """The body of a city or county that a document names after the general end of its kind: it outlived that end.

    When it ended, and what followed, is not known. None for names whose end is known for the place itself.
    """
    general = entry.former and entry.level in ("city", "county") and entry.line.kind != "vertical"
    if not general or entry.places or entry.own or entry.status:
        return None
    undated = replace(entry, begins=None, ends=None, changed=None, successor=None, heirs=())
    return replace(undated, former=False, main=False, certain=False, status="沿用")


@remembered
def _by_variant() -> dict[tuple[str, str], tuple[Entry, ...]]:
    index: dict[tuple[str, str], list[Entry]] = {}
    lasting_ones = (one for one in map(lasting, entries()) if one is not None)
    for entry in (*entries(), *lasting_ones):
        index.setdefault((entry.variant, entry.level), []).append(entry)
    return {key: tuple(own) for key, own in index.items()}


def entry_of(key: str, place: Jurisdiction) -> Entry | None:
    """The entry that a key stands for at a place: the inverse of `key_of`."""
    line, _, year = key.partition("-")
    if year:
        return _former_of_year(line, year, place)
    known = _by_variant().get((key, level_of_names(place)), ())
    return standard(line, place) or next((e for e in known if found_at(e, place) and key_of(e, place) == key), None)


def first_at(found: Iterable[Entry], place: Jurisdiction) -> Entry | None:
    """The entry that fits a place best."""
    return min((e for e in found if found_at(e, place)), key=_preference, default=None)
