"""From a name as a document writes it to the body it stands for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ontology.identifiers import unregistered_id
from ontology.registry.additions import additions
from ontology.registry.institutions import id_of, institution
from ontology.registry.lines import Entry, entries, reading_rules
from ontology.registry.memory import remembered
from ontology.registry.naming import found_at, is_seat, lasting, level_of_names, name_at, standard
from ontology.registry.places import NATION, Jurisdiction, find_jurisdictions, jurisdiction
from ontology.registry.reading import Reading, called_by_level, nearest, readings, spellings

_SLOT = re.compile(r"\{[Pp]\}")
_GOVERNMENT = re.compile(r"(?:人民)?政府(?=..)")
# Levels where a body may have a name that a central one has too.
_COMMON_SHORT = re.compile("(?<!总)局$|办$")
_OF_PLACES = ("province", "city", "county")
_INNER = re.compile(r".{1,12}(?:处|处室|科|股|(?<!公)司|(?<!公)室)$")
_WHOLE_ORGANS = frozenset({"people_government", "party_committee", "people_congress", "cppcc"})
_SHORTEST_SUFFIX_NAME = 3
_SHORTEST_LONG_NAME = 5
_SHORTEST_PLACE = 2


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a name stands for: a registered body under its full name, else the name as it is under an id of its own.

    `candidates` holds the ids between which nothing decides.
    """

    institution_id: str
    name: str
    registered: bool
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    entry: Entry
    place: Jurisdiction
    exact: bool

    @property
    def id(self) -> str:
        return id_of(self.entry, self.place)


def _spelled(entry: Entry) -> Iterator[str]:
    """An entry's names and what usage makes of them: 委 for 委员会, 办 for 办公室, 监管 for 监督管理."""
    for name in entry.names:
        yield name
        cut = name[:-2] if name.endswith(("委员会", "办公室")) and len(name) > _SHORTEST_LONG_NAME else name
        yield cut
        yield cut.replace("监督管理", "监管")


@remembered
def _plain_names() -> dict[tuple[str, str], tuple[Entry, ...]]:
    """(Level, name without a place) → entries; `{p}` or `{P}` in front of a name is the place in front of it."""
    index: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries():
        for name in _spelled(entry):
            plain = _SLOT.sub("", name, count=1) if _SLOT.match(name) else name
            if not _SLOT.search(plain) and "{parent}" not in plain and not (entry.seat and plain != name):
                own = index.setdefault((entry.level, plain), [])
                if entry not in own:
                    own.append(entry)
    return {key: tuple(own) for key, own in index.items()}


def bodies_named(name: str, level: str) -> tuple[Entry, ...]:
    """The entries of a level that a name, without its place, means there."""
    return _plain_names().get((level, _SLOT.sub("", name, count=1) if _SLOT.match(name) else name), ())


@remembered
def _patterns() -> dict[str, tuple[tuple[str, str, tuple[Entry, ...]], ...]]:
    """What stands before and after the place in names that hold it within, or in front as a seat's, by first letter."""
    index: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries():
        for name in _spelled(entry):
            parts = _SLOT.split(name.removeprefix("{parent}"))
            if len(parts) == 2 and (parts[0] or entry.seat) and parts[0] + parts[1]:
                own = index.setdefault((parts[0], parts[1]), [])
                if entry not in own:
                    own.append(entry)
    by_letter: dict[str, list[tuple[str, str, tuple[Entry, ...]]]] = {}
    for (before, after), own in index.items():
        by_letter.setdefault(before[:1], []).append((before, after, tuple(own)))
    return {letter: tuple(patterns) for letter, patterns in by_letter.items()}


@remembered
def _own_wholes() -> dict[str, tuple[_Found, ...]]:
    """The user's bodies by the names that say enough wherever they stand: whole ones, and those opening with a place.

    A whole name is one of a body at one place, so that its place is known.
    """
    index: dict[str, list[_Found]] = {}
    for entry in additions().entries:
        place = jurisdiction(entry.places[0]) if entry.whole and len(entry.places) == 1 else None
        if place is None or not found_at(entry, place):
            continue
        for name in dict.fromkeys(entry.names):
            if name == entry.template or (place.short and name.startswith(place.short)):
                index.setdefault(name, []).append(_Found(entry, place, True))
    return {name: tuple(found) for name, found in index.items()}


@remembered
def _aliased() -> dict[tuple[str, str], tuple[Entry, ...]]:
    """(Code, name without its place) → the built-in entries that the user calls so there."""
    known: dict[tuple[str, str, bool], list[Entry]] = {}
    for entry in entries() if any(alias.place for alias in additions().aliases) else ():
        known.setdefault((entry.variant, entry.level, entry.former), []).append(entry)
    index: dict[tuple[str, str], list[Entry]] = {}
    for alias in additions().aliases:
        for name in alias.names if alias.place else ():
            own = index.setdefault((alias.place or "", name.removeprefix("{P}")), [])
            own += [e for e in known.get((alias.variant, alias.level, alias.former), ()) if e not in own]
    return {key: tuple(own) for key, own in index.items()}


def resolve(
    name: str, *, jurisdiction: str, level: str, date: str | None, kind: str = "institution", document: str = ""
) -> Resolution:
    """The body a name means in a document of a jurisdiction (code), level and date (partial ISO, None unknown).

    In a document of unknown jurisdiction ("") only names that say their place or are the nation's alone mean a body;
    `document` is its id, to keep its other bodies apart from those of any other.

    A name that several bodies share there, or that the registry does not know, keeps an id of its own; so does every
    class and area, whatever its name. A group is looked up too, as commissions' offices are in the registry.
    """
    if not jurisdiction:
        return _resolve_placeless(name, level, date, kind, document)
    return _resolve(name, jurisdiction, level, date, kind)


def _resolve_placeless(name: str, level: str, date: str | None, kind: str, document: str) -> Resolution:
    own = Resolution(unregistered_id(kind, "", name, document), name, False)
    found = _resolve(name, NATION, level, date, kind)
    if not found.registered:
        return own
    body = institution(found.institution_id)
    central = body is not None and body.jurisdiction == NATION
    return own if central and body and _may_stand_elsewhere(name, body.name) else found


def _may_stand_elsewhere(name: str, full: str) -> bool:
    """Whether a bare name may be that of a province's, city's or county's body as well (财政局, 宣传部).

    Short names in 局 and 办 may be, also where the registry knows no such body: places call theirs so too.
    """
    if name != full and _COMMON_SHORT.search(name):
        return True
    return any(bodies_named(spelling, level) for level in _OF_PLACES for equal in spellings(name) for spelling in equal)


@remembered
def _resolve(name: str, code: str, level: str, date: str | None, kind: str) -> Resolution:
    home = jurisdiction(code)
    if home is None or kind in ("class", "area"):
        return _unknown(name, code, kind)
    for equals in spellings(name):
        found = [f for spelling in equals for f in _bodies(spelling, home, date)]
        if not found and len(equals) == 1:
            found = _department_before(equals[0], home, date)
        if found:
            written_old = name.startswith("原") and not equals[0].startswith("原")
            return _decided(name, code, kind, found if written_old else [_standing(f, date) for f in found])
    return _unknown(name, code, kind)


def _unknown(name: str, code: str, kind: str, candidates: tuple[str, ...] = ()) -> Resolution:
    return Resolution(unregistered_id(kind, code, name), name, False, candidates)


def _standing(found: _Found, date: str | None) -> _Found:
    """The body itself, or one that a document names although its kind had ended elsewhere by then."""
    later = lasting(found.entry) if found.entry.after_end(date) else None
    return replace(found, entry=later) if later else found


def _decided(name: str, code: str, kind: str, found: list[_Found]) -> Resolution:
    own = {one.id: one for one in found}
    if len(own) > 1:
        return _unknown(name, code, kind, tuple(sorted(own)))
    ((identifier, one),) = own.items()
    return Resolution(identifier, name_at(one.entry, one.place), True)


def _bodies(name: str, home: Jurisdiction, date: str | None) -> list[_Found]:
    """The bodies a spelling can mean: whole names, then place and name, then endings; empty when none."""
    for suffixes in (False, True):
        whole = [*_own_wholes().get(name, ()), *_pattern_matches(name, home)] if not suffixes else []
        if whole:
            return _chosen(whole, date)
        for equal in readings(name, home):
            found = [f for reading in equal for f in _read(reading, suffixes, home, date)]
            if found:
                return _chosen(found, date)
    return []


def _read(reading: Reading, suffixes: bool, home: Jurisdiction, date: str | None) -> Iterator[_Found]:
    place, rest = reading.place, reading.rest
    for stem in dict.fromkeys((rest, rest.removeprefix("中共"), _GOVERNMENT.sub("", rest, count=1))):
        named = (*_plain_names().get((level_of_names(place), stem), ()), *_aliased().get((place.code, stem), ()))
        fitting = [e for e in named if found_at(e, place) and _allowed(e, reading, stem, suffixes)]
        if fitting:
            yield from (_Found(e, place, _is_exact(e, reading, stem)) for e in fitting)
            return
    if not suffixes and reading.given != "none":
        yield from _pattern_matches(rest, place, within=place)
    if not suffixes and not rest.startswith("{"):
        offices = _plain_names().get((level_of_names(place), "{committee}" + rest), ())
        yield from (_Found(e, place, False) for e in offices if e.covers(date) and _is_party_office(e, place))


def _is_party_office(entry: Entry, place: Jurisdiction) -> bool:
    """Whether a party commission's office may stand without its committee word (科技办 in the party's own year)."""
    return entry.line.kind == "party" and entry.template.endswith("办公室") and found_at(entry, place)


def _allowed(entry: Entry, reading: Reading, stem: str, suffixes: bool) -> bool:
    if entry.line.suffix_only and not entry.whole:
        named = reading.given != "none" and len(stem) >= _SHORTEST_SUFFIX_NAME
        return suffixes and named and entry.line.kind != "area"
    if suffixes:
        return False
    # A whole name stands without a place; a place's own name with a place holder needs the place said.
    return not (entry.level == "national" and reading.given in ("named", "short") and stem not in entry.names)


def _is_exact(entry: Entry, reading: Reading, stem: str) -> bool:
    return ("{p}" if reading.given == "short" else "{P}") + stem in entry.names


def _pattern_matches(name: str, home: Jurisdiction, within: Jurisdiction | None = None) -> list[_Found]:
    found = []
    for before, after, known in (*_patterns().get(name[:1], ()), *_patterns()[""]):
        middle = name[len(before) : len(name) - len(after)]
        if len(before + after) < len(name) and name.startswith(before) and name.endswith(after):
            places = _meant_by(middle, home, within) if before else _named_by(middle, home, within)
            found += [_Found(e, body, True) for p in places for e in known for body in _placed_at(e, p)]
    return found


def _named_by(middle: str, home: Jurisdiction, within: Jurisdiction | None) -> tuple[Jurisdiction, ...]:
    if len(middle) < _SHORTEST_PLACE:
        return ()
    return nearest(find_jurisdictions(middle, within.code if within else None), home, middle)


def _meant_by(middle: str, home: Jurisdiction, within: Jurisdiction | None) -> tuple[Jurisdiction, ...]:
    """The places that what stands within a name can mean: a place's name, or a level word (人行市中心支行)."""
    return _named_by(middle, home, within) or (called_by_level(middle, home) if within is None else ())


def _placed_at(entry: Entry, named: Jurisdiction) -> Iterator[Jurisdiction]:
    """The place whose body carries a name that names a place: the place, or the province whose seat it is."""
    if entry.seat:
        province = jurisdiction(named.code[:2] + "0000")
        governed = is_seat(named) or (named.level == "province" and named.name.endswith("市"))
        if province is not None and governed and found_at(entry, province):
            yield province
    elif found_at(entry, named):
        yield named


def _chosen(found: Iterable[_Found], date: str | None) -> list[_Found]:
    """Of the bodies a name fits, those that stood on the date, then those named for the place, then those it names
    exactly. Those of one line that still compete are one body under two names or in two eras: the era whose end had
    not come yet speaks, else the standard name, else today's.
    """
    left = list(dict.fromkeys(found))
    for keep in (
        lambda f: f.entry.covers(date),
        lambda f: bool(f.entry.places),
        lambda f: f.exact,
    ):
        left = [f for f in left if keep(f)] or left
    by_line: dict[tuple[str, str], list[_Found]] = {}
    for one in left:
        by_line.setdefault((one.entry.line.id, one.place.code), []).append(one)
    return [_of_line(group, date) for group in by_line.values()]


def _of_line(group: list[_Found], date: str | None) -> _Found:
    own = standard(group[0].entry.line.id, group[0].place)
    return min(group, key=lambda f: (not f.entry.before_change(date), f.entry != own, f.entry.former))


def _department_before(name: str, home: Jurisdiction, date: str | None) -> list[_Found]:
    """The department an office inside it belongs to (市场监管厅登记注册局)."""
    inner = tuple(reading_rules()["internal_units"]["bureau_level_inner_units"])
    for cut in range(len(name) - 2, 3, -1):
        tail = name[cut:]
        if _INNER.fullmatch(tail) or tail in inner:
            found = _bodies(name[:cut], home, date)
            if found and all(_has_offices(f.entry) for f in found):
                return found
    return []


def _has_offices(entry: Entry) -> bool:
    return entry.line.id not in _WHOLE_ORGANS and not entry.line.suffix_only and not entry.whole
