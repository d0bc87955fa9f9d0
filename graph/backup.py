"""A whole store as one file: gzip over lines of JSON, written and checked without ever holding the graph in memory.

The first line says what the file is, the last what it holds: counts, a digest of the nodes and edges (equal for equal
stores, whatever the engine), and the SHA-256 of all lines before it. Between them stand `[label, properties]` for each
node and `[type, label, label, source, target, properties]` for each edge, in an order that depends on nothing but the
graph. Nodes of classes that exports leave out (readings, corrections) are among them.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from graph import catalogue
from graph.errors import BackupUnusable, StoreError
from graph.store import FORMAT, Store, refuse_format
from ontology import model

_KIND = "backup"
_BATCH = 1000

_LONGEST = 256 * 1024 * 1024
_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Backup:
    """What a file says of itself: when and by which version it was made, from which engine, and what is in it.

    `registers` are the user's additions to the registry as they were kept. `foreign` nodes stood in the same database
    and are none of the declared model: they are not in the file.
    """

    path: Path
    made: str
    version: str
    engine: str
    nodes: Mapping[str, int]
    edges: Mapping[str, int]
    content: str
    foreign: int
    registers: Sequence[Mapping[str, str]]


@dataclass(slots=True)
class Tally:
    """Counts and digest of the nodes and edges that went by."""

    nodes: Counter[str] = field(default_factory=Counter)
    edges: Counter[str] = field(default_factory=Counter)
    _digest: Any = field(default_factory=hashlib.sha256)

    def add(self, line: bytes, item: Sequence[Any]) -> None:
        """Count one line."""
        self._digest.update(line)
        (self.nodes if len(item) == 2 else self.edges)[str(item[0])] += 1

    @property
    def content(self) -> str:
        """The digest of all lines so far, 64 hex digits."""
        return str(self._digest.hexdigest())


def dump(store: Store, tally: Tally) -> Iterator[bytes]:
    """The lines of all nodes and edges of the declared model, in order; the tally counts them."""
    ids = {one.name: [r["id"] for r in store.read(catalogue.text("ids_of", label=one.name))] for one in model.classes()}
    for items in (_nodes(store, ids), _edges(store, ids)):
        for item in items:
            line = _line(item)
            tally.add(line, item)
            yield line


def tally_of(store: Store) -> Tally:
    """What a store holds, by the same measure as a file."""
    tally = Tally()
    for _ in dump(store, tally):
        pass
    return tally


def _nodes(store: Store, ids: Mapping[str, list[str]]) -> Iterator[list[Any]]:
    for label, some in ids.items():
        for batch in _batches(some):
            found = {r["props"]["id"]: r["props"] for r in _ask(store, "nodes_by_id", batch, label=label)}
            yield from ([label, found[one]] for one in batch if one in found)


def _edges(store: Store, ids: Mapping[str, list[str]]) -> Iterator[list[Any]]:
    declared = kinds()
    for label, some in ids.items():
        for batch in _batches(some):
            rows = _ask(store, "edges_from", batch, label=label)
            found = ([r["type"], label, r["label"], r["source"], r["target"], r["props"]] for r in rows)
            yield from sorted((item for item in found if tuple(item[:3]) in declared), key=_line)


@cache
def kinds() -> frozenset[tuple[str, str, str]]:
    """Every type of edge with the labels it may join."""
    return frozenset((edge.name, a, b) for edge in model.edges() for a in edge.source for b in edge.target)


def _ask(store: Store, query: str, ids: list[str], **slots: str) -> list[dict[str, Any]]:
    return store.read(catalogue.text(query, **slots), ids=ids)


def _batches(ids: list[str]) -> Iterator[list[str]]:
    return (ids[at : at + _BATCH] for at in range(0, len(ids), _BATCH))


def _line(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def write_backup(
    store: Store, path: Path, *, made: str, version: str, registers: Sequence[Mapping[str, str]] = ()
) -> Backup:
    """Writes all that a store holds into a new file, which is there when it is whole and on the disk, or not at all.

    Nobody of this process writes to the store meanwhile; where others did, it is read again. Raises StoreError when
    the file is there already, cannot be written, or the store never stood still.
    """
    head = {"zhize": _KIND, "format": FORMAT, "version": version, "engine": store.engine, "made": made}
    with place(path) as scratch:
        for _ in range(_ATTEMPTS):
            with store.transaction():
                before = store.generation()
                _write(store, scratch, {**head, "registers": list(registers)})
                still = store.generation() == before
            if still:
                break
        else:
            raise StoreError("store_failed", "存储一直在变动，读不到完整的一份：请稍后再试")
    return read_backup(path)


@contextmanager
def place(path: Path) -> Iterator[Path]:
    """A file beside `path` to write into, which is on the disk under its name when the block has ended well.

    Raises StoreError when there is a file of that name already, or it cannot be written.
    """
    if path.exists():
        raise StoreError("store_failed", f"{path} 已经在那里：备份不覆盖旧文件，请换一个名字")
    scratch = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        yield scratch
        with scratch.open("rb") as written:
            os.fsync(written.fileno())
        scratch.rename(path)
    except OSError as error:
        raise StoreError("store_failed", f"不能写入 {path}：{error.strerror or error}") from error
    finally:
        scratch.unlink(missing_ok=True)


def _write(store: Store, path: Path, head: Mapping[str, Any]) -> None:
    tally, whole = Tally(), hashlib.sha256()
    everything = int(store.read(catalogue.text("count_everything"))[0]["number"])
    with path.open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", compresslevel=6, mtime=0) as out:
        first = _line(head)
        whole.update(first)
        out.write(first)
        for line in dump(store, tally):
            whole.update(line)
            out.write(line)
        foot = {"nodes": tally.nodes, "edges": tally.edges, "content": tally.content}
        foreign = everything - sum(tally.nodes.values())
        out.write(_line({**foot, "foreign": foreign, "sha256": whole.hexdigest()}))


def read_backup(path: Path) -> Backup:
    """What a file holds, once every line of it has been checked. Raises BackupUnusable, StoreUnusable."""
    tally = Tally()
    head: dict[str, Any] = {}
    foot: dict[str, Any] = {}
    whole = hashlib.sha256()
    for line, item in _parsed(path):
        if foot:
            raise _broken(path, "末行之后还有内容")
        if not head:
            head = _head(path, item)
        elif isinstance(item, dict):
            foot = item
            continue
        else:
            _check_item(path, item)
            tally.add(line, item)
        whole.update(line)
    found = (dict(tally.nodes), dict(tally.edges), tally.content, whole.hexdigest())
    if found != tuple(foot.get(key) for key in ("nodes", "edges", "content", "sha256")):
        raise _broken(path, "不完整，或写成之后有改动（校验和不符）")
    return Backup(
        path=path,
        made=str(head.get("made", "")),
        version=str(head.get("version", "")),
        engine=str(head.get("engine", "")),
        nodes=found[0],
        edges=found[1],
        content=tally.content,
        foreign=int(foot.get("foreign", 0)),
        registers=head.get("registers") or [],
    )


def items(path: Path) -> Iterator[list[Any]]:
    """The nodes, then the edges of a file that was checked."""
    for _, item in _parsed(path):
        if isinstance(item, list):
            yield item


def _parsed(path: Path) -> Iterator[tuple[bytes, Any]]:
    try:
        with gzip.open(path, "rb") as file:
            yield from _lines(path, file)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise _broken(path, "不是备份文件，或只有一部分") from error
    except OSError as error:
        why = "没有这个文件" if isinstance(error, FileNotFoundError) else f"读不了（{error.strerror or error}）"
        raise _broken(path, why) from error


def _lines(path: Path, file: gzip.GzipFile) -> Iterator[tuple[bytes, Any]]:
    while line := file.readline(_LONGEST):
        try:
            yield line, json.loads(line)
        except (ValueError, RecursionError) as error:
            raise _broken(path, "里面有不是备份的内容") from error


def _head(path: Path, item: Any) -> dict[str, Any]:
    if not isinstance(item, dict) or item.get("zhize") != _KIND:
        raise _broken(path, "不是 zhize store backup 写的文件")
    refuse_format(item.get("format"), f"备份 {path}")
    return item


def _check_item(path: Path, item: Any) -> None:
    """Only declared labels and edges, each with an id, reach a store."""
    good = isinstance(item, list) and len(item) in (2, 6) and isinstance(item[0], str) and isinstance(item[-1], dict)
    if good and len(item) == 2:
        good = item[0] in _labels() and isinstance(item[1].get("id"), str)
    elif good:
        good = all(isinstance(one, str) for one in item[:5]) and tuple(item[:3]) in kinds()
    if not good:
        raise _broken(path, "里面有不在模型里的节点或关系")


@cache
def _labels() -> frozenset[str]:
    return frozenset(one.name for one in model.classes())


def _broken(path: Path, why: str) -> BackupUnusable:
    return BackupUnusable("bad_backup", f"{path}：{why}")
