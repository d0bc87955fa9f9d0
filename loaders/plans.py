"""Plan systems: categories of research plans, their programs, and the funds that pay for them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from loaders.instruments import read_instruments
from loaders.notations import funding_words, notations
from loaders.numbering import value_of
from loaders.paragraphs import paragraphs
from loaders.types import Span, Unit
from ontology.identifiers import unit_id
from ontology.records import (
    CategoryRecord,
    DocumentHead,
    FundRecord,
    PlanSystemRecord,
    ProgramRecord,
    ResponsibilityRecord,
)

_FEWEST = 3
# 和 parts two programs only where one is complete before it (重点研发和成果转化专项 is one).
_LIST_PIECE = re.compile(
    r"(?:[（(][^）)]*[）)]|(?!(?<=专项|项目|计划|基金|工程|课题)(?:和|以及|及)|(?<=[）)])(?:和|及))[^、，,（(])+"
)
_LISTED = re.compile(r"(?:专项|项目|计划|基金|工程|课题)(?:[（(].*[）)])?$|[（(].*(?:专项|项目|计划|基金).*[）)]$")


@dataclass
class _Program:
    name: str
    span: Span
    unit: int | None


@dataclass
class _Category:
    unit: int
    order: int
    programs: list[_Program] = field(default_factory=list)


@dataclass
class Plans:
    """A plan system before its responsibilities are known; unit indexes count `extra` after the rest."""

    parent: int
    categories: list[_Category]
    extra: list[Unit]


@cache
def plan_pattern(notation: str) -> re.Pattern[str]:
    """The pattern of one of the notations of plans."""
    return re.compile(next(n.pattern for n in notations("plans") if n.id == notation))


def find_plans(words: str, head: DocumentHead, units: Sequence[Unit]) -> Plans | None:
    """The plan system a document sets up; None when its title speaks of no research plans or no unit lists them."""
    if not plan_pattern("plan_title").search(head["title"]):
        return None
    groups: dict[int, list[int]] = {}
    for index, unit in enumerate(units):
        if unit.parent is not None and plan_pattern("plan_category").search(unit.title):
            groups.setdefault(unit.parent, []).append(index)
    whole = {p: m for p, m in groups.items() if len(m) >= _FEWEST and _of_plans(units[p], [units[i] for i in m])}
    plans: Plans | None
    if whole:
        parent = min(whole, key=lambda p: units[p].start)
        plans = Plans(parent, [_Category(i, n) for n, i in enumerate(whole[parent], 1)], [])
    else:
        plans = _counted_off(words, units)
    if plans is None:
        return None
    known = (*units, *plans.extra)
    for category in plans.categories:
        _add_programs(words, known, len(units), category, plans)
    return plans


def _of_plans(around: Unit, categories: Sequence[Unit]) -> bool:
    """Whether headings that could be categories are: most are called plans, or the heading around them says so."""
    called = sum("计划" in unit.title for unit in categories)
    return called * 2 >= len(categories) or bool(plan_pattern("plan_heading").search(around.title))


def _counted_off(words: str, units: Sequence[Unit]) -> Plans | None:
    """Categories that have no heading but are counted off in the text of a unit: 第一类：…, or 一是…；二是….

    Each becomes a unit of its own, from its name to where the next begins or its paragraph ends.
    """
    inner = {unit.parent for unit in units}
    for index, unit in enumerate(units):
        if index in inner or unit.kind == "preamble" or not plan_pattern("plan_heading").search(_opening(words, unit)):
            continue
        found = list(plan_pattern("plan_counted").finditer(words, unit.start, unit.own_end))
        if len(found) >= _FEWEST and [value_of(m["n1"] or m["n2"]) for m in found] == list(range(1, len(found) + 1)):
            ends = [*(m.start() for m in found[1:]), unit.own_end]
            extra = [_counted(words, unit, index, m, end) for m, end in zip(found, ends, strict=True)]
            first = len(units)
            return Plans(index, [_Category(first + n, n + 1) for n in range(len(extra))], extra)
    return None


def _opening(words: str, unit: Unit) -> str:
    return f"{unit.title}。{words[unit.head_end : unit.own_end].lstrip()[:60]}"


def _counted(words: str, around: Unit, parent: int, match: re.Match[str], end: int) -> Unit:
    stop = words.find("\n", match.end(), end)
    text = words[match.start("name") : end if stop < 0 else stop]
    span = Span(match.start("name"), match.start("name") + len(text.rstrip("；; 　\n")))
    return _unit(around, parent, match["name"], span, match.end("name"))


def _add_programs(words: str, units: Sequence[Unit], printed: int, category: _Category, plans: Plans) -> None:
    """Adds the programs of a category; `printed` is how many units have a number or heading of their own."""
    listed = _listed(words, units[category.unit])
    described = {p.name: p for p in _described(words, units, printed, category, plans)}
    for name, span in listed:
        program = _match(name, described)
        category.programs.append(program or _Program(re.split("[（(]", name)[0], span, None))
    named = {p.name for p in category.programs}
    category.programs += [p for p in described.values() if p.name not in named]


def _match(name: str, described: Mapping[str, _Program]) -> _Program | None:
    """The passage that describes a program named in a list (科技人才培育（…专项） → 科技人才培育专项)."""
    stem = re.split("[（(]", name)[0]
    if name in described or stem in described:
        return described.get(name) or described[stem]
    bare = re.sub("(?:专项|项目|计划)$", "", stem)
    return next((p for n, p in described.items() if n.startswith(bare) and len(bare) > 1), None)


def _listed(words: str, unit: Unit) -> list[tuple[str, Span]]:
    """The programs a category is said to have, each with the span of its name."""
    for match in plan_pattern("plan_programs_listed").finditer(words, unit.start, unit.end):
        found = []
        for piece in _LIST_PIECE.finditer(match["list"]):
            name = re.sub("^(?:和|以及|及)", "", piece[0]).strip(" 等三两四五六七八九个类：:")
            if _LISTED.search(name) and len(name) > 3:
                start = match.start("list") + piece.start() + piece[0].index(name)
                found.append((name, Span(start, start + len(name))))
        if found:
            return found
    return []


def _described(words: str, units: Sequence[Unit], printed: int, category: _Category, plans: Plans) -> list[_Program]:
    """The programs that have a paragraph or a numbered sub-unit of their own."""
    around = units[category.unit]
    inner = [(i, u) for i, u in enumerate(units) if u.parent == category.unit]
    found = [
        _Program(u.title, Span(u.start, u.end), i) for i, u in inner if re.search("(?:专项|项目|计划|基金)$", u.title)
    ]
    for line in paragraphs(words, around.start, around.end):
        start = line.start + len(words[line.start : line.end]) - len(words[line.start : line.end].lstrip(" 　\t"))
        match = plan_pattern("plan_program").match(words, start, line.end)
        if match is None or start == around.start or match.end() == line.end or any(u.start == start for u in units):
            continue
        end = line.start + len(words[line.start : line.end].rstrip())
        name = match["name"]
        plans.extra.append(_unit(around, category.unit, name, Span(start, end), match.end()))
        found.append(_Program(name, Span(start, end), printed + len(plans.extra) - 1))
    return sorted(found, key=lambda p: p.span.start)


def _unit(around: Unit, parent: int, name: str, span: Span, head_end: int) -> Unit:
    path = f"{around.path}/{name}"
    return Unit(
        "", path, name, span.start, head_end, span.end, span.end, parent, around.depth + 1, "program", span.start
    )


def around_programs(units: Sequence[Unit], extra: Sequence[Unit]) -> tuple[Unit, ...]:
    """All units, the extra ones last; what is the units' own ends where the first program described in them begins."""
    starts: dict[int, int] = {}
    for program in extra:
        if program.parent is not None:
            starts[program.parent] = min(program.label_start, starts.get(program.parent, program.label_start))
    own = (
        unit._replace(own_end=starts[index]) if index in starts and unit.own_end > starts[index] else unit
        for index, unit in enumerate(units)
    )
    return (*own, *extra)


def plan_system(
    words: str,
    head: DocumentHead,
    units: Sequence[Unit],
    plans: Plans,
    by_unit: Mapping[int, list[ResponsibilityRecord]],
    of_whole: list[ResponsibilityRecord],
) -> tuple[PlanSystemRecord, dict[str, int]]:
    """The record of the plan system and, by id, the unit that describes each category and program.

    `of_whole` are the roles over all its categories at once.
    """
    parent = units[plans.parent]
    described: dict[str, int] = {}
    categories = [_category(words, head, units, c, by_unit, described) for c in plans.categories]
    name = f"{head['jurisdiction']['name']}科技计划体系"
    system: PlanSystemRecord = {
        "id": unit_id(head["id"], "p", name),
        "name": name,
        "start": parent.start,
        "end": parent.end,
        "responsibilities": of_whole,
        "categories": categories,
        "funds": _funds(words, head, units, categories, by_unit),
    }
    return system, described


def _category(
    words: str,
    head: DocumentHead,
    units: Sequence[Unit],
    category: _Category,
    by_unit: Mapping[int, list[ResponsibilityRecord]],
    described: dict[str, int],
) -> CategoryRecord:
    unit = units[category.unit]
    own = _own_units(units, category)
    identifier = unit_id(head["id"], "c", unit.path)
    described[identifier] = category.unit
    programs = [_program(words, head, unit, p, by_unit, described) for p in category.programs]
    spans = [p.span for p in category.programs] + [s for _, s in _listed(words, unit)]
    return {
        "id": identifier,
        "order": category.order,
        "name": unit.title,
        "purpose": _purpose(words, units, category.unit),
        "measure_id": None,
        "start": unit.start,
        "end": unit.end,
        "responsibilities": [r for i in own for r in by_unit.get(i, ()) if not r["inferred"]],
        "instruments": read_instruments(words, unit.start, unit.end, spans),
        "programs": programs,
    }


def _own_units(units: Sequence[Unit], category: _Category) -> list[int]:
    """The category's unit and those within it that describe no program."""
    taken = {p.unit for p in category.programs}
    around = units[category.unit]
    inside = [i for i, u in enumerate(units) if around.start <= u.start and u.end <= around.end and i != category.unit]
    return [category.unit, *(i for i in inside if i not in taken)]


def _program(
    words: str,
    head: DocumentHead,
    around: Unit,
    program: _Program,
    by_unit: Mapping[int, list[ResponsibilityRecord]],
    described: dict[str, int],
) -> ProgramRecord:
    identifier = unit_id(head["id"], "g", f"{around.path}/{program.name}")
    if program.unit is not None:
        described[identifier] = program.unit
    return {
        "id": identifier,
        "name": program.name,
        "funding": _funding(words[program.span.start : program.span.end]),
        "measure_id": None,
        "start": program.span.start,
        "end": program.span.end,
        "responsibilities": list(by_unit.get(program.unit, ())) if program.unit is not None else [],
        "instruments": read_instruments(words, program.span.start, program.span.end),
    }


def _funding(text: str) -> str | None:
    return next((kind for kind, said in funding_words().items() if any(word in text for word in said)), None)


def _purpose(words: str, units: Sequence[Unit], index: int) -> str | None:
    """The text of the sub-unit that says what the category is for, else its first sentence."""
    unit = units[index]
    for inner in units:
        if inner.parent == index and plan_pattern("plan_purpose").search(inner.title):
            return words[inner.head_end : inner.end].lstrip("。：: \n") or None
    text = words[unit.head_end : unit.own_end].lstrip("，。：: \n")
    return (text.split("。")[0] + "。") if text else None


def _funds(
    words: str,
    head: DocumentHead,
    units: Sequence[Unit],
    categories: Sequence[CategoryRecord],
    by_unit: Mapping[int, list[ResponsibilityRecord]],
) -> list[FundRecord]:
    funds: dict[str, FundRecord] = {}
    records = [r for rs in by_unit.values() for r in rs]
    start = min(u.start for u in units if u.kind != "preamble")
    end = max(u.end for u in units)
    for match in plan_pattern("fund_kept").finditer(words, start, end):
        paid = [c["id"] for c in categories if c["name"] in match["list"]]
        if paid:
            funds[match["name"]] = _fund(head, match, match["name"], [], paid, records)
    for match in plan_pattern("fund_merged").finditer(words, start, end):
        merged = [n.strip('“”"「」 ') for n in re.split("[、，,和]", match["old"]) if re.search("资金|基金|经费", n)]
        if len(merged) > 1:
            taken = {c for fund in funds.values() for c in fund["funds"]}
            rest = plan_pattern("fund_rest").match(words, match.end())
            paid = [c["id"] for c in categories if c["id"] not in taken] if rest else []
            funds[match["new"]] = _fund(head, match, match["new"], merged, paid, records)
    for match in plan_pattern("fund_pays").finditer(words, start, end):
        paid = [c["id"] for c in categories if c["name"] in match["list"]]
        if paid and match["name"] in funds:
            known = funds[match["name"]]["funds"]
            known += [c for c in paid if c not in known]
    return sorted(funds.values(), key=lambda f: f["start"])


def _fund(
    head: DocumentHead,
    match: re.Match[str],
    name: str,
    merged: list[str],
    paid: list[str],
    records: Sequence[ResponsibilityRecord],
) -> FundRecord:
    """A fund with the roles given right behind it in its own sentence (…，由科技厅归口管理)."""
    roles = [
        r
        for r in records
        if r["role"] in ("administer", "approve", "lead")
        and r["name_start"] is not None
        and r["start"] <= match.start() < r["end"]
        and 0 <= r["name_start"] - match.end() < 12
    ]
    return {
        "id": unit_id(head["id"], "f", name),
        "name": name,
        "merged_from": [{"name": n} for n in merged],
        "funds": paid,
        "start": match.start(),
        "end": match.end(),
        "responsibilities": roles,
    }
