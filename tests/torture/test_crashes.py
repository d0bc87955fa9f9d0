"""The short form of the crash torture: a few kills on the embedded store."""

from __future__ import annotations

from tests.torture.crashes import document, torture


def test_what_was_acknowledged_survives_kills_whole() -> None:
    found = torture(3, seed=3, documents=4)
    assert found.lost == []
    assert (found.kills, found.findings) == (3, 0)
    assert found.acknowledged > 0


def test_a_document_has_one_id_and_another_text_in_each_version() -> None:
    first, second = document(1, 0)["document"], document(1, 1)["document"]
    assert first["id"] == second["id"]
    assert first["sha256"] != second["sha256"]
