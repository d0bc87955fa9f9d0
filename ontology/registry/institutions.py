"""Bodies minted from their ids alone, and what became of them.

An id is `i-<code>-<line>` for the line's standard body of today at a place, `i-<code>-<line>-<year>` for a former one
known to have begun in that year, and `i-<code>-<line>_<six hex digits of the name>` for any other name on the line:
another body beside the standard one, a name only some places use, a merged department, a former body whose beginning
is not known. A change of name is a change of id; `successors` leads from one to the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ontology.identifiers import digest
from ontology.registry.lines import Entry, StatusChange, bases, entries, status_changes
from ontology.registry.memory import remembered
from ontology.registry.naming import (
    entry_of,
    first_at,
    found_at,
    key_of,
    level_of_names,
    name_at,
    of_another_history,
    of_line,
    short_names_at,
    standard,
)
from ontology.registry.places import Jurisdiction, jurisdiction

_ID = re.compile(r"i-(\d{6})-([a-z0-9_]+(?:-\d{4})?)")
_ORGANS = {
    "government": "government",
    "vertical": "government",
    "group": "government",
    "area": "government",
    "party": "party",
    "party_state": "government",
    "congress": "congress",
    "judiciary": "judiciary",
    "mass": "mass",
    "military": "military",
    "institution": "institution",
    "enterprise": "enterprise",
}


@dataclass(frozen=True, slots=True)
class Institution:
    """A registered body: everything the graph keeps of it, a function of its id alone.

    `management` is local, vertical or dual, None for the nation's own bodies and for those outside the hierarchy of
    government; `line` its functional line ("" for a body of the user's without one) and `lines` all of them (a merged
    department has several); `part_of` the
    body above it in a vertical line; `hosted_by` the body an office is set up in; dates are partial ISO dates.
    """

    id: str
    name: str
    short_names: tuple[str, ...]
    kind: str
    organ: str
    management: str | None
    level: str
    line: str
    jurisdiction: str
    valid_from: str | None
    valid_to: str | None
    part_of: str | None
    lines: tuple[str, ...]
    hosted_by: str | None


@dataclass(frozen=True, slots=True)
class ChangeEvent:
    """A step of reform: what it was, when (partial ISO date), on what decision, from which bodies to which.

    `certain` is false where it is what generally happened to bodies of the kind, and not known of these; its name then
    ends in （待核）.
    """

    id: str
    name: str
    date: str
    kind: str
    basis: str | None
    original: tuple[str, ...]
    resulting: tuple[str, ...]
    certain: bool = True


def id_of(entry: Entry, place: Jurisdiction) -> str:
    """The id of an entry's body at a place."""
    return f"i-{place.code}-{key_of(entry, place)}"


def _parse(identifier: str) -> tuple[Entry, Jurisdiction] | None:
    match = _ID.fullmatch(identifier)
    place = jurisdiction(match[1]) if match else None
    entry = entry_of(match[2], place) if match and place else None
    return (entry, place) if entry and place and found_at(entry, place) else None


@remembered
def institution(institution_id: str) -> Institution | None:
    """The body of an `i-…` id; None for ids the registry does not mint."""
    parsed = _parse(institution_id)
    if parsed is None:
        return None
    entry, place = parsed
    return Institution(
        id=institution_id,
        name=name_at(entry, place),
        short_names=short_names_at(entry, place),
        kind=entry.kind or {"group": "group", "area": "area"}.get(entry.line.kind, "institution"),
        organ=_organ(entry),
        management=_management(entry),
        level=place.level,
        line=entry.line.id if entry.line.name else "",
        jurisdiction=place.code,
        valid_from=None if entry.vague else entry.begins,
        valid_to=entry.ends if entry.former and not of_another_history(entry, place) else None,
        part_of=_superior(entry, place),
        lines=entry.joint or ((entry.line.id,) if entry.line.name else ()),
        hosted_by=_host(entry, place),
    )


def _organ(entry: Entry) -> str:
    if entry.organ:
        return entry.organ
    of_party = "{committee}" in entry.template or entry.template.startswith(("中共", "中央", "中国共产党"))
    return "party" if entry.line.kind == "party_state" and of_party else _ORGANS[entry.line.kind]


def _management(entry: Entry) -> str | None:
    if entry.level == "national" or _organ(entry) in ("enterprise", "institution"):
        return None
    return entry.line.management if entry.line.management in ("vertical", "dual") else "local"


def _superior(entry: Entry, place: Jurisdiction) -> str | None:
    """The body above in a vertical line; only among today's bodies, as the parts of former ones are not recorded."""
    above = jurisdiction(place.parent) if place.parent else None
    if entry.line.management != "vertical" or entry.former or above is None or entry.line.suffix_only:
        return None
    found = standard(entry.line.id, above)
    return id_of(found, above) if found else None


def _host(entry: Entry, place: Jurisdiction) -> str | None:
    """The department an office of a commission is set up in."""
    if entry.host:
        return entry.host
    if entry.line.kind not in ("party", "group") or entry.line.managed_by is None or entry.former:
        return None
    if not entry.template.endswith(("办公室", "办")):
        return None
    host = standard(entry.line.managed_by, place)
    return id_of(host, place) if host else None


@remembered
def successors(institution_id: str) -> tuple[str, ...]:
    """The ids of the bodies that took over from a former one, its main successor first; none for a present one."""
    parsed = _parse(institution_id)
    if parsed is None or not parsed[0].former:
        return ()
    entry, place = parsed
    if entry.change == "dissolve":
        return ()
    main, *further = entry.heirs or ((entry.line.id, entry.successor),)
    found = [_successor(entry, main[0], place), *(_heir(entry, line, name, place) for line, name in further)]
    return tuple(dict.fromkeys(id_of(e, place) for e in found if e is not None and e != entry))


def _successor(entry: Entry, line: str, place: Jurisdiction) -> Entry | None:
    """The main successor: the one named, but for a general change the name a place is known to have for it."""
    own = standard(line, place)
    if entry.successor is not None and (entry.places or own is None or not own.places):
        return _heir(entry, line, entry.successor, place)
    return _in_between(entry, place) or own


def _heir(entry: Entry, line: str, name: str | None, place: Jurisdiction) -> Entry | None:
    """The body of a line and name that stood when another ended, else any so called, else the line's own."""
    named = (*of_line(line, level_of_names(place)), *of_line(line, level_of_names(place), former=True))
    then = [e for e in named if entry.changed is None or e.covers(entry.changed)]
    for known in (then, named) if name is not None else ():
        exact = first_at((e for e in known if e.template == name), place)
        found = exact or first_at((e for e in known if name in e.names), place)
        if found is not None:
            return found
    return standard(line, place)


def _in_between(entry: Entry, place: Jurisdiction) -> Entry | None:
    """The former body that followed at a place, where the successor's name is one."""
    line = entry.heirs[0][0] if entry.heirs else entry.line.id
    former = of_line(line, level_of_names(place), former=True)
    return first_at((e for e in former if e != entry and entry.successor in e.names), place)


def today(institution_id: str) -> tuple[str, ...]:
    """The present bodies a body's work went to, by its successors to the end; itself while it lasts."""
    last: dict[str, None] = {}
    seen: set[str] = set()
    waiting = [institution_id]
    while waiting:
        one = waiting.pop(0)
        if one not in seen:
            seen.add(one)
            following = successors(one)
            waiting = [*following, *waiting]
            last |= {} if following else {one: None}
    return tuple(last) or (institution_id,)


@remembered
def events_of(institution_id: str) -> tuple[ChangeEvent, ...]:
    """The changes a body ended in, came from, or took functions over by, sorted by date.

    What came before a present body is told only where its existence is beyond doubt (for the nation, for named
    places, in vertical lines); a former body, once a document names it, always tells how it ended.
    """
    parsed = _parse(institution_id)
    if parsed is None:
        return ()
    entry, place = parsed
    found = {e.id: e for e in (*_endings(entry, place), *_transfers(institution_id, entry, place))}
    return tuple(sorted(found.values(), key=lambda e: (e.date, e.id)))


def _endings(entry: Entry, place: Jurisdiction) -> Iterator[ChangeEvent]:
    own = id_of(entry, place)
    for former in _formers_at(place):
        if former.changed and (former == entry or _beyond_doubt(former)) and not of_another_history(former, place):
            following = successors(id_of(former, place))
            if following and own in (id_of(former, place), *following):
                yield _ending(former, following, place)
            elif former == entry and (former.own or former.change == "dissolve"):
                yield _dissolved(own, former)


def _dissolved(own: str, former: Entry) -> ChangeEvent:
    """The end of a body of which nothing of its kind took over."""
    date, name = former.changed or "", f"{_named(own)}撤销{_marked(_stated(former))}"
    identifier, basis = "e-" + digest(date, own, length=12), _basis(former.basis)
    return ChangeEvent(identifier, name, date, "dissolve", basis, (own,), (), certain=_stated(former))


def _beyond_doubt(former: Entry) -> bool:
    """Whether a change is known of the very body, and not of its kind in general."""
    everywhere = former.level == "national" or former.line.kind == "vertical" or bool(former.places)
    return former.certain and former.main and everywhere


def _stated(former: Entry) -> bool:
    """Whether somebody says so of the body: the registry, or the user of a body of theirs."""
    return former.own or _beyond_doubt(former)


@remembered
def _formers_at(place: Jurisdiction) -> tuple[Entry, ...]:
    return tuple(e for e in entries() if e.former and found_at(e, place))


def _ending(former: Entry, following: tuple[str, ...], place: Jurisdiction) -> ChangeEvent:
    together = [e for e in _formers_at(place) if e == former or _same_step(e, former, following, place)]
    kind = _kind(former, len(together), following)
    known = [e for e in together if e == former or _beyond_doubt(e)] if kind == "merge" else [former]
    original = tuple(dict.fromkeys(id_of(e, place) for e in known))
    verb = {"rename": "更名为", "merge": "并入", "split": "分入", "transfer": "职责划入"}[kind]
    return ChangeEvent(
        "e-" + digest(former.changed, *original, *following, length=12),
        "、".join(map(_named, original)) + verb + "、".join(map(_named, following)) + _marked(_stated(former)),
        former.changed or "",
        kind,
        _basis(former.basis),
        original,
        following,
        _stated(former),
    )


def _same_step(other: Entry, former: Entry, following: tuple[str, ...], place: Jurisdiction) -> bool:
    if other.changed != former.changed or not (other.main and other.certain) or other.alternative:
        return False
    if other.template == former.instead:
        return False
    into = successors(id_of(other, place))
    return former.certain and not former.alternative and len(into) == 1 and into == following


def _kind(former: Entry, together: int, following: tuple[str, ...]) -> str:
    if former.change:
        return former.change
    if len(following) > 1:
        return "split"
    elsewhere = former.existing or (former.heirs and former.heirs[0][0] != former.line.id)
    return "merge" if together > 1 or elsewhere else "rename"


def _transfers(identifier: str, entry: Entry, place: Jurisdiction) -> Iterator[ChangeEvent]:
    for change in status_changes():
        if change.line != entry.line.id or place.level not in change.levels or change.successor not in entry.names:
            continue
        original = _original(change, place)
        if original is not None:
            yield ChangeEvent(
                "e-" + digest("transfer", change.date, original, identifier, length=12),
                f"{change.name}职责调整" + _marked(change.certain)
                if original == identifier
                else f"{change.name}有关职责划入{_named(identifier)}{_marked(change.certain)}",
                change.date,
                "transfer",
                _basis(change.basis),
                (original,),
                (identifier,),
                change.certain,
            )


def _original(change: StatusChange, place: Jurisdiction) -> str | None:
    named = [e for e in entries() if e.level == place.level and change.name in e.names]
    found = first_at(named, place)
    return id_of(found, place) if found else None


def _marked(certain: bool) -> str:
    """What a change's name says where it is not known of the bodies themselves."""
    return "" if certain else "（待核）"


def _named(identifier: str) -> str:
    body = institution(identifier)
    return body.name if body else identifier


def _basis(basis: str | None) -> str | None:
    return bases()[basis].title if basis in bases() else basis
