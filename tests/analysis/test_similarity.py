"""The measures below the analyses: bigrams, cosines, shared words, declared words, profiles."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis.lexicon import core, coverage, lexicon, mean, overlap
from graph.analysis.similarity import bigrams, cosine, counts, inverse_frequencies, nearest, shared_terms, weigh

TEXTS = st.text(alphabet="科技创新平台建设，。人才ABC12 ", max_size=40)


def test_bigrams_stop_at_punctuation() -> None:
    assert bigrams("科技，创新R&D 2025年") == ["科技", "创新", "r", "d", "2025"]
    assert bigrams("") == []


@settings(max_examples=60, deadline=None)
@given(st.lists(TEXTS, min_size=2, max_size=6))
def test_nearest_agrees_with_the_cosine(texts: list[str]) -> None:
    bags = [counts(t) for t in texts]
    idf = inverse_frequencies(bags)
    vectors = [weigh(bag, idf) for bag in bags]
    rows = nearest(vectors, vectors, top=len(texts))
    for i, row in enumerate(rows):
        assert [s for _, s in row] == sorted((s for _, s in row), reverse=True)
        for j, score in row:
            assert score == pytest.approx(cosine(vectors[i], vectors[j]))
        found = {j for j, _ in row}
        assert all(cosine(vectors[i], v) == 0 for j, v in enumerate(vectors) if j not in found)


@settings(max_examples=60, deadline=None)
@given(TEXTS, TEXTS)
def test_shared_words_weigh_what_the_texts_share(left: str, right: str) -> None:
    bags = [counts(left), counts(right)]
    idf = inverse_frequencies(bags)
    a, b = (weigh(bag, idf) for bag in bags)
    terms = shared_terms(left, a, b, limit=1000)
    assert sum(t.weight for t in terms) == pytest.approx(cosine(a, b))
    assert all(t.term in left for t in terms)


def test_longest_declared_word_speaks() -> None:
    words = lexicon("activities")
    assert words.tally("建设创新平台体系") == {"platform": ["创新平台体系"]}
    assert set(words.tally("开展颠覆性技术研究")) == {"mission", "applied_research"}


def test_every_declared_word_is_found_where_it_stands() -> None:
    for name in ("activities", "subjects"):
        words = lexicon(name)
        for word, terms in words.words.items():
            assert {t for t, _ in words.found(word)} == set(terms), word
            assert set(terms) <= words.labels.keys()


def test_a_clause_counts_once_however_often_it_repeats_a_word() -> None:
    words = lexicon("activities")
    once = words.profile("支持人才，开展技术攻关")
    often = words.profile("支持人才和人才的人才，开展技术攻关")
    assert once == often == {"applied_research": 0.5, "talent": 0.5}
    assert words.profile("今天下雨") == {}


PROFILES = st.dictionaries(st.sampled_from("abcd"), st.floats(0.1, 1), min_size=1).map(
    lambda d: {k: v / sum(d.values()) for k, v in sorted(d.items())}
)


@settings(max_examples=80, deadline=None)
@given(PROFILES, PROFILES)
def test_profiles(left: dict[str, float], right: dict[str, float]) -> None:
    assert overlap(left, right) == pytest.approx(overlap(right, left))
    assert -1e-9 <= overlap(left, right) <= 1 + 1e-9
    assert overlap(left, left) == pytest.approx(1)
    assert 0 <= coverage(left, right) <= 1 + 1e-9
    assert sum(mean([left, right, {}]).values()) == pytest.approx(1)
    found = core(left)
    assert found is None or left[found] >= 0.5
