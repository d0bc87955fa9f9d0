"""Pictures of the app with the examples, for README: `make pictures` writes docs/pictures/*.png with Chromium."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "pictures"
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--force-color-profile=srgb"]
WIDTH = 1120
# Name → address, height, and what is clicked before the picture is taken.
PICTURES = {
    "who-leads": ("/who-leads?q=科技成果转化", 560, ""),
    "document": ("/entities/da072a2d05e68", 700, "构建更加完备的科技成果转化机制"),
    "compare": ("/plan-systems/compare?left=内蒙古&right=深圳", 1220, ""),
    "graph": ("/graph/i-510800-science_technology", 860, ""),
}


@contextmanager
def served() -> Iterator[str]:
    """The address of a server with the examples in a store of its own."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONUNBUFFERED": "1"}
        command = [sys.executable, "-m", "api.cli", "demo", "--port", "0", "--store", f"{folder}/store"]
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        try:
            assert process.stdout
            line = next(line for line in process.stdout if "http://" in line)
            found = re.search(r"http://[\w.:]+", line)
            assert found
            yield found[0]
        finally:
            process.terminate()
            process.wait(timeout=30)


def take(folder: Path) -> list[Path]:
    """Write the pictures into a folder; raises RuntimeError for a page that does not answer."""
    from playwright.sync_api import sync_playwright

    program = os.environ.get("ZHIZE_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=ARGUMENTS)
        try:
            with served() as address:
                return take_with(browser, address, folder)
        finally:
            browser.close()


def take_with(browser: Browser, address: str, folder: Path) -> list[Path]:
    """The same with a browser and an app that run."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    page = browser.new_page(color_scheme="light")
    page.set_default_timeout(60_000)
    for name, (path, height, clicked) in PICTURES.items():
        page.set_viewport_size({"width": WIDTH, "height": height})
        answer = page.goto(address + path, wait_until="networkidle")
        if answer is None or answer.status != 200:
            raise RuntimeError(f"{path} answers {answer and answer.status}")
        if clicked:
            page.get_by_text(clicked).first.click()
        page.wait_for_timeout(1000)
        made.append(folder / f"{name}.png")
        page.screenshot(path=made[-1], animations="disabled")
    page.close()
    return made


if __name__ == "__main__":
    for picture in take(FOLDER):
        print(f"{picture.relative_to(ROOT)} {picture.stat().st_size // 1024} kB")
