"""Corrections of responsibilities and duties: role, body, deadline; one more responsibility, or one less of either."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from graph.correcting.corrections import Correction
from graph.correcting.heads import meant
from graph.correcting.units import Unfit, absent, held, holder, holders, listed, lists, mark
from graph.correcting.values import LIKELY, body_and_role, checked, role_of, same, shown
from ontology import model, registry
from ontology.identifiers import record_id
from ontology.records import DocumentRecord, ResponsibilityRecord

PERSON = "person"
_DUTIES = model.bases()["duties"]
_ENDS = "。；;！？\n"
Found = tuple[list[ResponsibilityRecord], ResponsibilityRecord]


def correct(record: DocumentRecord, correction: Correction) -> None:
    """Puts a responsibility or a duty right, wherever the record repeats it. A duty is no responsibility to be added:
    a person may say that one who has a duty is responsible.
    """
    entries, place = _entries(record, correction.place)
    if correction.field == "deadline":
        _deadline(record, entries, correction)
    elif correction.field == "role":
        _role(record, _chosen(entries, correction, _has_role(correction)), correction)
    elif correction.field == "institution":
        _body(record, _chosen(entries, correction, _has_name(correction.new)), correction, correction.new)
    elif not correction.old:
        _add(record, [entry for entry in entries if entry["basis"] not in _DUTIES], place, correction)
    else:
        _whole(record, entries, correction)


def _entries(record: DocumentRecord, place: str) -> tuple[list[ResponsibilityRecord], Any]:
    """The responsibilities and duties at a place, or the one of an id, with what holds them."""
    for one in holders(record):
        for entry in held(one):
            if entry["id"] == place:
                return [entry], one
    found = holder(record, place)
    return held(found), found


def _names(entry: ResponsibilityRecord) -> set[str]:
    body = registry.institution(entry["institution_id"])
    return {entry["name"], entry["written"], entry["institution_id"], *([body.name] if body else [])}


def _role_of(entry: ResponsibilityRecord) -> str:
    return LIKELY if entry["inferred"] else entry["role"]


def _has_role(correction: Correction) -> Callable[[ResponsibilityRecord], bool]:
    """Whether the body named has the new role; a role alone names nobody."""
    wanted, name = role_of(correction.new), body_and_role(correction.old)[0]
    return lambda entry: _role_of(entry) == wanted and name in _names(entry)


def _has_name(text: str) -> Callable[[ResponsibilityRecord], bool]:
    return lambda entry: text in _names(entry)


def _label(entry: ResponsibilityRecord) -> str:
    told = "推断牵头" if entry["inferred"] else model.vocabulary("roles").term(entry["role"]).zh
    return f"{entry['name']}/{told}"


def _fits(entry: ResponsibilityRecord, old: str) -> bool:
    bare = role_of(old)
    if bare is not None:
        return _role_of(entry) == bare
    if old in _names(entry):
        return not entry["inferred"]
    name, role = body_and_role(old)
    return role is not None and name in _names(entry) and _role_of(entry) == role


def _chosen(
    entries: list[ResponsibilityRecord], correction: Correction, done: Callable[[ResponsibilityRecord], bool]
) -> list[ResponsibilityRecord]:
    """The entries a person means by a name, a role, or name/role; Unfit when there is none, or several differ."""
    old = correction.old
    found = [entry for entry in entries if old and _fits(entry, old)]
    if not found:
        needless = any(done(entry) for entry in entries)
        raise Unfit(absent(correction, listed(map(_label, entries))), needless=needless)
    if len({(entry["institution_id"], _role_of(entry)) for entry in found}) > 1:
        raise Unfit(f"“{old}”合于几条职责，请写作 机构/角色：{listed(map(_label, found))}")
    return found


def _copies(record: DocumentRecord, chosen: Iterable[ResponsibilityRecord]) -> list[Found]:
    """Every entry with the ids of the chosen ones: a program's stands under its measure too."""
    ids = {entry["id"] for entry in chosen}
    return [
        (entries, entry) for one in holders(record) for entries in lists(one) for entry in entries if entry["id"] in ids
    ]


def _twins(record: DocumentRecord, chosen: Iterable[ResponsibilityRecord]) -> list[ResponsibilityRecord]:
    """The inferred leads made from responsibilities."""
    keys = {(e["start"], e["end"], e["institution_id"]) for e in chosen if not e["inferred"]}
    return [
        entry
        for one in holders(record)
        for entry in one["responsibilities"]
        if entry["inferred"] and (entry["start"], entry["end"], entry["institution_id"]) in keys
    ]


def _deadline(record: DocumentRecord, entries: list[ResponsibilityRecord], correction: Correction) -> None:
    """The deadline of those that have the old one."""
    found = [entry for entry in entries if same("deadline", correction.old, entry["deadline"])]
    if not found:
        now = listed(shown(entry["deadline"]) for entry in entries)
        needless = any(same("deadline", correction.new, entry["deadline"]) for entry in entries)
        raise Unfit(absent(correction, now), needless=needless)
    for _, entry in _copies(record, found):
        entry["deadline"] = checked("deadline", correction.new)
        mark(entry, correction)


def _role(record: DocumentRecord, chosen: list[ResponsibilityRecord], correction: Correction) -> None:
    if any(entry["inferred"] for entry in chosen):
        raise Unfit("推断的牵头不能改角色：请更正它所出自的责任，或以 responsibility 字段删去它")
    _remove(record, _twins(record, chosen))
    for _, entry in _copies(record, chosen):
        entry["role"] = checked("role", correction.new)
        mark(entry, correction)


def _body(record: DocumentRecord, chosen: list[ResponsibilityRecord], correction: Correction, new: str) -> None:
    name, identifier, kind = _named(record, new, chosen[0]["kind"])
    for _, entry in _copies(record, [*chosen, *_twins(record, chosen)]):
        entry["name"], entry["institution_id"], entry["kind"] = name, identifier, kind
        mark(entry, correction)


def _named(record: DocumentRecord, text: str, kind: str) -> tuple[str, str, str]:
    """The name, id and kind of a body given by name or by the id of a registered one."""
    registered = registry.institution(text)
    if registered is not None:
        return registered.name, registered.id, registered.kind
    found = meant(record["document"], text)
    body = registry.institution(found)
    if body is None and kind != "institution":
        return text, meant(record["document"], text, kind), kind
    return text, found, body.kind if body else "institution"


def _whole(record: DocumentRecord, entries: list[ResponsibilityRecord], correction: Correction) -> None:
    """Takes a responsibility away, or changes body and role at once."""
    wanted = checked("responsibility", correction.new)

    def done(entry: ResponsibilityRecord) -> bool:
        return wanted is not None and wanted[0] in _names(entry) and _role_of(entry) == wanted[1]

    chosen = _chosen(entries, correction, done)
    if wanted is None:
        _remove(record, [*_twins(record, chosen), *chosen])
        return
    if any(entry["inferred"] for entry in chosen):
        raise Unfit("推断的牵头不能更改，只能删去（new 留空）")
    _remove(record, _twins(record, chosen))
    _body(record, chosen, correction, wanted[0])
    for _, entry in _copies(record, chosen):
        entry["role"] = wanted[1]


def _remove(record: DocumentRecord, gone: Iterable[ResponsibilityRecord]) -> None:
    for entries, entry in _copies(record, gone):
        entries.remove(entry)


def _add(record: DocumentRecord, entries: list[ResponsibilityRecord], place: Any, correction: Correction) -> None:
    """One more responsibility; its evidence is the sentence that names the body, else the whole passage."""
    name, role = checked("responsibility", correction.new)
    if any(name in _names(entry) and _role_of(entry) == role for entry in entries):
        raise Unfit(f"已经读到“{correction.new}”，无须再加", needless=True)
    start, end, at = _evidence(record["document"].get("text", ""), place, name)
    named, identifier, kind = _named(record, name, "institution")
    head = record["document"]
    position = 1 + sum(1 for entry in entries if entry["role"] == role and not entry["inferred"])
    added: ResponsibilityRecord = {
        "id": record_id(head["id"], start, end, place["id"], name, role, PERSON),
        "written": name,
        "name": named,
        "institution_id": identifier,
        "kind": kind,
        "role": role,
        "role_word": model.vocabulary("roles").term(role).zh,
        "basis": PERSON,
        "position": position,
        "inferred": False,
        "deadline": None,
        "scope": None,
        "open_list": False,
        "rule": PERSON,
        "quote": head.get("text", "")[start:end],
        "start": start,
        "end": end,
        "name_start": at,
        "name_end": None if at is None else at + len(name),
    }
    mark(added, correction)
    place["responsibilities"].append(added)


def _evidence(text: str, place: Any, name: str) -> tuple[int, int, int | None]:
    """The span of the sentence that names a body within a passage, and where it does; else the passage itself."""
    start, end = place["start"], place.get("own_end", place["end"])
    at = text.find(name, start, end)
    if at < 0:
        return start, end, None
    first = max((text.rfind(sign, start, at) + 1 for sign in _ENDS), default=start)
    last = min((i + 1 for sign in _ENDS if (i := text.find(sign, at, end)) >= 0), default=end)
    stop = last - 1 if text[last - 1 : last] == "\n" else last
    return max(first, start), stop, at


def settle(record: DocumentRecord) -> None:
    """Where a person says who leads, nobody is inferred to."""
    for one in holders(record):
        said = any(e["role"] == "lead" and not e["inferred"] and e.get("corrected_by") for e in one["responsibilities"])
        if said:
            _remove(record, [entry for entry in one["responsibilities"] if entry["inferred"]])
