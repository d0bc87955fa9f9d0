"""Requests made from the OpenAPI description itself: no error of the server, every answer as described.

ZHIZE_SCHEMA_EXAMPLES is the number of requests for each operation: few here, hundreds by hand.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis.checks import load_all_checks
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.http import create_app
from api.service import LocalService
from tests.api.conftest import TOKEN

EXAMPLES = int(os.environ.get("ZHIZE_SCHEMA_EXAMPLES", "2"))
CHECKS = [
    schemathesis.checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
Operation = APIOperation[Any, Any, Any, Any]
Case = schemathesis.Case[Any]
load_all_checks()


def operations(service: LocalService) -> Iterator[Operation]:
    app = create_app(service, service.settings, token=TOKEN, instance="test")
    schema = schemathesis.openapi.from_asgi("/openapi.json", app, headers={"Host": "127.0.0.1"})
    for found in schema.get_all_operations():
        assert isinstance(found, Ok)
        yield found.ok()


def writes(operation: Operation) -> bool:
    return "写入" in (operation.tags or ())


def ask(operation: Operation, headers: dict[str, str]) -> None:
    @seed(20)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def answer_is_as_described(case: Case) -> None:
        response = case.call(base_url="http://127.0.0.1", headers={"Host": "127.0.0.1", **headers})
        case.validate_response(response, checks=CHECKS)

    answer_is_as_described()


def test_every_question_answers_as_the_description_says(examples: LocalService) -> None:
    asked = [one for one in operations(examples) if not writes(one)]
    assert len(asked) > 40
    for one in asked:
        ask(one, {})


def test_every_write_answers_as_the_description_says(empty: LocalService) -> None:
    asked = [one for one in operations(empty) if writes(one)]
    assert {one.method.upper() for one in asked} == {"GET", "POST", "DELETE"}
    for one in asked:
        ask(one, {"Authorization": f"Bearer {TOKEN}"})


@pytest.mark.parametrize("path", ["/who-leads", "/search", "/documents"])
def test_the_description_has_the_limits_of_numbers(path: str, examples: LocalService) -> None:
    (found,) = (one for one in operations(examples) if (one.path, one.method) == (path, "get"))
    told = {p.name: p.definition["schema"] for p in found.query}
    kinds = told["limit"].get("anyOf", [told["limit"]])
    assert {"minimum": 1, "maximum": 500}.items() <= kinds[0].items()
