"""Whether a store is sound: engine, ids, declared model, whole documents, evidence, search index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypedDict

from graph import search
from graph.checks.ground import Ground
from graph.checks.rules import rules
from graph.correcting import keeping, lay
from graph.errors import NotFound
from graph.ids import label_of
from graph.mapping import graph_part
from graph.parts import GraphPart
from graph.store import Store
from graph.writing import grouped
from ontology import model

_SHOWN = 5
# Rules of `zhize check` that tell of the store and not of what a document says.
_OF_THE_STORE = ("undeclared_label", "undeclared_property", "undeclared_edge", "orphan_node", "quote_differs")


class VerifyRow(TypedDict):
    """One thing looked at: how much of it there is, how many faults were found, and the first of them."""

    name: str
    says: str
    looked_at: int
    faults: int
    first: list[str]


def verify(store: Store) -> list[VerifyRow]:
    """Looks at everything a store keeps; sound when no row has faults. Writes nothing but the search index."""
    ground = Ground(store)
    ids = {one.name: [r["id"] for r in ground.ask("ids_of", label=one.name)] for one in model.classes()}
    nodes = sum(map(len, ids.values()))
    edges = sum(_number(ground, edge.name) for edge in model.edges())
    rows = [
        _row("engine", "引擎自己的检查：文件、记录和索引", nodes + edges, store.problems()),
        _row("ids", "每个节点有一个标识，合它的类，各不相同", nodes, _ids(ids)),
        _row("documents", "每份文件都完整：全文、原始读取和由它得到的各部分都在", *_documents(ground)),
    ]
    for rule in rules():
        if rule.id in _OF_THE_STORE:
            told = (f"{f.label} {f.id}：{f.evidence}" for f in rule.findings(ground))
            rows.append(_row(rule.id, f"没有：{rule.zh}", nodes, told))
    return [*rows, _row("search", "检索索引与图谱一致", *search.faults(store))]


def _row(name: str, says: str, looked_at: int, told: Iterable[str]) -> VerifyRow:
    found = list(told)
    return VerifyRow(name=name, says=says, looked_at=looked_at, faults=len(found), first=found[:_SHOWN])


def _number(ground: Ground, edge: str) -> int:
    return int(ground.ask("count_edges", type=edge)[0]["number"])


def _ids(ids: Mapping[str, list[str | None]]) -> Iterator[str]:
    seen: set[str] = set()
    for label, some in ids.items():
        for one in some:
            if one is None:
                yield f"{label} 有节点没有标识"
            elif one in seen:
                yield f"{label} {one} 的标识不止一个节点有"
            elif label != "Reading" and _label(one) != label:
                yield f"{label} {one} 的标识是 {_label(one) or '不认识的写法'}"
            seen.add(one or "")


def _label(identifier: str) -> str:
    try:
        return label_of(identifier)
    except NotFound:
        return ""


def _documents(ground: Ground) -> tuple[int, list[str]]:
    """How many documents there are, and what is missing of them."""
    found = [d for d in ground.projection.documents if d.status != "cited"]
    corrections = keeping.read_corrections(ground.store)
    held = grouped((r.document, r.id) for r in ground.projection.responsibilities)
    told: list[str] = []
    for document in found:
        if document.id not in ground.texts:
            told.append(f"{document.id} 没有全文")
        record = keeping.read_record(ground.store, document.id)
        if record is None:
            continue  # it came from an export, or from an earlier version: nothing says what it should have
        part = graph_part(lay(record, corrections.get(document.id, [])).record)
        told += [f"{document.id} 缺少 {one}" for one in _missing(ground, part)]
        wanted = {str(e.props["id"]) for e in part.edges if e.type in _counted()}
        told += [f"{document.id} 缺少职责 {one}" for one in sorted(wanted - set(held.get(document.id, ())))]
    return len(found), told


def _counted() -> frozenset[str]:
    return frozenset(model.responsibility_edges()) - {model.duty_edge()}


def _missing(ground: Ground, part: GraphPart) -> Iterator[str]:
    for label, ids in grouped((node.label, node.id) for node in part.owned).items():
        there = {row["id"] for row in ground.ask("existing_nodes", ids=ids, label=label)}
        yield from sorted(set(ids) - there)
