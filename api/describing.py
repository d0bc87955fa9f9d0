"""The OpenAPI description: an example of every answer in JSON, and the errors with their codes.

`python -m api.describing` makes the examples again from the bundled documents.
"""

from __future__ import annotations

import json
import sys
import tempfile
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from fastapi import FastAPI

from api.errors import ERRORS, error_body

FILE = "example_answers.json"
_LONGEST, _MOST = 60, 1
_ERROR = "Error"


@cache
def example_answers() -> dict[str, Any]:
    """An answer of each operation that answers with JSON, by the operation's id."""
    found: dict[str, Any] = json.loads(resources.files("api").joinpath(FILE).read_text(encoding="utf-8"))
    return found


def describe(app: FastAPI) -> None:
    """Have the description of an application hold examples and errors."""
    plain = app.openapi

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            made = plain()
            made.setdefault("components", {}).setdefault("schemas", {})[_ERROR] = _error_schema()
            for methods in made["paths"].values():
                for operation in methods.values():
                    _complete(operation)
        return dict(app.openapi_schema or {})

    app.openapi = described  # type: ignore[method-assign]


def _error_schema() -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["detail", "code"],
        "properties": {
            "detail": {"type": "string", "description": "一句话，说明错在哪里（what is wrong, in Chinese）"},
            "code": {"type": "string", "enum": sorted(ERRORS), "description": "错误代码（error code）"},
        },
    }


def _complete(operation: dict[str, Any]) -> None:
    responses = operation["responses"]
    example = example_answers().get(operation["operationId"])
    if example is not None:
        responses["200"].setdefault("content", {}).setdefault("application/json", {})["example"] = example
    reference = {"$ref": f"#/components/schemas/{_ERROR}"}
    told = error_body("bad_parameter", "没有叫“火星”的行政区：请给名称（广元市）或六位代码（510800）")
    content = {"application/json": {"schema": reference, "example": told}}
    for status, response in responses.items():
        if int(status) >= 400:
            response["content"] = {"application/json": {"schema": reference}}
    responses.setdefault("default", {"description": "错误（an error, with its code）", "content": content})


def _short(value: Any) -> Any:
    """An answer with the first rows alone and long texts cut."""
    if isinstance(value, dict):
        return {key: _short(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_short(one) for one in value[:_MOST]]
    return value[:_LONGEST] + "…" if isinstance(value, str) and len(value) > _LONGEST else value


_ASKED: dict[str, dict[str, str]] = {
    "who_leads": {"q": "科技成果转化"},
    "entity": {"id": "i-510800-science_technology"},
    "adjacent": {"id": "i-510800-science_technology"},
    "graph_of": {"id": "i-510800-science_technology"},
    "chain": {"id": "da072a2d05e68"},
    "search": {"q": "揭榜挂帅"},
    "overlap": {"inferred": "true"},
}


def make_examples() -> dict[str, Any]:
    """The answers of an application over the bundled documents."""
    from dataclasses import replace

    from starlette.testclient import TestClient

    from api.bundled import DIGESTS
    from api.http import create_app
    from api.service import LocalService
    from api.settings import Settings
    from graph.store import open_store
    from loaders.pipeline import extract

    token = "example"
    with tempfile.TemporaryDirectory() as folder:
        settings = replace(Settings(), store=str(Path(folder) / "store"))
        with LocalService(open_store(settings.store), settings) as service:
            records: Any = list(extract(DIGESTS.documents()))
            loaded = service.load(records)
            app = create_app(service, settings, token=token, instance="0" * 32)  # type: ignore[arg-type]
            client = TestClient(app, base_url="http://127.0.0.1", headers={"Authorization": f"Bearer {token}"})
            made = {"load": loaded, **_questions(client), **_others(client)}
    made["store"]["store"] = "存储文件夹"
    return {name: _short(answer) for name, answer in sorted(made.items())}


def _questions(client: Any) -> dict[str, Any]:
    from api.questions import questions

    made = {}
    for question in questions().values():
        given = {p.name: str(p.example) for p in question.params if p.required} | _ASKED.get(question.name, {})
        path = question.path.replace("{id}", given.pop("id", "")) if question.path_params else question.path
        made[question.name] = client.get(path, params=given).json()
    return made


def _others(client: Any) -> dict[str, Any]:
    from api.pages.console_page import shelf

    body = {"query": shelf()[0].query}
    gone = "da072a2d05e68"
    text = "关于印发科技工作要点的通知\n（一）建设中试平台。（牵头单位：市科技局）\n".encode()
    return {
        "cypher": client.post("/cypher", json=body).json(),
        "extract": client.post("/extract", params={"name": "要点.txt"}, content=text).json(),
        "healthz": client.get("/healthz").json(),
        "readyz": client.get("/readyz").json(),
        "registers": client.get("/registers").json(),
        "store": client.get("/store").json(),
        "remove": client.delete(f"/documents/{gone}").json(),
    }


def main() -> int:
    """Write the examples."""
    text = json.dumps(make_examples(), ensure_ascii=False, indent=1, sort_keys=False)
    Path(__file__).with_name(FILE).write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
