"""The page of figures in a browser: drawings are saved as they stand there, and nothing is asked of anybody."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser

from api.paper.page import paper_page
from loaders.pipeline import extract_file
from tests.api.conftest import EXAMPLES, service_in

pytestmark = pytest.mark.browser


def test_a_drawing_is_saved_as_svg_and_as_png(browser: Browser, tmp_path: Path) -> None:
    with service_in(tmp_path / "store") as service:
        service.load(extract_file(next(p for p in EXAMPLES if "guangyuan" in p.name)))
        (tmp_path / "报告.html").write_text(paper_page(service, ["510800"]), encoding="utf-8")
    page = browser.new_page(viewport={"width": 1280, "height": 860}, color_scheme="dark")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto((tmp_path / "报告.html").as_uri())
    saved = {}
    for kind in ("svg", "png"):
        with page.expect_download() as told:
            page.locator(f'#profiles [data-save="{kind}"]').click()
        assert told.value.suggested_filename == f"profiles.{kind}"
        saved[kind] = Path(told.value.path()).read_bytes()
    drawing = ElementTree.fromstring(saved["svg"])
    assert drawing.tag.endswith("svg")
    assert saved["png"].startswith(b"\x89PNG")
    wide = int.from_bytes(saved["png"][16:20], "big")
    assert wide == 2 * int(float(drawing.attrib["width"])), "twice the size, for print"
    assert said == []
    page.close()
