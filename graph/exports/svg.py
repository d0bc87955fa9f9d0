"""A drawing of the graph as SVG: the places, colours and shapes of the page, text as text, nothing from anywhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from html import escape
from math import cos, pi, sin
from typing import Any

from graph.exports import html
from graph.exports.data import Edge, GraphData, Node
from graph.exports.graphml import without_controls

_FONT = "Source Han Sans SC, Noto Sans CJK SC, PingFang SC, Microsoft YaHei, sans-serif"
_MARGIN, _KEY = 120.0, 22.0
_CORNERS = {"hexagon": (6, 0.0), "diamond": (4, 0.0), "triangle": (3, -pi / 2), "triangleDown": (3, pi / 2)}
_HALO = f'stroke="{html.PAPER}" stroke-width="3" paint-order="stroke"'
Place = tuple[float, float]


def as_svg(data: GraphData) -> Iterator[bytes]:
    """The drawing as UTF-8. BadParameter for more nodes than can be told apart."""
    html.check_size(data)
    return iter([_drawn(data).encode()])


def _drawn(data: GraphData) -> str:
    places = html.layout(data)
    left, top = (min((at[i] for at in places.values()), default=0.0) - _MARGIN for i in (0, 1))
    right, bottom = (max((at[i] for at in places.values()), default=0.0) + _MARGIN for i in (0, 1))
    at = {node: (round(x - left, 1), round(y - top, 1)) for node, (x, y) in places.items()}
    keys = Counter(edge.type for edge in data.edges)
    width, drawn = max(right - left, 320.0), bottom - top
    height = drawn + _KEY * (len(keys) + 1)
    degrees = Counter(end for edge in data.edges for end in (edge.source, edge.target))
    marks = [
        *(_edge(edge, at) for edge in data.edges),
        *(_node(node, at[node.id], degrees[node.id]) for node in data.nodes),
        *_legend(keys, drawn),
    ]
    told = f"{len(data.nodes)} 个节点，{len(data.edges)} 条关系"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{told}" width="{width:.0f}" '
        f'height="{height:.0f}" viewBox="0 0 {width:.0f} {height:.0f}" font-family="{_FONT}" font-size="13">\n'
        f'<rect width="100%" height="100%" fill="{html.PAPER}"/>\n' + "\n".join(marks) + "\n</svg>\n"
    )


def _text(words: str) -> str:
    return escape(without_controls(words))


def _edge(edge: Edge, at: Mapping[str, Place]) -> str:
    look = html.edge_look(edge)
    (x1, y1), (x2, y2) = at[edge.source], at[edge.target]
    dashes = ' stroke-dasharray="5 4"' if look["dashes"] else ""
    return (
        f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{look["color"]}" stroke-width="{look["width"]}" '
        f'stroke-opacity="0.6"{dashes}><title>{_text(look["title"])}</title></line>'
    )


def _node(node: Node, at: Place, degree: int) -> str:
    look = html.node_look(node, degree)
    x, y = at
    rim = ' stroke-dasharray="3 3"' if "shapeProperties" in look else ""
    paint = f'fill="{look["color"]["background"]}" stroke="{look["color"]["border"]}" stroke-width="2"{rim}'
    below = f'x="{x}" y="{y + look["size"] + 14:.1f}" text-anchor="middle" fill="{html.INK}" {_HALO}'
    words = f"<text {below}>{_text(look['label'])}</text>"
    return f"<g><title>{_text(look['title'])}</title>{_shape(look, at, paint)}{words}</g>"


def _shape(look: Mapping[str, Any], at: Place, paint: str) -> str:
    (x, y), size, shape = at, look["size"], look["shape"]
    if shape in ("square", "box"):
        tall = size if shape == "square" else size * 0.7
        wide, high = f"{2 * size:.1f}", f"{2 * tall:.1f}"
        return f'<rect x="{x - size:.1f}" y="{y - tall:.1f}" width="{wide}" height="{high}" rx="2" {paint}/>'
    if shape in _CORNERS:
        number, turn = _CORNERS[shape]
        ends = (turn + 2 * pi * k / number for k in range(number))
        points = " ".join(f"{x + size * cos(a):.1f},{y + size * sin(a):.1f}" for a in ends)
        return f'<polygon points="{points}" {paint}/>'
    return f'<circle cx="{x}" cy="{y}" r="{size}" {paint}/>'


def _legend(keys: Mapping[str, int], top: float) -> Iterator[str]:
    for number, edge in enumerate(sorted(keys, key=lambda t: (-keys[t], t))):
        y = top + _KEY * (number + 0.5)
        dashes = ' stroke-dasharray="5 4"' if edge == "LIKELY_LEADS" else ""
        paint = f'stroke="{html.edge_colour(edge)}" stroke-width="2"{dashes}'
        yield (
            f'<line x1="24" y1="{y:.1f}" x2="56" y2="{y:.1f}" {paint}/>'
            f'<text x="64" y="{y + 4:.1f}" fill="{html.INK}">{html.edge_label(edge)} {keys[edge]}</text>'
        )
