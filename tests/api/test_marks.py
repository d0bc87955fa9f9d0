"""The reader's text: nothing lost, nothing added, every mark where the record says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.pages.marks import Mark, marks_of, paragraphs
from api.pages.views import highlight
from api.service import LocalService
from graph.projection import Projection, read_projection
from loaders.pipeline import extract_file
from tests.api.conftest import EXAMPLES


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_the_pieces_make_up_the_text_and_marks_stand_on_the_words(path: object, examples: LocalService) -> None:
    record = extract_file(str(path))[0]
    text, head = record["document"]["text"], record["document"]
    projection = read_projection(examples.store, documents=[head["id"]], drafts=True)
    made = paragraphs(text, projection, head["title"], marks_of(projection, text))
    shown = ["".join(piece.text for piece in para.pieces) for para in made]
    assert shown == [line for line in text.split("\n") if line.strip()]
    pieces = [piece for para in made for piece in para.pieces]
    for piece in pieces:
        assert text[piece.start : piece.end] == piece.text
    held = [r for m in record["measures"] for r in m["responsibilities"]]
    for item in held:
        start, end = item["name_start"], item["name_end"]
        if start is None or end is None:
            continue
        on = [piece for piece in pieces if start <= piece.start and piece.end <= end]
        assert "".join(piece.text for piece in on) == item["written"]
        assert all(piece.card for piece in on)
    assert len(marks_of(projection, text)) >= len(held)


SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=12)


@given(st.text("甲乙丙\n \t", max_size=60), SPANS)
def test_any_marks_leave_the_text_whole(text: str, spans: list[tuple[int, int]]) -> None:
    marks = [Mark(min(s), max(s), "target", "指标", "x") for s in spans]
    made = paragraphs(text, Projection(), "", marks)
    assert "\n".join("".join(p.text for p in para.pieces) for para in made) == "\n".join(
        line for line in text.split("\n") if line.strip()
    )


def test_highlighting_marks_words_and_leaves_markup_text() -> None:
    assert str(highlight("做好<b>科技</b>工作", "科技")) == "做好&lt;b&gt;<mark>科技</mark>&lt;/b&gt;工作"
    assert str(highlight("a.b", ".")) == "a<mark>.</mark>b"
    assert str(highlight("<i>", "")) == "&lt;i&gt;"
