"""Readings of a store that are kept until it is written to: several questions about one graph read it once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from threading import Lock
from weakref import WeakKeyDictionary

from graph import filters
from graph.filters import Filter
from graph.projection import Projection, read_projection
from graph.store import Store

# So many measures are kept at most, over all readings of a store: some 300 MB with their texts.
MOST_KEPT = 200_000
Key = tuple[Filter, frozenset[str] | None]


@dataclass
class _Shelf:
    """The readings of one store, the one asked for last at the end, and the generation they belong to."""

    generation: int | str | None = None
    kept: OrderedDict[Key, Projection] = field(default_factory=OrderedDict)
    lock: Lock = field(default_factory=Lock)

    def find(self, key: Key, generation: int | str) -> Projection | None:
        """The reading of a key, or that of everything narrowed to its documents; None where the store has changed."""
        with self.lock:
            if generation != self.generation:
                self.kept.clear()
                self.generation = generation
            if key in self.kept:
                self.kept.move_to_end(key)
                return self.kept[key]
            whole = self.kept.get((key[0], None))
        return None if whole is None or key[1] is None else whole.of_documents(key[1])

    def keep(self, key: Key, found: Projection, generation: int | str) -> None:
        """Keeps a reading; those not asked for the longest make room."""
        with self.lock:
            if generation != self.generation or len(found.measures) > MOST_KEPT:
                return
            self.kept[key] = found
            while sum(len(one.measures) for one in self.kept.values()) > MOST_KEPT:
                self.kept.popitem(last=False)


_SHELVES: WeakKeyDictionary[Store, _Shelf] = WeakKeyDictionary()
_MAKING = Lock()


def reading(
    store: Store,
    *,
    jurisdiction: str | None = None,
    level: str | None = None,
    documents: Iterable[str] | None = None,
    as_of: str | None = None,
) -> Projection:
    """As `read_projection` with drafts; kept as long as the store stays as it is. Raises BadParameter."""
    named = None if documents is None else frozenset(documents)
    key = (filters.of(jurisdiction=jurisdiction, level=level, as_of=as_of), named)
    with _MAKING:
        shelf = _SHELVES.setdefault(store, _Shelf())
    generation = store.generation()
    found = shelf.find(key, generation)
    if found is None:
        found = read_projection(
            store, jurisdiction=jurisdiction, level=level, documents=named, as_of=as_of, drafts=True
        )
        # What was written meanwhile may be in one half of it.
        if store.generation() == generation:
            shelf.keep(key, found, generation)
    return found
