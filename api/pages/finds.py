"""All that was found in a document, from its record alone, each with the span it stands on: what a person checks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from api.labels import role_kind, term, word
from api.pages.marks import KINDS, Mark, Unit, in_order, occurrences
from graph.items import MeasureItem, SectionItem
from ontology import model
from ontology.records import DocumentRecord, ResponsibilityRecord, TargetRecord, WarningRecord

# Kinds of finds: those of the reader's marks, and what only a check shows.
FOUND_KINDS: Mapping[str, str] = {
    "unread": "未读懂",
    **KINDS,
    "deadline": "期限",
    "plan": "计划、专项、资金",
    "measure": "措施",
    "section": "章节",
    "notice": "提示",
}
# Warnings whose spans are of the text before cleaning: what they speak of is not in the text any more.
_GONE = "furniture_removed"


@dataclass(frozen=True, slots=True)
class Find:
    """One find: its kind (a key of FOUND_KINDS), what it says, of which unit, by which rule, on which words.

    `start` and `end` are code points of the text, None for what stands nowhere in it; `marks` are the spans that are
    marked for it, its evidence where it is given word for word.
    """

    id: str
    kind: str
    label: str
    name: str
    detail: str
    unit: str
    rule: str
    quote: str
    start: int | None
    end: int | None
    marks: tuple[tuple[int, int], ...] = ()

    @property
    def place(self) -> int:
        """Where it is printed: its first mark, else its evidence; -1 for what stands nowhere in the text."""
        return self.marks[0][0] if self.marks else -1 if self.start is None else self.start


def units_of_record(record: DocumentRecord) -> list[Unit]:
    """Sections and measures in order of print."""
    document = record["document"]["id"]
    sections = [
        SectionItem(s["id"], document, s["number"], s["path"], s["title"], s["start"], s["end"])
        for s in record["sections"]
    ]
    measures = [
        MeasureItem(
            id=m["id"],
            document=document,
            number=m["number"],
            path=m["path"],
            title=m["title"],
            head=m["head"],
            text=m["text"],
            own_text="",
            start=m["start"],
            end=m["end"],
            own_end=m["own_end"],
            parent=m["parent"],
            section=None,
        )
        for m in record["measures"]
    ]
    return in_order([*sections, *measures])


def finds_of(record: DocumentRecord) -> list[Find]:
    """The finds of a document in order of print, those without a place first."""
    text = record["document"].get("text", "")
    found = [
        *_warnings(record, text),
        *_units(record, text),
        *_responsibilities(record, text),
        *_duties(record),
        *_targets(record),
        *_instruments(record, text),
        *_plans(record),
        *_citations(record),
    ]
    order = {kind: n for n, kind in enumerate(FOUND_KINDS)}
    return sorted(found, key=lambda f: (f.place, order[f.kind], f.end or 0, f.id))


def marks_of_finds(finds: list[Find]) -> list[Mark]:
    """The marks of finds in the text; each leads to the row of its find."""
    kinds = set(KINDS) | {"unread", "deadline", "plan", "notice"}
    found = [
        Mark(start, end, find.kind if find.kind in kinds else f"head-{find.kind}", _said(find), find.id)
        for find in finds
        for start, end in find.marks
    ]
    evidence = {
        (f.start, f.end) for f in finds if f.rule and f.kind not in ("target", "instrument") and f.start is not None
    }
    return [*found, *(Mark(start, end or start, "evidence", "") for start, end in sorted(evidence))]


def _said(find: Find) -> str:
    return f"{find.label}：{find.name}" + (f"（{find.rule}）" if find.rule else "")


def _span(start: int | None, end: int | None) -> tuple[tuple[int, int], ...]:
    return ((start, end),) if start is not None and end is not None and start < end else ()


def _warnings(record: DocumentRecord, text: str) -> Iterator[Find]:
    terms = {t.id: t for t in model.vocabulary("warnings").terms}
    original = record["document"].get("original", "")
    for number, warning in enumerate(record["warnings"], 1):
        kind = "unread" if terms[warning["code"]].extra.get("unread") else "notice"
        yield _warning(f"w{number}", kind, terms[warning["code"]].zh, warning, original if _gone(warning) else text)


def _gone(warning: WarningRecord) -> bool:
    return warning["code"] == _GONE


def _warning(identifier: str, kind: str, label: str, warning: WarningRecord, words: str) -> Find:
    start, end = warning["start"], warning["end"]
    quote = words[start:end] if start is not None else ""
    message = warning["message"].removeprefix(label).lstrip("：，")
    if _gone(warning):
        return Find(identifier, kind, label, message, "", "", warning["code"], quote, None, None)
    return Find(identifier, kind, label, message, "", "", warning["code"], quote, start, end, _span(start, end))


def _units(record: DocumentRecord, text: str) -> Iterator[Find]:
    for unit in units_of_record(record):
        kind = "measure" if isinstance(unit, MeasureItem) else "section"
        begin = text.rfind("\n", 0, unit.start) + 1
        begin = begin if unit.start - begin <= 12 else unit.start
        end = unit.start + len(unit.title) if text.startswith(unit.title, unit.start) else unit.start
        name = _titled(unit.number, unit.title)
        quote = text[begin : max(end, unit.start)]
        yield Find(unit.id, kind, FOUND_KINDS[kind], name, "", "", "", quote, begin, end, _span(begin, end))


def _held(record: DocumentRecord) -> Iterator[tuple[str, ResponsibilityRecord]]:
    """Each responsibility once, with what it is for: the most particular first, as the graph keeps it."""
    seen: set[str] = set()
    for name, part in _holders(record):
        for one in part["responsibilities"]:
            if one["id"] not in seen:
                seen.add(one["id"])
                yield name, one


def _holders(record: DocumentRecord) -> Iterator[tuple[str, Any]]:
    categories = [category for system in record["plan_systems"] for category in system["categories"]]
    for part in (p for category in categories for p in category["programs"]):
        yield part["name"], part
    for system in record["plan_systems"]:
        yield from ((fund["name"], fund) for fund in system["funds"])
    yield from ((category["name"], category) for category in categories)
    yield from ((system["name"], system) for system in record["plan_systems"])
    yield from ((_titled(m["number"], m["title"]), m) for m in record["measures"])


def _titled(number: str, title: str) -> str:
    """What a unit is called."""
    return f"{number} {title}".strip()


def _duties(record: DocumentRecord) -> Iterator[Find]:
    for measure in record["measures"]:
        name = _titled(measure["number"], measure["title"])
        yield from (_responsibility(name, one) for one in measure.get("duties", ()))


def _responsibilities(record: DocumentRecord, text: str) -> Iterator[Find]:
    dated: set[tuple[int, int, str]] = set()
    for unit, one in _held(record):
        yield _responsibility(unit, one)
        deadline, where = one["deadline"], (one["start"], one["end"], one["deadline"] or "")
        if deadline and where not in dated:
            dated.add(where)
            places = tuple(occurrences(text, deadline, one["start"], one["end"]))[:1]
            start, end = places[0] if places else (one["start"], one["end"])
            identifier = f"{one['id']}-until"
            yield Find(identifier, "deadline", "期限", deadline, "", unit, "", text[start:end], start, end, places)


def _responsibility(unit: str, one: ResponsibilityRecord) -> Find:
    kind = role_kind(one["role"], one["inferred"], one["basis"])
    written = "" if one["written"] == one["name"] else f"写作“{one['written']}”"
    more = [written, one["scope"] or "", "列举未尽（等）" if one["open_list"] else "", word("basis", one["basis"])]
    label = "牵头（推断）" if one["inferred"] else term("roles", one["role"])
    named = _span(one["name_start"], one["name_end"]) or _span(one["start"], one["end"])
    detail = "，".join(part for part in more if part)
    place = one["start"], one["end"]
    return Find(one["id"], kind, label, one["name"], detail, unit, one["rule"], one["quote"], *place, named)


def _targets(record: DocumentRecord) -> Iterator[Find]:
    units = {unit.id: _titled(unit.number, unit.title) for unit in units_of_record(record)}
    for one in (*record["targets"], *(t for m in record["measures"] for t in m["targets"])):
        unit, place = units.get(one["owner"], ""), (one["start"], one["end"])
        name, detail = f"{one['indicator']} {_figure(one)}".strip(), one["deadline_text"] or one["deadline"] or ""
        yield Find(one["id"], "target", "指标", name, detail, unit, "", one["quote"], *place, _span(*place))


def _figure(one: TargetRecord) -> str:
    value = one["value"]
    shown = "" if value is None else "–".join(map(str, value)) if isinstance(value, list) else str(value)
    return f"{word('comparator', one['comparator'])}{shown}{one['unit'] or ''}" if shown else ""


def _instruments(record: DocumentRecord, text: str) -> Iterator[Find]:
    seen: set[tuple[int, int]] = set()
    for unit, part in _holders(record):
        for one in part.get("instruments", ()):
            place = one["start"], one["end"]
            if place not in seen:
                seen.add(place)
                identifier = f"t{one['start']}-{one['end']}"
                words = text[one["start"] : one["end"]]
                yield Find(identifier, "instrument", "政策工具", one["name"], "", unit, "", words, *place, (place,))


def _plans(record: DocumentRecord) -> Iterator[Find]:
    text = record["document"].get("text", "")
    for label, one, detail in _plan_parts(record):
        words = text[one["start"] : one["end"]]
        places = tuple(occurrences(words, one["name"], 0, len(words)))[:1]
        start = one["start"] + (places[0][0] if places else 0)
        end = one["start"] + places[0][1] if places else one["end"]
        marks = ((start, end),) if places else ()
        yield Find(one["id"], "plan", label, one["name"], detail, "", "", text[start:end][:200], start, end, marks)


def _plan_parts(record: DocumentRecord) -> Iterator[tuple[str, Any, str]]:
    for system in record["plan_systems"]:
        yield "计划体系", system, ""
        for category in system["categories"]:
            yield "计划类别", category, category["purpose"] or ""
            for program in category["programs"]:
                yield "专项", program, word("funding", program["funding"])
        for fund in system["funds"]:
            merged = "、".join(one["name"] for one in fund["merged_from"])
            yield "资金", fund, f"由{merged}整合" if merged else ""


def _citations(record: DocumentRecord) -> Iterator[Find]:
    for one in record["citations"]:
        name = one["title"] or one["doc_no"] or ""
        detail = (one["doc_no"] or "") if one["title"] else ""
        label, place = term("citation_relations", one["relation"]), (one["start"], one["end"])
        yield Find(one["id"], "citation", label, name, detail, "", "", one["quote"], *place, _span(*place))
