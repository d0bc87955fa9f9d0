"""The report in a browser: marks and rows lead to each other, kinds can be hidden, nothing is asked of anybody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from api.pages.report import report_page
from loaders.pipeline import extract_file
from tests.api.conftest import EXAMPLES

pytestmark = pytest.mark.browser


@pytest.fixture
def report(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1366, "height": 860})
    path = next(p for p in EXAMPLES if "guangyuan" in p.name)
    (tmp_path / "报告.html").write_text(report_page(extract_file(path)[0]), encoding="utf-8")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: asked.append(message.text))
    page.goto((tmp_path / "报告.html").as_uri())
    yield page
    assert len(asked) == 1, asked
    page.close()


def test_a_mark_shows_its_row_and_a_row_its_mark(report: Page) -> None:
    report.locator(".sheet .lead").first.click()
    assert report.locator(".finds tr.chosen .badge.lead").count() == 1
    report.locator(".finds .goto").nth(1).click()
    assert report.locator(".sheet .found").first.is_visible()
    assert report.locator(".finds tr.chosen").count() == 1


def test_the_legend_hides_a_kind_in_text_and_table(report: Page) -> None:
    rows = report.locator('.finds tr[data-kind="lead"]')
    assert rows.first.is_visible()
    report.locator('.legend input[data-kind="lead"]').uncheck()
    assert not rows.first.is_visible()
    weight = "one => getComputedStyle(one).textDecorationLine"
    assert report.locator(".sheet .lead").first.evaluate(weight) == "none"


def test_the_printed_report_has_text_and_finds(report: Page) -> None:
    report.emulate_media(media="print")
    assert report.locator(".sheet").is_visible()
    assert report.locator(".finds tbody tr").last.is_visible()
    assert not report.locator(".outline").is_visible()
