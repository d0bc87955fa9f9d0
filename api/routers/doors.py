"""Endpoints besides the questions and the writes: Cypher, exports, health."""

from __future__ import annotations

from time import perf_counter
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, BeforeValidator, Field
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from api.params import AS_OF, EXPORTS, LEVEL
from api.respond import MEDIA, data_response, gives, stamp, wanted
from api.routers.questions import steady
from api.service import Service
from api.watching import MEDIA as METRICS_MEDIA
from api.watching import Metrics
from graph.errors import StoreUnreachable, ZhizeError

_ANSWERED = gives("结果（results）", MEDIA["csv"], MEDIA["jsonl"])


class CypherQuery(BaseModel):
    """A read-only query and its parameters."""

    model_config = {"extra": "forbid"}

    query: str = Field(max_length=1_000_000, examples=["MATCH (m:Measure) RETURN m.title AS title LIMIT 5"])
    parameters: dict[str, Any] = Field(default_factory=dict)
    explain: bool = Field(False, description="只要执行计划，不运行（the plan alone, without running it）")


def cypher_router(service: Service) -> APIRouter:
    """`POST /cypher`."""
    made = APIRouter(tags=["查询"])

    @made.post(
        "/cypher",
        summary="只读 Cypher 查询",
        description="A read-only Cypher query.",
        operation_id="cypher",
        responses=_ANSWERED,
    )
    def cypher(request: Request, body: CypherQuery) -> Response:
        started = perf_counter()
        form = wanted(request, ("json", "csv", "jsonl"))
        answer, generation = steady(service, lambda: service.cypher(body.query, body.parameters, explain=body.explain))
        return stamp(data_response(answer, form), started, generation)

    return made


class ExportQuery(BaseModel):
    """Which part of the graph, in which format."""

    model_config = {"extra": "forbid"}

    format: Literal[EXPORTS] = Field(description="、".join(EXPORTS), examples=["graphml"])  # type: ignore[valid-type]
    document: str | None = Field(None, description="文件的 id（id of a document）")
    jurisdiction: str | None = Field(None, description="行政区（place）")
    level: Annotated[str | None, BeforeValidator(LEVEL.read)] = Field(None, description="行政层级（level）")
    entity: str | None = Field(None, description="只要这个节点的周围（surroundings of a node）")
    hops: int = Field(1, ge=0, le=6, description="几步之内（steps from the node）")
    as_of: str | None = Field(None, pattern=AS_OF.pattern, description=f"{AS_OF.zh}（{AS_OF.en}）")


def export_router(service: Service) -> APIRouter:
    """`GET /exports`."""
    made = APIRouter(tags=["导出"])

    @made.get(
        "/exports",
        summary="导出图谱",
        description="The graph, or a part of it.",
        operation_id="export",
        responses=_exported(),
    )
    def export(query: Annotated[ExportQuery, Query()]) -> Response:
        from graph.exports import FORMATS

        parts = service.export(**query.model_dump())
        kind = FORMATS[query.format]
        name = f'attachment; filename="zhize{kind.suffix}"'
        # Its own sheet and scripts are inside the file: it is for saving, not for this server's pages.
        return StreamingResponse(parts, media_type=kind.media_type, headers={"Content-Disposition": name})

    return made


def _exported() -> dict[int | str, dict[str, Any]]:
    media = ("application/zip", "application/rdf+xml", *MEDIA.values())
    return gives("图谱或其一部分（the graph, or a part of it）", *media)


def health_router(service: Service, instance: str, metrics: Metrics) -> APIRouter:
    """`/healthz`: the process answers; `/readyz`: the store answers too; `/metrics`: both, and what was counted."""
    made = APIRouter(tags=["运行"])

    @made.get("/healthz", summary="服务在运行", description="The process answers.", operation_id="healthz")
    def healthz() -> dict[str, str]:
        return {"status": "ok", "instance": instance}

    @made.get("/readyz", summary="存储可用", description="The store answers.", operation_id="readyz")
    def readyz() -> dict[str, str]:
        return {"status": "ready", "generation": _generation(service)}

    @made.get(
        "/metrics",
        summary="运行指标（Prometheus）",
        description="What was counted, in Prometheus' text format.",
        operation_id="metrics",
        response_class=PlainTextResponse,
    )
    def metrics_text() -> Response:
        try:
            ready = bool(_generation(service))
        except ZhizeError:
            ready = False
        return Response(metrics.text(ready), media_type=METRICS_MEDIA)

    return made


def _generation(service: Service) -> str:
    """The generation of a store that answers; raises StoreUnreachable and other errors of a store that does not."""
    try:
        service.cypher("RETURN 1 AS ready")
        return str(service.generation())
    except ZhizeError:
        raise
    except Exception as error:
        raise StoreUnreachable("store_unreachable", "存储没有回答") from error
