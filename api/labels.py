"""What a reader calls the words of the vocabularies: labels of tables and pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import Any

from ontology import model, registry

# Closed lists of words that answers carry and no vocabulary declares, each with what a reader calls it.
WORDS: Mapping[str, Mapping[str, str]] = {
    "hit_type": {
        "document": "文件",
        "measure": "措施",
        "institution": "机构",
        "category": "计划类别",
        "program": "专项",
    },
    "basis": {
        "marked": "标注",
        "prose": "正文",
        "person": "人工补充",
        "first_listed": "列在首位",
        "single": "唯一所列",
        "subject": "条文主语",
    },
    "correction": {
        "applied": "已用上",
        "stale": "原值不再出现",
        "needless": "已读到新值，不再需要",
        "not_loaded": "文件未加载",
    },
    "funding": {"merged": "整合资金", "original_channel": "原渠道", "own": "自有"},
    "comparator": {"=": "", ">=": "≥", "<=": "≤", "~": "约", "range": ""},
    "outcome": {"added": "新增", "unchanged": "未变", "replaced": "替换", "removed": "移除"},
    "relation": {
        "exact": "等同",
        "close": "相近",
        "broad": "右侧更宽",
        "narrow": "右侧更窄",
        "related": "部分相关",
        "none": "无对应",
    },
    "chain": {
        "carries_out": "落实的",
        "carried_out_by": "落实它的",
        "changes": "改动的",
        "changed_by": "改动它的",
    },
    "warning": {"number_differs": "所引文号与文件自身的不同"},
    "severity": {"error": "错误", "advice": "提示"},
    "coverage": {
        "answered": "已承接",
        "partly": "部分承接",
        "loaded_without_answer": "已加载，未见承接",
        "not_in_force": "已加载，当日未施行",
        "not_loaded": "未加载",
    },
    "lead_state": {"likely": "推断", "listed": "仅列单位", "nobody": "无人"},
    "change": {"kept": "保留", "changed": "修改", "moved": "移动", "dropped": "取消", "new": "新增"},
    "lead_change": {
        "same": "未变",
        "renamed": "机构改革",
        "handed_over": "换了牵头",
        "now_stated": "新载明",
        "no_longer_stated": "不再载明",
        "unstated": "均未载明",
    },
    "slope": {"higher": "更高", "equal": "相同", "lower": "更低", "not_comparable": "总量，不可比"},
    "coded_by": {"all": "全部", "role": "角色", "basis": "依据"},
    "coded_value": {"found": "读到的职责", "missed": "没有读到职责的单元"},
    "judged": {"confirmed": "人工确认", "rejected": "人工否定"},
    "direction": {"out": "→", "in": "←"},
    "way": {"out": "出", "in": "入"},
    "every": {"all": "全部"},
    "strata": {"document": "文件", "basis": "依据", "role": "角色"},
    "hit_types": {
        "documents": "文件",
        "measures": "措施",
        "institutions": "机构",
        "categories": "计划类别",
        "programs": "专项",
        "funds": "资金",
    },
}
# Words that a vocabulary declares, under the name that columns and templates call them by.
VOCABULARIES: Mapping[str, str] = {
    "role_id": "roles",
    "level": "levels",
    "status": "statuses",
    "kind": "institution_kinds",
    "citation": "citation_relations",
    "field": "correction_fields",
}


def word(name: str, value: Any) -> str:
    """What a reader calls a word of a list of WORDS; the word itself where the list has none, nothing for none."""
    return "" if value is None else WORDS[name].get(str(value), str(value))


@cache
def term(vocabulary: str, word: str | None) -> str:
    """The Chinese label of a word of a vocabulary; the word itself where it has none."""
    if not word:
        return ""
    try:
        return model.vocabulary(vocabulary).term(word).zh
    except KeyError:
        return word


def meanings(vocabulary: str, words: str) -> dict[str, str]:
    """What people write for the words of a vocabulary and of a list: their Chinese, by word; ids go first."""
    if words == "line":
        # The user's own lines come and go with the store.
        return {line.name: line.id for line in registry.lines()}
    return _meanings(vocabulary, words)


def chinese(vocabulary: str, words: str) -> dict[str, str]:
    """What the words of a vocabulary and of a list are called."""
    terms = model.vocabulary(vocabulary).terms if vocabulary else ()
    return {t.id: t.zh for t in terms} | dict(WORDS.get(words, {}))


@cache
def _meanings(vocabulary: str, words: str) -> dict[str, str]:
    found: dict[str, str] = {}
    if vocabulary:
        terms = model.vocabulary(vocabulary).terms
        usual = Counter(w for t in terms for w in {*t.words, *t.extra.get("labels", ())})
        found = {w: t.id for t in terms for w in (*t.words, *t.extra.get("labels", ())) if usual[w] == 1}
    if words == "edge_type":
        return {edge.zh: edge.name for edge in model.edges()}
    named = chinese(vocabulary, words)
    return found | {zh: value for value, zh in named.items()} | {value: value for value in named}


@cache
def type_label(name: str) -> str:
    """The Chinese name of a node label."""
    try:
        return model.class_def(name).zh
    except KeyError:
        return WORDS["hit_type"].get(name.lower(), name)


@cache
def edge_label(name: str) -> str:
    """The Chinese name of an edge type."""
    return next((edge.zh for edge in model.edges() if edge.name == name), name)


def line_label(line: str | None) -> str:
    """The Chinese name of a functional line."""
    found = registry.line(line.removeprefix("l-")) if line else None
    return found.name if found else (line or "")


@cache
def place_label(code: str | None) -> str:
    """The full name of a place."""
    found = registry.jurisdiction(code) if code else None
    return found.name if found else (code or "")


def role_label(row: Mapping[str, Any]) -> str:
    """The role of a responsibility, an inferred lead named so."""
    return "牵头（推断）" if row.get("inferred") else term("roles", row.get("role"))


def marked_role_label(row: Mapping[str, Any]) -> str:
    """The role of a responsibility, and whether a person put it right."""
    return role_label(row) + ("（人工更正）" if row.get("corrected_by") else "")


def coded_label(row: Mapping[str, Any]) -> str:
    """What the rows of a coded group have in common."""
    value = str(row["value"])
    if row["by"] == "role":
        return term("roles", value)
    return word("basis" if row["by"] == "basis" else "coded_value", value)


def share_label(value: Mapping[str, Any]) -> str:
    """A share with its interval."""
    if value["share"] is None:
        return "—"
    return f"{value['share']:.3f} [{value['low']:.3f}–{value['high']:.3f}]"


def judged_label(row: Mapping[str, Any]) -> str:
    """Who says so of a pair: a person, or (empty) the computation."""
    told = WORDS["judged"].get(str(row.get("status")), "")
    return f"{told}：{row['corrected_by']}" if told else ""


def role_kind(role: str | None, inferred: bool = False, basis: str = "") -> str:
    """The family of a role that shares a colour: lead, likely, responsible, cooperate, govern or undertake; `duty` for
    what is but the subject of a verb.
    """
    if basis in model.bases()["duties"]:
        return "duty"
    if inferred:
        return "likely"
    if role in ("lead", "responsible", "cooperate", "undertake"):
        return str(role)
    return "responsible" if role == "implement" else "govern"


LABELS: Mapping[str, Callable[[Any], str]] = {
    **{name: partial(word, name) for name in WORDS},
    **{name: partial(term, vocabulary) for name, vocabulary in VOCABULARIES.items()},
    "role": marked_role_label,
    "type": lambda value: type_label(str(value)),
    "edge": lambda value: edge_label(str(value)),
    "judged": judged_label,
    "coded_value": coded_label,
    "share": share_label,
    "percent": lambda value: f"{value:.1%}",
}
