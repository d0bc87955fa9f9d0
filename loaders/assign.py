"""Who does what in a document: annotations, role sentences, plan systems, likely leads."""

from __future__ import annotations

from collections.abc import Sequence

from loaders.likely import likely_leads
from loaders.marked import assign_marked, assign_tables, read_marked
from loaders.resolve import Resolver
from loaders.responsibilities import Recorder
from loaders.types import Assignments, Table, Text, Unit
from ontology.records import DocumentHead


def assign(text: Text, head: DocumentHead, units: Sequence[Unit], tables: Sequence[Table]) -> Assignments:
    """Every responsibility of a document with its evidence, once, at the unit it belongs to."""
    words = text.text
    recorder = Recorder(words, head, Resolver(head))
    marked = read_marked(words, units, tables)
    assign_marked(words, units, marked, recorder)
    assign_tables(words, units, tables, recorder)
    records = recorder.by_unit
    if not marked.declared:
        for index, lead in likely_leads(head, records).items():
            place = next(i for i, r in enumerate(records[index]) if r["name"] == lead["name"])
            records[index].insert(place + 1, lead)
    return Assignments(
        responsibilities=records,
        annotations=tuple(marked.spans),
        warnings=(*marked.warnings, *recorder.resolver.warnings),
    )
