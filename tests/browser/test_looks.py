"""What can be measured of the looks: contrast in light and dark, the printed page."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Opener

pytestmark = pytest.mark.browser

INKS = (
    "ink",
    "faint",
    "lead",
    "likely",
    "responsible",
    "cooperate",
    "govern",
    "undertake",
    "target",
    "citation",
    "instrument",
)
GROUNDS = ("paper", "raised", "hit")


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2) of #rrggbb."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_pair_of_text_and_ground_is_readable(scheme: str, look: Opener) -> None:
    page = look("/", dark=scheme == "dark")
    read = "name => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim()"
    colours = {name: page.evaluate(read, name) for name in (*INKS, *GROUNDS)}
    weak = {
        (ink, ground): round(contrast(colours[ink], colours[ground]), 2)
        for ink in INKS
        for ground in GROUNDS
        if contrast(colours[ink], colours[ground]) < 4.5
    }
    assert not weak


def test_the_printed_page_is_the_text_with_its_notes(page: Page) -> None:
    page.goto("/documents")
    page.get_by_role("link", name="科技体制改革三年攻坚广元行动方案").first.click()
    page.emulate_media(media="print")
    assert not page.locator(".top").is_visible()
    assert page.locator(".sheet").is_visible()
    assert page.locator(".note").first.is_visible()
