"""The page of the graph around a node: what it shows, what its script draws, and the files it gives out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from markupsafe import Markup
from starlette.responses import JSONResponse, Response, StreamingResponse

from api.labels import role_kind
from api.params import AS_OF
from api.service import Service
from graph.citing import RELATION_OF
from graph.exports import FORMATS
from graph.exports.data import GraphData
from graph.exports.drawing import drawing
from graph.exports.html import as_html
from graph.rows import GraphAnswer
from ontology import model

Row = Mapping[str, Any]
EXPORTS = (
    ("HTML（离线）", "html"),
    ("SVG", "svg"),
    ("GraphML", "graphml"),
    ("GEXF", "gexf"),
    ("CSV", "csv"),
    ("JSON", "json"),
)
_MOST_EXPANDED = 50
_FAMILIES: Mapping[str, str] = {
    "HAS_TARGET": "target",
    "USES": "instrument",
    **dict.fromkeys(RELATION_OF, "citation"),
}
_NODE_FAMILIES: Mapping[str, str] = {
    "Institution": "ink",
    "Target": "target",
    "Instrument": "instrument",
    **dict.fromkeys(("PlanSystem", "PlanCategory", "Program", "Fund"), "govern"),
}
SHAPES = (
    (Markup('<circle class="ink-fill" cx="11" cy="9" r="6"/>'), "党的机构"),
    (Markup('<circle class="ring" cx="11" cy="9" r="6"/>'), "政府等机构"),
    (Markup('<circle class="ring dotted" cx="11" cy="9" r="6"/>'), "类别主体"),
    (Markup('<rect class="faint-fill" x="5" y="3" width="12" height="12"/>'), "措施"),
    (Markup('<circle class="faint-fill" cx="11" cy="9" r="5"/>'), "地方、条线"),
    (Markup('<rect class="page-shape" x="3" y="3" width="16" height="12" rx="2"/>'), "文件、章节"),
    (Markup('<polygon class="govern-fill" points="11,2 18,5.5 18,12.5 11,16 4,12.5 4,5.5"/>'), "计划、类别、专项"),
    (Markup('<polygon class="target-fill" points="11,3 18,15 4,15"/>'), "指标"),
    (Markup('<polygon class="instrument-fill" points="11,2 18,9 11,16 4,9"/>'), "政策工具"),
)


@cache
def edge_family(edge: str) -> str:
    """What an edge is drawn as: the family of its role, that of its subject, or plain structure."""
    if edge == "LIKELY_LEADS":
        return "likely"
    roles = {model.role_edge(role): role for role in model.vocabulary("roles").ids}
    return role_kind(roles[edge]) if edge in roles else _FAMILIES.get(edge, "structure")


def node_family(label: str) -> str:
    """What a node is drawn as: the name of a colour of the style sheet."""
    return _NODE_FAMILIES.get(label, "faint")


def picture(answer: GraphAnswer, as_of: str | None = None) -> dict[str, Any]:
    """A drawing whose colours are names of the style sheet, with the address of each node's own page on the day."""
    made = drawing(answer)
    for node in made["nodes"]:
        colour = node.pop("color")
        node["family"] = node_family(node["type"])
        node["open"] = colour["background"] != colour["border"]
        node["href"] = f"/entities/{quote(node['id'])}" + (f"?as_of={as_of}" if as_of else "")
    for edge in made["edges"]:
        edge.pop("color")
        edge["family"] = edge_family(edge["type"])
    return dict(made)


def page(answer: GraphAnswer, query: str) -> dict[str, Any]:
    """What the template shows beside the drawing: the counts, and the edges as rows."""
    named = {n["id"]: {"id": n["id"], "type": n["type"], "name": n["name"]} for n in answer["nodes"]}
    types = Counter(e["type"] for e in answer["edges"])
    documents = {n["id"] for n in answer["nodes"] if n["type"] == "Document"}
    documents |= {str(e["properties"]["document"]) for e in answer["edges"] if e["properties"].get("document")}
    return {
        "centre": named[answer["centre"]],
        "query": query,
        "cypher": f'MATCH (n:{named[answer["centre"]]["type"]} {{id: "{answer["centre"]}"}})-[r]-(m) RETURN n, r, m',
        "stated": types["LEADS"],
        "inferred": types["LIKELY_LEADS"],
        "documents": len(documents),
        "exports": EXPORTS,
        "shapes": SHAPES,
        "edges": [
            {
                "type": e["type"],
                "source": named[e["source"]],
                "target": named[e["target"]],
                "quote": str(e["properties"].get("quote") or ""),
            }
            for e in answer["edges"]
        ],
    }


def router(service: Service) -> APIRouter:
    """What the page of a graph fetches: the drawing, and the drawn part as a file."""
    made = APIRouter(tags=["图谱"])

    @made.get("/graph/{id}/drawing", summary="图的画法", description="The part around a node as its page draws it.")
    def draw(
        id: str,
        depth: int = Query(1, ge=1, le=3),
        limit: int = Query(200, ge=1, le=500),
        types: str | None = Query(None, max_length=1000),
        as_of: str | None = Query(None, pattern=AS_OF.pattern),
    ) -> Response:
        asked = {"depth": depth, "limit": limit, "types": types, "as_of": as_of}
        answer: Any = service.ask("graph_of", {"id": id, **asked})
        return JSONResponse(picture(answer, as_of))

    @made.get("/graph/{id}/export", summary="图存为文件", description="The drawn part of the graph as a file.")
    def export(
        request: Request,
        id: str,
        format: str = Query("graphml", pattern=f"^({'|'.join(name for _, name in EXPORTS)})$"),
        expand: str = Query("", max_length=5000),
        depth: int = Query(1, ge=1, le=3),
        limit: int = Query(200, ge=1, le=500),
        types: str | None = Query(None, max_length=1000),
        as_of: str | None = Query(None, pattern=AS_OF.pattern),
    ) -> Response:
        asked = {"depth": depth, "limit": limit, "types": types, "as_of": as_of}
        opened = [one for one in expand.split(",") if one][:_MOST_EXPANDED]
        parts: list[Any] = [service.ask("graph_of", {"id": id, **asked})]
        parts += [service.ask("graph_of", {"id": one, "as_of": as_of}) for one in opened]
        data = GraphData.of_answers(parts)
        name = next(n["name"] for n in parts[0]["nodes"] if n["id"] == id)
        chosen = FORMATS[format]
        body = as_html(data, title=f"职责图：{name}") if format == "html" else chosen.write(data)
        headers = {"Content-Disposition": f'attachment; filename="zhize-{quote(id)}{chosen.suffix}"'}
        return StreamingResponse(body, media_type=chosen.media_type, headers=headers)

    return made
