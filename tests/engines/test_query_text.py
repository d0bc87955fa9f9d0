"""The first layer of the gate alone: any text is either refused with a code or described."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph import query_text
from graph.errors import CODES, QueryRefused
from graph.tokens import tokenize
from tests.engines.cypher_samples import GOOD, HOSTILE

PIECES = sorted({piece for query in (*GOOD, *HOSTILE) if len(query) < 300 for piece in query.split(" ")})


@settings(deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join)))
def test_any_text_is_refused_or_described(text: str) -> None:
    code, left = "", ""
    try:
        left = query_text.check(text).text
    except QueryRefused as error:
        code = error.code
    assert code in CODES or (left and text.startswith(left))


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join))
def test_a_writing_clause_between_spaces_is_never_let_in(text: str) -> None:
    for clause in ("CREATE (:Measure)", "SET n.title = 1", "DETACH DELETE n", "MERGE (n)", "REMOVE n.title"):
        query = f"MATCH (n) WITH n {clause} {text}"
        with pytest.raises(QueryRefused):
            query_text.check(query)


def test_strings_comments_and_quoted_names_are_no_clauses() -> None:
    tokens = tokenize("MATCH (n) /* SET */ WHERE n.x = 'it\\'s SET' // DELETE\n RETURN n.`CREATE` AS `a``b`")
    assert [token.word for token in tokens if token.kind == "name"] == [
        "MATCH",
        "N",
        "WHERE",
        "N",
        "X",
        "RETURN",
        "N",
        "AS",
    ]
    assert [token.name for token in tokens if token.kind == "quoted"] == ["CREATE", "a`b"]


def test_the_outline_names_parameters_and_order() -> None:
    outline = query_text.check("MATCH (n) WHERE n.id = $id AND n.x IN $`甲 乙` RETURN n ORDER BY n.id ;")
    assert outline.parameters == {"id", "甲 乙"}
    assert (outline.ordered, outline.star) == (True, False)
    assert query_text.check("MATCH (n) RETURN DISTINCT *").star
    assert not query_text.check("MATCH (n) RETURN 2 * 3, count(*)").star
