"""Putting the record of a document together from what the stages read."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from loaders.assign import assign
from loaders.citations import read_citations
from loaders.head import Source, read_head
from loaders.instruments import read_instruments
from loaders.layout import read_layout
from loaders.measures import is_policy, measure_indexes
from loaders.outline import read_outline
from loaders.plans import around_programs
from loaders.prepared import Prepared
from loaders.stated import with_stated
from loaders.targets import Figure, read_figures
from loaders.types import Assignments, Text, Unit
from ontology.identifiers import record_id, unit_id
from ontology.records import (
    DocumentHead,
    DocumentRecord,
    MeasureRecord,
    PlanSystemRecord,
    SectionRecord,
    TargetRecord,
    WarningRecord,
)

_HEAD_LENGTH = 60


def assemble(prepared: Prepared, source: Source, stated: Mapping[str, Any] | None = None) -> DocumentRecord:
    """The record of one document; `stated` is what the user knows of it, by columns of a metadata file."""
    text = prepared.text
    layout = read_layout(text)
    outline = read_outline(
        text, layout.body, prepared.tables, prepared.bold, begin=min(layout.cover_end, layout.body.start)
    )
    head, warnings = read_head(text, layout, outline.body, source)
    if stated:
        head, warnings = with_stated(head, stated, source)
    found = assign(text, head, outline.units, prepared.tables)
    units = around_programs(outline.units, found.extra_units)
    carrying = _carrying(found)
    policy = bool(carrying) or is_policy(head)
    measures = measure_indexes(units, text.text, layout.body.start, carrying) if policy else set()
    record = _Assembler(text, head, units, measures, found).record()
    record["citations"], unread = read_citations(text, head["id"], (*layout.titles, head["title"]), head["doc_no"])
    record["warnings"] = _ordered(
        [*warnings, *outline.warnings, *found.warnings, *unread, *_layout_warnings(prepared), *_judged(record)]
    )
    head["text"], head["original"] = text.text, text.original
    head["map"] = [[run.text_start, run.original_start, run.length, run.page] for run in text.runs]
    return record


def _carrying(found: Assignments) -> set[int]:
    carrying = {index for index, records in (*found.responsibilities.items(), *found.duties.items()) if records}
    return carrying | set(found.described_in.values())


def _layout_warnings(prepared: Prepared) -> list[WarningRecord]:
    """What was taken away (spans of the original) and what was masked (spans of the text)."""
    gone: list[WarningRecord] = [
        {"code": "furniture_removed", "message": f.message, "start": f.start, "end": f.end}
        for f in prepared.text.furniture
    ]
    gone += [
        {"code": "scanned", "message": f"第{page}页只有图片，没有文字层，未读", "start": None, "end": None}
        for page in prepared.blank_pages
    ]
    return gone + [
        {"code": "contact_masked", "message": "遮盖了联系方式", "start": span.start, "end": span.end}
        for span in prepared.masked
    ]


def _judged(record: DocumentRecord) -> list[WarningRecord]:
    if record["measures"]:
        return []
    return [{"code": "no_policy", "message": "不像政策文件：没有读到措施", "start": None, "end": None}]


def _ordered(warnings: list[WarningRecord]) -> list[WarningRecord]:
    return sorted(warnings, key=lambda w: (w["start"] if w["start"] is not None else -1, w["code"], w["message"]))


class _Assembler:
    """Ids, owners and order of the units of one document."""

    def __init__(
        self, text: Text, head: DocumentHead, units: Sequence[Unit], measures: set[int], found: Assignments
    ) -> None:
        self.words = text.text
        self.head = head
        self.units = units
        self.measures = measures
        self.found = found
        self.ids = self._ids()

    def _ids(self) -> list[str]:
        seen: Counter[tuple[str, str]] = Counter()
        ids = []
        for index, unit in enumerate(self.units):
            letter = "m" if index in self.measures else "s"
            seen[letter, unit.path] += 1
            ids.append(unit_id(self.head["id"], letter, unit.path, seen[letter, unit.path]))
        return ids

    def record(self) -> DocumentRecord:
        order = sorted(range(len(self.units)), key=lambda i: (self.units[i].start, self.units[i].depth, i))
        targets = self._targets()
        owned: dict[str, list[TargetRecord]] = {}
        for target in targets:
            owned.setdefault(target["owner"], []).append(target)
        sections = [self._section(i) for i in order if i not in self.measures]
        measures = [self._measure(i, owned) for i in order if i in self.measures]
        held = {section["id"] for section in sections}
        return {
            "document": self.head,
            "sections": sections,
            "measures": measures,
            "plan_systems": self._plan_systems(),
            "targets": [target for target in targets if target["owner"] in held],
            "citations": [],
            "warnings": [],
        }

    def _section(self, index: int) -> SectionRecord:
        unit = self.units[index]
        return {
            "id": self.ids[index],
            "number": unit.number,
            "path": unit.path,
            "title": unit.title or self.words[unit.start : unit.start + 20].strip() or "（无标题）",
            "start": unit.start,
            "end": unit.end,
        }

    def _measure(self, index: int, owned: dict[str, list[TargetRecord]]) -> MeasureRecord:
        unit = self.units[index]
        words = self.words[unit.start : unit.end]
        measure: MeasureRecord = {
            "id": self.ids[index],
            "number": unit.number,
            "path": unit.path,
            "parent": self.ids[unit.parent] if unit.parent is not None else None,
            "title": unit.title or words[:20].strip(),
            "head": words[:_HEAD_LENGTH],
            "text": words,
            "start": unit.start,
            "end": unit.end,
            "own_end": unit.own_end,
            "responsibilities": list(self.found.responsibilities.get(index, ())),
            "targets": owned.get(self.ids[index], []),
            "instruments": read_instruments(self.words, unit.start, unit.own_end),
        }
        if index in self.found.duties:
            measure["duties"] = list(self.found.duties[index])
        return measure

    def _targets(self) -> list[TargetRecord]:
        """The targets of every unit's own words, each with the innermost unit that prints it."""
        annotations = sorted(self.found.annotations, key=lambda s: s.start)
        starts = [span.start for span in annotations]
        found: dict[int, TargetRecord] = {}
        read: set[tuple[int, int]] = set()
        since = self.head["issued"] or self.head["published"]
        for index in sorted(range(len(self.units)), key=lambda i: (-self.units[i].depth, self.units[i].start)):
            unit = self.units[index]
            for figure in read_figures(self.words, unit.start, unit.end, since, read):
                at = bisect_right(starts, figure.at) - 1
                if figure.at in found or (at >= 0 and figure.at < annotations[at].end):
                    continue
                found[figure.at] = self._target(figure, self.ids[index])
        return [found[at] for at in sorted(found)]

    def _target(self, figure: Figure, owner: str) -> TargetRecord:
        return {
            "id": record_id(self.head["id"], figure.start, figure.end, owner, figure.at),
            "owner": owner,
            "indicator": figure.indicator,
            "comparator": figure.comparator,
            "value": figure.value,
            "unit": figure.unit,
            "deadline": figure.deadline,
            "deadline_text": figure.deadline_text,
            "quote": self.words[figure.start : figure.end],
            "start": figure.start,
            "end": figure.end,
        }

    def _plan_systems(self) -> list[PlanSystemRecord]:
        """The plan systems as read, each category and program with the measure that describes it."""
        for system in self.found.plan_systems:
            for category in system["categories"]:
                category["measure_id"] = self._described(category["id"])
                for program in category["programs"]:
                    program["measure_id"] = self._described(program["id"])
        return list(self.found.plan_systems)

    def _described(self, record: str) -> str | None:
        index = self.found.described_in.get(record)
        return self.ids[index] if index is not None else None
