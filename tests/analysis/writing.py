"""Plan systems and small documents of our own, as the loaders would hand them over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from loaders.pipeline import extract_bytes
from ontology.identifiers import unit_id
from ontology.records import CategoryRecord, DocumentRecord, ProgramRecord
from tests.graph.records import Writing

_HEAD = """{issuer}关于印发《{title}》的通知
现将《{title}》印发给你们，请认真执行。
{issuer}
{date}
{title}
"""


def written(issuer: str, title: str, date: str, *measures: str) -> DocumentRecord:
    """A document of a few numbered measures."""
    words = _HEAD.format(issuer=issuer, title=title, date=date)
    for number, measure in zip("一二三四五六七八九", measures, strict=False):
        words += f"{number}、{measure}\n"
    (record,) = extract_bytes(words.encode(), source=f"{title}.txt")
    return record


# A category: its name, the words on it, and its programs with theirs.
Category = tuple[str, str, Mapping[str, str]]


def plan_document(title: str, code: str, categories: Sequence[Category], *, status: str = "in_force") -> DocumentRecord:
    """A document that sets up a plan system: a measure a category, below it a measure a program."""
    w = Writing(title, code=code, status=status)
    found = [_category(w, order, *category) for order, category in enumerate(categories, 1)]
    w.systems.append(
        {
            "id": unit_id(w.id, "p", title),
            "name": f"{title}计划体系",
            "start": 0,
            "end": len(title),
            "responsibilities": [],
            "categories": found,
            "funds": [],
        }
    )
    return w.record()


def _category(w: Writing, order: int, name: str, words: str, programs: Mapping[str, str]) -> CategoryRecord:
    around = w.measure(str(order), name, words)
    return {
        "id": unit_id(w.id, "c", name),
        "order": order,
        "name": name,
        "purpose": words,
        "measure_id": around["id"],
        "start": around["start"],
        "end": around["end"],
        "responsibilities": [],
        "instruments": [],
        "programs": [_program(w, around["id"], program, said) for program, said in programs.items()],
    }


def _program(w: Writing, parent: str, name: str, words: str) -> ProgramRecord:
    passage = w.measure(name, name, words, parent=parent)
    return {
        "id": unit_id(w.id, "g", name),
        "name": name,
        "funding": None,
        "measure_id": passage["id"],
        "start": passage["start"],
        "end": passage["end"],
        "responsibilities": [],
        "instruments": [],
    }


def northern_plan() -> DocumentRecord:
    """A plan system with programs: its third category holds talent among other things."""
    return plan_document(
        "甘肃省科技计划方案",
        "620000",
        [
            (
                "探索计划",
                "资助基础研究、科学前沿探索。",
                {"青年探索项目": "支持自由探索。", "仪器更新项目": "改善科研条件，更新仪器。"},
            ),
            ("攻坚计划", "开展关键核心技术攻关，组织共性技术研发。", {}),
            (
                "活力计划",
                "培育人才，推进对外合作，做好战略研究。",
                {"英才项目": "引进领军人才。", "结伴项目": "开展国际合作。"},
            ),
            ("气象计划", "观测云和雨。", {}),
        ],
    )


def southern_plan(*, status: str = "in_force") -> DocumentRecord:
    """A plan system without programs; its last category funds what nobody else does."""
    return plan_document(
        "海南省科技计划方案",
        "460000",
        [
            ("基石计划", "稳定支持基础研究，鼓励科学前沿探索。", {}),
            ("重器计划", "组织技术攻关，突破关键核心技术。", {}),
            ("群英计划", "引进和培养人才，支持创新团队。", {}),
            ("殿堂计划", "建设实验室、创新平台和大科学装置。", {}),
            ("乐业计划", "改善孵化和创业环境，举办创新大赛。", {}),
        ],
        status=status,
    )
