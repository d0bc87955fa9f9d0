"""Endpoints besides the questions: Cypher, writes, health."""

from __future__ import annotations

import hmac
from dataclasses import asdict
from time import perf_counter
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response, StreamingResponse

from api.client import MEDIA_OF_RDF
from api.errors import ApiError
from api.models import record_adapter
from api.questions import AS_OF
from api.registers import Register
from api.respond import data_response, stamp, wanted
from api.routers.questions import steady
from api.service import Service
from graph.errors import ZhizeError

LOAD_PATH = "/load"
LOAD_RDF_PATH = "/load/rdf"
REGISTERS_PATH = "/registers"


class CypherQuery(BaseModel):
    """A read-only query and its parameters."""

    model_config = {"extra": "forbid"}

    query: str = Field(max_length=1_000_000, examples=["MATCH (m:Measure) RETURN m.title AS title LIMIT 5"])
    parameters: dict[str, Any] = Field(default_factory=dict)


def check_token(request: Request, token: str) -> None:
    """Let only the holder of the token through; compared in constant time."""
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not given:
        raise ApiError("token_missing", "写入需要令牌：Authorization: Bearer …")
    if not hmac.compare_digest(given.encode(), token.encode()):
        raise ApiError("token_wrong", "令牌不对")


def cypher_router(service: Service) -> APIRouter:
    """`POST /cypher`."""
    made = APIRouter(tags=["查询"])

    @made.post("/cypher", summary="只读 Cypher 查询", description="A read-only Cypher query.", operation_id="cypher")
    def cypher(request: Request, body: CypherQuery) -> Response:
        started = perf_counter()
        form = wanted(request, ("json", "csv", "jsonl"))
        answer, generation = steady(service, lambda: service.cypher(body.query, body.parameters))
        return stamp(data_response(answer, form), started, generation)

    return made


class ExportQuery(BaseModel):
    """Which part of the graph, in which format."""

    model_config = {"extra": "forbid"}

    format: str = Field(description="json、csv、zip、graphml、ttl、jsonld、nq、rdfxml、html", examples=["graphml"])
    document: str | None = Field(None, description="文件的 id（id of a document）")
    jurisdiction: str | None = Field(None, description="行政区（place）")
    level: str | None = Field(None, description="行政层级（level）")
    entity: str | None = Field(None, description="只要这个节点的周围（surroundings of a node）")
    hops: int = Field(1, ge=0, le=6, description="几步之内（steps from the node）")
    as_of: str | None = Field(None, pattern=AS_OF.pattern, description=f"{AS_OF.zh}（{AS_OF.en}）")


def export_router(service: Service) -> APIRouter:
    """`GET /exports`."""
    made = APIRouter(tags=["导出"])

    @made.get("/exports", summary="导出图谱", description="The graph, or a part of it.", operation_id="export")
    def export(query: Annotated[ExportQuery, Query()]) -> Response:
        from graph.exports import FORMATS

        parts = service.export(**query.model_dump())
        kind = FORMATS[query.format]
        name = f'attachment; filename="zhize{kind.suffix}"'
        # Its own sheet and scripts are inside the file: it is for saving, not for this server's pages.
        return StreamingResponse(parts, media_type=kind.media_type, headers={"Content-Disposition": name})

    return made


def write_router(service: Service, token: str) -> APIRouter:
    """Loading and removing documents, and where the store is: for the holder of the token."""
    made = APIRouter(tags=["写入"])

    @made.post(
        LOAD_PATH,
        summary="存入文件的记录（需要令牌）",
        description='Keeps documents: `{"records": [DocumentRecord]}` as `zhize extract` prints them. Needs the token.',
        operation_id="load",
    )
    async def load(request: Request) -> Response:
        check_token(request, token)
        body = await request.body()
        try:
            records = record_adapter().validate_json(body, strict=True)["records"]
        except ValidationError as error:
            first = error.errors(include_input=False, include_url=False)[0]
            where = ".".join(str(part) for part in first["loc"])
            raise ApiError("bad_body", f"不是文件记录：{where}：{first['msg']}") from None
        return JSONResponse(await run_in_threadpool(service.load, records))

    @made.post(
        LOAD_RDF_PATH,
        summary="存入导出的 RDF（需要令牌）",
        description="Keeps an export in N-Quads or JSON-LD, whole or not at all. Needs the token.",
        operation_id="load_rdf",
    )
    async def load_rdf(request: Request) -> Response:
        check_token(request, token)
        media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        form = next((f for f, known in MEDIA_OF_RDF.items() if known == media), None)
        if form is None:
            raise ApiError("bad_body", f"Content-Type 须为 {'、'.join(MEDIA_OF_RDF.values())}")
        return JSONResponse(await run_in_threadpool(service.load_rdf, await request.body(), form))

    @made.delete(
        "/documents/{id}",
        summary="移除一份文件（需要令牌）",
        description="Takes a document out of the store. Needs the token.",
        operation_id="remove",
    )
    def remove(request: Request, id: str) -> Response:
        check_token(request, token)
        return JSONResponse(service.remove(id))

    @made.get("/store", summary="存储本身（需要令牌）", description="The store. Needs the token.", operation_id="store")
    def info(request: Request) -> Response:
        check_token(request, token)
        return JSONResponse(service.info())

    return made


class CorrectionRows(BaseModel):
    """Rows of corrections: document, measure, field, old, new, who, why; `line` names a row in errors."""

    model_config = {"extra": "forbid"}

    corrections: list[dict[str, str | int | None]] = Field(max_length=5000)


class Judgement(BaseModel):
    """A person's word on a category or program of each of two plan systems; `verdict` is a relation or `rejected`."""

    model_config = {"extra": "forbid"}

    left: str = Field(max_length=200)
    right: str = Field(max_length=200)
    left_part: str = Field(max_length=200)
    right_part: str = Field(max_length=200)
    verdict: str | None = Field(None, max_length=20)
    who: str = Field(max_length=200)
    why: str = Field("", max_length=2000)


def correction_router(service: Service, token: str) -> APIRouter:
    """A person's last word: corrections and judgements, for the holder of the token."""
    made = APIRouter(tags=["写入"])

    @made.post(
        "/corrections",
        summary="更正读到的内容（需要令牌）",
        description="Lays corrections over documents, all or none. Needs the token.",
        operation_id="correct",
    )
    def correct(request: Request, body: CorrectionRows) -> Response:
        check_token(request, token)
        return JSONResponse(service.correct(body.corrections))

    @made.delete(
        "/corrections/{id}",
        summary="撤回一条更正（需要令牌）",
        description="Takes a correction or judgement back. Needs the token.",
        operation_id="undo",
    )
    def undo(request: Request, id: str) -> Response:
        check_token(request, token)
        return JSONResponse(service.undo(id))

    @made.post(
        "/plan-systems/judgements",
        summary="确认或否定一对计划类别、专项的对应（需要令牌）",
        description="Keeps a person's word on a pair of plan categories or programs. Needs the token.",
        operation_id="judge",
    )
    def judge(request: Request, body: Judgement) -> Response:
        check_token(request, token)
        return JSONResponse(service.judge(body.model_dump()))

    return made


class RegisterBody(BaseModel):
    """A file of additions to the registry."""

    model_config = {"extra": "forbid"}

    name: str = Field(min_length=1, max_length=255)
    form: Literal["yaml", "csv"]
    text: str


def registers_router(service: Service, token: str) -> APIRouter:
    """The user's additions to the registry: for the holder of the token."""
    made = APIRouter(tags=["写入"])

    @made.get(
        REGISTERS_PATH,
        summary="已载入的注册表文件（需要令牌）",
        description='The user\'s files of bodies: `{"results": [{"name", "form", "text"}]}`. Needs the token.',
        operation_id="registers",
    )
    def registers(request: Request) -> Response:
        check_token(request, token)
        return JSONResponse({"results": [asdict(one) for one in service.registers()]})

    @made.post(
        REGISTERS_PATH,
        summary="载入一个注册表文件（需要令牌）",
        description="Checks a file of bodies and aliases, keeps it and puts it in force. Needs the token.",
        operation_id="add_register",
    )
    def add(request: Request, body: RegisterBody) -> Response:
        check_token(request, token)
        return JSONResponse(service.add_register(Register(body.name, body.form, body.text)))

    @made.delete(
        REGISTERS_PATH + "/{name}",
        summary="移除一个注册表文件（需要令牌）",
        description="Takes a file of bodies and aliases away. Needs the token.",
        operation_id="remove_register",
    )
    def remove(request: Request, name: str) -> Response:
        check_token(request, token)
        return JSONResponse(service.remove_register(name))

    return made


def health_router(service: Service, instance: str) -> APIRouter:
    """`/healthz`: the process answers; `/readyz`: the store answers too."""
    made = APIRouter(tags=["运行"])

    @made.get("/healthz", summary="服务在运行", description="The process answers.", operation_id="healthz")
    def healthz() -> dict[str, str]:
        return {"status": "ok", "instance": instance}

    @made.get("/readyz", summary="存储可用", description="The store answers.", operation_id="readyz")
    def readyz() -> dict[str, str]:
        try:
            service.cypher("RETURN 1 AS ready")
            return {"status": "ready", "generation": str(service.generation())}
        except ZhizeError:
            raise
        except Exception as error:
            raise ZhizeError("store_unreachable", "存储没有回答") from error

    return made
