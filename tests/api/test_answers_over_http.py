"""What HTTP adds to an answer: tags, compression, chosen fields, and a description with examples and errors."""

from __future__ import annotations

import csv
import io

import pytest
from pydantic import TypeAdapter
from starlette.testclient import TestClient

from api.describing import example_answers
from api.errors import ERRORS
from api.models import answer_model
from api.output import select
from api.questions import Question, questions
from api.service import LocalService
from graph.errors import BadParameter
from loaders.pipeline import extract_bytes
from tests.api.conftest import TOKEN, client_of

LEADS = "/who-leads?q=科技成果转化"


def test_an_answer_that_is_known_is_not_sent_again(http: TestClient) -> None:
    tag = http.get(LEADS).headers["etag"]
    again = http.get(LEADS, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == tag
    assert http.get(LEADS, headers={"If-None-Match": f'"other", {tag}'}).status_code == 304
    page = http.get(LEADS, headers={"Accept": "text/html", "If-None-Match": tag})
    assert page.status_code == 200
    assert page.headers["etag"] != tag
    assert http.get(LEADS + "&level=city", headers={"If-None-Match": tag}).status_code == 200


def test_a_write_gives_another_tag(empty: LocalService) -> None:
    with client_of(empty) as client:
        tag = client.get("/documents").headers["etag"]
        text = "甲市科技工作要点\n（一）建设中试平台。（牵头单位：市科技局）\n"
        empty.load(extract_bytes(text.encode(), source="要点.txt"))
        answer = client.get("/documents", headers={"If-None-Match": tag})
    assert answer.status_code == 200
    assert answer.json()["total"] == 1


def test_long_answers_are_compressed_but_for_the_holder_of_the_token(http: TestClient) -> None:
    asked = {"Accept-Encoding": "gzip"}
    assert http.get("/measures", headers=asked).headers["content-encoding"] == "gzip"
    assert "content-encoding" not in http.get("/healthz", headers=asked).headers
    assert "content-encoding" not in http.get("/measures", headers={"Accept-Encoding": "identity"}).headers
    held = http.get("/measures", headers={**asked, "Authorization": f"Bearer {TOKEN}"})
    assert "content-encoding" not in held.headers


def test_fields_are_chosen_by_path(http: TestClient) -> None:
    fields = "evidence.quote,institution.name"
    answer = http.get(f"{LEADS}&fields={fields}").json()
    assert answer["total"]
    for row in answer["results"]:
        assert list(row) == ["evidence", "institution"]
        assert list(row["evidence"]) == ["quote"]
        assert list(row["institution"]) == ["name"]
    lines = csv.reader(io.StringIO(http.get(f"/who-leads.csv?q=科技成果转化&fields={fields}").text))
    assert next(lines) == ["evidence.quote", "institution.name"]
    refused = http.get(f"{LEADS}&fields=institution.named")
    assert (refused.status_code, refused.json()["code"]) == (422, "bad_parameter")
    assert "institution.named" in refused.json()["detail"]


def test_a_field_below_a_null_or_a_list_is_there() -> None:
    rows = [{"a": None, "b": [{"c": 1, "d": 2}]}, {"a": {"x": 1, "y": 2}, "b": []}]
    made = select({"results": rows, "total": 2}, "a.x, b.c")
    assert made == {"results": [{"a": None, "b": [{"c": 1}]}, {"a": {"x": 1}, "b": []}], "total": 2}
    assert select({"a": {"b": 1}, "c": 2}, "a") == {"a": {"b": 1}}
    with pytest.raises(BadParameter, match=r"b\.z"):
        select({"results": rows[:1]}, "b.z")


@pytest.mark.parametrize("question", questions().values(), ids=lambda q: q.name)
def test_the_example_of_an_answer_has_its_shape(question: Question) -> None:
    example = example_answers().get(question.name)
    assert example is not None, "a new question: run python -m api.describing"
    assert "detail" not in example
    model = answer_model(question)
    if model is not None:
        TypeAdapter(model).validate_python(example, strict=True)


def test_the_description_holds_examples_and_every_error(http: TestClient) -> None:
    told = http.get("/openapi.json").json()
    assert set(told["components"]["schemas"]["Error"]["properties"]["code"]["enum"]) == set(ERRORS)
    operations = [one for methods in told["paths"].values() for one in methods.values()]
    for operation in operations:
        assert "default" in operation["responses"]
    named = {one["operationId"] for one in operations}
    assert set(example_answers()) <= named
    page = http.get("/docs").text
    assert all(code in page for code in ERRORS)
