"""Which units are measures and which are sections."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from loaders.types import Unit
from ontology.records import DocumentHead

# Headings of goals, guiding ideas, principles and scope: they set no task (DESIGN: they are sections).
_NO_TASK = re.compile(
    r"(?:指导思想|基本原则|主要原则|工作原则|总体要求|总体思路|工作思路|总体目标|主要目标|工作目标|发展目标|改革目标|实施目标|行动目标|"
    r"任务目标|目标任务|目标要求|年度目标|建设目标|预期目标|目标|适用范围|发展基础|现状|面临形势|发展形势|重要意义|重大意义|背景|"
    r"术语|名词解释|定义|有关说明|附则)$"
)
# Articles that speak of the regulation itself: its purpose, its words, where it holds, from when, who explains it.
_OF_ITSELF = re.compile(
    r"(?:【[^】\n]{1,16}】)?\s*(?:为了?[^。]{2,300}制定本|本[^，。；]{2,12}所称|本[^，。；]{2,12}(?:中)?下列用语|本[^，。；]{2,12}(?:，)?适用于|"
    r"[^。]{0,120}(?:适用|参照)本(?:办法|条例|规定|细则|规则|规程|意见|通知)[^。]{0,12}。|"
    r"本[^，。；]{2,12}自(?:[^，。；]{2,20}起|(?:发布|公布|印发)之日起?)(?:施行|实施|执行)|"
    r"本[^，。；]{2,12}由[^，。；]{2,40}(?:负责解释|解释))"
)
_GENERAL_DEMANDS = re.compile(r"(?:具体|有关|工作|几点|其他|相关)?要求$")
_QUESTION = re.compile(r"[？?]\s*$|^(?:问|答)[:：]")


def is_policy(head: DocumentHead) -> bool:
    """Whether a document looks like one of government: a kind in its title, a 文号 of its own, or addressees.

    News, questions and answers, guides for applicants and the like have none of them.
    """
    return bool(head["kind"] or head["doc_no"] or head["addressees"])


def measure_indexes(units: Sequence[Unit], words: str, body_start: int, carrying: Collection[int]) -> set[int]:
    """The indexes of the units that are measures.

    `carrying` are the units with a responsibility, an annotation or a program of their own: always measures. Else a
    numbered unit without sub-units is one, unless it stands in the covering notice or speaks, by its heading or one
    around it, of goals, ideas, principles or scope, or is an article about the regulation itself (purpose, definitions,
    scope, entry into force); a container is a section.
    """
    parents = {unit.parent for unit in units if unit.parent is not None and unit.kind != "program"}
    found = set(carrying)
    for index, unit in enumerate(units):
        if index in found or index in parents or unit.kind in ("preamble", "chapter", "attachment", "closing"):
            continue
        if unit.label_start < body_start or _sets_no_task(units, index) or not _is_prose(words, unit):
            continue
        if unit.kind == "article" and _OF_ITSELF.match(words, unit.start):
            continue
        found.add(index)
    return found


def _sets_no_task(units: Sequence[Unit], index: int) -> bool:
    unit = units[index]
    if unit.depth == 0 and _GENERAL_DEMANDS.fullmatch(unit.title):
        return True
    at: int | None = index
    while at is not None:
        if units[at].kind != "article" and _NO_TASK.search(units[at].title):
            return True
        at = units[at].parent
    return False


def _is_prose(words: str, unit: Unit) -> bool:
    text = words[unit.start : unit.end]
    return bool(text.strip()) and len(text) >= 8 and not _QUESTION.search(unit.title)
