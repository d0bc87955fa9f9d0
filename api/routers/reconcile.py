"""`/reconcile`: the Reconciliation Service API of W3C's Entity Reconciliation Community Group, report v0.2."""

from __future__ import annotations

import json
import re
from functools import partial
from typing import Annotated, Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, JSONResponse, Response

from api import reconciling
from api.errors import ApiError
from api.pages import Pages
from api.reconciling import PROPERTIES, TYPES, type_of
from api.respond import takes
from api.service import Service
from graph.errors import BadParameter

PATH = "/reconcile"
_MOST_QUERIES = 100
_LOCAL = re.compile(r"https?://(127\.0\.0\.1|localhost|\[::1\])(:\d+)?")
_TEXTS: dict[str, Any] = {name: {"type": "string"} for name in ("queries", "extend")}
_PARAMETERS = [{"name": name, "in": "query", "schema": told} for name, told in _TEXTS.items()]
_BODY = takes(
    "application/x-www-form-urlencoded",
    schema={"type": "object", "properties": _TEXTS, "additionalProperties": False},
    required=False,
)
_WIDTH, _HEIGHT = 420, 260
# Browsers that know frame-ancestors pass over X-Frame-Options (CSP Level 2).
_FRAMED = "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors http://127.0.0.1:* http://localhost:*"


def manifest(base: str, rdf_base: str) -> dict[str, Any]:
    """What the service is; `base` is the address under which it is reached, without a slash at the end."""
    at = base + PATH
    return {
        "versions": ["0.1", "0.2"],
        "name": "zhize 职责：机构与文件",
        "identifierSpace": f"{rdf_base}id/",
        "schemaSpace": f"{rdf_base}ontology/",
        "defaultTypes": [type_of(name) for name in TYPES],
        "view": {"url": base + "/entities/{{id}}"},
        "preview": {"url": at + "/preview?id={{id}}", "width": _WIDTH, "height": _HEIGHT},
        "suggest": {
            kind: {"service_url": base, "service_path": f"{PATH}/suggest/{kind}"}
            for kind in ("entity", "type", "property")
        },
        "extend": {
            "propose_properties": {"service_url": base, "service_path": f"{PATH}/properties"},
            "property_settings": [],
        },
    }


def readable_by(origin: str, allowed: str) -> bool:
    """Whether pages of an origin may read the answers: those of this machine, and those of the setting."""
    known = {one.strip().rstrip("/") for one in allowed.split(",") if one.strip()}
    return bool(_LOCAL.fullmatch(origin)) or bool(known & {"*", origin})


def _shared(allowed: str, request: Request, told: Any) -> Response:
    """An answer that pages of the allowed origins may read (Fetch standard, CORS protocol; the report asks for it)."""
    origin = request.headers.get("origin", "")
    may = {"Access-Control-Allow-Origin": origin} if origin and readable_by(origin, allowed) else {}
    return JSONResponse(told, headers={"Vary": "Origin", **may})


def reconcile_router(service: Service, pages: Pages, rdf_base: str, origins: str = "") -> APIRouter:
    """The manifest, queries, extension, suggestions and preview; `origins` may read them from pages of their own."""
    made = APIRouter(tags=["对照"])
    shared = partial(_shared, origins)

    async def answer(request: Request) -> Response:
        given = await _given(request)
        if given:
            told = await run_in_threadpool(_answered, service, given)
        else:
            told = manifest(str(request.base_url).rstrip("/"), rdf_base)
        return shared(request, told)

    about = "W3C Reconciliation API v0.2: the manifest; with `queries` candidates; with `extend` values of properties."
    for method, name in (("GET", "reconcile_get"), ("POST", "reconcile")):
        made.add_api_route(
            PATH,
            answer,
            methods=[method],
            operation_id=name,
            summary="名称对照（OpenRefine）",
            description=about,
            openapi_extra={"parameters": _PARAMETERS} if method == "GET" else _BODY,
        )

    @made.get(
        PATH + "/properties", summary="可补的属性", description="Properties.", operation_id="reconcile_properties"
    )
    def properties(
        request: Request, type: str = "Institution", limit: Annotated[int | None, Query(ge=1)] = None
    ) -> Response:
        rows = [{"id": key, "name": zh} for key, zh in PROPERTIES.get(type, {}).items()][:limit]
        return shared(request, {"type": type, "properties": rows, **({"limit": limit} if limit else {})})

    @made.get(
        PATH + "/suggest/{kind}",
        summary="边打边提示",
        description="Suggestions: kind is entity, type or property.",
        operation_id="reconcile_suggest",
    )
    def suggest(request: Request, kind: str, prefix: str = "", type: str | None = None) -> Response:
        return shared(request, {"result": _suggested(service, kind, prefix, type)})

    @made.get(PATH + "/preview", response_class=HTMLResponse, summary="小样", operation_id="reconcile_preview")
    def preview(request: Request, id: str) -> Response:
        page = pages.render(request, "preview.html", **reconciling.preview(service, id))
        # OpenRefine shows it in a frame of its own page; there is nothing in it to click but a link to this server.
        page.headers["Content-Security-Policy"] = _FRAMED
        page.headers["X-Frame-Options"] = "SAMEORIGIN"
        return page

    return made


def _answered(service: Service, given: dict[str, str]) -> dict[str, Any]:
    if "extend" in given:
        return reconciling.extend(service, _object("extend", given["extend"]))
    queries = _object("queries", given["queries"])
    if len(queries) > _MOST_QUERIES:
        raise BadParameter("bad_parameter", f"一次最多 {_MOST_QUERIES} 个查询")
    return reconciling.reconcile(service, queries)


def _suggested(service: Service, kind: str, prefix: str, type: str | None) -> list[dict[str, Any]]:
    if kind == "entity":
        return reconciling.suggest(service, prefix, type)
    known = {
        "type": {name: type_of(name)["name"] for name in TYPES},
        "property": {key: zh for properties in PROPERTIES.values() for key, zh in properties.items()},
    }
    if kind not in known:
        raise ApiError("no_such_address", "只有 entity、type、property 的提示")
    held = known[kind].items()
    return [{"id": key, "name": zh} for key, zh in held if prefix.lower() in key.lower() or prefix in zh]


async def _given(request: Request) -> dict[str, str]:
    pairs = list(request.query_params.multi_items())
    if request.method == "POST":
        try:
            body = (await request.body()).decode()
        except UnicodeDecodeError:
            raise ApiError("bad_body", "请求正文须为 UTF-8") from None
        pairs += parse_qsl(body, keep_blank_values=True)
    unknown = sorted({name for name, _ in pairs} - {"queries", "extend"})
    if unknown:
        raise BadParameter("bad_parameter", f"不认识的参数 {'、'.join(unknown)[:80]}；有：queries、extend")
    return dict(pairs)


def _object(name: str, text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        raise BadParameter("bad_parameter", f"{name} 不是 JSON") from None
    if not isinstance(found, dict):
        raise BadParameter("bad_parameter", f"{name} 须为 JSON 对象")
    return found
