"""From the bytes of a file to the records of its documents."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from loaders import masking, readers, script
from loaders.assembly import assemble
from loaders.cleaning import clean
from loaders.errors import LoadError
from loaders.flattened import tables_in
from loaders.head import Source
from loaders.parts import split_parts
from loaders.prepared import Prepared
from loaders.readers.base import Reading
from loaders.text import Draft
from loaders.types import Cell, Span, Table, TableRow, Text
from ontology.records import DocumentRecord

MAX_BYTES = 64 * 1024 * 1024


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
    data: bytes, *, source: str, keep_contacts: bool = False, member: str | None = None
) -> list[DocumentRecord]:
    """The records of all documents in the bytes of a file; LoadError says why there are none.

    `source` names the file in records and errors, `member` the entry of an archive.
    """
    if len(data) > MAX_BYTES:
        raise LoadError(source, "unreadable", f"文件超过 {MAX_BYTES // 1024 // 1024} MB")
    prepared = prepare(readers.read(data, source), keep_contacts=keep_contacts)
    if not prepared.text.text.strip():
        raise LoadError(source, "empty", "文件里没有文字")
    digest = hashlib.sha256(data).hexdigest()
    return [
        assemble(part, Source(source, member, number, digest)) for number, part in enumerate(split_parts(prepared), 1)
    ]


def extract_file(path: str | Path, *, keep_contacts: bool = False) -> list[DocumentRecord]:
    """The records of all documents in a file; LoadError names the file and says why there are none."""
    try:
        data = Path(path).read_bytes()
    except FileNotFoundError:
        raise LoadError(str(path), "missing", "没有这个文件") from None
    except IsADirectoryError:
        if not any(Path(path).iterdir()):
            raise LoadError(str(path), "empty", "文件夹里没有文件") from None
        raise LoadError(str(path), "unreadable", "是文件夹，不是文件") from None
    except OSError as error:
        raise LoadError(str(path), "unreadable", f"读不了文件（{error.strerror}）") from None
    return extract_bytes(data, source=str(path), keep_contacts=keep_contacts)


def extract(paths: Iterable[str | Path], *, keep_contacts: bool = False) -> Iterator[DocumentRecord | LoadError]:
    """The records of files in the order given; a file that cannot be read yields its error and the rest go on."""
    for path in paths:
        try:
            yield from extract_file(path, keep_contacts=keep_contacts)
        except LoadError as error:
            yield error
