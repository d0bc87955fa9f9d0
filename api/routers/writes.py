"""Endpoints that change the store, or tell what only its owner may know: for the holder of the token alone."""

from __future__ import annotations

import hmac
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, Field, ValidationError
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse, JSONResponse, Response

from api.client import MEDIA_OF_RDF
from api.errors import ApiError
from api.models import record_adapter
from api.registers import Register
from api.respond import takes
from api.service import Service
from api.settings import Settings
from api.uploads import read_upload

LOAD_PATH = "/load"
EXTRACT_PATH = "/extract"
LOAD_RDF_PATH = "/load/rdf"
CORRECTIONS_PATH = "/corrections"
REGISTERS_PATH = "/registers"
# Where bodies may be as large as a document.
WRITE_PATHS = (LOAD_PATH, EXTRACT_PATH, LOAD_RDF_PATH, CORRECTIONS_PATH, REGISTERS_PATH)
_RECORDS = {
    "type": "object",
    "required": ["records"],
    "properties": {"records": {"type": "array", "items": {"type": "object"}}},
}


def check_token(request: Request, token: str) -> None:
    """Let only the holder of the token through; compared in constant time."""
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not given:
        raise ApiError("token_missing", "写入需要令牌：Authorization: Bearer …")
    if not hmac.compare_digest(given.encode(), token.encode()):
        raise ApiError("token_wrong", "令牌不对")


def writes_router(service: Service, token: str, settings: Settings) -> APIRouter:
    """All endpoints of the holder of the token, who is asked for it before the request is looked at."""

    def held(request: Request) -> None:
        check_token(request, token)

    made = APIRouter(tags=["写入"], dependencies=[Depends(held)])
    for part in (_documents(service, settings), _corrections(service), _registers(service), _store(service)):
        made.include_router(part)
    return made


def _documents(service: Service, settings: Settings) -> APIRouter:
    """Loading and removing documents."""
    made = APIRouter()

    @made.post(
        LOAD_PATH,
        summary="存入文件的记录（需要令牌）",
        description='Keeps documents: `{"records": [DocumentRecord]}` as `zhize extract` prints them. Needs the token.',
        operation_id="load",
        openapi_extra=takes("application/json", schema=_RECORDS),
    )
    async def load(request: Request) -> Response:
        body = await request.body()
        try:
            records = record_adapter().validate_json(body, strict=True)["records"]
        except ValidationError as error:
            first = error.errors(include_input=False, include_url=False)[0]
            where = ".".join(str(part) for part in first["loc"])
            raise ApiError("bad_body", f"不是文件记录：{where}：{first['msg']}") from None
        return JSONResponse(await run_in_threadpool(service.load, records))

    @made.post(
        EXTRACT_PATH,
        summary="读一个文件，不存（需要令牌）",
        description="Reads the file in the body, named by `name`; keeps nothing. Needs the token.",
        operation_id="extract",
        openapi_extra=takes("application/octet-stream"),
    )
    async def extract(request: Request, name: Annotated[str, Query(max_length=1000)]) -> Response:
        data = await request.body()
        if not data:
            raise ApiError("empty", f"{name}：文件为空")
        return JSONResponse(await run_in_threadpool(read_upload, service, data, name, settings.reading()))

    @made.post(
        LOAD_RDF_PATH,
        summary="存入导出的 RDF（需要令牌）",
        description="Keeps an export in N-Quads or JSON-LD, whole or not at all. Needs the token.",
        operation_id="load_rdf",
        openapi_extra=takes(*MEDIA_OF_RDF.values()),
    )
    async def load_rdf(request: Request) -> Response:
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
    def remove(id: str) -> Response:
        return JSONResponse(service.remove(id))

    return made


def _store(service: Service) -> APIRouter:
    """The store itself, whether it is sound, and all of it as one file."""
    made = APIRouter()

    @made.get("/store", summary="存储本身（需要令牌）", description="The store. Needs the token.", operation_id="store")
    def info() -> Response:
        return JSONResponse(service.info())

    @made.get(
        "/store/verify",
        summary="检查存储是否完好（需要令牌）",
        description="Looks at everything the store keeps; takes as long as reading it all. Needs the token.",
        operation_id="verify",
    )
    def verify() -> Response:
        return JSONResponse(service.verify())

    @made.get(
        "/store/backup",
        summary="整个存储的一份备份（需要令牌）",
        description="All that the store holds, as one state of it, for `zhize store restore`. Needs the token.",
        operation_id="backup",
        response_class=FileResponse,
        responses={200: {"content": {"application/gzip": {}}, "description": "备份文件（a file of a backup）"}},
    )
    def backup() -> Response:
        folder = TemporaryDirectory(prefix="zhize-backup-")
        try:
            found = service.backup(Path(folder.name) / "zhize-backup.gz")
        except BaseException:
            folder.cleanup()
            raise
        name = "zhize-backup.gz"
        return FileResponse(
            found.path, media_type="application/gzip", filename=name, background=BackgroundTask(folder.cleanup)
        )

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


def _corrections(service: Service) -> APIRouter:
    """A person's last word: corrections and judgements."""
    made = APIRouter()

    @made.post(
        CORRECTIONS_PATH,
        summary="更正读到的内容（需要令牌）",
        description="Lays corrections over documents, all or none. Needs the token.",
        operation_id="correct",
    )
    def correct(body: CorrectionRows) -> Response:
        return JSONResponse(service.correct(body.corrections))

    @made.delete(
        CORRECTIONS_PATH + "/{id}",
        summary="撤回一条更正（需要令牌）",
        description="Takes a correction or judgement back. Needs the token.",
        operation_id="undo",
    )
    def undo(id: str) -> Response:
        return JSONResponse(service.undo(id))

    @made.post(
        "/plan-systems/judgements",
        summary="确认或否定一对计划类别、专项的对应（需要令牌）",
        description="Keeps a person's word on a pair of plan categories or programs. Needs the token.",
        operation_id="judge",
    )
    def judge(body: Judgement) -> Response:
        return JSONResponse(service.judge(body.model_dump()))

    return made


class RegisterBody(BaseModel):
    """A file of additions to the registry."""

    model_config = {"extra": "forbid"}

    name: str = Field(min_length=1, max_length=255)
    form: Literal["yaml", "csv"]
    text: str


def _registers(service: Service) -> APIRouter:
    """The user's additions to the registry."""
    made = APIRouter()

    @made.get(
        REGISTERS_PATH,
        summary="已载入的注册表文件（需要令牌）",
        description='The user\'s files of bodies: `{"results": [{"name", "form", "text"}]}`. Needs the token.',
        operation_id="registers",
    )
    def registers() -> Response:
        return JSONResponse({"results": [asdict(one) for one in service.registers()]})

    @made.post(
        REGISTERS_PATH,
        summary="载入一个注册表文件（需要令牌）",
        description="Checks a file of bodies and aliases, keeps it and puts it in force. Needs the token.",
        operation_id="add_register",
    )
    def add(body: RegisterBody) -> Response:
        return JSONResponse(service.add_register(Register(body.name, body.form, body.text)))

    @made.delete(
        REGISTERS_PATH + "/{name}",
        summary="移除一个注册表文件（需要令牌）",
        description="Takes a file of bodies and aliases away. Needs the token.",
        operation_id="remove_register",
    )
    def remove(name: str) -> Response:
        return JSONResponse(service.remove_register(name))

    return made
