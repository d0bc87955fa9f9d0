"""A page of its own with the graph drawn by vis.js through pyvis: offline, layout computed here, text as data."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any

import networkx as nx
from jinja2 import DictLoader, Environment, select_autoescape
from pyvis.network import Network

from graph.errors import BadParameter
from graph.exports.data import Edge, GraphData, Node
from ontology import model

MOST_NODES = 2000
_SEED = 20
_SCALE = 110.0
# Colours and shapes of the product's pages, light theme.
INK, _FAINT, PAPER = "#1d2126", "#5b626b", "#fbfaf7"
_ROLE_COLOURS = {
    "LEADS": "#a62117",
    "LIKELY_LEADS": "#a62117",
    "RESPONSIBLE_FOR": "#1f4e8c",
    "EXECUTES": "#1f4e8c",
    "COOPERATES_ON": "#1b6e5a",
    "HAS_TARGET": "#8a5a00",
    "USES": "#0b6b7a",
    "CITES": "#4a4f57",
    "IMPLEMENTS": "#4a4f57",
    "BASED_ON": "#4a4f57",
}
_GOVERN = "#6a3d8a"
_SHAPES = {
    "Institution": "dot",
    "Measure": "square",
    "Document": "box",
    "Section": "box",
    "PlanCategory": "hexagon",
    "Program": "hexagon",
    "PlanSystem": "hexagon",
    "Target": "triangle",
    "Instrument": "diamond",
    "Fund": "triangleDown",
}
_NODE_COLOURS = {
    "Institution": "#a62117",
    "Measure": "#1f4e8c",
    "Target": "#8a5a00",
    "Instrument": "#0b6b7a",
    "PlanCategory": "#6a3d8a",
    "Program": "#6a3d8a",
    "PlanSystem": "#6a3d8a",
}


def as_html(data: GraphData, *, title: str = "职责图") -> Iterator[bytes]:
    """The page as UTF-8; it loads nothing from anywhere. BadParameter for more nodes than a page can show."""
    check_size(data)
    network = _network(data)
    environment = Environment(
        loader=DictLoader({"page": _file("page.html")}), autoescape=select_autoescape(default=True)
    )
    environment.globals["page"] = _page(data, title)
    network.templateEnv, network.path = environment, "page"
    return iter([(network.generate_html() + "\n").encode()])


def check_size(data: GraphData) -> None:
    """BadParameter for more nodes than can be told apart in one drawing."""
    if len(data.nodes) > MOST_NODES:
        raise BadParameter(
            "bad_parameter",
            f"一页最多画 {MOST_NODES} 个节点，这里有 {len(data.nodes)} 个：请按文件、地区或一个节点的周围取一部分",
        )


@cache
def _file(name: str) -> str:
    return resources.files("graph.exports").joinpath(name).read_text(encoding="utf-8")


@cache
def library() -> str:
    """vis-network as pyvis carries it; its addresses (licences, the SVG name space) are written so that a reader of
    the page, man or program, finds none to load: `:\\/\\/` is the same to JavaScript.
    """
    folder = resources.files("pyvis").joinpath("templates", "lib")
    found = sorted((p for p in folder.iterdir() if p.name.startswith("vis-")), key=lambda p: p.name)
    text = found[-1].joinpath("vis-network.min.js").read_text(encoding="utf-8")
    kept = [line for line in text.split("\n") if not line.startswith("//# sourceMappingURL")]
    return "\n".join(kept).replace("://", ":\\/\\/").replace("</script", "<\\/script")


def _network(data: GraphData) -> Network:
    network = Network(directed=True, cdn_resources="in_line")
    network.set_options(json.dumps(_options()))
    places, degrees = layout(data), _degrees(data)
    for node in data.nodes:
        x, y = places[node.id]
        network.add_node(node.id, x=x, y=y, **node_look(node, degrees[node.id]))
    for edge in data.edges:
        network.add_edge(edge.source, edge.target, **edge_look(edge))
    return network


def _options() -> dict[str, Any]:
    return {
        "physics": {"enabled": False},
        "interaction": {
            "hover": True,
            "navigationButtons": False,
            "keyboard": {"enabled": True, "bindToWindow": False},
        },
        "nodes": {"font": {"color": INK, "size": 14, "strokeWidth": 3, "strokeColor": PAPER}},
        "edges": {"smooth": {"enabled": True, "type": "continuous"}, "arrows": {"to": {"scaleFactor": 0.5}}},
    }


def layout(data: GraphData) -> dict[str, tuple[float, float]]:
    """A place for each node: force-directed (Fruchterman, Reingold 1991) with a fixed seed, part by part."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(n.id for n in data.nodes)
    graph.add_edges_from((e.source, e.target) for e in data.edges if e.source != e.target)
    if not graph:
        return {}
    spread = _SCALE * max(len(graph), 2) ** 0.5
    rounds = 60 if len(graph) <= 500 else 25
    places = nx.spring_layout(graph, seed=_SEED, iterations=rounds, method="force")
    return {node: (round(float(x) * spread, 1), round(float(y) * spread, 1)) for node, (x, y) in places.items()}


def _degrees(data: GraphData) -> Counter[str]:
    return Counter(end for e in data.edges for end in (e.source, e.target))


def node_look(node: Node, degree: int) -> dict[str, Any]:
    """Shape, size, colour and label of a node, in the terms of vis-network."""
    kind = model.class_def(node.label).zh
    colour = _NODE_COLOURS.get(node.label, _FAINT)
    name = node.name
    look: dict[str, Any] = {
        "label": name if len(name) <= 16 else name[:15] + "…",
        "title": f"{kind}：{name}\n{node.id}",
        "shape": _SHAPES.get(node.label, "dot"),
        "size": round(7 + 3 * min(degree, 40) ** 0.5, 1),
        "color": {"border": colour, "background": PAPER if _is_open(node) else colour},
    }
    if look["shape"] == "box":
        look["color"] = {"border": _FAINT, "background": PAPER}
    if node.properties.get("kind") == "class":
        look["shapeProperties"] = {"borderDashes": [3, 3]}
    return look


def _is_open(node: Node) -> bool:
    """Whether a node is drawn as a ring: every body but those of the party, and every class of bodies."""
    return node.label == "Institution" and node.properties.get("organ") != "party"


def edge_colour(edge_type: str) -> str:
    """The colour of an edge type: by role for responsibilities, faint for structure."""
    if edge_type in _ROLE_COLOURS:
        return _ROLE_COLOURS[edge_type]
    return _GOVERN if edge_type in model.responsibility_edges() else _FAINT


def edge_look(edge: Edge) -> dict[str, Any]:
    """Colour, width, dash and tooltip of an edge, in the terms of vis-network."""
    label = edge_label(edge.type)
    quote = str(edge.properties.get("quote") or "")
    return {
        "color": edge_colour(edge.type),
        "title": f"{label}\n{quote}".strip(),
        "dashes": edge.type == "LIKELY_LEADS",
        "width": 2 if edge.type in model.responsibility_edges() else 1,
    }


@cache
def edge_label(edge_type: str) -> str:
    """The Chinese name of an edge type."""
    return next(e.zh for e in model.edges() if e.name == edge_type)


def _page(data: GraphData, title: str) -> Mapping[str, Any]:
    names = {n.id: n.name for n in data.nodes}
    found = Counter(e.type for e in data.edges)
    legend = [
        {"label": edge_label(t), "color": edge_colour(t), "dashed": t == "LIKELY_LEADS", "count": found[t]}
        for t in sorted(found, key=lambda t: (-found[t], t))
    ]
    rows = [
        {
            "source": names[e.source],
            "label": edge_label(e.type),
            "target": names[e.target],
            "quote": str(e.properties.get("quote") or ""),
        }
        for e in data.edges
    ]
    summary = f"{len(data.nodes)} 个节点，{len(data.edges)} 条关系；虚线为推断，不计入明示。"
    return {"title": title, "summary": summary, "legend": legend, "rows": rows, "library": library()}
