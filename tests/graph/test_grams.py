from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.grams import grams, query


def test_pairs_of_characters_and_whole_words() -> None:
    assert grams("科技成果，R&D 2.8% ５Ｇ") == "科技 技成 成果 果 r d 2 8 5g"


@pytest.mark.parametrize("text", ["", " ", "《》（）", '"', "*", "\0", "%_"])
def test_nothing_to_look_for(text: str) -> None:
    assert query(text) is None


def found(text: str, sought: str) -> tuple[bool, bool]:
    """Whether all words of a query stand in a text, and whether they do so one after the other."""
    asked = query(sought)
    assert asked is not None
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE words USING fts5(text, tokenize='unicode61 remove_diacritics 0')")
    connection.execute("INSERT INTO words VALUES (?)", (grams(text),))
    answers = [
        connection.execute("SELECT 1 FROM words WHERE words MATCH ?", (expression,)).fetchone() is not None
        for expression in (asked.everywhere, asked.phrase)
    ]
    connection.close()
    return answers[0], answers[1]


@pytest.mark.parametrize(
    ("text", "sought", "answers"),
    [
        ("推进科技成果转化工作", "科技成果转化", (True, True)),
        ("科技成果、转化", "科技成果转化", (False, False)),
        ("科技成果和结果转化", "科技成果转化", (True, False)),
        ("技成效。科技与成果，果转作业；成果转化", "成果转化", (True, True)),
        ("成果，果转，转化", "成果转化", (True, False)),
        ("办法", "法", (True, True)),
        ("法治", "法", (True, True)),
        ("第5条", "5", (True, True)),
        ("第15条", "5", (False, False)),
        ("建设5G基站", "5g基站", (True, True)),
        ("科技5G", "科技5G", (True, True)),
        ("揭榜 OR 挂帅", "OR", (True, True)),
    ],
)
def test_matches(text: str, sought: str, answers: tuple[bool, bool]) -> None:
    assert found(text, sought) == answers


@pytest.mark.parametrize("text", ["꒐", "豈", "한국", "꒐科技"])
def test_signs_beside_the_han_characters(text: str) -> None:
    assert query(text) is None or found(text, text)[0]


@given(st.text(max_size=40))
def test_whatever_is_asked_is_data(text: str) -> None:
    if query(text) is not None:
        assert found(text, text)[0]


@given(st.text(alphabet="科技成果转化a1 ，", min_size=1, max_size=12), st.integers(0, 11), st.integers(1, 12))
def test_a_piece_of_han_text_is_found_as_a_phrase(text: str, start: int, length: int) -> None:
    piece = text[start : start + length]
    if piece and all(c in "科技成果转化" for c in piece):
        assert found(text, piece) == (True, True)
