"""`/sparql`: the SPARQL 1.1 protocol, read-only, and a page to write queries on."""

from __future__ import annotations

import json
from time import perf_counter
from typing import Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.errors import ApiError
from api.guard import FORMAT_KEY
from api.pages import Pages
from api.respond import accepted, gives, stamp, takes
from api.service import LocalService
from graph.errors import BadParameter, QueryRefused

RESULTS = {
    "json": ("application/sparql-results+json", "application/json"),
    "xml": ("application/sparql-results+xml", "application/xml", "text/xml"),
    "csv": ("text/csv",),
    "tsv": ("text/tab-separated-values",),
}
GRAPHS = {
    "ttl": ("text/turtle",),
    "nt": ("application/n-triples", "text/plain"),
    "jsonld": ("application/ld+json", "application/json"),
    "rdf": ("application/rdf+xml", "application/xml"),
}
FORMAT = "X-Zhize-Format"
_KNOWN = ("query", "default-graph-uri", "named-graph-uri", "format", "update")
_FORM, _QUERY, _UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
_EXAMPLE = """SELECT ?机构 (COUNT(?措施) AS ?数) WHERE {
  ?i zhize:leads ?措施 ; skos:prefLabel ?机构 .
} GROUP BY ?机构 ORDER BY DESC(?数) ?机构 LIMIT 20"""
_PARAMETERS = [
    {"name": name, "in": "query", "required": name == "query", "schema": {"type": "string"}}
    for name in ("query", "default-graph-uri", "named-graph-uri", "format")
]
_ASKED = {"type": "object", "required": ["query"], "properties": {p["name"]: p["schema"] for p in _PARAMETERS}}
_BODY = takes(_FORM, schema=_ASKED | {"additionalProperties": False})
Pairs = list[tuple[str, str]]


def sparql_router(service: LocalService, pages: Pages) -> APIRouter:
    """`GET` and `POST /sparql`."""
    made = APIRouter(tags=["RDF"])

    async def answer(request: Request) -> Response:
        pairs = await _pairs(request)
        _check(pairs)
        given = dict(pairs)
        page = request.method == "GET" and _wants_page(request)
        if "query" not in given:
            if page:
                return pages.render(request, "sparql.html", query=_EXAMPLE, answer=None)
            raise BadParameter("bad_parameter", "缺少参数 query")
        started = perf_counter()
        form = given.get("format", "")
        if not form and not page:
            form = await run_in_threadpool(_form, request, service, given["query"])
        graphs = {f"{k}_graphs": [v for n, v in pairs if n == f"{k}-graph-uri"] for k in ("default", "named")}
        found, data = await run_in_threadpool(service.sparql, given["query"], form, **graphs)
        if page and "format" not in given:
            return pages.render(request, "sparql.html", query=given["query"], answer=_shown(found, data))
        media = (RESULTS | GRAPHS)[found][0]
        text = media.startswith("text/")
        response = Response(data, media_type=f"{media}; charset=utf-8" if text else media, headers={FORMAT: found})
        return stamp(response, started, service.generation())

    about = "SPARQL 1.1 query protocol, read-only: `query` in the address, a form or the body."
    told = gives("结果（results）", *(known[0] for known in (RESULTS | GRAPHS).values()), "text/html")
    for method, name, body in (("GET", "sparql_get", {"parameters": _PARAMETERS}), ("POST", "sparql", _BODY)):
        made.add_api_route(
            "/sparql",
            answer,
            methods=[method],
            operation_id=name,
            summary="SPARQL 查询",
            description=about,
            responses=told,
            openapi_extra=body,
        )
    return made


async def _pairs(request: Request) -> Pairs:
    """The parameters of a request, wherever the protocol lets them stand."""
    pairs: Pairs = list(request.query_params.multi_items())
    if request.method != "POST":
        return pairs
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    try:
        body = (await request.body()).decode()
    except UnicodeDecodeError:
        raise ApiError("bad_body", "请求正文须为 UTF-8") from None
    if media == _UPDATE:
        raise QueryRefused("sparql_update", "/sparql 只读：不接受 SPARQL Update")
    if media == _QUERY:
        return [*pairs, ("query", body)]
    if media != _FORM:
        raise ApiError("bad_body", f"Content-Type 须为 {_FORM} 或 {_QUERY}")
    return [*pairs, *parse_qsl(body, keep_blank_values=True)]


def _check(pairs: Pairs) -> None:
    names = [name for name, _ in pairs]
    if "update" in names:
        raise QueryRefused("sparql_update", "/sparql 只读：不接受 update")
    unknown = sorted(set(names) - set(_KNOWN))
    if unknown:
        raise BadParameter("bad_parameter", f"不认识的参数 {'、'.join(unknown)}；有：{'、'.join(_KNOWN[:-1])}")
    if names.count("query") > 1 or names.count("format") > 1:
        raise BadParameter("bad_parameter", "query 和 format 只能各给一个")


def _wants_page(request: Request) -> bool:
    suffix = request.scope.get(FORMAT_KEY)
    return suffix == "html" or (suffix is None and "text/html" in request.headers.get("accept", ""))


def _form(request: Request, service: LocalService, query: str) -> str:
    """The format that the suffix or Accept wants of this form of query; raises ApiError not_acceptable."""
    from graph.rdf import sparql_text
    from ontology.terms import Names

    kind = sparql_text.check(query, Names(service.settings.rdf_base())).form
    possible = RESULTS if kind in ("SELECT", "ASK") else GRAPHS
    suffix = request.scope.get(FORMAT_KEY)
    if suffix:
        return str(suffix)
    for media in accepted(request.headers.get("accept", "")) or ["*/*"]:
        if media in ("*/*", "application/*"):
            return next(iter(possible))
        for form, known in possible.items():
            if media in known or (media == "text/*" and known[0].startswith("text/")):
                return form
    raise ApiError("not_acceptable", f"{kind} 的结果有：{'、'.join(m[0] for m in possible.values())}")


def _shown(form: str, data: bytes) -> dict[str, Any]:
    """An answer for the page: columns and rows, or text."""
    if form != "json":
        return {"columns": [], "rows": [], "text": data.decode()}
    found = json.loads(data)
    if "boolean" in found:
        return {"columns": [], "rows": [], "text": "是" if found["boolean"] else "否"}
    columns = found["head"]["vars"]
    rows = [[b[c]["value"] if c in b else "" for c in columns] for b in found["results"]["bindings"]]
    return {"columns": columns, "rows": rows, "text": ""}
