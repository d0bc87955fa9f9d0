"""From the bytes of a file to the records of its documents."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path

from loaders import archive, masking, readers, script
from loaders.assembly import assemble
from loaders.cleaning import clean
from loaders.errors import LoadError
from loaders.files import read_bytes
from loaders.flattened import tables_in
from loaders.head import Source
from loaders.limits import in_megabytes, limits
from loaders.metadata import Metadata
from loaders.parts import split_parts
from loaders.prepared import Prepared
from loaders.readers.base import Reading
from loaders.text import Draft
from loaders.types import Cell, Span, Table, TableRow, Text
from ontology.records import DocumentRecord


def prepare(reading: Reading, *, keep_contacts: bool = False) -> Prepared:
    """The cleaned text of a reading: contacts masked, script made Simplified, layout undone, furniture gone."""
    masked = masking.Masked(reading.original, ()) if keep_contacts else masking.mask(reading.original)
    draft = Draft(masked.text, reading.page_starts)
    written_in = script.detect(masked.text)
    script.simplify(draft, written_in)
    meta = {key: script.to_simplified(value) if written_in != "hans" else value for key, value in reading.meta.items()}
    clean(draft, reading, meta)
    text = draft.finish(written_in, meta)
    moved = tuple(table for table in (_moved_table(text, table) for table in reading.tables) if table.rows)
    spans = [_moved(text, span) for span in masked.spans]
    return Prepared(
        text,
        moved or tables_in(text.text),
        tuple(span for span in (_moved(text, span) for span in reading.headings) if span.start < span.end),
        tuple(span for span in spans if span.start < span.end),
        reading.blank_pages,
    )


def _moved(text: Text, span: Span) -> Span:
    return Span(text.text_offset(span.start), text.text_offset(span.end))


def _moved_table(text: Text, table: Table) -> Table:
    return Table(
        text.text_offset(table.start),
        text.text_offset(table.end),
        tuple(_moved_row(text, row) for row in table.header),
        tuple(_moved_row(text, row) for row in table.rows if text.text_offset(row.start) < text.text_offset(row.end)),
    )


def _moved_row(text: Text, row: TableRow) -> TableRow:
    cells = []
    for cell in row.cells:
        span = _moved(text, Span(cell.start, cell.end))
        end = span.end
        while end > span.start and text.text[end - 1] in "\t\n ":
            end -= 1
        cells.append(Cell(span.start, end, cell.column, cell.repeated))
    end = text.text_offset(row.end)
    return TableRow(text.text_offset(row.start), end, tuple(cells))


def extract_bytes(
    data: bytes,
    *,
    source: str,
    keep_contacts: bool = False,
    member: str | None = None,
    metadata: Metadata | None = None,
) -> list[DocumentRecord]:
    """The records of all documents in the bytes of a file; LoadError says why there are none.

    `source` names the file in records and errors, `member` the entry of an archive. Of an archive the first entry that
    cannot be read raises: `extract_each` goes on instead. What `metadata` says of a document goes before what is read.
    """
    if member is not None:
        return _extract_document(data, source, member, keep_contacts, metadata)
    return [_raised(item) for item in extract_each(data, source=source, keep_contacts=keep_contacts, metadata=metadata)]


def extract_each(
    data: bytes,
    *,
    source: str,
    keep_contacts: bool = False,
    metadata: Metadata | None = None,
    first: int = 0,
    begun: Callable[[str], object] = str,
) -> Iterator[DocumentRecord | LoadError]:
    """The records of all documents in the bytes of a file or of the entries of an archive, in order.

    An entry that cannot be read yields its error and the rest go on; LoadError is raised only for the file itself.
    `begun` is told the path of each entry before it is unpacked; those before number `first` are passed over.
    """
    if len(data) > limits().bytes:
        raise LoadError(source, "too_large", f"文件超过 {in_megabytes(limits().bytes)}")
    if not readers.is_archive(data):
        yield from _extract_document(data, source, None, keep_contacts, metadata)
        return
    for entry in islice(archive.entries(data, source), first, None):
        begun(archive.path_of(source, entry.name))
        try:
            yield from _extract_document(entry.read(), source, entry.name, keep_contacts, metadata)
        except LoadError as error:
            yield error


def _extract_document(
    data: bytes, source: str, member: str | None, keep_contacts: bool, metadata: Metadata | None
) -> list[DocumentRecord]:
    path = archive.path_of(source, member) if member is not None else source
    reading = readers.read(data, path)
    if len(reading.original) > limits().characters:
        raise LoadError(path, "too_large", f"文字超过 {limits().characters:,} 字")
    prepared = prepare(reading, keep_contacts=keep_contacts)
    if not prepared.text.text.strip():
        raise LoadError(path, "empty", "文件里没有文字")
    digest = hashlib.sha256(data).hexdigest()
    parts = split_parts(prepared)
    return [
        _assembled(part, Source(source, member, number, digest), metadata, len(parts))
        for number, part in enumerate(parts, 1)
    ]


def _assembled(part: Prepared, source: Source, metadata: Metadata | None, parts: int) -> DocumentRecord:
    stated = metadata.row(source, parts) if metadata else None
    return assemble(part, source, stated.values if stated else None)


def _raised(item: DocumentRecord | LoadError) -> DocumentRecord:
    if isinstance(item, LoadError):
        raise item
    return item


def extract_file(
    path: str | Path, *, keep_contacts: bool = False, metadata: Metadata | None = None
) -> list[DocumentRecord]:
    """The records of all documents in a file; LoadError names the file and says why there are none."""
    return [_raised(item) for item in _extract_path(path, keep_contacts, metadata)]


def _extract_path(
    path: str | Path, keep_contacts: bool, metadata: Metadata | None
) -> Iterator[DocumentRecord | LoadError]:
    data = read_bytes(path, limits().bytes)
    yield from extract_each(data, source=str(path), keep_contacts=keep_contacts, metadata=metadata)


def extract(
    paths: Iterable[str | Path], *, keep_contacts: bool = False, metadata: Metadata | None = None
) -> Iterator[DocumentRecord | LoadError]:
    """The records of files in the order given; a file that cannot be read yields its error and the rest go on."""
    for path in paths:
        try:
            yield from _extract_path(path, keep_contacts, metadata)
        except LoadError as error:
            yield error
