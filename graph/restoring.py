"""Fills an empty store from a file that `graph.backup` wrote: whole, or told to be unfinished until it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from graph import backup, catalogue
from graph.errors import StoreError
from graph.parts import Edge, Node
from graph.store import Store
from graph.writing import write_edges, write_nodes
from ontology import model

_TRANSACTION = 10_000

Progress = Callable[[int, int], None]


def restore(store: Store, path: Path, progress: Progress = lambda done, of: None) -> backup.Backup:
    """Writes all that a file holds into a store without content, and compares what is there then with the file.

    The file is checked before anything is written. What an interrupted restoring left is taken out first; until one
    ends, `graph.store.open_store` refuses the store. Raises BackupUnusable, StoreUnusable, StoreError.
    """
    found = backup.read_backup(path)
    if store.unfinished():
        clear(store)
    elif holds(store):
        raise StoreError("store_not_empty", "存储里已有内容，恢复不覆盖它：请给一个空的存储")
    store.prepare()
    store.set_unfinished(True)
    _fill(store, backup.items(path), progress, sum(found.nodes.values()) + sum(found.edges.values()))
    there = backup.tally_of(store)
    if there.content != found.content:
        raise StoreError("store_failed", "写入之后读回的与备份不同：这个存储不能用")
    store.set_unfinished(False)
    return found


def holds(store: Store) -> bool:
    """Whether a store has any node of the declared model."""
    return any(_count(store, one.name) for one in model.classes())


def clear(store: Store) -> None:
    """Takes out every node of the declared model, some at a time."""
    for one in model.classes():
        ids = [row["id"] for row in store.read(catalogue.text("ids_of", label=one.name))]
        for at in range(0, len(ids), _TRANSACTION):
            with store.transaction() as transaction:
                transaction.run(catalogue.text("delete_nodes", label=one.name), ids=ids[at : at + _TRANSACTION])


def _count(store: Store, label: str) -> int:
    return int(store.read(catalogue.text("count_nodes", label=label))[0]["number"])


def _fill(store: Store, items: Iterator[list[Any]], progress: Progress, total: int) -> None:
    done = 0
    while some := list(islice(items, _TRANSACTION)):
        nodes = [Node(item[0], item[1]["id"], item[1]) for item in some if len(item) == 2]
        edges = [item for item in some if len(item) == 6]
        labels = {i[at + 2]: i[at] for i in edges for at in (1, 2)}
        with store.transaction() as transaction:
            write_nodes(transaction, nodes)
            write_edges(transaction, "create_edges", [Edge(i[0], i[3], i[4], i[5]) for i in edges], labels)
        done += len(some)
        progress(done, total)
