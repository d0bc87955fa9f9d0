"""A graph is read once for several questions, and again as soon as it was written to."""

from __future__ import annotations

from typing import Any

import pytest

from graph.analysis import answers, profile_answers, readings
from graph.analysis.readings import reading
from graph.projection import Projection, read_projection
from graph.store import Store
from graph.writer import load
from tests.analysis.writing import northern_plan, southern_plan, written
from tests.graph.records import all_records

LATER = written("广元市科学技术局", "广元市创新工作要点", "2022年5月1日", "建设创新平台。（牵头单位：市科技局）")


@pytest.fixture
def filled(store: Store) -> Store:
    load(store, [*all_records(), northern_plan(), southern_plan(status="draft")])
    return store


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The readings that are made from now on, by what they were asked for."""
    made: list[dict[str, Any]] = []

    def noted(store: Store, **asked: Any) -> Projection:
        made.append(asked)
        return read_projection(store, **asked)

    monkeypatch.setattr(readings, "read_projection", noted)
    return made


def test_several_questions_read_the_graph_once(filled: Store, read: list[dict[str, Any]]) -> None:
    answers.overlap(filled)
    answers.coverage(filled, upper="province", lower="city")
    one = reading(filled).documents[0].id
    profile_answers.profiles(filled, document=one)
    profile_answers.unled(filled, document=one)
    answers.overlap(filled, category="探索计划")
    assert len(read) == 1


def test_what_is_written_is_read(filled: Store, read: list[dict[str, Any]]) -> None:
    before = answers.overlap(filled)["basis"]["documents"]
    load(filled, [LATER])
    assert answers.overlap(filled)["basis"]["documents"] == before + 1
    assert len(read) == 2


def test_days_and_places_are_read_apart(filled: Store, read: list[dict[str, Any]]) -> None:
    assert {d.jurisdiction for d in reading(filled, jurisdiction="甘肃省").documents} == {"620000"}
    assert reading(filled, as_of="1990") != reading(filled)
    assert len(read) == 3


@pytest.mark.parametrize("as_of", [None, "2023-06"])
def test_a_part_of_a_reading_is_what_would_be_read(filled: Store, as_of: str | None) -> None:
    whole = read_projection(filled, drafts=True, as_of=as_of)
    ids = [d.id for d in (*whole.documents, *whole.not_in_force)]
    for some in (ids[:1], ids[1::2], ids):
        assert whole.of_documents(some) == read_projection(filled, documents=some, drafts=True, as_of=as_of)


def test_large_readings_are_not_kept(
    filled: Store, read: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readings, "MOST_KEPT", 1)
    reading(filled)
    reading(filled)
    assert len(read) == 2
