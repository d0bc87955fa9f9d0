"""The way of a researcher through the pages, and the pages of the analyses as they work in a browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Watch, open_page

pytestmark = pytest.mark.browser

SCIENCE = "i-330000-science_technology"
COMPARE = f"/plan-systems/compare?left={quote('内蒙古')}&right={quote('深圳')}"
ANALYSES = (
    ("/analysis", "分析"),
    ("/plan-systems", "计划体系"),
    (COMPARE, "计划体系比较"),
    ("/overlap", "职责重叠"),
    ("/overlap?of=measures&across=true", "职责重叠"),
    ("/alignment?from=440300&to=150000", "措施对应"),
    ("/coverage?upper=national&lower=province", "任务承接"),
    (f"/graph/{SCIENCE}", "图谱"),
)


class Opener(Protocol):
    """Opens a page of the site."""

    def __call__(self, path: str, *, dark: bool = False, script: bool = True) -> Page: ...


@pytest.fixture
def look(browser: Browser, address: str) -> Iterator[Opener]:
    """Opens pages that must end without a console error and without a request elsewhere."""
    watch = Watch()
    pages: list[Page] = []

    def opened(path: str, *, dark: bool = False, script: bool = True) -> Page:
        scheme = "dark" if dark else "light"
        size = {"width": 1440, "height": 900}
        page = open_page(browser, address, watch, color_scheme=scheme, java_script_enabled=script, viewport=size)
        pages.append(page)
        page.goto(path)
        return page

    yield opened
    for page in pages:
        page.context.close()
    assert watch.problems == []


def drawn(page: Page) -> None:
    """Wait until the graph is drawn."""
    page.locator("#graph[data-ready]").wait_for()


def place_of(page: Page, node: str) -> tuple[float, float]:
    """Where a node of the graph stands in the window."""
    found: list[float] = page.evaluate(
        """(id) => {
          const network = window.zhizeGraph.network;
          const at = network.canvasToDOM(network.getPosition(id));
          const frame = document.getElementById("graph").getBoundingClientRect();
          return [at.x + frame.left, at.y + frame.top];
        }""",
        node,
    )
    return found[0], found[1]


def has_nodes(page: Page, number: int, *, other: bool = False) -> None:
    """Wait until the graph has so many nodes, or another number of them."""
    graph = expect(page.locator("#graph"))
    if other:
        graph.not_to_have_attribute("data-nodes", str(number))
    else:
        graph.to_have_attribute("data-nodes", str(number))


def counted(page: Page, what: str) -> int:
    return int(page.evaluate(f"window.zhizeGraph.{what}.length"))


def test_from_a_search_to_the_evidence_the_graph_and_a_file(look: Opener, tmp_path: Path) -> None:
    page = look("/")
    page.keyboard.press("/")
    page.keyboard.type("揭榜挂帅")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search*")
    page.locator(".hits a[href*='-m']").first.click()
    expect(page.locator("h2", has_text="职责").first).to_be_visible()
    page.locator("a", has_text="原文").first.click()
    page.wait_for_url("**/entities/d*#m-*")
    expect(page.locator(".found").first).to_be_visible()
    page.goto(f"/entities/{SCIENCE}")
    expect(page.locator("h1")).to_have_text("浙江省科学技术厅")
    page.get_by_role("link", name="职责图").click()
    drawn(page)
    before = counted(page, "nodes")
    page.get_by_role("button", name="在图上展开").first.click()
    has_nodes(page, before, other=True)
    assert parse_qs(urlsplit(page.url).fragment)["expand"]
    with page.expect_download() as waiting:
        page.get_by_role("link", name="GraphML").click()
    saved = tmp_path / "graph.graphml"
    waiting.value.save_as(saved)
    text = saved.read_text(encoding="utf-8")
    assert text.count("<node ") == counted(page, "nodes")
    assert "浙江省科学技术厅" in text


@pytest.mark.parametrize(("path", "heading"), ANALYSES)
@pytest.mark.parametrize("dark", [False, True])
def test_a_page_opens_in_light_and_dark(look: Opener, path: str, heading: str, dark: bool) -> None:
    page = look(path, dark=dark)
    expect(page.locator("h1")).to_contain_text(heading)
    if "/graph/" in path:
        drawn(page)


def test_a_node_expands_on_a_click_and_opens_on_two(look: Opener) -> None:
    page = look(f"/graph/{SCIENCE}")
    drawn(page)
    shown: list[dict[str, str]] = page.evaluate("window.zhizeGraph.nodes.get().map(({ id, label }) => ({ id, label }))")
    node = next(n["id"] for n in shown if "-m" in n["id"] and " +" in n["label"])
    before = counted(page, "nodes")
    page.mouse.click(*place_of(page, node))
    has_nodes(page, before, other=True)
    expect(page.locator("#graph-evidence")).to_contain_text("措施")
    page.get_by_role("button", name="撤销").click()
    has_nodes(page, before)
    page.mouse.dblclick(*place_of(page, node))
    page.wait_for_url(f"**/entities/{node}")


def test_the_address_keeps_what_was_expanded_and_hidden(look: Opener) -> None:
    page = look(f"/graph/{SCIENCE}")
    drawn(page)
    rows = page.locator("#graph-table tbody tr")
    every = rows.count()
    page.locator("#graph-legend input[data-type='LIKELY_LEADS']").uncheck()
    shown = rows.count()
    assert 0 < shown < every
    expect(page.locator("#graph-table tbody")).not_to_contain_text("推断牵头")
    page.get_by_role("button", name="在图上展开").first.click()
    page.wait_for_url("**expand=*")
    again = look(page.url)
    assert "hide=LIKELY_LEADS" in page.url
    drawn(again)
    assert counted(again, "nodes") == counted(page, "nodes")
    assert again.locator("#graph-table tbody tr").count() == rows.count()


def test_the_table_has_the_same_rows_without_script(look: Opener) -> None:
    page = look(f"/graph/{SCIENCE}")
    drawn(page)
    plain = look(f"/graph/{SCIENCE}", script=False)
    rows = "#graph-table tbody tr"
    assert plain.locator(rows).count() == page.locator(rows).count() == counted(page, "edges")


def test_the_picture_is_saved(look: Opener, tmp_path: Path) -> None:
    page = look(f"/graph/{SCIENCE}")
    drawn(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="存为 PNG").click()
    saved = tmp_path / "graph.png"
    waiting.value.save_as(saved)
    assert saved.read_bytes().startswith(b"\x89PNG")


def test_a_saved_page_works_alone(look: Opener, tmp_path: Path) -> None:
    page = look(f"/graph/{SCIENCE}")
    drawn(page)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="HTML（离线）").click()
    saved = tmp_path / "graph.html"
    waiting.value.save_as(saved)
    text = saved.read_text(encoding="utf-8")
    assert "浙江省科学技术厅" in text
    assert 'src="http' not in text


def test_relations_are_drawn_between_the_categories_and_lead_to_their_reasons(look: Opener) -> None:
    page = look(COMPARE)
    links = page.locator("[data-link]").count()
    expect(page.locator("#compare-lines path")).to_have_count(links)
    expect(page.locator("#compare-lines text")).to_have_count(links)
    page.locator(".links a").last.click()
    target = urlsplit(page.url).fragment
    assert target.startswith("pair-")
    expect(page.locator(f"#{target} details")).to_have_attribute("open", "")
    expect(page.locator(f"#{target}")).to_contain_text("资助什么")


def test_a_field_of_the_overlap_shows_what_is_shared(look: Opener) -> None:
    page = look("/overlap?inferred=true")
    field = page.locator("table.matrix td.state-shared a").first
    number = int(field.inner_text())
    field.click()
    panel = page.locator("#matrix-panel")
    expect(panel).to_contain_text(f"共担 {number} 项")
    assert panel.locator("li").count() == number
    panel.get_by_role("link", name="看这一行的依据").click()
    row = urlsplit(page.url).fragment
    expect(page.locator(f"#{row} details")).to_have_attribute("open", "")


def test_a_matrix_is_walked_with_the_arrows(look: Opener) -> None:
    page = look("/alignment?from=440300&to=150000")
    first = page.locator("table.matrix tbody td a").first
    first.focus()
    start = page.evaluate("document.activeElement.dataset.row")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.dataset.row") != start


def test_controls_ask_again(look: Opener) -> None:
    page = look("/overlap")
    page.get_by_label("行政区").select_option(label="浙江省")
    page.get_by_label("计入推断的牵头").check()
    page.get_by_role("button", name="重新计算").click()
    asked = parse_qs(urlsplit(page.url).query)
    assert asked["jurisdiction"] == ["330000"]
    assert asked["inferred"] == ["true"]
    expect(page.locator("table.matrix")).not_to_contain_text("广元市")


def test_the_same_rows_are_one_link_away(look: Opener) -> None:
    page = look("/overlap?inferred=true")
    address = page.get_by_role("link", name="JSON", exact=True).get_attribute("href")
    assert address is not None
    answer = json.loads(page.request.get(address).text())
    assert answer["total"] >= page.locator("tr[id^='row-']").count() > 0
