"""Responsibilities set apart from the sentences: brackets, lines, table cells, declared rules."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

from loaders.annotations import Declared, Entry, Reading, carried_in, declared_in, read_annotation
from loaders.bodynames import ends_as_body, is_body, is_internal
from loaders.marks import Mark, find_marks
from loaders.notations import labels
from loaders.overlooked import annotation_warning
from loaders.responsibilities import Evidence, Recorder
from loaders.types import Body, Span, Table, TableRow, Unit
from ontology import registry
from ontology.records import WarningRecord

_NOT_OURS = re.compile(r"建议|谁主管|谁审批|数据责任|终身|联系人")
_IMPRINT = re.compile("主办(?:单位|部门)?|承办(?:单位|部门)?")
_PERSONS = re.compile("领导|人")
_LEAD_HEADER = re.compile("牵头|主办|主责")
# A cell of words, not one that says there is nobody.
_SAYS = re.compile(r"[一-鿿]{2,}|[一-鿿]、")
_HELP_HEADER = re.compile("配合|协办|参与|协助|协同|支持(?!方向|重点|内容|范围|对象|方式|领域)")


@dataclass
class MarkedReading:
    """What the annotations of a document say, before it is given to units."""

    annotations: list[tuple[Mark, Reading]] = field(default_factory=list)
    declared: list[Declared] = field(default_factory=list)
    warnings: list[WarningRecord] = field(default_factory=list)

    @property
    def spans(self) -> list[Span]:
        """The spans of all annotations, in order."""
        return [Span(mark.start, mark.end) for mark, _ in self.annotations]


def read_marked(text: str, units: Sequence[Unit], tables: Sequence[Table]) -> MarkedReading:
    """All annotations of the body and the rules it declares."""
    result = MarkedReading()
    if not units:
        return result
    start, end = min(u.label_start for u in units), max(u.end for u in units)
    marks = [m for m in find_marks(text, start, end) if not any(t.start <= m.start < t.end for t in tables)]
    result.declared = _document_rules(text, marks)
    offices: list[tuple[Mark, Reading]] = []
    taken = start
    for mark in marks:
        if mark.start < taken:
            continue
        declared = rule_at(result.declared, mark.start, mark.end)
        lists = mark.labelled or mark.closes or mark.after_sentence
        reading = read_annotation(text, mark.inner_start, mark.inner_end, declared, lists=lists)
        verdict = _judge(mark, reading)
        if verdict == "offices":
            offices.append((mark, reading))
        elif verdict == "yes":
            result.annotations.append((mark, reading))
        elif verdict == "unread" and not _NOT_OURS.search(text[mark.start : mark.end]):
            result.warnings.append(annotation_warning(text, mark.start, mark.end))
        if verdict in ("yes", "offices"):
            taken = mark.end
    result.annotations = _without_imprint(text, result.annotations)
    if len(offices) > 1 or (offices and result.annotations):
        result.annotations = sorted([*result.annotations, *offices], key=lambda pair: pair[0].start)
    return result


def _without_imprint(text: str, found: list[tuple[Mark, Reading]]) -> list[tuple[Mark, Reading]]:
    """Without a lone line 主办单位：… behind everything else: the imprint of a page."""
    lines = [mark for mark, _ in found if mark.form == "line" and _IMPRINT.match(text, mark.start)]
    if len(lines) != 1 or any(mark.start > lines[0].start for mark, _ in found):
        return found
    return [pair for pair in found if pair[0] is not lines[0]]


def _document_rules(text: str, marks: Sequence[Mark]) -> list[Declared]:
    """The rules in order; one said outside every annotation (a note to the whole) holds from the beginning."""
    rules = []
    for rule in declared_in(text):
        inside = any(m.start <= rule.start < m.end for m in marks)
        rules.append(rule if inside else replace(rule, start=0, end=0, lasting=True))
    return sorted(rules, key=lambda rule: rule.start)


def rule_at(declared: Sequence[Declared], start: int, end: int) -> Declared | None:
    """The rule in force in an annotation: its own, else the last lasting one before it."""
    own = [d for d in declared if start <= d.start < end]
    before = [d for d in declared if d.lasting and d.start < end]
    return own[-1] if own else before[-1] if before else None


def _judge(mark: Mark, reading: Reading) -> str:
    """yes, no, unread, or offices (a bare list of internal offices: believed when there are several)."""
    names = [e.body.name for e in reading.entries]
    if mark.labelled or reading.form == "label":
        good = sum(ends_as_body(n) for n in names)
        if not names or (mark.form == "line" and good * 2 < len(names)):
            return "unread"
        return "yes" if good * 3 >= len(names) else "unread"
    if reading.form == "clause":
        good = sum(ends_as_body(n) or registry.is_known_body(n) for n in names)
        if names and not reading.rest and good * 10 >= len(names) * 7:
            return "yes"
        return "unread" if any(is_body(n) for n in names) else "no"
    if not names or reading.rest or mark.form != "bracket":
        return "no"
    if all(is_body(n) for n in names):
        return "yes" if mark.closes or mark.after_sentence else "no"
    listed = all(is_body(n) or is_internal(n) for n in names)
    return "offices" if listed and mark.closes and mark.after_sentence else "no"


def assign_marked(text: str, units: Sequence[Unit], reading: MarkedReading, recorder: Recorder) -> None:
    """Give each annotation to its unit, and what is carried forward to every later annotated one."""
    owners = _owners(units, reading)
    carried: list[tuple[int, Span, list[Body]]] = []
    for (mark, read), owner in zip(reading.annotations, owners, strict=True):
        if owner is None:
            reading.warnings.append(annotation_warning(text, mark.start, mark.end))
            continue
        if read.rest:
            said = f"标注中有一部分未读懂（{'、'.join(read.rest)[:40]}）"
            reading.warnings.append(annotation_warning(text, mark.start, mark.end, said))
        span = Span(mark.start, mark.end)
        entries = [_by_form(e, mark) for e in read.entries]
        recorder.add(owner, units[owner], entries, Evidence(span, "marked", read.deadline, read.scope))
        bodies = [_like(b, read.entries) for b in carried_in(text, mark.start, mark.end)]
        if bodies:
            carried.append((mark.start, span, bodies))
    _carry(text, units, owners, reading, carried, recorder)


def _by_form(entry: Entry, mark: Mark) -> Entry:
    return entry._replace(rule="label_line") if mark.form == "line" and entry.rule == "label_bracket" else entry


def _like(body: Body, entries: Sequence[Entry]) -> Body:
    """A carried body under the fuller name its own annotation gives it (县区政府 → 各县区政府)."""
    stem = body.name.removeprefix("各")
    for entry in entries:
        if entry.body.name != body.name and stem in entry.body.name:
            return body._replace(name=entry.body.name, kind=entry.body.kind)
    return body


def _carry(
    text: str,
    units: Sequence[Unit],
    owners: Sequence[int | None],
    reading: MarkedReading,
    carried: list[tuple[int, Span, list[Body]]],
    recorder: Recorder,
) -> None:
    for start, span, bodies in carried:
        later = {
            o for (mark, _), o in zip(reading.annotations, owners, strict=True) if o is not None and mark.start > start
        }
        first = {o for (mark, _), o in zip(reading.annotations, owners, strict=True) if mark.start == start}
        for owner in sorted(later - first):
            entries = [Entry(b, "responsible", "落实", "carry_forward") for b in bodies]
            recorder.add(owner, units[owner], entries, Evidence(span, "marked", carried=True))


def _owners(units: Sequence[Unit], reading: MarkedReading) -> list[int | None]:
    around = Around(units)
    inner = [_carrier(units, around, mark) for mark, _ in reading.annotations]
    counts: dict[int, int] = {}
    for owner in inner:
        if owner is not None:
            counts[owner] = counts.get(owner, 0) + 1
    return [
        _closed_section(units, owner, mark, counts) if owner is not None else None
        for owner, (mark, _) in zip(inner, reading.annotations, strict=True)
    ]


def _carrier(units: Sequence[Unit], around: Around, mark: Mark) -> int | None:
    """The smallest unit around an annotation; the one around that where the label is numbered (3.责任单位)."""
    owner = around.innermost(mark.start)
    if owner is not None and mark.form == "line" and mark.start <= units[owner].start and units[owner].number:
        return units[owner].parent if units[owner].parent is not None else owner
    return owner


class Around:
    """The units around a place; rows of tables are not asked."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self._units = units
        self._order = sorted((i for i, u in enumerate(units) if u.kind != "row"), key=lambda i: units[i].label_start)
        self._starts = [units[i].label_start for i in self._order]
        self._ends = [max(units[i].end, units[i].start + 1) for i in self._order]
        self._reach = list(accumulate(self._ends, max))

    def innermost(self, at: int) -> int | None:
        """The index of the smallest unit around a place, number included."""
        found = []
        place = bisect_right(self._starts, at) - 1
        while place >= 0 and self._reach[place] > at:
            if at < self._ends[place]:
                found.append(self._order[place])
            place -= 1
        return max(found, key=lambda i: (self._units[i].start, self._units[i].depth, -i), default=None)


def _closed_section(units: Sequence[Unit], owner: int, mark: Mark, counts: dict[int, int]) -> int:
    """The section an annotation closes: it stands at the end of the last of several items, none of which has one."""
    parent = units[owner].parent
    if parent is None or not mark.closes or (units[parent].depth == 0 and units[owner].kind == "article"):
        return owner
    siblings = [i for i, u in enumerate(units) if u.parent == parent]
    last = siblings[-1] == owner and mark.end >= units[owner].end - 2
    if len(siblings) < 2 or not last or counts.get(owner, 0) > 1:
        return owner
    if any(counts.get(i) for i in _below(units, parent) if i != owner) or units[parent].depth == 0:
        return owner
    return parent


def _below(units: Sequence[Unit], parent: int) -> list[int]:
    found = []
    for i, unit in enumerate(units):
        at = unit.parent
        while at is not None and at != parent:
            at = units[at].parent
        if at == parent:
            found.append(i)
    return [*found, parent]


def assign_tables(text: str, units: Sequence[Unit], tables: Sequence[Table], recorder: Recorder) -> list[WarningRecord]:
    """Give each row of a task table the bodies of its cells, by the role in the column's header.

    Gives back a warning for each cell of such a column that has words and no body.
    """
    unread: list[WarningRecord] = []
    rows = {u.label_start: i for i, u in enumerate(units) if u.kind == "row"}
    for table in tables:
        headers = _headers(text, table)
        columns = {column: _column_label(name) for column, name in headers.items() if _column_label(name)}
        whole = "".join(headers.values()) + text[max(0, table.start - 200) : table.start]
        declared = next(declared_in(whole), None)
        for row in table.rows:
            index = rows.get(row.start)
            if index is not None:
                unread += _assign_row(text, row, columns, declared, (index, units[index]), recorder)
    return unread


def _headers(text: str, table: Table) -> dict[int, str]:
    names: dict[int, str] = {}
    for row in table.header:
        for cell in row.cells:
            names[cell.column] = names.get(cell.column, "") + "".join(text[cell.start : cell.end].split())
    return names


def _column_label(header: str) -> str | None:
    """The label a column's header holds, the longest; None for a column without bodies."""
    if _PERSONS.search(header) and not re.search("单位|部门", header):
        return None
    found = [label for label in labels() if label in header and len(label) > 2]
    if found:
        return max(found, key=len)
    if _LEAD_HEADER.search(header):
        return "牵头单位"
    if _HELP_HEADER.search(header):
        return "配合单位"
    return "责任单位" if re.search("责任|实施部门|落实部门|承办|分工", header) else None


def _assign_row(
    text: str,
    row: TableRow,
    columns: dict[int, str | None],
    declared: Declared | None,
    owner: tuple[int, Unit],
    recorder: Recorder,
) -> list[WarningRecord]:
    unread: list[WarningRecord] = []
    for cell in row.cells:
        label = columns.get(cell.column)
        if not label or cell.start >= cell.end:
            continue
        role = labels()[label]
        reading = read_annotation(text, cell.start, cell.end, declared if role == "responsible" else None)
        entries = [
            e._replace(role=role, word=label, rule="label_column")
            if e.rule in ("bare_list", "clause_responsible")
            else e
            for e in reading.entries
        ]
        recorder.add(*owner, entries, Evidence(Span(row.start, row.end), "marked", reading.deadline))
        if (not reading.entries and _SAYS.search(text[cell.start : cell.end])) or reading.rest:
            unread.append(annotation_warning(text, cell.start, cell.end, "责任栏未读懂"))
    return unread
