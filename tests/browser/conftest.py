"""A real Chromium over a real server with the bundled examples; what leaves this machine or fails is noted."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, sync_playwright

from tests.api.test_held import serving
from tests.commands import run_zhize

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass
class Watch:
    """What a page did that it should not do."""

    problems: list[str] = field(default_factory=list)

    def request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob", "about") and address.hostname != "127.0.0.1":
            self.problems.append(f"request to {request.url}")

    def console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.problems.append(f"console: {message.text}")

    def error(self, error: object) -> None:
        self.problems.append(f"script: {error}")

    def response(self, response: Response) -> None:
        if response.status >= 500:
            self.problems.append(f"{response.status} {response.url}")


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser's program; skipped where there is none, a failure in continuous integration."""
    found = os.environ.get("ZHIZE_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        message = "no Chromium: apt-get install chromium, or set ZHIZE_CHROMIUM"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return found


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield made
        made.close()


@pytest.fixture(scope="session")
def held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the store that the server holds."""
    return tmp_path_factory.mktemp("browser") / "store"


@pytest.fixture(scope="session")
def address(held: Path) -> Iterator[str]:
    done = run_zhize(held, ["demo", "--no-serve"])
    assert done.code == 0, done.err
    with serving(held) as (_, found):
        yield found


class Opener(Protocol):
    """Opens an address of the server in a page of its own; what every page does is watched."""

    def __call__(self, path: str, *, dark: bool = False, width: int = 1366, script: bool = True) -> Page: ...


def open_page(browser: Browser, address: str, watch: Watch, **options: Any) -> Page:
    """A page in a context of its own, whose misdeeds are watched."""
    page = browser.new_context(base_url=address, locale="zh-CN", **options).new_page()
    page.on("request", watch.request)
    page.on("console", watch.console)
    page.on("pageerror", watch.error)
    page.on("response", watch.response)
    return page


@pytest.fixture
def look(browser: Browser, address: str) -> Iterator[Opener]:
    """Pages must end without a console error, an error of the server, or a request to anywhere else."""
    watch = Watch()
    pages: list[Page] = []

    def opened(path: str, *, dark: bool = False, width: int = 1366, script: bool = True) -> Page:
        scheme, size = "dark" if dark else "light", {"width": width, "height": 860}
        page = open_page(browser, address, watch, color_scheme=scheme, java_script_enabled=script, viewport=size)
        pages.append(page)
        page.goto(path)
        return page

    yield opened
    for page in pages:
        page.context.close()
    assert watch.problems == []


@pytest.fixture
def page(look: Opener) -> Page:
    """A page on the home page."""
    return look("/")
