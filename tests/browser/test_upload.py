"""A file in a browser: read, checked, kept; the page takes its key from the address and from nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from api.held import read_note
from tests.browser.conftest import Opener

pytestmark = pytest.mark.browser
TEXT = """关于印发甲市科技成果转化工作要点的通知
一、重点任务
（一）建设中试平台。支持企业共建。（牵头单位：市科技局；配合单位：市财政局）
"""


def test_a_file_is_shown_before_it_is_kept(look: Opener, held: Path, tmp_path: Path) -> None:
    note = read_note(held)
    assert note is not None
    (tmp_path / "要点.txt").write_text(TEXT, encoding="utf-8")
    page = look(f"/upload#token={note.token}")
    assert "token" not in page.url
    page.locator("#files").set_input_files(tmp_path / "要点.txt")
    expect(page.locator("#report .sheet .lead").first).to_be_visible(timeout=90_000)
    page.locator("#report .sheet .lead").first.click()
    expect(page.locator(".finds tr.chosen .badge.lead")).to_have_count(1)
    assert page.request.get("/documents?q=甲市科技成果转化").json()["total"] == 0
    page.get_by_role("button", name="存入", exact=True).click()
    expect(page.locator("#list")).to_contain_text("已存入", timeout=60_000)
    page.get_by_role("link", name="打开").click()
    expect(page.locator("h1")).to_contain_text("科技成果转化工作要点")
    identifier = page.url.rsplit("/", 1)[-1]
    gone = page.request.delete(f"/documents/{identifier}", headers={"Authorization": f"Bearer {note.token}"})
    assert gone.ok


def test_without_the_key_the_page_says_how_to_get_it(look: Opener) -> None:
    page = look("/upload")
    expect(page.locator("#locked")).to_be_visible()
    expect(page.locator("#open")).to_be_hidden()
