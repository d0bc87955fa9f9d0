"""Offsets survive every edit."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.text import Draft, Edit

_WORDS = st.text(alphabet="甲乙丙丁，。\n 12", max_size=60)


@st.composite
def _edited(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    text = draw(_WORDS)
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    edits = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        if start < end:
            edits.append(Edit(start, end, draw(st.text(alphabet="新字", max_size=3))))
    return text, edits


@given(_edited())
def test_every_kept_character_is_found_again_in_the_original(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    draft = Draft(text)
    draft.apply(edits)
    result = draft.finish("hans", {})
    assert len(draft.places) == len(result.text)
    for offset, char in enumerate(result.text):
        place = result.original_offset(offset)
        assert place == draft.places[offset]
        replaced = any(e.start <= place < e.end for e in edits)
        assert replaced or text[place] == char


@given(_edited())
def test_runs_cover_the_text_without_gap(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    draft = Draft(text)
    draft.apply(edits)
    result = draft.finish("hans", {})
    at = 0
    for run in result.runs:
        assert run.text_start == at
        assert run.length > 0
        at += run.length
    assert at == len(result.text)


@given(_edited())
def test_text_offset_leads_back(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    draft = Draft(text)
    draft.apply(edits)
    result = draft.finish("hans", {})
    for place in range(len(text)):
        offset = result.text_offset(place)
        assert offset == len(result.text) or draft.places[offset] >= place
        assert all(p < place for p in draft.places[:offset])


def test_a_shorter_word_keeps_the_span_of_the_longer_one() -> None:
    draft = Draft("进一步最佳化流程")
    draft.sub(re.compile("最佳化"), "优化")
    result = draft.finish("hans", {})
    start = result.text.index("优化")
    assert result.original[slice(*result.original_span(start, start + 2))] == "最佳化"
    assert result.original[slice(*result.original_span(start + 2, start + 4))] == "流程"


def test_overlapping_edits_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        Draft("甲乙丙").apply([Edit(0, 2, "丁"), Edit(1, 3, "戊")])


def test_pages_go_with_the_runs() -> None:
    draft = Draft("甲乙\n丙丁", [(0, 7), (3, 8)])
    draft.apply([Edit(2, 3)])
    result = draft.finish("hans", {})
    assert result.text == "甲乙丙丁"
    assert [result.page(i) for i in range(4)] == [7, 7, 8, 8]
