"""The parts of a record that corrections name: measures, parts of plan systems, targets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from graph.correcting.corrections import Correction
from graph.correcting.values import checked, same, shown
from ontology.records import DocumentRecord, MeasureRecord, ResponsibilityRecord, TargetRecord

_MOST_NAMED = 8


class Unfit(Exception):
    """A correction finds nothing to correct; `needless` where the record already says what it would make it say."""

    def __init__(self, message: str, *, needless: bool = False) -> None:
        super().__init__(message)
        self.needless = needless


def mark(thing: Any, correction: Correction) -> None:
    """Says on what was corrected by whom and why."""
    for key, said in (("corrected_by", correction.who), ("why", correction.why)):
        before = [part for part in (thing.get(key) or "").split("；") if part]
        thing[key] = "；".join(dict.fromkeys([*before, *([said] if said else [])])) or None


def absent(correction: Correction, now: str) -> str:
    """The sentence about an old value that does not occur."""
    return f"原值“{correction.old or '（无）'}”没有出现，现在读到的是：{now}"


def listed(values: Iterable[str]) -> str:
    """Some values for a message."""
    found = list(dict.fromkeys(values))
    more = f"等 {len(found)} 个" if len(found) > _MOST_NAMED else ""
    return "、".join(found[:_MOST_NAMED]) + more if found else "（无）"


def plan_parts(record: DocumentRecord) -> Iterator[Any]:
    """The plan systems of a record with all their parts."""
    for system in record["plan_systems"]:
        yield system
        yield from system["funds"]
        for category in system["categories"]:
            yield category
            yield from category["programs"]


def holders(record: DocumentRecord) -> list[Any]:
    """All that may hold responsibilities."""
    return [*record["measures"], *plan_parts(record)]


def lists(holder: Any) -> list[list[ResponsibilityRecord]]:
    """What a holder has: its responsibilities, and its duties where it has some."""
    return [holder["responsibilities"], *([holder["duties"]] if holder.get("duties") else [])]


def held(holder: Any) -> list[ResponsibilityRecord]:
    """The responsibilities and duties of a holder."""
    return [entry for entries in lists(holder) for entry in entries]


def measure(record: DocumentRecord, place: str) -> MeasureRecord:
    """The measure of a path or id; Unfit when there is none or several."""
    found = [m for m in record["measures"] if place in (m["id"], m["path"])]
    return _only(found, place, "措施")  # type: ignore[no-any-return]


def holder(record: DocumentRecord, place: str) -> Any:
    """The measure or part of a plan system of a path, id or name; Unfit when there is none or several."""
    found: list[Any] = [m for m in record["measures"] if place in (m["id"], m["path"])]
    return _only(found or [p for p in plan_parts(record) if place in (p["id"], p["name"])], place, "措施")


def _only(found: list[Any], place: str, what: str) -> Any:
    if not found:
        raise Unfit(f"文件里没有路径或 id 为“{place}”的{what}")
    if len(found) > 1:
        raise Unfit(f"“{place}”有 {len(found)} 条{what}，请给 id：{listed(f['id'] for f in found)}")
    return found[0]


def correct_title(record: DocumentRecord, correction: Correction) -> None:
    """Puts the title of a measure right."""
    unit = measure(record, correction.place)
    replaced(correction, "title", unit["title"])
    unit["title"] = correction.new
    mark(unit, correction)


def replaced(correction: Correction, field: str, value: Any) -> None:
    """Checks that what is read is what a correction takes for the old value; Unfit when it is not."""
    if same(field, correction.old, value):
        return
    if same(field, correction.new, value):
        raise Unfit(f"现在读到的已是“{shown(value)}”，无须更正", needless=True)
    raise Unfit(absent(correction, shown(value)))


_TARGET_KEYS = {"value": "value", "unit": "unit", "target_deadline": "deadline"}


def correct_target(record: DocumentRecord, correction: Correction) -> None:
    """Puts the value, unit or deadline of a target right."""
    key = _TARGET_KEYS[correction.field]
    target: Any = _target(record, correction, key)
    target[key] = checked(correction.field, correction.new)
    if key == "value" and isinstance(target["value"], list):
        target["comparator"] = "range"
    elif key == "value" and target["comparator"] == "range":
        target["comparator"] = "="
    if key == "deadline":
        target["deadline_text"] = None
    mark(target, correction)


def _target(record: DocumentRecord, correction: Correction, key: str) -> TargetRecord:
    """The target of an id, or the one of a unit that has the old value."""
    everything = [*record["targets"], *(t for m in record["measures"] for t in m["targets"])]
    exact = [t for t in everything if t["id"] == correction.place]
    found = exact or [t for t in everything if t["owner"] in _owners(record, correction.place)]
    if not found:
        raise Unfit(f"“{correction.place}”没有指标；measure 一栏给措施的路径或 id，或指标的 id")
    fitting = [t for t in found if same(correction.field, correction.old, t[key])]  # type: ignore[literal-required]
    if len(fitting) > 1:
        ids = listed(t["id"] for t in fitting)
        raise Unfit(f"有 {len(fitting)} 个指标合于原值，请在 measure 一栏给指标的 id：{ids}")
    if fitting:
        return fitting[0]
    now = listed(f"{t['indicator']}={shown(t[key])}" for t in found)  # type: ignore[literal-required]
    needless = any(same(correction.field, correction.new, t[key]) for t in found)  # type: ignore[literal-required]
    raise Unfit(absent(correction, now), needless=needless)


def _owners(record: DocumentRecord, place: str) -> set[str]:
    units = [*record["sections"], *record["measures"]]
    return {u["id"] for u in units if place in (u["id"], u["path"])}
