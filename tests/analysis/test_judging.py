"""A person's word on pairs of plan parts outlives both documents."""

from __future__ import annotations

import json
from typing import Any

import pytest

from graph.analysis.answers import compare
from graph.analysis.judging import judge_pair
from graph.answers import corrections
from graph.errors import BadParameter, NotFound
from graph.fingerprint import fingerprint
from graph.store import Store
from graph.writer import Writer, load, remove
from tests.graph import records


def other_draft() -> Any:
    """Another place's draft of the same plan system."""
    there: Any = records.draft_reform()

    told = json.dumps(there, ensure_ascii=False).replace(there["document"]["id"], "d0000000000aa")
    made: Any = json.loads(told)
    made["document"]["jurisdiction"] = {"code": "440100", "name": "广州市"}
    return made


def judged(store: Store, verdict: str | None, left: str = "深圳", right: str = "广州") -> dict[str, Any]:
    parts = {"left_part": "基础研究计划", "right_part": "基础研究计划"}
    return judge_pair(Writer(store), left=left, right=right, **parts, verdict=verdict, who="张三", why="同一类")


def said(store: Store, left: str = "深圳", right: str = "广州") -> list[tuple[str, str]]:
    rows = compare(store, left, right)["rows"]
    return [(r["relation"], r["status"]) for r in rows if r["left_category"] and r["right_category"]]


def test_a_judgement_survives_reloads_of_either_document(store: Store) -> None:
    load(store, [records.draft_reform(), other_draft()])
    before = fingerprint(store)
    computed = said(store)
    judged(store, "broad")
    assert said(store) == [("broad", "confirmed")]
    assert said(store, "广州", "深圳") == [("narrow", "confirmed")]
    kept = fingerprint(store)
    for record in (records.draft_reform(), other_draft()):
        remove(store, record["document"]["id"])
        assert corrections(store)["results"][0]["state"] == "not_loaded"
        load(store, [record])
        assert fingerprint(store) == kept
    judged(store, "rejected", "广州", "深圳")
    assert said(store) == [("none", "rejected")]
    judged(store, "withdrawn")
    assert said(store) == computed
    assert fingerprint(store) == before
    with pytest.raises(NotFound):
        judged(store, "withdrawn")


def test_wrong_judgements(embedded_store: Store) -> None:
    load(embedded_store, [records.draft_reform(), other_draft()])
    with pytest.raises(BadParameter):
        judged(embedded_store, "equal")
    parts = {"left_part": "没有这类", "right_part": "基础研究计划"}
    with pytest.raises(NotFound):
        judge_pair(Writer(embedded_store), left="深圳", right="广州", **parts, who="张三")
    parts = {"left_part": "基础研究计划", "right_part": "基础研究计划"}
    with pytest.raises(BadParameter):
        judge_pair(Writer(embedded_store), left="深圳", right="广州", **parts, who=" ")
