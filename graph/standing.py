"""What holds on a day: which edges of the graph are said by documents that are in force on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graph import reading
from graph.citing import RELATION_OF
from graph.ids import document_of
from graph.status import day
from graph.store import Row, Store


@dataclass
class Standing:
    """The documents of a store on a day, read as edges ask for them; without a day everything holds."""

    store: Store
    as_of: str | None
    _statuses: dict[str, str] = field(default_factory=dict)

    def held(self, rows: Iterable[Row], own: str | None) -> list[Row]:
        """Those of some edges (rows with type, source, target, props) that hold on the day.

        An edge is said by the document its properties name, else by that of its source. The node asked about keeps
        the structure of its `own` document, in force or not; the responsibilities of a document hold only while it is
        in force. A citation leads to works of any status.
        """
        found = list(rows)
        if self.as_of is None:
            return found
        self._read({one for row in found for one in _documents(row)})
        return [row for row in found if self._holds(row, own)]

    def out(self, document: str | None) -> bool:
        """Whether a document is loaded and not in force on the day."""
        return self._statuses.get(document or "", "cited") not in ("in_force", "cited")

    def _read(self, documents: set[str]) -> None:
        missing = sorted(documents - self._statuses.keys())
        for item in reading.heads(self.store, on=day(self.as_of), ids=missing) if missing else ():
            self._statuses[item.id] = item.status

    def _holds(self, row: Row, own: str | None) -> bool:
        named = row["props"].get("document")
        if named is not None:
            return not self.out(named)
        ends = (row["source"],) if row["type"] in RELATION_OF else (row["source"], row["target"])
        return not any(self.out(said) for said in map(document_of, ends) if said != own)


def _documents(row: Mapping[str, Any]) -> Iterable[str]:
    told = (row["props"].get("document"), document_of(row["source"]), document_of(row["target"]))
    return (one for one in told if one)
