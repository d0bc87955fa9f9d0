"""What is read but is no policy document: told apart before anything keeps it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from loaders.errors import LoadError
from ontology.records import DocumentRecord


def refusal(record: DocumentRecord) -> LoadError | None:
    """Why a document should not be kept unless that is asked for: it has neither measures nor a title."""
    codes = {warning["code"] for warning in record["warnings"]}
    if not {"no_policy", "no_title"} <= codes:
        return None
    head = record["document"]
    source = head["source"] if head["part"] == 1 else f"{head['source']}（第 {head['part']} 份）"
    return LoadError(source, "no_policy", "没有读到措施，也没有标题，不像政策文件")


def checked(records: Iterable[DocumentRecord]) -> Iterator[DocumentRecord]:
    """The records as they come; raises the refusal of the first that should not be kept."""
    for record in records:
        if why := refusal(record):
            raise why
        yield record
