"""The reconciliation service: answers have the shapes of the report's v0.2 schemas, and names find their bodies."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict, RootModel
from starlette.testclient import TestClient

from api.routers.reconcile import readable_by

GUANGYUAN = "i-510800-science_technology"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Named(_Strict):
    """A type, property or suggestion."""

    id: str
    name: str


class Feature(_Strict):
    id: str
    value: float | int | bool | str


class Candidate(_Strict):
    id: str
    name: str
    type: list[Named]
    score: float
    match: bool
    description: str | None = None
    features: list[Feature] = []


class Result(_Strict):
    result: list[Candidate]


class Batch(RootModel[dict[str, Result]]):
    """reconciliation-result-batch.json of the report."""


class Place(_Strict):
    service_url: str
    service_path: str


class Extend(_Strict):
    propose_properties: Place
    property_settings: list[Any]


class Preview(_Strict):
    url: str
    width: int
    height: int


class View(_Strict):
    url: str


class Suggest(_Strict):
    entity: Place
    type: Place
    property: Place


class Manifest(_Strict):
    """manifest.json of the report."""

    versions: list[str]
    name: str
    identifierSpace: str  # noqa: N815 - the report's name
    schemaSpace: str  # noqa: N815 - the report's name
    defaultTypes: list[Named]  # noqa: N815 - the report's name
    view: View
    preview: Preview
    suggest: Suggest
    extend: Extend


class Linked(_Strict):
    id: str
    name: str


class Str(_Strict):
    str: str


class Int(_Strict):
    int: int


class Extension(_Strict):
    """data-extension-response.json of the report."""

    meta: list[Named]
    rows: dict[str, dict[str, list[Str | Int | Linked]]]


class Suggested(_Strict):
    id: str
    name: str
    notable: list[Named] = []


def ask(http: TestClient, **queries: Any) -> dict[str, list[dict[str, Any]]]:
    body = {"queries": json.dumps(queries, ensure_ascii=False)}
    answer = http.post("/reconcile", data=body)
    assert answer.status_code == 200, answer.text
    Batch.model_validate(answer.json())
    return {key: one["result"] for key, one in answer.json().items()}


def test_the_manifest_has_its_shape_and_leads_to_places_that_are_there(http: TestClient) -> None:
    told = Manifest.model_validate(http.get("/reconcile").json())
    assert "0.2" in told.versions
    assert {one.id for one in told.defaultTypes} == {"Institution", "Document"}
    view = told.view.url.replace("{{id}}", GUANGYUAN)
    assert http.get(view).status_code == 200
    shown = http.get(told.preview.url.replace("{{id}}", GUANGYUAN))
    assert "广元市科学技术局" in shown.text
    assert "script" not in shown.text
    for place in (told.suggest.entity, told.suggest.type, told.suggest.property):
        found = http.get(place.service_url + place.service_path, params={"prefix": "广元"}).json()["result"]
        assert [Suggested.model_validate(one) for one in found] or place is not told.suggest.entity
    offered = http.get("/reconcile/properties", params={"type": "Document"}).json()
    assert {"id": "doc_no", "name": "文号"} in offered["properties"]


def test_a_full_name_is_a_match_and_a_short_one_with_its_place_too(http: TestClient) -> None:
    place = [{"pid": "place", "v": "广元市"}]
    found = ask(
        http,
        q0={"query": "广元市科学技术局", "type": "Institution"},
        q1={"query": "市科技局", "type": "Institution", "properties": place},
        q2={"query": "市科技局", "type": "Institution"},
        q3={"query": "没有这样的局", "type": "Institution"},
    )
    assert [found[key][0]["id"] for key in ("q0", "q1")] == [GUANGYUAN] * 2
    assert [found[key][0]["match"] for key in ("q0", "q1")] == [True] * 2
    assert not any(one["match"] for one in found["q2"])
    assert found["q3"] == []


@pytest.mark.parametrize(
    "written", ["内科资字〔2024〕75号", "内科资字[2024]75号", "《内蒙古自治区科技计划体系优化改革方案》"]
)
def test_a_document_is_found_by_number_and_title(written: str, http: TestClient) -> None:
    (best, *_) = ask(http, q={"query": written, "type": "Document", "limit": 3})["q"]
    assert (best["id"], best["match"], best["score"]) == ("d736aa5b2b9a3", True, 100.0)


def test_a_column_is_extended(http: TestClient) -> None:
    asked = {
        "ids": [GUANGYUAN, "d736aa5b2b9a3", "i-none"],
        "properties": [{"id": p} for p in ("level", "place", "leads")],
    }
    answer = http.post("/reconcile", data={"extend": json.dumps(asked)}).json()
    Extension.model_validate(answer)
    assert answer["rows"][GUANGYUAN] == {
        "level": [{"str": "市级"}],
        "place": [{"str": "广元市"}],
        "leads": [{"int": 10}],
    }
    assert answer["rows"]["d736aa5b2b9a3"]["leads"] == []
    assert answer["rows"]["i-none"] == {"level": [], "place": [], "leads": []}


WRONG = [
    {"queries": "{"},
    {"queries": "[]"},
    {"queries": '{"q": {}}'},
    {"queries": '{"q": {"query": "x", "type": "Person"}}'},
    {"queries": '{"q": {"query": "x", "limit": 0}}'},
    {"extend": '{"ids": ["x"], "properties": [{"id": "weight"}]}'},
    {"query": "x"},
]


@pytest.mark.parametrize("given", WRONG, ids=str)
def test_what_is_asked_wrongly_is_told(given: dict[str, str], http: TestClient) -> None:
    answer = http.post("/reconcile", data=given)
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_parameter")


def test_pages_of_this_machine_and_of_named_origins_may_read_the_answers(http: TestClient) -> None:
    """CORS as the report asks, for OpenRefine on this machine; other sites must be named, or everyone let in."""
    allow = "access-control-allow-origin"
    for path in ("/reconcile", "/reconcile/suggest/entity?prefix=科技", "/reconcile/properties?type=Institution"):
        here = http.get(path, headers={"Origin": "http://127.0.0.1:3333"})
        assert here.headers[allow] == "http://127.0.0.1:3333"
        assert "Origin" in here.headers["vary"]
        assert allow not in http.get(path, headers={"Origin": "https://refine.example"}).headers
    assert allow not in http.get("/documents", headers={"Origin": "http://127.0.0.1:3333"}).headers
    assert readable_by("https://refine.example", "https://other.example, https://refine.example/")
    assert readable_by("https://refine.example", "*")
    for origin in ("null", "http://127.0.0.1.evil.example", "http://localhost:1/x", "https://refine.example.evil"):
        assert not readable_by(origin, "https://refine.example")
