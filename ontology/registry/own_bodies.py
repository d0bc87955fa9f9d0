"""The user's bodies at single places, and further names of built-in ones there: the rows of CSV and of `bodies`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ontology.registry.additions import PREFIX, Additions, Alias, extend
from ontology.registry.institutions import Institution, id_of, institution
from ontology.registry.lines import Entry, Line
from ontology.registry.naming import entry_of, full_name, level_of_names, name_at
from ontology.registry.own_items import Item, Problems, Values, columns
from ontology.registry.places import Jurisdiction
from ontology.registry.resolving import Resolution, resolve

LEVELS = ("national", "province", "city", "county")
_KINDS = ("institution", "group", "area")
_OF_A_BODY = ("kind", "organ", "valid_from", "valid_to", "hosted_by", "basis")
_NO_LINE = Line(PREFIX, "", "", None)


@dataclass(frozen=True, slots=True)
class _Row:
    """A body of the user's as it was read, with the name of its host yet to be found."""

    values: Values
    place: Jurisdiction
    entry: Entry


def bodies(items: tuple[Item, ...], before: Additions, problems: Problems, *, check: bool) -> Additions:
    """The bodies and aliases of rows; `before`, with the lines of the file, is in force."""
    rows: list[_Row] = []
    aliases: list[Alias] = []
    for item in items:
        values = Values(item.where, item.values, problems)
        values.only(dict.fromkeys(columns().values()))
        name, place = values.name("name"), _place(values)
        if not name or place is None:
            continue
        known = _built_in(name, place, values.date("valid_from"))
        if known is not None and known.registered:
            aliases += _aliases(values, name, place, institution(known.institution_id), check)
        elif known is not None and check:
            values.say("name", f"“{name}”在{place.name}可以指几个已有的机构：{'、'.join(known.candidates)}")
        else:
            rows += _rows(values, name, place, check)
    _check_doubles(rows, problems)
    found = Additions((), tuple(row.entry for row in rows), tuple(aliases))
    extend(before + found)
    return replace(found, entries=tuple(_hosted(row) for row in rows))


def _place(values: Values) -> Jurisdiction | None:
    level = values.word("level", "levels", LEVELS)
    if not values.given("place"):
        if level == "national":
            return values.place("place", "全国")
        values.say("place", "缺地区（全称、简称或六位代码；中央机构写 全国）")
        return None
    return values.place("place", values.text("place"), level)


def _built_in(name: str, place: Jurisdiction, date: str | None) -> Resolution | None:
    """What is there already under a name at a place; None when nothing is."""
    found = resolve(name, jurisdiction=place.code, level=place.level, date=date)
    ids = [found.institution_id] if found.registered else list(found.candidates)
    here = [one for one in ids if (body := institution(one)) and body.jurisdiction == place.code]
    return found if here else None


def _aliases(values: Values, name: str, place: Jurisdiction, body: Institution | None, check: bool) -> Iterator[Alias]:
    """The further names a row gives to a body that is there; whatever else it says of that body is a conflict."""
    if body is None:
        return
    if f"-{PREFIX}_" in body.id:
        values.say("name", f"“{name}”已经加过了（{body.id}）")
        return
    for key in _OF_A_BODY:
        if values.given(key):
            values.say(key, f"“{name}”是内置机构“{body.name}”（{body.id}），只能加别名，不能改它的其他各项")
    line = values.line("line", values.text("line")) if values.given("line") else None
    if line is not None and line.id not in body.lines:
        values.say("line", f"“{name}”是内置机构“{body.name}”（{body.id}），条线是 {body.line}，不是 {line.id}")
    entry = entry_of(body.id.split("-", 2)[2], place)
    new = [_without_place(one, place) for one in values.names("aliases") if one not in (body.name, *body.short_names)]
    if not new and check:
        values.say("name", f"“{name}”已是内置机构“{body.name}”（{body.id}）；要加别名请写在 aliases 里")
    new = [one for one in new if not check or _free(values, one.removeprefix("{P}"), place, body.id)]
    if entry is not None:
        yield Alias(entry.variant, entry.level, entry.former, place.code, tuple(new))


def _free(values: Values, name: str, place: Jurisdiction, own: str = "") -> bool:
    known = _built_in(name, place, None)
    if known is None or known.institution_id == own:
        return True
    ids = known.candidates or (known.institution_id,)
    told = "、".join(f"{body.name}（{one}）" for one in ids if (body := institution(one)))
    values.say("aliases", f"“{name}”在{place.name}已是 {told}")
    return False


def _without_place(name: str, place: Jurisdiction) -> str:
    """A name with {P} for the place in front of it."""
    for head in (full_name(place), place.name):
        if place.level != "national" and name.startswith(head) and len(name) >= len(head) + 2:
            return "{P}" + name[len(head) :]
    return name


def _rows(values: Values, name: str, place: Jurisdiction, check: bool) -> Iterator[_Row]:
    named = [line for text in values.texts("line") if (line := values.line("line", text))]
    begins, ends = values.date("valid_from"), values.date("valid_to")
    if begins and ends and ends < begins[: len(ends)]:
        values.say("valid_to", f"终止日期 {ends} 早于成立日期 {begins}")
    aliases = tuple(one for one in values.names("aliases") if one != name)
    if check:
        aliases = tuple(one for one in aliases if _free(values, one, place))
    stem = _without_place(name, place)
    whole = not stem.startswith("{P}")
    yield _Row(
        values,
        place,
        Entry(
            named[0] if named else _NO_LINE,
            level_of_names(place),
            stem.removeprefix("{P}"),
            (stem.removeprefix("{P}"), *(_alias(one, place, whole) for one in aliases)),
            former=ends is not None,
            places=(place.code,),
            begins=begins,
            ends=ends,
            changed=ends,
            basis=values.text("basis") or None,
            certain=True,
            whole=whole,
            main=False,
            joint=tuple(line.id for line in named) if len(named) > 1 else (),
            own=True,
            kind=values.word("kind", "institution_kinds", _KINDS),
            organ=values.word("organ", "organs"),
        ),
    )


def _alias(name: str, place: Jurisdiction, whole: bool) -> str:
    """An alias as the entry keeps it: in an entry with the place in front it stands without."""
    stem = _without_place(name, place)
    if whole:
        return stem
    short = "" if stem.startswith("{P}") or place.level == "national" else place.short
    return "{p}" + stem[len(short) :] if short and stem.startswith(short) else stem.removeprefix("{P}")


def _check_doubles(rows: list[_Row], problems: Problems) -> None:
    """Every name stands for one body at a place on a day; the same name again is a problem."""
    first: dict[tuple[str, str], _Row] = {}
    for row in rows:
        for name in row.entry.names:
            other = first.setdefault((row.place.code, name), row)
            if other is not row and not (other.entry.former or row.entry.former):
                row.values.say("name", f"“{name}”在{row.place.name}已见于 {other.values.where}")
            elif other is not row and other.entry.variant == row.entry.variant:
                row.values.say("name", f"“{name}”与 {other.values.where} 是同一条线的同一名称")


def _hosted(row: _Row) -> Entry:
    """The entry with the id of the body it is set up in."""
    host = row.values.text("hosted_by")
    if not host:
        return row.entry
    found = resolve(host, jurisdiction=row.place.code, level=row.place.level, date=row.entry.begins)
    if not found.registered:
        several = f"，可以指 {'、'.join(found.candidates)}" if found.candidates else ""
        row.values.say("hosted_by", f"在{row.place.name}没有认得的机构“{host[:40]}”{several}")
        return row.entry
    if found.institution_id == id_of(row.entry, row.place):
        row.values.say("hosted_by", f"“{name_at(row.entry, row.place)}”不能设在自身")
        return row.entry
    return replace(row.entry, host=found.institution_id)
