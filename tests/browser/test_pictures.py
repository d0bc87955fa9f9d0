"""The pictures of README can be taken again from the app with the examples, and are all there."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from scripts import pictures

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.mark.browser
def test_every_picture_is_taken(tmp_path: Path, browser: Browser, address: str) -> None:
    taken = pictures.take_with(browser, address.rstrip("/"), tmp_path)
    assert {path.name for path in taken} == {path.name for path in pictures.FOLDER.glob("*.png")}
    for path in taken:
        assert path.read_bytes().startswith(PNG)
        assert path.stat().st_size > 20_000
        assert (pictures.FOLDER / path.name).stat().st_size < 300_000
