"""What rules look at: the store and the projection of all it holds, drafts too; and what they find."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from graph import catalogue
from graph.projection import Projection, read_projection
from graph.store import Row, Store


@dataclass(frozen=True, slots=True)
class Finding:
    """What breaks a rule: the node (label and id), the document it belongs to where there is one, and the evidence."""

    label: str
    id: str
    document: str | None
    evidence: str


@dataclass(frozen=True)
class Ground:
    """A store as the rules see it; each part is read once, when a rule first asks for it.

    `only` are the documents asked about, none for all: what a rule finds elsewhere is left out of the answer.
    """

    store: Store
    only: frozenset[str] = frozenset()

    @cached_property
    def projection(self) -> Projection:
        """Everything that is loaded."""
        return read_projection(self.store, drafts=True)

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """The texts of the documents that have one, by id."""
        ids = [d.id for d in self.projection.documents]
        rows = self.ask("document_texts", ids=ids) if ids else []
        return {row["id"]: row["text"] for row in rows if row["text"]}

    def ask(self, query: str, /, *, ids: list[str] | None = None, **slots: str) -> list[Row]:
        """The rows of a query of the catalogue."""
        text = catalogue.text(query, **slots)
        return self.store.read(text) if ids is None else self.store.read(text, ids=ids)
