"""Which page shows which answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from shlex import quote as shell_quote
from typing import Any
from urllib.parse import quote, urlencode

import jinja2
from fastapi import APIRouter, FastAPI, Request
from markupsafe import Markup, escape
from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles

from api import labels
from api.errors import ERRORS
from api.output import to_json
from api.pages import choosing, console_page, contexts, graph_pages, tables
from api.questions import Answer, Question
from api.service import LocalService

_HERE = Path(__file__).resolve().parent
Context = dict[str, Any]


def highlight(text: str, q: str) -> Markup:
    """Text with the words of a query marked; everything else stays text."""
    words = [re.escape(word) for word in sorted({q.strip(), *q.split()}, key=len, reverse=True) if word]
    if not words:
        return escape(text)
    pieces = re.split(f"({'|'.join(words)})", text, flags=re.IGNORECASE)
    return Markup().join(Markup("<mark>{}</mark>").format(p) if n % 2 else escape(p) for n, p in enumerate(pieces))


@jinja2.pass_context
def dated(context: jinja2.runtime.Context, address: str) -> str:
    """An address of ours with the day the page asks about, so that going on stays on that day."""
    day = (context.get("params") or {}).get("as_of")
    if not day:
        return address
    path, mark, place = address.partition("#")
    return f"{path}{'&' if '?' in path else '?'}{urlencode({'as_of': day})}{mark}{place}"


@jinja2.pass_context
def entity_url(context: jinja2.runtime.Context, ref: str | Mapping[str, Any]) -> str:
    """The address of a node given by reference or id, on the day the page asks about."""
    return dated(context, f"/entities/{quote(ref if isinstance(ref, str) else ref['id'])}")


@jinja2.pass_context
def evidence_link(context: jinja2.runtime.Context, row: Mapping[str, Any]) -> str:
    """The place of a row's evidence in its document."""
    holder = (row.get("inherited_from") or row["target"])["id"]
    span = row["evidence"]
    return entity_url(context, row["document"]) + f"#m-{holder}:{span['start']}-{span['end']}"


def _environment() -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    filters: dict[str, Callable[..., Any]] = {
        **labels.LABELS,
        "highlight": highlight,
        "evidence_link": evidence_link,
        "type_label": labels.type_label,
        "edge_label": labels.edge_label,
        "role_label": labels.role_label,
        "line_label": labels.line_label,
        "place_label": labels.place_label,
        "role": labels.LABELS["role_id"],
        "kind_of": lambda row: labels.role_kind(row["role"], row["inferred"]),
        "figure": lambda v: "" if v is None else "–".join(map(str, v)) if isinstance(v, list | tuple) else str(v),
        "cells": lambda row, columns: [tables.cell(row, path) for _, path in columns],
        "sample": lambda v: to_json(v, indent=2),
        "url": entity_url,
        "dated": dated,
    }
    made.filters.update(filters)
    made.globals["role_kind"] = labels.role_kind
    return made


def _address(request: Request, suffix: str = "", **changes: Any) -> str:
    """The address of a request with another format or other parameters."""
    query = {k: v for k, v in {**request.query_params, **changes}.items() if v not in ("", None)}
    path = request.url.path
    path = re.sub(r"\.html$", "", path) + suffix
    return quote(path) + (f"?{urlencode(query)}" if query else "")


def _command(question: Question, given: Mapping[str, Any]) -> str:
    """The command that prints the same rows."""
    if not question.command:
        return ""
    arguments: list[str] = []
    words: list[str] = []
    for param in question.params:
        value = given.get(param.key)
        if param.name in ("limit", "offset") or value in (None, False, "", param.default):
            continue
        flag = "--" + param.name.replace("_", "-")
        if param.argument:
            arguments.append(shell_quote(str(value)))
        else:
            words += [flag] if value is True else [flag, shell_quote(str(value))]
    return " ".join(["zhize", question.command, *arguments, *words])


class Pages:
    """All pages over one service."""

    def __init__(self, service: LocalService) -> None:
        self.service = service
        self._environment = _environment()

    def render(self, request: Request, template: str, code_of_page: int = 200, /, **context: Any) -> HTMLResponse:
        """A page."""
        page = self._environment.get_template(template)
        text = page.render(
            request=request,
            path=request.url.path,
            params=dict(request.query_params),
            undated=_address(request, as_of=None, offset=None),
            **{"formats": (), "command": "", **context},
        )
        return HTMLResponse(text, status_code=code_of_page, headers={"Vary": "Accept", "Cache-Control": "no-cache"})

    def question(self, request: Request, question: Question, given: dict[str, Any], answer: Answer) -> Response:
        """The page of an answer."""
        template, more = contexts.page_of(self.service, question, given, answer)
        # A page that gives out files of what it shows now, with all that was expanded, offers no others beside them.
        own = {name for _, name in more.get("exports", ()) if name != "json"}
        formats = [(f.upper(), _address(request, f".{f}")) for f in question.formats if f not in {"html", *own}]
        return self.render(
            request,
            template,
            answer=answer,
            question=question,
            given=given,
            formats=formats,
            command=_command(question, given),
            pager=self._pager(request, answer),
            **more,
        )

    def _pager(self, request: Request, answer: Answer) -> Context | None:
        if "total" not in answer or not answer["limit"]:
            return None
        first, size, total = answer["offset"], answer["limit"], answer["total"]
        return {
            "first": min(first + 1, total),
            "last": min(first + size, total),
            "total": total,
            "before": _address(request, offset=max(first - size, 0) or None) if first else "",
            "after": _address(request, offset=first + size) if first + size < total else "",
        }

    def error(self, request: Request, status: int, code: str, detail: str, headers: Mapping[str, str]) -> HTMLResponse:
        """The page of an error; the form to choose by where a question lacks its two sides."""
        if form := choosing.form(self.service, request.url.path, request.query_params, detail):
            made = self.render(request, "analysis/choose.html", status if form["told"] else 200, **form)
            made.headers.update(headers)
            return made
        page = self.render(request, "error.html", status, status=status, code=code, detail=detail)
        page.headers.update(headers)
        return page

    def router(self, app: FastAPI) -> APIRouter:
        """Pages that answer no question of their own: home, console, documentation."""
        made = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
        made.include_router(graph_pages.router(self.service))

        @made.get("/")
        def home(request: Request) -> Response:
            return self.render(request, "home.html", **contexts.home(self.service))

        @made.get("/console")
        def console(request: Request) -> Response:
            return self.render(request, "console.html", **console_page.context())

        @made.get("/upload")
        def upload(request: Request) -> Response:
            from loaders.readers import SUFFIXES

            return self.render(request, "upload.html", suffixes=",".join(sorted(SUFFIXES)))

        @made.get("/analysis")
        def analysis(request: Request) -> Response:
            return self.render(request, "analysis.html", **contexts.analysis(self.service))

        @made.get("/graph")
        def graph(request: Request) -> Response:
            return self.render(request, "graphs.html", **contexts.graphs(self.service))

        @made.get("/docs")
        def docs(request: Request) -> Response:
            return self.render(request, "docs.html", schema=app.openapi(), errors=sorted(ERRORS.items()))

        @made.get("/static/vis-network.min.js")
        def network() -> Response:
            from graph.exports.html import library

            return Response(library(), media_type="text/javascript", headers={"Cache-Control": "max-age=86400"})

        return made

    def static(self) -> StaticFiles:
        """Style sheet and scripts."""
        return StaticFiles(directory=_HERE / "static")
