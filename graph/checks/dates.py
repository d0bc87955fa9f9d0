"""Rules of time: what ends does not end before it begins, and who leads exists."""

from __future__ import annotations

from collections.abc import Iterator

from graph.checks.ground import Finding, Ground
from graph.items import CitationItem, DocumentItem
from ontology.identifiers import PartialDate

_ENDING = {"repeals": "废止", "replaces": "代替"}


def statuses(ground: Ground) -> Iterator[Finding]:
    """Documents that end before they begin, that are ended by an earlier one, or that end each other."""
    documents = ground.projection.document_by_id
    for document in documents.values():
        yield from _own_dates(document)
    endings = [c for c in ground.projection.citations if c.relation in _ENDING and c.target in documents]
    ended = {(c.source, c.target) for c in endings}
    for one in endings:
        yield from _ending(one, documents[one.source], documents[one.target], mutual=(one.target, one.source) in ended)


def _own_dates(document: DocumentItem) -> Iterator[Finding]:
    begins = max((d for d in (document.issued, document.effective_from) if d), default=None)
    if document.effective_until and begins and _before(document.effective_until, begins):
        told = f"失效 {document.effective_until} 早于施行或成文 {begins}"
        yield Finding("Document", document.id, document.id, told)
    if document.consultation_until and document.issued and not document.draft and not document.published:
        told = f"不是征求意见稿而有征求意见的截止日期 {document.consultation_until}"
        yield Finding("Document", document.id, document.id, told)


def _ending(one: CitationItem, source: DocumentItem, target: DocumentItem, *, mutual: bool) -> Iterator[Finding]:
    verb = _ENDING[one.relation]
    if mutual:
        yield Finding("Document", source.id, source.id, f"与“{target.name}”互相{verb}")
    elif source.date and target.date and _before(source.date, target.date):
        told = f"{source.date} 的文件{verb}了 {target.date} 的“{target.name}”"
        yield Finding("Document", source.id, source.id, told)


def ended_leads(ground: Ground) -> Iterator[Finding]:
    """Leads, stated or inferred, of bodies that had ended when the document was issued."""
    documents = ground.projection.document_by_id
    for row in ground.ask("leads_of_ended_bodies"):
        document = documents.get(row["document"])
        if document is not None and document.date and _before(row["ended"], document.date):
            told = f"{row['name']}至 {row['ended']}，文件日期 {document.date}：{row['quote']}"
            yield Finding("Institution", row["id"], document.id, told)


def _before(first: str, second: str) -> bool:
    return PartialDate(first).last_day < PartialDate(second).first_day
