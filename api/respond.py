"""From an answer to a response: the format by suffix or Accept, and the headers that go with it."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import date
from time import perf_counter
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from api.client import GENERATION
from api.errors import ApiError
from api.guard import FORMAT_KEY
from api.output import GRAPH_FORMS, is_part, rows_of, to_csv, to_graph, to_json, to_jsonl
from api.registers import additions_in_force

MEDIA = {
    "json": "application/json",
    "jsonl": "application/x-ndjson",
    "csv": "text/csv; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "jsonld": "application/ld+json",
    "ttl": "text/turtle; charset=utf-8",
    "nt": "application/n-triples; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "xml": "application/xml",
    "nq": "application/n-quads; charset=utf-8",
    "rdf": "application/rdf+xml",
    "graphml": "application/graphml+xml",
    "gexf": "application/gexf+xml",
    "svg": "image/svg+xml",
}


def gives(about: str, *media: str) -> dict[int | str, dict[str, Any]]:
    """How the description of an endpoint tells of the media types of its answer, JSON aside."""
    return {200: {"description": about, "content": {one.partition(";")[0]: {} for one in media}}}


def takes(*media: str, schema: dict[str, Any] | None = None, required: bool = True) -> dict[str, Any]:
    """How the description of an endpoint tells of a body it reads by itself."""
    told = schema or {"type": "string", "format": "binary"}
    return {"requestBody": {"required": required, "content": {one: {"schema": told} for one in media}}}


# What this process names its run by: tags of another program, or of before a restart, are none of ours.
_RUN = secrets.token_hex(8)


def accepted(header: str) -> list[str]:
    """Media types of an Accept header, the most wanted first (RFC 9110, 12.5.1)."""
    weighed: list[tuple[float, int, str]] = []
    for number, part in enumerate(header.split(",")):
        media, *parameters = (piece.strip() for piece in part.split(";"))
        quality = next((p[2:] for p in parameters if p.startswith("q=")), "1")
        try:
            weighed.append((-float(quality), number, media.lower()))
        except ValueError:
            continue
    return [media for quality, _, media in sorted(weighed) if media and quality < 0]


def wanted(request: Request, formats: Sequence[str]) -> str:
    """The format to answer in: that of the suffix, else the first acceptable one; JSON where anything will do.

    Raises ApiError not_acceptable.
    """
    asked = request.scope.get(FORMAT_KEY)
    if asked:
        if asked not in formats:
            raise ApiError("not_acceptable", f"这个回答没有 {asked} 格式，有：{'、'.join(formats)}")
        return str(asked)
    media_wanted = accepted(request.headers.get("accept", ""))
    for media in media_wanted or ["*/*"]:
        if media in ("*/*", "application/*"):
            return formats[0]
        for name in formats:
            if MEDIA[name].split(";")[0] == media:
                return name
    raise ApiError("not_acceptable", f"这个回答的格式有：{'、'.join(MEDIA[name].split(';')[0] for name in formats)}")


def write(answer: Any, form: str) -> str:
    """An answer as text in a data format."""
    if form in GRAPH_FORMS or (form == "csv" and is_part(answer)):
        return to_graph(answer, form)
    if form == "csv":
        return to_csv(rows_of(answer))
    return to_jsonl(rows_of(answer)) if form == "jsonl" else to_json(answer)


def data_response(answer: Any, form: str) -> Response:
    """An answer in a data format."""
    return Response(write(answer, form), media_type=MEDIA[form])


def etag(request: Request, form: str, generation: int | str) -> str:
    """The weak entity tag (RFC 9110, 8.8.3) of an answer: another one after every write, on every day, in every run.

    An answer hangs on the store, on what was asked, on today (which documents are in force), and on the program and
    the additions to the registry that the server runs with.
    """
    asked = f"{request.url.path}?{request.url.query}"
    parts = (_RUN, additions_in_force(), generation, date.today().isoformat(), form, asked)
    return f'W/"{hashlib.sha256(repr(parts).encode()).hexdigest()[:20]}"'


def asked_before(request: Request) -> bool:
    """Whether the asker names answers it has: a store's generation is worth asking for only then."""
    return "if-none-match" in request.headers


def known(request: Request, tag: str) -> bool:
    """Whether the asker has the answer of a tag already (If-None-Match)."""
    given = [one.strip() for one in request.headers.get("if-none-match", "").split(",")]
    return tag in given or "*" in given


def stamp(response: Response, started: float, generation: int | str) -> Response:
    """The headers of an answer: which state of the store it belongs to, how long it took, what it varies by."""
    response.headers[GENERATION] = str(generation)
    response.headers["Server-Timing"] = f"total;dur={(perf_counter() - started) * 1000:.1f}"
    response.headers["Vary"] = "Accept"
    response.headers["Cache-Control"] = "no-cache"
    return response
