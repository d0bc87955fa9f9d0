"""The whole way of a reader: search, measure, evidence in the document, institution, graph, export, console."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opener

pytestmark = pytest.mark.browser

PAGES = (
    "/",
    "/search?q=揭榜挂帅",
    "/who-leads?q=科技成果转化",
    "/documents",
    "/measures",
    "/institutions",
    "/entities/i-510800-science_technology",
    "/graph",
    "/graph/i-510800-science_technology",
    "/analysis",
    "/overlap?inferred=true",
    "/overlap?of=measures",
    "/alignment?from=510800&to=330000",
    "/coverage?upper=national&lower=city",
    "/plan-systems",
    "/plan-systems/compare?left=内蒙古&right=深圳",
    "/console",
    "/docs",
)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens_without_an_error(path: str, page: Page) -> None:
    answer = page.goto(path)
    assert answer
    assert answer.status == 200
    expect(page.locator("h1")).not_to_be_empty()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("path", PAGES)
def test_every_page_fits_a_phone(path: str, look: Opener) -> None:
    phone = look(path, width=390)
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "the page scrolls sideways"


def test_from_a_search_to_the_evidence_lit_up_in_the_document(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("/")
    expect(page.locator("#find")).to_be_focused()
    page.keyboard.type("科技成果转化")
    page.keyboard.press("Enter")
    expect(page.locator("mark").first).to_be_visible()
    page.get_by_role("link", name="构建更加完备的科技成果转化机制").first.click()
    expect(page.locator("h1")).to_have_text("构建更加完备的科技成果转化机制")
    expect(page.get_by_text("广元市科学技术局").first).to_be_visible()
    page.get_by_role("link", name="原文").first.click()
    lit = page.locator(".sheet .found")
    expect(lit.first).to_be_in_viewport()
    quote = "".join(lit.all_text_contents())
    assert quote.startswith("〔责任单位")
    assert quote.endswith("〕")
    expect(page.locator(".note.chosen")).to_contain_text("广元市科学技术局")
    expect(page.locator(".note.chosen")).to_contain_text("牵头")


def test_the_address_of_a_span_is_all_one_needs(page: Page) -> None:
    page.goto("/who-leads?q=科技成果转化")
    link = page.locator(".quote a").first
    quote, address = link.inner_text(), link.get_attribute("href")
    assert address
    page.goto("about:blank")
    page.goto(address)
    assert "".join(page.locator(".sheet .found").all_text_contents()) == quote
    expect(page.locator(".sheet .found").first).to_be_in_viewport()


def test_a_mark_opens_its_card_and_the_legend_hides_a_kind(page: Page) -> None:
    page.goto("/documents")
    page.get_by_role("link", name="科技体制改革三年攻坚广元行动方案").first.click()
    mark = page.locator(".sheet .lead").first
    mark.click()
    expect(page.locator(".note.chosen")).to_be_visible()
    expect(page.locator(".note:visible")).to_have_count(1)
    page.get_by_role("button", name="看全部").click()
    assert page.locator(".note:visible").count() > 5
    before = mark.evaluate("e => getComputedStyle(e).color")
    page.locator(".legend input[data-kind=lead]").uncheck()
    assert mark.evaluate("e => getComputedStyle(e).color") != before


def test_the_text_of_the_reader_is_the_text_of_the_store(page: Page) -> None:
    page.goto("/documents")
    page.get_by_role("link", name="科技体制改革三年攻坚广元行动方案").first.click()
    shown = page.locator(".sheet").evaluate("e => [...e.querySelectorAll('p')].map(p => p.textContent)")
    identifier = page.url.split("/entities/")[1].split("#")[0]
    text = page.request.get(f"/entities/{identifier}.json").json()["properties"]["text"]
    assert list(shown) == [line for line in text.split("\n") if line.strip()]


def test_from_an_institution_to_its_graph_and_an_export(page: Page) -> None:
    page.goto("/institutions?q=广元市科学技术局")
    page.get_by_role("link", name="广元市科学技术局").first.click()
    expect(page.get_by_role("heading", name=re.compile("同一条线"))).to_be_visible()
    page.get_by_role("link", name="职责图").click()
    expect(page.locator("#graph[data-ready=true]")).to_be_visible(timeout=30_000)
    assert page.locator("#graph-table tbody tr").count() > 10
    with page.expect_download() as download:
        page.get_by_role("link", name="GraphML").first.click()
    with open(download.value.path(), encoding="utf-8") as file:
        assert "广元市科学技术局" in file.read()


def test_the_console_answers_and_refuses_a_write(page: Page) -> None:
    page.goto("/console")
    page.locator("#query").press("Control+Enter")
    expect(page.locator("#result tbody tr").first).to_be_visible()
    page.get_by_role("button", name="JSON").click()
    expect(page.locator("#result pre")).to_contain_text('"columns"')


def test_every_query_of_the_shelf_has_an_answer(page: Page) -> None:
    page.goto("/console")
    buttons = page.locator("[data-query]")
    for number in range(buttons.count()):
        page.locator("#told").evaluate("e => { e.textContent = ''; }")
        buttons.nth(number).click()
        expect(page.locator("#told")).to_contain_text("行", timeout=30_000)
        expect(page.locator("#result .problem")).to_have_count(0)


def test_a_list_is_sorted_with_the_keyboard(page: Page) -> None:
    page.goto("/institutions")
    head = page.locator("th", has_text="牵头").first
    head.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    column = page.locator("tbody tr td:nth-child(5)").all_text_contents()
    numbers = [int(text) for text in column if text]
    assert numbers == sorted(numbers, reverse=True)
    assert head.get_attribute("aria-sort") == "descending"


def test_the_console_draws_explains_points_and_remembers(page: Page) -> None:
    page.goto("/console")
    told = page.locator("#told")
    page.get_by_role("button", name="一条线的机构和它们牵头的事（图）").click()
    expect(page.locator("#result canvas")).to_be_visible(timeout=30_000)
    page.get_by_role("button", name="执行计划").click()
    expect(page.locator("#result pre.plan")).to_be_visible(timeout=30_000)
    page.locator("#query").fill("MATCH (m:Measure) RETURN\nm.title AS 措施 LIMIT 3")
    page.locator("#parameters").fill("{}")
    page.get_by_role("button", name="表", exact=True).click()
    page.get_by_role("button", name="运行", exact=True).click()
    expect(told).to_contain_text("3 行", timeout=30_000)
    with page.expect_download() as kept:
        page.get_by_role("button", name="存为 CSV").click()
    assert kept.value.path().read_text(encoding="utf-8").startswith("措施")
    page.reload()
    expect(page.locator("#past button").first).to_contain_text("MATCH (m:Measure)")
    page.locator("#past button").first.click()
    assert "LIMIT 3" in page.locator("#query").input_value()


def test_the_console_colours_and_completes_what_one_writes(page: Page) -> None:
    """All by the keyboard, which is never held: without an offer Tab leaves the editor."""
    page.goto("/console")
    query, offers = page.locator("#query"), page.locator("#offers [role=option]")
    query.fill("")
    query.press_sequentially("MATCH (i:Inst")
    expect(offers).to_have_text(["Institution机构", "Instrument政策工具"])
    query.press("Tab")
    query.press_sequentially(")-[r:LEA")
    query.press("ArrowDown")
    assert query.get_attribute("aria-activedescendant") == "offer-0"
    query.press("Enter")
    query.press_sequentially("]->(m:Measure) RETURN m.tit")
    query.press("Tab")
    query.press_sequentially(", '牵头 :")
    expect(offers).to_have_count(0)
    query.press_sequentially("'")
    assert query.input_value() == "MATCH (i:Institution)-[r:LEADS]->(m:Measure) RETURN m.title, '牵头 :'"
    paint = page.locator(".editor pre")
    assert paint.text_content() == query.input_value() + "\n"
    kinds = ("keyword", "label", "edge", "property", "string")
    words = [paint.locator(f".t-{kind}").first.text_content() for kind in kinds]
    assert words == ["MATCH", "Institution", "LEADS", "title", "'牵头 :'"]
    sizes = "(q => [q.clientWidth, q.scrollHeight, q.clientHeight])(document.querySelector('%s'))"
    assert page.evaluate(sizes % "#query") == page.evaluate(sizes % ".editor pre")
    query.press("Control+Space")
    expect(offers).not_to_have_count(0)
    query.press("Escape")
    query.press("Tab")
    assert page.evaluate("document.activeElement.id") == "parameters"
    query.press("Control+Enter")
    expect(page.locator("#told")).to_contain_text("行", timeout=30_000)


def test_the_console_is_a_plain_textarea_without_scripts(look: Opener) -> None:
    page = look("/console", script=False)
    assert page.locator("#query").is_visible()
    assert not page.locator("#editorkeys").is_visible()
