"""The endpoints of the declared questions: one each, with parameters as declared."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from time import perf_counter
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request
from pydantic import BeforeValidator, Field, StringConstraints
from starlette.responses import Response

from api.errors import ERRORS
from api.models import answer_model
from api.output import GRAPH_FORMS, select
from api.params import FIELDS, Param
from api.questions import Answer, Question, questions
from api.respond import MEDIA, asked_before, data_response, etag, known, stamp, wanted
from api.service import Service
from api.settings import Settings
from graph.errors import BadParameter

Page = Callable[[Request, Question, dict[str, Any], Answer], Response]
_ATTEMPTS = 5
PAGE_ROWS = 50


def _reader(param: Param) -> BeforeValidator:
    """A form sends what was left empty as an empty text, and people write Chinese for the words of a vocabulary."""
    return BeforeValidator(lambda value: None if value == "" else param.read(value))


def _annotation(param: Param, settings: Settings) -> Any:
    most = settings.max_limit if param.name == "limit" else param.most
    examples = None if param.example is None else [param.example]
    about: Any = Query(description=f"{param.zh}（{param.en}）", alias=param.name, examples=examples)
    base: Any = Literal[param.values()] if param.values() else param.type
    if param.least is not None or most is not None:
        base = Annotated[base, Field(ge=param.least, le=most)]
    if param.pattern:
        base = Annotated[str, StringConstraints(pattern=param.pattern)]
    elif base is str:
        base = Annotated[str, StringConstraints(max_length=1000)]
    if param.default is None and not param.required:
        base = base | None
    if param.type is not str or param.values() or param.pattern or param.default is None:
        return Annotated[base, _reader(param), about]
    return Annotated[base, about]


def _signature(question: Question, settings: Settings) -> inspect.Signature:
    keyword = inspect.Parameter.KEYWORD_ONLY
    parameters = [inspect.Parameter("request", keyword, annotation=Request)]
    in_path = {p.name for p in question.path_params}
    for param in (*question.params, FIELDS):
        if param.name in in_path:
            annotation: Any = Annotated[str, Path(description=f"{param.zh}（{param.en}）", max_length=200)]
            parameters.append(inspect.Parameter(param.key, keyword, annotation=annotation))
            continue
        default = inspect.Parameter.empty if param.required else param.default
        parameters.append(
            inspect.Parameter(param.key, keyword, annotation=_annotation(param, settings), default=default)
        )
    return inspect.Signature(parameters)


def check_names(request: Request, question: Question) -> None:
    """A parameter nobody declared is an error: an answer that ignores a filter would be a wrong count."""
    declared = [p.name for p in (*question.params, FIELDS)]
    unknown = sorted(set(request.query_params) - set(declared))
    if unknown:
        raise BadParameter("bad_parameter", f"不认识的参数 {'、'.join(unknown)}；有：{'、'.join(declared)}")


def steady(service: Service, ask: Callable[[], Answer]) -> tuple[Answer, int | str]:
    """An answer and the generation it belongs to: asked again when the store was written to meanwhile."""
    generation = service.generation()
    for _ in range(_ATTEMPTS):
        answer = ask()
        now = service.generation()
        if now == generation:
            break
        generation = now
    return answer, generation


def _endpoint(question: Question, service: Service, settings: Settings, page: Page | None) -> Callable[..., Response]:
    def endpoint(request: Request, **given: Any) -> Response:
        started = perf_counter()
        form = wanted(request, question.formats)
        check_names(request, question)
        fields = given.pop(FIELDS.name)
        if form == "html" and question.paged and "limit" not in request.query_params:
            given["limit"] = min(PAGE_ROWS, settings.max_limit)
        if asked_before(request) and known(request, tag := etag(request, form, now := service.generation())):
            return stamp(Response(status_code=304, headers={"ETag": tag}), started, now)
        answer, generation = steady(service, lambda: service.ask(question.name, given))
        if form == "html" and page:
            made = page(request, question, given, answer)
        else:
            if fields and form in GRAPH_FORMS:
                raise BadParameter("bad_parameter", f"{form} 是整张图，不能只要几个字段")
            made = data_response(select(answer, fields) if fields else answer, form)
        made.headers["ETag"] = etag(request, form, generation)
        return announce(stamp(made, started, generation), question)

    endpoint.__name__ = question.name
    endpoint.__signature__ = _signature(question, settings)  # type: ignore[attr-defined]
    return endpoint


def announce(answer: Response, question: Question) -> Response:
    """Say in an answer that its question is to go: Deprecation (RFC 9745) and the successor (RFC 5829)."""
    if question.outgoing:
        since = datetime.combine(date.fromisoformat(question.outgoing.since), time(), UTC)
        answer.headers["Deprecation"] = f"@{int(since.timestamp())}"
        answer.headers["Link"] = f'<{questions()[question.outgoing.instead].path}>; rel="successor-version"'
    return answer


def _responses(question: Question) -> dict[int | str, dict[str, Any]]:
    told: dict[int | str, dict[str, Any]] = {}
    content: dict[str, Any] = {MEDIA[f].split(";")[0]: {} for f in question.formats if f != "json"}
    model = answer_model(question)
    told[200] = {"description": question.zh, "content": content, **({"model": model} if model is not None else {})}
    for code in ("not_found", "not_acceptable", "bad_parameter"):
        told[ERRORS[code].status] = {"description": ERRORS[code].zh, "model": dict[str, str]}
    return told


def router(service: Service, settings: Settings, page: Page | None) -> APIRouter:
    """The endpoints of all questions."""
    made = APIRouter()
    for question in questions().values():
        made.add_api_route(
            question.path,
            _endpoint(question, service, settings, page),
            methods=["GET"],
            summary=question.zh,
            description=question.en,
            operation_id=question.name,
            responses=_responses(question),
            response_class=Response,
            deprecated=question.outgoing is not None,
            tags=["问题"],
        )
    return made
