from __future__ import annotations

import pytest

from graph.errors import BadParameter
from graph.status import Ending, day, status_on

ISSUED = {"status": "in_force", "issued": "2023-05-01"}


@pytest.mark.parametrize(
    ("props", "on", "status"),
    [
        (ISSUED, "2023-05-01", "in_force"),
        (ISSUED, "2023-04-30", "not_yet"),
        ({"status": "in_force"}, "1999-01-01", "in_force"),
        ({"status": "in_force", "issued": "2023"}, "2023-01-01", "in_force"),
        ({"status": "in_force", "published": "2023-05"}, "2023-04-30", "not_yet"),
        ({**ISSUED, "effective_from": "2024"}, "2023-12-31", "not_yet"),
        ({**ISSUED, "effective_from": "2024"}, "2024-01-01", "in_force"),
        ({**ISSUED, "effective_until": "2025"}, "2025-12-31", "in_force"),
        ({**ISSUED, "effective_until": "2025-06"}, "2025-07-01", "expired"),
        ({**ISSUED, "status": "draft"}, "2030-01-01", "draft"),
        ({"status": "cited"}, "2030-01-01", "cited"),
    ],
)
def test_what_a_document_says_of_itself(props: dict[str, str], on: str, status: str) -> None:
    assert status_on(props, on) == status


@pytest.mark.parametrize(
    ("ending", "on", "status"),
    [
        (Ending("REPEALS", "in_force", "2024-03"), "2024-03-01", "repealed"),
        (Ending("REPEALS", "in_force", "2024-03"), "2024-02-29", "in_force"),
        (Ending("REPLACES", "in_force", "2024-03-05"), "2024-03-05", "superseded"),
        (Ending("REPEALS", "in_force", None), "2023-06-01", "repealed"),
        (Ending("REPEALS", "draft", "2024-03"), "2025-01-01", "in_force"),
        (Ending("EXTENDS", "in_force", "2024-03", "2026"), "2026-12-31", "in_force"),
        (Ending("EXTENDS", "in_force", "2024-03", "2026"), "2027-01-01", "expired"),
    ],
)
def test_what_others_say_of_it(ending: Ending, on: str, status: str) -> None:
    assert status_on(ISSUED, on, [ending]) == status


@pytest.mark.parametrize(
    ("ending", "on", "status"),
    [
        (Ending("EXTENDS", "in_force", "2025-03", "2027-06-30"), "2026-01-01", "in_force"),
        (Ending("EXTENDS", "in_force", "2025-03", "2027-06-30"), "2027-07-01", "expired"),
        (Ending("EXTENDS", "in_force", "2026-03", "2027-06-30"), "2026-01-01", "expired"),
        (Ending("EXTENDS", "draft", "2025-03", "2027-06-30"), "2026-01-01", "expired"),
        (Ending("EXTENDS", "in_force", "2025-03", None), "2026-01-01", "expired"),
        (Ending("EXTENDS", "in_force", "2024-03", "2025-06"), "2025-12-31", "in_force"),
    ],
)
def test_a_term_that_others_prolong(ending: Ending, on: str, status: str) -> None:
    assert status_on({**ISSUED, "effective_until": "2025"}, on, [ending]) == status


def test_a_short_day_is_its_last() -> None:
    assert day("2024-02") == "2024-02-29"
    assert day("2023") == "2023-12-31"
    assert len(day(None)) == 10


@pytest.mark.parametrize("text", ["", "2023/05", "2023-13", "2023-02-30", "去年"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(BadParameter, match="日期"):
        day(text)
