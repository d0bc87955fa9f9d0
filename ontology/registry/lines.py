"""Functional lines (条) and the names their bodies carry: the registry's data as typed, immutable values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib import resources
from typing import Any

import yaml

from ontology.identifiers import PartialDate, digest
from ontology.registry.additions import PREFIX, Additions, additions
from ontology.registry.memory import remembered

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
FORMER_LEVELS = {"city_county": ("city", "county")}
_NAME_OPEN = "（"
_OF_PROVINCES = ("省", "自治区")


@lru_cache(maxsize=4096)
def _days(date: str) -> tuple[str, str]:
    """The first and the last day of a partial date."""
    return PartialDate(date).first_day, PartialDate(date).last_day


@dataclass(frozen=True, slots=True)
class Line:
    """A functional line: its id, names, what organ its bodies are, and its place in protocol order where known."""

    id: str
    name: str
    name_en: str
    protocol_rank: int | None
    kind: str = "government"
    management: str = "local"
    managed_by: str | None = None
    suffix_only: bool = False


@dataclass(frozen=True, slots=True)
class Basis:
    """A reform plan or decision that changed institutions."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One official name of a line's body at one level, now or formerly, with everything it is also called.

    `template` and `names` may hold {P} (place), {p} (its short name, or the seat city where `seat`), {parent} and
    {committee}; without one, the place stands in front, unless `whole`. Dates are partial ISO dates: `begins` the
    earliest day known, `ends` the latest. `status` is a word in brackets that tells eras of one name apart, `main`
    false on a further name given beside an entry's own, `alternative` true on one that stood in some places in the
    stead of the one before (`instead` names it where both are declared in one). `change` says what became of a former
    body where it was not plainly renamed or merged with others; `existing` that its successor stood already. `heirs`
    are (line, name or None for the line's own body), the main one first. `vague` is a beginning known within years
    only. `own` entries are the user's; their `places` are codes, and they may state `kind`, `organ`
    and the id of the body that hosts them.
    """

    line: Line
    level: str
    template: str
    names: tuple[str, ...]
    former: bool = False
    order: int = 0
    places: tuple[str, ...] = ()
    used_in: tuple[str, ...] = ()
    begins: str | None = None
    ends: str | None = None
    changed: str | None = None
    successor: str | None = None
    heirs: tuple[tuple[str, str | None], ...] = ()
    change: str = ""
    existing: bool = False
    instead: str = ""
    vague: bool = False
    basis: str | None = None
    status: str = ""
    certain: bool = False
    whole: bool = False
    seat: bool = False
    main: bool = True
    alternative: bool = False
    joint: tuple[str, ...] = ()
    own: bool = False
    kind: str = ""
    organ: str = ""
    host: str = ""

    def __hash__(self) -> int:
        """Of what tells entries apart: their hashes are asked for often."""
        return hash((self.line.id, self.level, self.template, self.former, self.begins))

    @property
    def variant(self) -> str:
        """The key of this name within its line, the same at every level."""
        key = f"{self.line.id}_{digest(self.template + self.status, length=6)}"
        return f"{PREFIX}_{key}" if self.own and self.line.id.split("_")[0] != PREFIX else key

    @property
    def year(self) -> str | None:
        """The year a former body is known to have begun in."""
        return self.begins[:4] if self.former and self.begins else None

    def covers(self, date: str | None) -> bool:
        """Whether the body can have carried this name on a date (partial ISO); None is any day from now on."""
        if date is None:
            return not self.former
        first, last = _days(date)
        begun = self.begins is None or _days(self.begins)[0] <= last
        return begun and (self.ends is None or first <= _days(self.ends)[1])

    def after_end(self, date: str | None) -> bool:
        """Whether a former body's end had surely passed on a date."""
        return bool(self.former and date and self.ends) and _days(self.ends or "")[1] < _days(date or "")[0]

    def before_change(self, date: str | None) -> bool:
        """Whether a former body's change had surely not come yet on a date."""
        if date is None or self.changed is None:
            return False
        return self.former and _days(date)[1] < _days(self.changed)[0]


@dataclass(frozen=True, slots=True)
class StatusChange:
    """A change that moved a function, or who runs a body, and left its name as it was."""

    line: str
    levels: tuple[str, ...]
    name: str
    successor: str
    date: str
    basis: str | None
    certain: bool


def _yaml(*parts: str) -> Any:
    text = resources.files("ontology.registry").joinpath(*parts).read_text(encoding="utf-8")
    return yaml.load(text, Loader=_LOADER)


@cache
def raw_lines() -> tuple[dict[str, Any], ...]:
    """The lines as they are declared, in the order of their files' names."""
    folder = resources.files("ontology.registry").joinpath("lines")
    files = sorted(file.name for file in folder.iterdir() if file.name.endswith(".yaml"))
    return tuple(line for file in files for line in _yaml("lines", file)["lines"])


@remembered
def _by_id() -> dict[str, Line]:
    return {**_built_in_lines(), **{line.id: line for line in additions().lines}}


@cache
def _built_in_lines() -> dict[str, Line]:
    ranks = {line: number for number, line in enumerate(_yaml("protocol.yaml")["protocol"], start=1)}
    return {raw["id"]: _line(raw, ranks) for raw in raw_lines()}


def _line(raw: dict[str, Any], ranks: dict[str, int]) -> Line:
    return Line(
        raw["id"],
        raw["name"],
        raw["name_en"],
        ranks.get(raw["id"]),
        raw["kind"],
        raw["management"],
        raw.get("managed_by"),
        raw.get("match") == "suffix",
    )


def lines() -> tuple[Line, ...]:
    """All functional lines."""
    return tuple(_by_id().values())


def line(line_id: str) -> Line | None:
    """The line of an id; None when there is none."""
    return _by_id().get(line_id)


@cache
def bases() -> dict[str, Basis]:
    """The reform decisions by id."""
    return {raw["id"]: Basis(raw["id"], raw["title"]) for raw in _yaml("basis.yaml")["basis"]}


@cache
def reading_rules() -> dict[str, Any]:
    """Names that stand for several lines, and what offices inside a department are called."""
    rules: dict[str, Any] = _yaml("reading.yaml")
    return rules


@remembered
def entries() -> tuple[Entry, ...]:
    """Every name at every level: present ones first within a line, then former ones, then merged bodies, then the
    user's own.
    """
    return (*_with_aliases(built_in_entries(), additions()), *additions().entries)


def _with_aliases(known: tuple[Entry, ...], found: Additions) -> tuple[Entry, ...]:
    further: dict[tuple[str, str, bool], tuple[str, ...]] = {}
    for alias in found.aliases:
        if alias.place is None:
            key = (alias.variant, alias.level, alias.former)
            further[key] = (*further.get(key, ()), *alias.names)
    if not further:
        return known
    named = ((e, further.get((e.variant, e.level, e.former), ())) for e in known)
    return tuple(replace(e, names=(*e.names, *names)) if names else e for e, names in named)


@cache
def built_in_entries() -> tuple[Entry, ...]:
    """The entries of the registry's own files."""
    found = [entry for raw in raw_lines() for entry in line_entries(_built_in_lines()[raw["id"]], raw)]
    return (*found, *_joint_entries())


def line_entries(owner: Line, raw: dict[str, Any]) -> list[Entry]:
    """The entries of a line as it is declared: `levels` with what is called how, `former` with what was."""
    present = [e for level, items in raw["levels"].items() for e in _present(owner, level, items)]
    former = [e for item in raw.get("former", ()) for e in _former(owner, item, present)]
    return _dated(present, former) + former


def _present(owner: Line, level: str, items: list[dict[str, Any]]) -> Iterator[Entry]:
    for order, item in enumerate(items):
        for number, names in enumerate(official_names(item)):
            yield Entry(
                owner,
                level,
                names[0],
                names,
                order=order,
                places=tuple(item.get("places", ())),
                used_in=tuple(item.get("used_in", ())),
                begins=item.get("since"),
                certain=item["certain"],
                whole=level == "national" or item.get("named") == "whole",
                seat=item.get("seat", False),
                main=number == 0,
            )


def official_names(item: dict[str, Any]) -> list[tuple[str, ...]]:
    """The official names of an entry, each with its short forms: the full one, then each other name of its own."""
    full, short = item["full"], list(item.get("short", ()))
    plain = full.removeprefix("中华人民共和国")
    names = [[plain, full, *short] if plain in short else [full, *short]]
    for other in item.get("also", ()):
        host = next((own for own in names if _plain(other) == _plain(own[0]) or _abbreviates(other, own[0])), None)
        if host is None:
            names.append([other])
        else:
            host.append(other)
    return [tuple(dict.fromkeys(own)) for own in names]


def _plain(name: str) -> str:
    """A name without the state's in front, and without 原 before a former one."""
    return name.removeprefix("原").removeprefix("中华人民共和国")


def _abbreviates(short: str, full: str) -> bool:
    """Whether a name in 办 or 委 is the short form of one in 办公室 or 委员会: its characters, in order."""
    long_end = {"办": "办公室", "委": "委员会"}.get(short[-1])
    if long_end is None or not full.endswith(long_end):
        return False
    rest = iter(full)
    return all(character in rest for character in short)


def _former(owner: Line, item: dict[str, Any], present: list[Entry]) -> Iterator[Entry]:
    name, _, status = item["full"].partition(_NAME_OPEN)
    if _keeps_name(item) or "职责" in status or "执法" in status:
        return
    for level in FORMER_LEVELS.get(item["level"], (item["level"],)):
        now = {entry.template for entry in present if entry.level == level and not entry.places}
        for number, names in enumerate(official_names({**item, "full": name})):
            if names[0] in now and not (status and number == 0):
                continue
            first = _former_entry(owner, item, level, names)
            yield replace(first, status=status) if number == 0 else replace(first, main=False, instead=name)


def _keeps_name(item: dict[str, Any]) -> bool:
    """Whether a former entry tells of a change that left the body its name."""
    return bool(item["full"].partition(_NAME_OPEN)[0] == str(item.get("successor", "")).partition(_NAME_OPEN)[0])


def _former_entry(owner: Line, item: dict[str, Any], level: str, names: tuple[str, ...]) -> Entry:
    begins, until = item.get("from"), item.get("until")
    successor = str(item["successor"]).partition(_NAME_OPEN)[0] if "successor" in item else None
    further = (heir.partition(":") for heir in item.get("also_to", ()))
    return Entry(
        owner,
        level,
        names[0],
        names,
        former=True,
        places=tuple(item.get("places", ())),
        begins=begins.partition("/")[0] if begins else None,
        ends=item.get("until_latest", until),
        changed=until,
        used_in=tuple(item.get("used_in", _OF_PROVINCES if _of_provinces(item, level, names[0]) else ())),
        successor=successor,
        heirs=((item.get("successor_line", owner.id), successor), *((line, name or None) for line, _, name in further)),
        change=item.get("kind", ""),
        existing=item.get("existing", False),
        basis=item.get("basis"),
        certain=item["certain"],
        whole=level == "national" or item.get("named") == "whole",
        seat=item.get("seat", False),
        alternative=item.get("alternative", False),
    )


def _of_provinces(item: dict[str, Any], level: str, name: str) -> bool:
    """Whether a former name is one that municipalities never had: their departments are 局 or 委员会, not 厅."""
    return level == "province" and name.endswith("厅") and not item.get("places")


def _dated(present: list[Entry], former: list[Entry]) -> list[Entry]:
    """Present names with the beginning that the end of what they replaced tells.

    Used for the nation, and below it from 2018 on: earlier local changes are known within years only. A name that
    outlived its body (as a second name plate of another) is the former body's to the last day that can be. A body that
    another was merged into while it stood did not begin by that.
    """
    out = []
    for entry in present:
        outlived = [f.ends for f in former if _outlived(f, entry) and f.ends]
        ended = min(((f.changed, f.ends) for f in former if _precedes(f, entry) and f.changed), default=(None, None))
        stated = max(outlived, default=None) or entry.begins
        vague = stated is None and not (ended[1] or "").startswith(ended[0] or "")
        out.append(replace(entry, begins=stated or ended[0], vague=vague))
    return out


def _precedes(old: Entry, new: Entry) -> bool:
    if old.level != new.level or not old.certain or old.existing or old.successor not in new.names:
        return False
    return new.level == "national" or (old.changed or "") >= "2018"


def _outlived(old: Entry, new: Entry) -> bool:
    return old.level == new.level and old.template == new.template and bool(old.status)


def _joint_entries() -> Iterator[Entry]:
    for item in _yaml("joint_bodies.yaml")["joint_bodies"]:
        owner = _built_in_lines()[item["lines"][0]]
        for level in FORMER_LEVELS.get(item["level"], (item["level"],)):
            for names in official_names(item):
                yield Entry(
                    owner, level, names[0], names, certain=item["certain"], main=False, joint=tuple(item["lines"])
                )


@cache
def status_changes() -> tuple[StatusChange, ...]:
    """The changes that left a name as it was: a function moved in or out, or another body in charge."""
    found = []
    for raw in raw_lines():
        for item in raw.get("former", ()):
            name, _, status = item["full"].partition(_NAME_OPEN)
            if _keeps_name(item) or "职责" in status or "执法" in status:
                levels = FORMER_LEVELS.get(item["level"], (item["level"],))
                found.append(
                    StatusChange(
                        item.get("successor_line", raw["id"]),
                        levels,
                        name,
                        str(item["successor"]).partition(_NAME_OPEN)[0],
                        item["until"],
                        item.get("basis"),
                        item["certain"],
                    )
                )
    return tuple(found)
