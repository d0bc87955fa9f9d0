"""A server of the Model Context Protocol: the questions as tools for language models, the schema as a resource.

Every answer carries its evidence, says what was inferred, and how much there was beside what is shown. Nothing can be
written through it. Needs the extra `mcp`.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Annotated, Any

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from pydantic import Field

from api.questions import Answer
from api.service import Service
from graph.errors import BadParameter, ZhizeError
from ontology import model

_INSTRUCTIONS = """职责知识图谱：中国政策文件里谁牵头、谁负责、谁配合什么，附原文。
Answers come from the loaded documents alone: what is not loaded is not missing. Rows with `inferred: true` are guesses
from the order of a list and must never be told as stated leads. Quote `evidence.quote` when you state who leads.
Levels and roles are taken in Chinese (市级, 牵头) or as ids (city, lead). Dates may stop at year or month.
"""
_MOST = 50
_LONGEST = 4000
Limit = Annotated[int, Field(ge=1, le=_MOST, description="rows at most")]
Level = Annotated[str | None, Field(description="administrative level: 国家, 省级, 市级, 县级 or an id")]
Place = Annotated[str | None, Field(description="place: its name (广元市) or six-digit code")]
Day = Annotated[str | None, Field(description="only documents in force on this day: 2024, 2024-05 or 2024-05-17")]


def _told(answer: Callable[..., Answer]) -> Callable[..., Answer]:
    """An error meant for the user goes to the model as a failure with its code."""

    @functools.wraps(answer)
    def run(*args: Any, **kwargs: Any) -> Answer:
        try:
            return answer(*args, **kwargs)
        except ZhizeError as error:
            raise ToolError(f"{error.code}: {error.message}") from None

    return run


class Tools:
    """The tools over one service; each a method whose signature is what a model is told."""

    def __init__(self, service: Service) -> None:
        self.service = service

    def search(
        self,
        q: Annotated[str, Field(description="words to be found")],
        type: Annotated[str | None, Field(description="文件, 措施, 机构, 计划类别, 专项 or 资金")] = None,
        level: Level = None,
        jurisdiction: Place = None,
        as_of: Day = None,
        limit: Limit = 10,
    ) -> Answer:
        """Find documents, measures, institutions, plan categories and programs; `total` tells how many there are."""
        given = {"type": type, "level": level, "jurisdiction": jurisdiction, "as_of": as_of}
        return self.service.search(q, limit=limit, **given)

    def who_leads(
        self,
        q: Annotated[str, Field(description="a subject, or the name of an institution")],
        role: Annotated[str | None, Field(description="牵头 (default), 责任, 配合, 全部 …")] = None,
        stated: Annotated[bool, Field(description="leave inferred leads out")] = False,
        level: Level = None,
        jurisdiction: Place = None,
        document: Annotated[str | None, Field(description="id of a document")] = None,
        as_of: Day = None,
        limit: Limit = 10,
    ) -> Answer:
        """Who leads what, with the wording that says so; stated leads first, inferred ones marked `inferred`."""
        given = {"level": level, "jurisdiction": jurisdiction, "document": document, "as_of": as_of}
        return self.service.who_leads(q, role=role, stated=stated, limit=limit, **given)

    def evidence(
        self,
        document: Annotated[str, Field(description="id of a document")],
        start: Annotated[int, Field(ge=0, description="`evidence.start` of a row")],
        end: Annotated[int, Field(ge=1, description="`evidence.end` of a row")],
        around: Annotated[int, Field(ge=0, le=2000, description="characters to show on each side")] = 200,
    ) -> Answer:
        """The wording at a span of a document, with what stands before and after it."""
        node = self.service.entity(document)
        text = str(node["properties"].get("text") or "")
        if not 0 <= start < end <= len(text):
            raise BadParameter("bad_parameter", f"{document} 的文字有 {len(text)} 字，没有 {start}–{end} 这一段")
        return {
            "document": node["document"],
            "before": text[max(0, start - around) : start],
            "quote": text[start:end],
            "after": text[end : end + around],
        }

    def show(self, id: Annotated[str, Field(description="id of anything in the graph")]) -> Answer:
        """A node: properties (long texts cut), responsibilities with evidence, neighbours; ten of each."""
        node = self.service.entity(id)
        properties = {key: _cut(value) for key, value in node["properties"].items()}
        near = [{**group, "results": group["results"][:10]} for group in node["adjacent"]]
        held = node["responsibilities"]
        return {
            **node,
            "properties": properties,
            "responsibilities": held[:10],
            "responsibilities_total": len(held),
            "adjacent": near,
        }

    def align(
        self,
        source: Annotated[str, Field(description="id of a document, a level, or a place")],
        target: Annotated[str, Field(description="id of a document, a level, or a place")],
        top: Annotated[int, Field(ge=1, le=5, description="candidates a measure at most")] = 1,
        limit: Limit = 10,
    ) -> Answer:
        """For each measure of one side those of the other it corresponds to, with scores and reasons."""
        return self.service.alignment(source, target, top=top, limit=limit)

    def compare(
        self,
        left: Annotated[str, Field(description="a plan system: id, or the name of its place (内蒙古)")],
        right: Annotated[str, Field(description="a plan system: id, or the name of its place; 国家2014")],
    ) -> Answer:
        """Two plan systems, category by category: relation, score, reasons, programs."""
        return self.service.compare(left, right)

    def cypher(
        self,
        query: Annotated[
            str, Field(description="a read-only Cypher query; the resource zhize://schema has the labels")
        ],
        parameters: Annotated[dict[str, Any] | None, Field(description="values of $names")] = None,
    ) -> Answer:
        """Run a read-only Cypher query; at most 50 rows are shown, `truncated` tells whether there were more."""
        answer = self.service.cypher(query, parameters or {})
        cut = len(answer["results"]) > _MOST
        return {**answer, "results": answer["results"][:_MOST], "truncated": answer["truncated"] or cut}

    def loaded(self) -> Answer:
        """What is loaded: counts of nodes and edges, and the documents. Nothing else can be answered about."""
        return {"catalog": self.service.catalog(), "documents": self.service.documents(limit=_MOST)}


TOOLS = ("search", "who_leads", "evidence", "show", "align", "compare", "cypher", "loaded")


def _cut(value: Any) -> Any:
    return value[:_LONGEST] + "…" if isinstance(value, str) and len(value) > _LONGEST else value


def schema() -> str:
    """The labels, properties and edges of the graph, for whoever writes Cypher."""
    nodes = [
        f"(:{c.name}) {c.zh} — {', '.join(f'{p.name} {p.zh}' for p in c.properties)}"
        for c in model.classes()
        if not c.internal
    ]
    edges = [
        f"(:{'|'.join(e.source)})-[:{e.name} {{{', '.join(e.properties)}}}]->(:{'|'.join(e.target)}) {e.zh}"
        for e in model.edges()
    ]
    return "\n".join(["# Nodes", *nodes, "", "# Relationships", *edges]) + "\n"


def make_server(service: Service) -> MCPServer:
    """The server over a service."""
    from importlib.metadata import version

    server = MCPServer("zhize", title="zhize 职责", instructions=_INSTRUCTIONS, version=version("zhize"))
    tools = Tools(service)
    for name in TOOLS:
        server.tool(name=name)(_told(getattr(tools, name)))
    server.resource(
        "zhize://schema", name="schema", description="Labels, properties and edges", mime_type="text/plain"
    )(schema)
    return server
