"""A person's word written into the store: corrections made and undone, correspondences judged. All or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, TypedDict

from graph.correcting import Correction, from_row, keeping, lay, pairs
from graph.correcting.corrections import correction_id
from graph.errors import BadParameter, NotFound
from graph.ids import document_of
from graph.writer import Writer
from graph.writing import write_edges, write_nodes
from ontology.records import DocumentRecord

_MOST_ROWS = 5000
_MOST_TOLD = 50


class CorrectionOutcome(TypedDict):
    """What became of a row: corrected, or unchanged where the same correction was there before."""

    line: int
    id: str
    document: str
    name: str
    outcome: str


def correct(writer: Writer, rows: Sequence[Mapping[str, Any]]) -> list[CorrectionOutcome]:
    """Lays the corrections of rows (document, measure, field, old, new, who, why) over what is loaded, for good.

    Nothing is written when any row is wrong: BadParameter tells of each by its `line` (its number without one).
    """
    if not 0 < len(rows) <= _MOST_ROWS:
        raise BadParameter("bad_parameter", f"一次须有 1 至 {_MOST_ROWS} 行更正，现有 {len(rows)} 行")
    return _Reviser(writer).correct(rows)


def undo(writer: Writer, correction: str) -> dict[str, Any]:
    """Takes a correction or judgement back; its document is as if it had never been. Raises NotFound."""
    return _Reviser(writer).undo(correction)


def judge(
    writer: Writer, *, left: str, right: str, verdict: str, computed: str, score: float, who: str, why: str
) -> dict[str, Any]:
    """Keeps a person's word on two parts of plan systems (by id): `verdict` is a relation, or `rejected`.

    A judgement of the pair made before, either way round, is replaced.
    """
    return _Reviser(writer).judge(left, right, (verdict, computed, score), who, why)


def withdraw(writer: Writer, left: str, right: str) -> dict[str, Any]:
    """Takes a person's word on two parts of plan systems back, whichever way round it was said. Raises NotFound."""
    writer.refresh()
    judged = (c for some in writer.corrections.values() for c in some if c.field == "mapping")
    found = [c for c in judged if {c.place, c.other} == {left, right}]
    if not found:
        raise NotFound("not_found", "这一对没有人确认或否定过")
    return undo(writer, found[0].id)


def _line(told: Any, number: int) -> int:
    """The line a row says it stood on, else its number."""
    return int(told) if isinstance(told, int | str) and str(told).isdecimal() else number


def _unread(document: str) -> str:
    return f"{document} 是从图谱文件或由早先的版本载入的，没有原始读取：请先载入原文件"


class _Reviser:
    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        self.errors: list[tuple[int, str]] = []

    def correct(self, rows: Sequence[Mapping[str, Any]]) -> list[CorrectionOutcome]:
        self.writer.refresh()
        asked = [(_line(row.get("line"), number), row) for number, row in enumerate(rows, 1)]
        wanted = [(line, self._made(line, row)) for line, row in asked]
        made = [(line, c) for line, c in wanted if c is not None]
        known = {c.id for some in self.writer.corrections.values() for c in some}
        fresh = self._ordered({c.id: (line, c) for line, c in reversed(made) if c.id not in known})
        read = {document: self._laid(document, some) for document, some in fresh.items()}
        self._complain()
        self.writer.relay({document: record for document, record in read.items() if record is not None})
        return [
            CorrectionOutcome(
                line=line,
                id=c.id,
                document=c.document,
                name=c.name,
                outcome="unchanged" if c.id in known else "corrected",
            )
            for line, c in made
        ]

    def _made(self, line: int, row: Mapping[str, Any]) -> Correction | None:
        try:
            return from_row(row, date.today().isoformat())
        except BadParameter as error:
            self.errors.append((line, error.message))
            return None

    def _ordered(self, fresh: Mapping[str, tuple[int, Correction]]) -> dict[str, list[tuple[int, Correction]]]:
        """New corrections by document, numbered on from those that are there, in the order of their lines."""
        found: dict[str, list[tuple[int, Correction]]] = {}
        for line, correction in sorted(fresh.values(), key=lambda one: (one[0], one[1].id)):
            before = self.writer.corrections.get(correction.document, [])
            mine = found.setdefault(correction.document, [])
            order = max((c.order for c in before), default=0) + len(mine) + 1
            mine.append((line, replace(correction, order=order)))
        return found

    def _laid(self, document: str, fresh: Sequence[tuple[int, Correction]]) -> DocumentRecord | None:
        """What was read of a document, once the new corrections fit it; each that does not is an error of its line."""
        record = keeping.read_record(self.writer.store, document)
        if record is None:
            told = _unread(document) if self.writer.holds(document) else f"没有已加载的文件 {document}"
            self.errors += [(line, told) for line, _ in fresh]
            return None
        before = self.writer.corrections.get(document, [])
        lines = {c.id: line for line, c in fresh}
        together = [*before, *(c for _, c in fresh)]
        missed = lay(record, together).missed
        self.errors += [(lines[v.correction.id], v.message) for v in missed if v.correction.id in lines]
        self.writer.corrections[document] = together
        return record

    def _complain(self) -> None:
        if not self.errors:
            return
        self.writer.forget()
        told = [f"第 {line} 行：{message}" for line, message in sorted(self.errors)]
        more = [f"……共 {len(told)} 行"] if len(told) > _MOST_TOLD else []
        head = f"有 {len(told)} 行更正不合要求，什么也没有改动"
        raise BadParameter("bad_parameter", "\n".join([head, *told[:_MOST_TOLD], *more]))

    def undo(self, identifier: str) -> dict[str, Any]:
        before = self.writer.refresh()
        found = [c for some in self.writer.corrections.values() for c in some if c.id == identifier]
        if not found:
            raise NotFound("not_found", f"没有更正 {identifier[:80]}")
        gone = found[0]
        if gone.field == "mapping":
            self._erase([gone], before)
        else:
            rest = [c for c in self.writer.corrections[gone.document] if c.id != identifier]
            self.writer.corrections[gone.document] = rest
            record = keeping.read_record(self.writer.store, gone.document)
            if record is None and self.writer.holds(gone.document):
                self.writer.forget()
                raise BadParameter("bad_parameter", _unread(gone.document))
            self.writer.relay({gone.document: record} if record else {}, [gone.id])
        return {"id": gone.id, "document": gone.document, "name": gone.name, "outcome": "undone"}

    def _erase(self, gone: Iterable[Correction], before: int | str) -> None:
        with self.writer.changing(before, sorted({c.document for c in gone})) as transaction:
            for correction in gone:
                pairs.erase(transaction, correction)
        self.writer.forget()

    def judge(self, left: str, right: str, verdict: tuple[str, str, float], who: str, why: str) -> dict[str, Any]:
        if not who.strip():
            raise BadParameter("bad_parameter", "请说明由谁确认（who）")
        before = self.writer.refresh()
        document = document_of(left)
        mine = self.writer.corrections.get(document, [])
        every = [c for some in self.writer.corrections.values() for c in some if c.field == "mapping"]
        gone = [c for c in every if {c.place, c.other} == {left, right}]
        relation, computed, score = verdict
        made = Correction(
            id=correction_id(document, left, "mapping", "", "", right),
            document=document,
            place=left,
            field="mapping",
            old=computed,
            new=relation,
            who=who.strip(),
            why=why.strip(),
            made=date.today().isoformat(),
            order=max((c.order for c in mine), default=0) + 1,
            other=right,
            score=score,
        )
        with self.writer.changing(before, [document]) as transaction:
            for correction in gone:
                pairs.erase(transaction, correction)
            write_nodes(transaction, [keeping.correction_node(made, "applied")])
            pairs.write(transaction, [made])
            ends = dict.fromkeys([document, document_of(right)])
            edges = [edge for end in ends for edge in keeping.corrects([made], end)]
            write_edges(transaction, "create_edges", edges, {made.id: "Correction", **dict.fromkeys(ends, "Document")})
        self.writer.forget()
        return {"id": made.id, "left": left, "right": right, "verdict": relation, "outcome": "judged"}
