"""What axe-core (WCAG 2.2 A and AA, and good practice) finds wrong with a page: nothing serious, in light and dark."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Opener

pytestmark = pytest.mark.browser

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
BODY, CITY = "i-510800-science_technology", "da072a2d05e68"
PAGES = (
    "/",
    "/search.html?q=谁牵头科技成果转化",
    "/who-leads.html?q=科技成果转化",
    "/upload",
    "/console",
    "/overlap.html?inferred=true",
    "/network.html?inferred=true",
    "/coverage.html?upper=province&lower=city",
    "/alignment.html?from=510800&to=330000",
    "/plan-systems.html",
    "/changes.html",
    f"/graph/{BODY}.html",
    f"/entities/{BODY}.html",
    f"/entities/{CITY}.html",
    f"/documents/{CITY}/chain.html",
    "/docs",
    "/ontology.html",
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_serious_fault(scheme: str, look: Opener) -> None:
    axe, page = Axe(), look("/", dark=scheme == "dark")
    found = {}
    # Colours alone differ in the dark: there, a page of each kind will do.
    for path in PAGES if scheme == "light" else PAGES[:5]:
        page.goto(path)
        answer = axe.run(page, options={"runOnly": list(RULES), "resultTypes": ["violations"]}).response
        grave = [v for v in answer["violations"] if v["impact"] in ("serious", "critical")]
        if grave:
            found[path] = [(v["id"], v["nodes"][0]["html"][:200]) for v in grave]
    assert found == {}
