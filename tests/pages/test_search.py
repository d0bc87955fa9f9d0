"""The search page: filters whose state is the address, and the question of who leads as people type it."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from api.pages.who import Who, who_question

ASKED = {
    "谁牵头科技成果转化": Who("科技成果转化", None),
    "谁来牵头“科技成果转化”？": Who("科技成果转化", None),
    "科技成果转化由谁负责": Who("科技成果转化", None),
    "科技成果转化 谁负责？": Who("科技成果转化", None),
    "哪个部门负责揭榜挂帅": Who("揭榜挂帅", None),
    "揭榜挂帅的牵头单位是谁": Who("揭榜挂帅", None),
    "谁配合科技成果转化": Who("科技成果转化", "cooperate"),
    "营商环境由哪个单位监督": Who("营商环境", "supervise"),
}


@pytest.mark.parametrize("text", ASKED)
def test_who_leads_is_understood_as_people_write_it(text: str) -> None:
    assert who_question(text) == ASKED[text]


@pytest.mark.parametrize(
    "text", ["", "科技成果转化", "牵头", "谁", "谁牵头", "广元市科学技术局", "由谁负责", "牵头单位"]
)
def test_other_words_are_words_to_be_found(text: str) -> None:
    assert who_question(text) is None


def test_the_page_offers_the_answer_with_its_evidence(http: TestClient) -> None:
    page = http.get("/search.html", params={"q": "科技成果转化谁负责"}).text
    assert "谁牵头“科技成果转化”？" in page
    assert 'class="badge lead"' in page
    assert 'class="quote"' in page


FILTERED = [
    ({"level": "city"}, {"province", "national"}),
    ({"status": "draft"}, {"in_force"}),
    ({"since": "2024"}, {"2020", "2021", "2023"}),
    ({"until": "2021"}, {"2023", "2024"}),
    ({"kind": "scheme"}, set()),
]


@pytest.mark.parametrize(("given", "gone"), FILTERED, ids=lambda v: "-".join(sorted(v)))
def test_a_filter_keeps_what_it_names_alone(given: dict[str, str], gone: set[str], http: TestClient) -> None:
    every = http.get("/search", params={"q": "科技", "limit": 500}).json()
    some = http.get("/search", params={"q": "科技", "limit": 500, **given}).json()
    assert 0 < some["total"] < every["total"]
    documents = [row["document"] for row in some["results"]]
    assert all(d is not None for d in documents)
    told = {str(d[key])[:4] if key == "issued" else d[key] for d in documents for key in ("level", "status", "issued")}
    assert not told & gone
    assert sum(some["counts"]["type"].values()) == some["total"]


def test_a_role_keeps_what_somebody_has_in_it(http: TestClient) -> None:
    found = http.get("/search", params={"q": "科技", "role": "lead", "type": "measures", "limit": 500}).json()
    every = http.get("/search", params={"q": "科技", "type": "measures", "limit": 500}).json()
    assert 0 < found["total"] < every["total"]
    for row in found["results"][:5]:
        held = http.get(f"/entities/{row['hit']['id']}").json()["responsibilities"]
        assert any(one["role"] == "lead" for one in held)
    bodies = http.get("/search", params={"q": "科学技术局", "role": "lead", "type": "institutions"}).json()
    assert [row["hit"]["name"] for row in bodies["results"]] == ["广元市科学技术局"]


def test_the_address_holds_the_state_of_the_page(http: TestClient) -> None:
    page = http.get("/search.html?q=科技&level=市级&since=2021&role=牵头").text
    assert re.search(r'<option value="city" selected>市级（\d+）', page)
    assert 'name="since" value="2021"' in page
    assert "清除筛选" in page
    assert "<mark>科技</mark>" in page


def test_a_date_that_is_none_is_refused(http: TestClient) -> None:
    assert http.get("/search?q=科技&since=去年").status_code == 422
