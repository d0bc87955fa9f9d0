"""The duties annotated in documents of articles are well formed and printed where they are said to stand."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from loaders.evaluation import HEAD, squash, unit_key
from ontology.model import vocabulary
from tests.gold.test_annotations import FOLDER, _document

ANNOTATED: list[dict[str, Any]] = yaml.safe_load((FOLDER / "subjects.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("annotated", ANNOTATED, ids=lambda one: one["id"])
def test_an_entry_is_a_role_and_a_name(annotated: dict[str, Any]) -> None:
    for unit in annotated["units"]:
        assert set(unit) <= {"path", "head", "duties", "optional"}
        assert len(unit_key(unit["head"])) == HEAD
        entries = [entry.split(" ", 1) for entry in (*unit.get("duties", ()), *unit.get("optional", ()))]
        assert entries
        assert {role for role, _ in entries} <= set(vocabulary("roles").ids)
        assert all(name == squash(name) or "、" in name or "（" in name for _, name in entries)


@pytest.mark.originals
@pytest.mark.parametrize("annotated", ANNOTATED, ids=lambda one: one["id"])
def test_heads_are_printed(annotated: dict[str, Any]) -> None:
    text = squash(_document(annotated["source"]))
    assert [unit["head"] for unit in annotated["units"] if squash(unit["head"]) not in text] == []
