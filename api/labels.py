"""What a reader calls the words of the vocabularies: labels of tables and pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from ontology import model

HIT_TYPES: Mapping[str, str] = {
    "document": "文件",
    "measure": "措施",
    "institution": "机构",
    "category": "计划类别",
    "program": "专项",
}
BASES: Mapping[str, str] = {
    "marked": "标注",
    "prose": "正文",
    "person": "人工补充",
    "first_listed": "列在首位",
    "single": "唯一所列",
}
CORRECTION_STATES: Mapping[str, str] = {
    "applied": "已用上",
    "stale": "原值不再出现",
    "needless": "已读到新值，不再需要",
    "not_loaded": "文件未加载",
}
FUNDING: Mapping[str, str] = {"merged": "整合资金", "original_channel": "原渠道", "own": "自有"}
COMPARATORS: Mapping[str, str] = {"=": "", ">=": "≥", "<=": "≤", "~": "约", "range": ""}
OUTCOMES: Mapping[str, str] = {"added": "新增", "unchanged": "未变", "replaced": "替换", "removed": "移除"}
RELATIONS: Mapping[str, str] = {
    "exact": "等同",
    "close": "相近",
    "broad": "右侧更宽",
    "narrow": "右侧更窄",
    "related": "部分相关",
    "none": "无对应",
}
CHAIN: Mapping[str, str] = {
    "carries_out": "落实的",
    "carried_out_by": "落实它的",
    "changes": "改动的",
    "changed_by": "改动它的",
}
WARNINGS: Mapping[str, str] = {"number_differs": "所引文号与文件自身的不同"}
SEVERITIES: Mapping[str, str] = {"error": "错误", "advice": "提示"}
COVERAGE: Mapping[str, str] = {
    "answered": "已承接",
    "partly": "部分承接",
    "loaded_without_answer": "已加载，未见承接",
    "not_in_force": "已加载，当日未施行",
    "not_loaded": "未加载",
}


@cache
def term(vocabulary: str, word: str | None) -> str:
    """The Chinese label of a word of a vocabulary; the word itself where it has none."""
    if not word:
        return ""
    try:
        return model.vocabulary(vocabulary).term(word).zh
    except KeyError:
        return word


@cache
def type_label(name: str) -> str:
    """The Chinese name of a node label."""
    try:
        return model.class_def(name).zh
    except KeyError:
        return HIT_TYPES.get(name.lower(), name)


@cache
def edge_label(name: str) -> str:
    """The Chinese name of an edge type."""
    return next((edge.zh for edge in model.edges() if edge.name == name), name)


def line_label(line: str | None) -> str:
    """The Chinese name of a functional line."""
    from ontology import registry

    found = registry.line(line.removeprefix("l-")) if line else None
    return found.name if found else (line or "")


@cache
def place_label(code: str | None) -> str:
    """The full name of a place."""
    from ontology import registry

    found = registry.jurisdiction(code) if code else None
    return found.name if found else (code or "")


def role_label(row: Mapping[str, Any]) -> str:
    """The role of a responsibility, an inferred lead named so."""
    return "牵头（推断）" if row.get("inferred") else term("roles", row.get("role"))


def coded_label(row: Mapping[str, Any]) -> str:
    """What the rows of a coded group have in common."""
    value = str(row["value"])
    if row["by"] == "role":
        return term("roles", value)
    if row["by"] == "basis":
        return BASES.get(value, value)
    return {"found": "读到的职责", "missed": "没有读到职责的单元"}.get(value, value)


def share_label(value: Mapping[str, Any]) -> str:
    """A share with its interval."""
    if value["share"] is None:
        return "—"
    return f"{value['share']:.3f} [{value['low']:.3f}–{value['high']:.3f}]"


def judged_label(row: Mapping[str, Any]) -> str:
    """Who says so of a pair: a person, or (empty) the computation."""
    word = {"confirmed": "人工确认", "rejected": "人工否定"}.get(str(row.get("status")), "")
    return f"{word}：{row['corrected_by']}" if word else ""


def role_kind(role: str | None, inferred: bool = False) -> str:
    """The family of a role that shares a colour: lead, likely, responsible, cooperate, govern or undertake."""
    if inferred:
        return "likely"
    if role in ("lead", "responsible", "cooperate", "undertake"):
        return str(role)
    return "responsible" if role == "implement" else "govern"


LEAD_STATES: Mapping[str, str] = {"likely": "推断", "listed": "仅列单位", "nobody": "无人"}
CHANGES: Mapping[str, str] = {"kept": "保留", "changed": "修改", "moved": "移动", "dropped": "取消", "new": "新增"}
LEAD_CHANGES: Mapping[str, str] = {
    "same": "未变",
    "renamed": "机构改革",
    "handed_over": "换了牵头",
    "now_stated": "新载明",
    "no_longer_stated": "不再载明",
    "unstated": "均未载明",
}
SLOPES: Mapping[str, str] = {"higher": "更高", "equal": "相同", "lower": "更低", "not_comparable": "总量，不可比"}
LABELS: Mapping[str, Callable[[Any], str]] = {
    "role": role_label,
    "type": lambda value: type_label(str(value)),
    "edge": lambda value: edge_label(str(value)),
    "level": lambda value: term("levels", value),
    "status": lambda value: term("statuses", value),
    "kind": lambda value: term("institution_kinds", value),
    "relation": lambda value: RELATIONS.get(str(value), str(value)),
    "severity": lambda value: SEVERITIES.get(str(value), str(value)),
    "coverage": lambda value: COVERAGE.get(str(value), str(value)),
    "lead_state": lambda value: LEAD_STATES.get(str(value), str(value)),
    "change": lambda value: CHANGES.get(str(value), str(value)),
    "lead_change": lambda value: LEAD_CHANGES.get(str(value), str(value)),
    "slope": lambda value: SLOPES.get(str(value), str(value)),
    "chain": lambda value: CHAIN.get(str(value), str(value)),
    "citation": lambda value: term("citation_relations", value),
    "warning": lambda value: WARNINGS.get(str(value), str(value)) if value else "",
    "correction": lambda value: CORRECTION_STATES.get(str(value), str(value)),
    "field": lambda value: term("correction_fields", value),
    "judged": judged_label,
    "coded_by": lambda value: {"all": "全部", "role": "角色", "basis": "依据"}.get(str(value), str(value)),
    "coded_value": coded_label,
    "share": share_label,
    "direction": lambda value: "→" if value == "out" else "←",
}
