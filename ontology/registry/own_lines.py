"""The user's own lines, and further names on built-in ones, from the sections `lines` and `joint_bodies`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ontology.registry.additions import PREFIX, Additions, Alias
from ontology.registry.lines import FORMER_LEVELS, Entry, Line, built_in_entries, line_entries, lines, official_names
from ontology.registry.naming import found_at, level_of_names
from ontology.registry.own_items import Item, Problems, Values, mappings
from ontology.registry.places import NATION, children, jurisdiction
from ontology.registry.resolving import bodies_named

LEVELS = ("national", "province", "city", "county")
_KINDS = (
    "government", "vertical", "group", "party", "party_state", "congress", "judiciary", "mass", "military",
    "institution", "enterprise",
)  # fmt: skip
_KEY = re.compile(r"[a-z][a-z0-9_]{1,40}")
_NAMES = ("full", "short", "also", "places", "certain", "note", "named")
_FORMER = ("level", "from", "until", "successor", "successor_line", "also_to", "basis", *_NAMES)
_LINE = ("id", "name", "name_en", "kind", "management", "managed_by", "levels", "former", "note")


def own_lines(items: tuple[Item, ...], problems: Problems) -> Additions:
    """The lines that no built-in one has the id of; their entries have to be read when they are in force."""
    found: list[Line] = []
    for item in items:
        values = Values(item.where, item.values, problems)
        values.only(_LINE)
        key = values.text("id")
        if not _KEY.fullmatch(key):
            values.say("id", "要有标识：小写字母起头，只用小写字母、数字、下划线")
        elif not any(line.id == key for line in lines()):
            found += _line(values, f"{PREFIX}_{key.removeprefix(f'{PREFIX}_')}", found)
    return Additions(lines=tuple(found))


def _line(values: Values, identifier: str, before: list[Line]) -> Iterator[Line]:
    name = values.text("name")
    for line in (*lines(), *before):
        if line.id == identifier:
            values.say("id", f"条线 {identifier} 已经有了（{line.name}）")
            return
        if line.name == name:
            values.say("name", f"已有名为“{name}”的条线：{line.id}；往其中加名称请用这个 id")
            return
    if not name:
        values.say("name", "新的条线要有名称")
        return
    kind = values.choice("kind", _KINDS, "government")
    management = values.choice("management", ("local", "vertical", "dual"), "local")
    yield Line(identifier, name, values.text("name_en") or name, None, kind, management)


def line_names(items: tuple[Item, ...], problems: Problems, *, check: bool) -> Additions:
    """The entries and aliases of lines, when all lines are in force."""
    found = Additions()
    for item in items:
        values = Values(item.where, item.values, problems)
        line = next((one for one in lines() if one.id in (values.text("id"), f"{PREFIX}_{values.text('id')}")), None)
        if line is not None:
            found += _Names(line, values, problems, check).read(item.values)
    return found


class _Names:
    """Reads the levels and former names of one line."""

    def __init__(self, line: Line, values: Values, problems: Problems, check: bool) -> None:
        self._line = line
        self._own = line.id.startswith(f"{PREFIX}_")
        self._values = values
        self._problems = problems
        self._check = check

    def read(self, raw: Any) -> Additions:
        """Entries and aliases."""
        host = self._values.text("managed_by")
        managed = self._values.line("managed_by", host) if host else None
        owner = replace(self._line, managed_by=managed.id) if managed else self._line
        levels = raw.get("levels") or {}
        if not isinstance(levels, dict):
            self._values.say("levels", "应是“层级: 列表”")
            levels = {}
        told = dict(self._levels(levels))
        former = list(self._former(raw.get("former")))
        if self._problems.found:
            return Additions()
        aliases = () if self._own else tuple(self._aliases(told))
        new = {level: [i for i in items if not self._known(i, level)] for level, items in told.items()}
        entries = line_entries(owner, {"levels": new, "former": former})
        return Additions(
            entries=tuple(replace(e, own=True, main=e.main and self._own) for e in entries), aliases=aliases
        )

    def _levels(self, levels: dict[Any, Any]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
        for level, items in levels.items():
            if level not in LEVELS:
                self._values.say(f"levels.{level}", f"没有这个层级（可用：{'、'.join(LEVELS)}）")
                continue
            found = mappings(items, f"{self._values.where} levels.{level}", self._problems)
            yield level, [_item(Values(where, one, self._problems), (*_NAMES, "since"), level) for where, one in found]

    def _former(self, items: Any) -> Iterator[dict[str, Any]]:
        for where, one in mappings(items or [], f"{self._values.where} former", self._problems):
            values = Values(where, one, self._problems)
            level = values.choice("level", (*LEVELS, *FORMER_LEVELS), "")
            found = {**_item(values, _FORMER, level), "level": level, "from": values.date("from")}
            found["until"] = values.date("until")
            found |= {key: values.text(key) for key in ("successor", "basis") if values.given(key)}
            if values.given("successor_line") and (to := values.line("successor_line", values.text("successor_line"))):
                found["successor_line"] = to.id
            lines_ = (values.line("also_to", text) for text in values.texts("also_to"))
            found["also_to"] = [line.id for line in lines_ if line]
            if found.get("successor") == found["full"]:
                values.say("successor", "后继与原名相同")
            if found["until"] is None:
                values.say("until", "曾用名要写明到何时（until）")
            yield found

    def _known(self, item: dict[str, Any], level: str) -> Entry | None:
        """The built-in entry that an item tells of by its own name."""
        wanted = (self._line.id, level, item["full"], False)
        return next((e for e in built_in_entries() if (e.line.id, e.level, e.template, e.former) == wanted), None)

    def _aliases(self, levels: dict[str, list[dict[str, Any]]]) -> Iterator[Alias]:
        for level, items in levels.items():
            for item in items:
                known = self._known(item, level)
                if known is None:
                    continue
                new = tuple(name for name in (*item["short"], *item["also"]) if name not in known.names)
                if not new and self._check:
                    self._values.say(item["full"], f"{level} 已有这个名称，没有可加的别名")
                for code in item["places"] or [None]:
                    yield Alias(known.variant, level, known.former, code, new)


def _item(values: Values, known: tuple[str, ...], level: str) -> dict[str, Any]:
    """An item in the form of the registry's own files, its places as codes."""
    values.only(known)
    places = (values.place("places", text) for text in values.texts("places"))
    found: dict[str, Any] = {
        "full": values.name("full", slots=True),
        "short": list(values.names("short", slots=True)),
        "also": list(values.names("also", slots=True)),
        "places": [place.code for place in places if place],
        "certain": True,
    }
    if values.given("named"):
        found["named"] = values.choice("named", ("whole",), "whole")
    if "since" in known and (since := values.date("since")):
        found["since"] = since
    return found


def joint_bodies(items: tuple[Item, ...], problems: Problems) -> Additions:
    """The merged departments of several lines."""
    found: list[Entry] = []
    for item in items:
        values = Values(item.where, item.values, problems)
        raw = _item(values, (*_NAMES, "level", "lines"), "")
        level = values.choice("level", (*LEVELS, *FORMER_LEVELS), "")
        named = [values.line("lines", text) for text in values.texts("lines")]
        owners = [line for line in named if line]
        if len(named) < 2:
            values.say("lines", "合并设立的部门要有两条以上的条线")
        if len(owners) < 2 or not level or not raw["full"]:
            continue
        joint = tuple(line.id for line in owners)
        for one in FORMER_LEVELS.get(level, (level,)):
            for names in official_names(raw):
                found.append(
                    Entry(
                        owners[0], one, names[0], names, places=tuple(raw["places"]), certain=True, main=False,
                        joint=joint, own=True, whole=raw.get("named") == "whole",
                    )
                )  # fmt: skip
    return Additions(entries=tuple(found))


def conflicts(found: Additions, problems: Problems) -> None:
    """Names of whole levels that the registry has already for another body; to be called before they are in force."""
    named = [(e, e.names) for e in found.entries if not e.former]
    named += [(replace(_of(a), places=(a.place,) if a.place else ()), a.names) for a in found.aliases]
    for entry, names in named:
        for name in names:
            known = [e for e in bodies_named(name, entry.level) if _meet(entry, e)]
            if known:
                problems.say(f"“{name}”", f"已是条线“{known[0].line.name}”的名称（{known[0].template}），不能再用")


def circles(found: Additions, problems: Problems) -> None:
    """Former names whose successors lead back to them: nothing would be left of the work today."""
    former = [e for e in found.entries if e.former and e.successor]
    for entry in former:
        way = [entry]
        while (after := _after(way[-1], former)) is not None and after not in way:
            way.append(after)
        if after == entry and entry == min(way, key=former.index):
            told = "→".join(e.template for e in (*way, entry))
            problems.say(f"“{entry.template}”", f"后继首尾相接，成了一圈：{told}")


def _after(entry: Entry, former: list[Entry]) -> Entry | None:
    """The former name of a file's that the successor of another means."""
    line = entry.heirs[0][0]
    named = (e for e in former if e.line.id == line and e.level == entry.level and entry.successor in e.names)
    return next((e for e in named if not (e.places and entry.places and set(e.places).isdisjoint(entry.places))), None)


def _of(alias: Alias) -> Entry:
    """The built-in entry of an alias."""
    wanted = (alias.variant, alias.level, alias.former)
    return next(e for e in built_in_entries() if (e.variant, e.level, e.former) == wanted)


def _meet(entry: Entry, known: Entry) -> bool:
    """Whether both can stand at one place on one day."""
    if known.former:
        return False
    if not entry.places:
        return not known.places
    places = [p for code in entry.places for p in (jurisdiction(code), *map(jurisdiction, below(code))) if p]
    return any(found_at(known, p) for p in places if level_of_names(p) == entry.level)


def below(code: str) -> Iterator[str]:
    """All codes below one but the nation's."""
    for child in children(code) if code != NATION else ():
        yield child
        yield from below(child)
