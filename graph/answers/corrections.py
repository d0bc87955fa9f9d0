"""What people corrected, and whether it still holds."""

from __future__ import annotations

from typing import TypedDict

from graph import catalogue, filters, reading
from graph.answers import lists, references
from graph.correcting import Correction, keeping, lay
from graph.errors import BadParameter
from graph.ids import document_of, label_of
from graph.rows import DocumentReference, Listing
from graph.status import day
from graph.store import Store

STATES = ("applied", "stale", "needless", "not_loaded")


class CorrectionRow(TypedDict):
    """A correction; `document` is null while it is not loaded, `message` says why it is not applied.

    `measure` is the place within the document as given; of a judged pair the id of the left side, `other` of the right.
    """

    id: str
    name: str
    document_id: str
    document: DocumentReference | None
    measure: str
    field: str
    old: str
    new: str
    other: str | None
    who: str
    why: str
    made: str
    state: str
    message: str


def corrections(
    store: Store, *, document: str | None = None, state: str | None = None, limit: int | None = 20, offset: int = 0
) -> Listing[CorrectionRow]:
    """The corrections of all documents, or of one, in the order they were made; `state` is one of STATES."""
    filters.page(limit, offset)
    if state is not None and state not in STATES:
        raise BadParameter("bad_parameter", f"state 须为 {'、'.join(STATES)} 之一：{state}")
    kept = keeping.read_corrections(store)
    chosen = {d: some for d, some in kept.items() if document in (None, d)}
    heads = {h.id: h for h in reading.heads(store, on=day(None), ids=sorted(chosen)) if h.status != "cited"}
    found: list[CorrectionRow] = []
    for identifier, some in sorted(chosen.items()):
        about = references.document_reference(heads[identifier]) if identifier in heads else None
        told = _states(store, identifier, some) if about else {}
        missing = "文件从图谱文件载入，没有原始读取：再载入原文件即可核对" if about else "文件没有加载"
        found += [_row(c, about, *told.get(c.id, ("not_loaded", missing))) for c in some]
    return lists.page_of([r for r in found if state in (None, r["state"])], limit, offset, list)


def _states(store: Store, document: str, some: list[Correction]) -> dict[str, tuple[str, str]]:
    record = keeping.read_record(store, document)
    laid = lay(record, some).verdicts if record else ()
    found = {v.correction.id: (v.state, v.message) for v in laid}
    for judged in (c for c in some if c.field == "mapping"):
        found[judged.id] = _pair_state(store, judged)
    return found


def _pair_state(store: Store, judged: Correction) -> tuple[str, str]:
    for end in (judged.place, judged.other):
        if not store.read(catalogue.text("existing_nodes", label=label_of(end)), ids=[end]):
            loaded = keeping.read_record(store, document_of(end)) is not None
            return ("stale", f"{end} 不再出现") if loaded else ("not_loaded", "文件没有加载")
    return "applied", ""


def _row(c: Correction, document: DocumentReference | None, state: str, message: str) -> CorrectionRow:
    return {
        "id": c.id,
        "name": c.name,
        "document_id": c.document,
        "document": document,
        "measure": c.place,
        "field": c.field,
        "old": c.old,
        "new": c.new,
        "other": c.other or None,
        "who": c.who,
        "why": c.why,
        "made": c.made,
        "state": state,
        "message": message,
    }
