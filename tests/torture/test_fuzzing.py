"""The short form of fuzzing: a few seconds a family, of which `ZHIZE_FUZZ_SECONDS` says how many."""

from __future__ import annotations

import os

import pytest

from tests.torture.fuzzing import FAMILIES, one, run

SECONDS = float(os.environ.get("ZHIZE_FUZZ_SECONDS", "2"))


@pytest.mark.parametrize("family", FAMILIES)
def test_a_changed_file_is_read_or_one_error(family: str) -> None:
    *_, (found, _) = run(family, SECONDS, first=1)
    assert found.failures == []
    assert found.tried > 0


def test_a_seed_gives_the_same_file() -> None:
    for family in FAMILIES:
        assert one(family, 7) == one(family, 7) != one(family, 8)
