"""Reasons of scores in words: what each kind is called, and the kinds in groups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

KINDS: Mapping[str, str] = {
    "title": "标题共同用语",
    "term": "共同用语",
    "other_terms": "其余用语",
    "subject": "同一主题",
    "position": "所在标题相近",
    "instrument": "同一政策工具",
    "target": "同一指标",
    "citation": "引用同一文件",
    "line": "同一条线牵头",
    "competition": "扣减",
    "standing": "相互位次",
    "roles": "角色（左—右）",
    "document": "文件",
    "expected": "随机期望",
    "left_lead": "左侧牵头",
    "right_lead": "右侧牵头",
}
# Their numbers are counts or whole values, not parts of a score; leads have none.
COUNTED = ("roles", "document")
WORDLESS = ("left_lead", "right_lead")


def reason_groups(reasons: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Reasons by kind, in order of first appearance: the name of the kind and its items, each with a printed weight."""
    found: dict[str, list[dict[str, str]]] = {}
    for reason in reasons:
        found.setdefault(reason["kind"], []).append({"value": reason["value"], "weight": _weight(reason)})
    return [{"kind": kind, "name": KINDS.get(kind, kind), "items": items} for kind, items in found.items()]


def _weight(reason: Mapping[str, Any]) -> str:
    if reason["kind"] in WORDLESS:
        return ""
    if reason["kind"] in COUNTED:
        return f"{reason['weight']:.0f} 项"
    return f"{reason['weight']:.3f}"
