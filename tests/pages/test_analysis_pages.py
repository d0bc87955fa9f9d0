"""The pages of the analyses, asked for as a browser does: what a reader finds on them."""

from __future__ import annotations

import csv
import html
import io
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.labels import WORDS
from api.pages.compare_view import MARKS, pairs, sides, tally
from api.pages.graph_pages import edge_family, page, picture
from api.pages.reasons import reason_groups
from api.service import LocalService
from graph.analysis.alignment import THRESHOLD
from loaders.pipeline import extract_bytes
from ontology import model
from tests.api.conftest import client_of

BROWSER = {"Accept": "text/html"}
INNER_MONGOLIA, SHENZHEN = "内蒙古", "深圳"
GUANGYUAN = "i-510800-science_technology"
PAGES = (
    "/plan-systems",
    "/plan-systems/compare?left=内蒙古&right=深圳",
    "/overlap",
    "/overlap?of=measures&across=true",
    "/alignment?from=440300&to=150000",
    "/alignment?from=city&to=province",
    "/coverage?upper=national&lower=province",
    f"/graph/{GUANGYUAN}",
)
CHOOSING = ("/alignment", "/coverage", "/plan-systems/compare", "/changes", "/slopes")


class _Checker(HTMLParser):
    """Notes what a page under our content policy may not hold, and its headings."""

    def __init__(self) -> None:
        super().__init__()
        self.inline: list[str] = []
        self.ids: list[str] = []
        self.targets: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.inline += [f"{tag} {name}" for name in given if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in given and given.get("type") != "application/json"):
            self.inline.append(tag)
        if given.get("id"):
            self.ids.append(str(given["id"]))
        if tag == "a" and (given.get("href") or "").startswith("#"):
            self.targets.append(str(given["href"])[1:])


def read(http: TestClient, address: str, status: int = 200) -> str:
    answer = http.get(address, headers=BROWSER)
    assert answer.status_code == status, answer.text[:300]
    assert answer.headers["content-type"].startswith("text/html")
    return str(answer.text)


def everything(service: LocalService) -> list[dict[str, Any]]:
    """All documents and measures by name."""
    return [*service.documents(limit=None)["results"], *service.measures(q="", limit=None)["results"]]


def words(text: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text)))


@pytest.mark.parametrize("address", PAGES)
def test_a_page_keeps_the_content_policy_and_its_own_links(http: TestClient, address: str) -> None:
    text = read(http, address)
    checker = _Checker()
    checker.feed(text)
    assert checker.inline == []
    assert len(checker.ids) == len(set(checker.ids))
    assert set(checker.targets) <= set(checker.ids)
    assert "http://" not in text.replace("http://www.w3.org/2000/svg", "")


@pytest.mark.parametrize("address", PAGES)
def test_a_page_offers_its_rows_and_the_query_that_gives_them(http: TestClient, address: str) -> None:
    text = read(http, address)
    assert "复制为查询" in text
    data = re.search(r'href="([^"]+\.json[^"]*)">JSON', text)
    assert data is not None
    assert http.get(html.unescape(data[1])).status_code == 200


def test_the_command_of_a_comparison_keeps_left_and_right(http: TestClient) -> None:
    text = html.unescape(read(http, "/plan-systems/compare?left=内蒙古&right=深圳"))
    assert re.search(r'data-copy="zhize compare \W*内蒙古\W* \W*深圳\W*"', text)


def test_categories_stand_side_by_side_with_relations_in_words(http: TestClient) -> None:
    text = words(read(http, "/plan-systems/compare?left=内蒙古&right=深圳"))
    for name in ("科技重大专项计划", "创新平台建设计划", "平台载体计划", "科技人才计划", "科研条件建设专项"):
        assert name in text
    assert WORDS["relation"]["close"] in text
    assert "没有真正对应的类别" in text
    assert "资助什么" in text


def test_a_category_without_a_true_counterpart_is_marked_so(examples: LocalService) -> None:
    answer = examples.compare(INNER_MONGOLIA, SHENZHEN)
    systems = examples.plan_systems(limit=None)["results"]
    shown = sides(answer, systems)
    alone = [c["name"] for c in shown["left"] if c["alone"]]
    assert alone == [c["name"] for c in answer["without_counterpart"]["left"]]
    assert "科技重大专项计划" in alone
    linked = {link["row"] for side in shown.values() for c in side for link in c["links"]}
    assert linked == {p["number"] for p in pairs(answer) if p["relation"] != "none"}
    assert sum(n for _, n in tally(answer["rows"])) == len(linked)


def test_every_relation_has_a_word_and_a_mark_of_its_own() -> None:
    assert set(MARKS) == set(WORDS["relation"])
    assert len(set(MARKS.values())) == len(MARKS)


def test_the_overlap_gives_count_likeness_lift_and_base(http: TestClient) -> None:
    text = words(read(http, "/overlap?inferred=true&jurisdiction=330000"))
    assert "浙江省科学技术厅" in text
    assert "浙江省财政厅" in text
    for heading in ("共担", "Jaccard", "提升度", "数自 1 份文件"):
        assert heading in text
    assert "广元市" not in re.sub(r"行政区 全部.*?重新计算", "", text)


def test_a_field_of_the_matrix_leads_to_the_page_of_the_list_that_holds_its_row(http: TestClient) -> None:
    text = read(http, "/overlap?inferred=true&limit=10")
    far = next(m for m in re.finditer(r'href="(/overlap\?[^"#]*offset=10)#(row-1\d)"', text))
    found = read(http, html.unescape(far[1]))
    assert f'id="{far[2]}"' in found


def test_contested_ground_names_both_leads(http: TestClient) -> None:
    text = words(read(http, "/overlap?of=measures&across=true&inferred=true"))
    assert "对相近的措施" in text
    assert "牵头：" in text


def test_an_alignment_tells_decided_from_candidates_and_says_its_threshold(http: TestClient) -> None:
    text = words(read(http, "/alignment?from=440300&to=150000"))
    assert "■ 对应" in text
    assert "□ 候选" in text
    assert f"阈值 {THRESHOLD:g}" in text


def test_take_up_keeps_what_is_not_loaded_apart(http: TestClient) -> None:
    text = read(http, "/coverage?upper=national&lower=province")
    for state in ("answered", "loaded_without_answer", "not_loaded"):
        assert f"state-{state}" in text
    assert "已加载，未见承接" in text


@pytest.mark.parametrize("address", CHOOSING)
def test_a_question_without_sides_offers_a_choice(http: TestClient, address: str) -> None:
    text = read(http, address)
    assert "<select" in text
    assert "可以试试" in text
    tried = re.search(r'<li><a href="([^"]+)">[^<]+</a></li>', text[text.index("可以试试") :])
    assert tried is not None
    read(http, html.unescape(tried[1]))
    assert http.get(address).status_code == 422


def test_a_place_that_is_not_loaded_is_said_and_another_can_be_chosen(http: TestClient) -> None:
    text = read(http, "/plan-systems/compare?left=内蒙古&right=火星", status=404)
    assert "火星" in words(text)
    assert "<select" in text


@pytest.mark.parametrize("address", ["/plan-systems", "/overlap", "/overlap?of=measures", *CHOOSING])
def test_an_empty_store_says_what_to_do(empty: LocalService, address: str) -> None:
    with client_of(empty) as client:
        text = read(client, address)
    assert "zhize load" in text


def test_wording_of_documents_is_never_markup(empty: LocalService) -> None:
    title = "甲市科技工作要点<script>alert(1)</script>"
    text = f"{title}\n一、重点任务\n（一）建设<img src=x onerror=alert(2)>平台。（市科技局、市财政局）\n"
    empty.load(extract_bytes(text.encode(), source="notice.txt"))
    assert any("<script>" in d["name"] or "<img" in d["name"] for d in everything(empty))
    with client_of(empty) as client:
        for address in ("/overlap", "/overlap?of=measures", "/alignment", "/graph"):
            answer = read(client, address)
            assert "<script>alert" not in answer
            assert "<img src=x" not in answer


def test_reasons_are_named_and_keep_their_order() -> None:
    found = reason_groups(
        [
            {"kind": "term", "value": "甲", "weight": 0.1},
            {"kind": "subject", "value": "乙", "weight": 0.05},
            {"kind": "term", "value": "丙", "weight": 0.01},
            {"kind": "left_lead", "value": "某厅", "weight": 0.0},
            {"kind": "roles", "value": "牵头—责任", "weight": 3},
        ]
    )
    assert [g["kind"] for g in found] == ["term", "subject", "left_lead", "roles"]
    assert [i["value"] for i in found[0]["items"]] == ["甲", "丙"]
    assert found[2]["items"][0]["weight"] == ""
    assert found[3]["items"][0]["weight"] == "3 项"


def test_every_role_is_drawn_as_its_family() -> None:
    assert edge_family("LEADS") == "lead"
    assert edge_family("LIKELY_LEADS") == "likely"
    assert edge_family("COOPERATES_ON") == "cooperate"
    assert {edge_family(e) for e in model.responsibility_edges()} >= {"govern", "undertake", "responsible"}
    assert edge_family("HAS_MEASURE") == "structure"


def test_a_drawing_takes_its_colours_from_the_style_sheet(examples: LocalService, http: TestClient) -> None:
    sheet = http.get("/static/style.css").text
    drawn = picture(examples.graph_of(GUANGYUAN))  # type: ignore[arg-type]
    assert all("color" not in item for item in (*drawn["nodes"], *drawn["edges"]))
    families = {item["family"] for item in (*drawn["nodes"], *drawn["edges"])} - {"structure"}
    assert all(f"--{family}:" in sheet for family in families)
    assert http.get(f"/graph/{GUANGYUAN}/drawing").json() == drawn


def test_the_table_of_a_graph_has_every_edge(examples: LocalService) -> None:
    answer = examples.graph_of(GUANGYUAN)
    shown = page(answer, "")  # type: ignore[arg-type]
    assert len(shown["edges"]) == len(answer["edges"])
    assert shown["stated"] == sum(e["type"] == "LEADS" for e in answer["edges"])
    assert shown["centre"]["id"] == GUANGYUAN


@pytest.mark.parametrize("form", ["html", "svg", "graphml", "gexf", "csv", "json"])
def test_the_drawn_part_is_given_out_with_what_was_expanded(http: TestClient, form: str) -> None:
    other = "i-330000-science_technology"
    small = http.get(f"/graph/{GUANGYUAN}/export?format={form}")
    large = http.get(f"/graph/{GUANGYUAN}/export?format={form}&expand={other}")
    assert small.status_code == large.status_code == 200
    assert "attachment" in small.headers["content-disposition"]
    assert "广元市科学技术局" in small.text
    assert other not in small.text
    assert other in large.text


@pytest.mark.parametrize("form", ["json", "html", "svg", "graphml", "gexf", "csv"])
def test_a_graph_has_six_formats_by_suffix_and_by_accept(http: TestClient, form: str) -> None:
    by_suffix = http.get(f"/graph/{GUANGYUAN}.{form}")
    media = by_suffix.headers["content-type"].split(";")[0]
    by_header = http.get(f"/graph/{GUANGYUAN}", headers={"Accept": media})
    assert by_suffix.status_code == by_header.status_code == 200
    assert by_header.headers["content-type"] == by_suffix.headers["content-type"]
    assert "广元市科学技术局" in by_suffix.text
    if form != "html":
        assert by_header.text == by_suffix.text
    if form == "csv":
        rows = list(csv.DictReader(io.StringIO(by_suffix.text)))
        assert {"lead", "responsible"} <= {row["role"] for row in rows}
        assert all(row["quote"] for row in rows)


def test_a_graph_of_nothing_is_not_found(http: TestClient) -> None:
    assert http.get("/graph/i-999999-nothing/drawing").status_code == 404
    assert http.get("/graph/i-999999-nothing/export?format=graphml").status_code == 404
    assert http.get(f"/graph/{GUANGYUAN}/export?format=exe").status_code == 422


DAYS = (
    "/documents",
    "/measures",
    "/institutions",
    "/plan-systems",
    "/search?q=科技",
    "/who-leads?q=科技成果转化",
    "/overlap",
    "/alignment?from=510800&to=330000",
    "/coverage?upper=national&lower=city",
    "/plan-systems/compare?left=内蒙古&right=国家2014",
    f"/entities/{GUANGYUAN}",
    f"/graph/{GUANGYUAN}",
)


@pytest.mark.parametrize("address", DAYS)
def test_a_page_has_a_field_for_the_day_and_goes_on_on_that_day(http: TestClient, address: str) -> None:
    plain = read(http, address)
    assert re.search(r'name="as_of" value=""', plain)
    assert "看今天" not in plain
    text = html.unescape(read(http, address + ("&" if "?" in address else "?") + "as_of=2025-06"))
    assert 'name="as_of" value="2025-06"' in text
    assert 'href="/documents?as_of=2025-06"' in text
    inner = re.findall(r'href="(/entities/[^"]+)"', re.sub(r'<a href="[^"]*">看今天', "", text))
    assert all("as_of=2025-06" in link for link in inner)
    assert "看今天" in text


def test_the_chain_of_a_document_has_a_page(http: TestClient, examples: LocalService) -> None:
    document = next(d["id"] for d in examples.documents(limit=None)["results"] if d["level"] == "national")
    text = words(read(http, f"/documents/{document}/chain"))
    assert "文件链" in text
    assert f"/documents/{document}/chain" in read(http, f"/entities/{document}")


def test_two_systems_through_the_nations(http: TestClient) -> None:
    text = words(read(http, "/plan-systems/compare?left=内蒙古&right=深圳&via=国家2014"))
    assert "以国家科技计划体系（2014）为参照" in text
    assert "国发〔2014〕64号" in text
    assert "没有对应的专项" in text
    assert 'href="/entities/ref-' not in read(http, "/plan-systems/compare?left=内蒙古&right=国家2014")
