"""Drawing in SVG that stands by itself: light colours as attributes, which the sheet of a page may turn dark."""

from __future__ import annotations

import re
from html import escape

from api.paper.asking import Number

SANS = "Source Han Sans SC, Noto Sans CJK SC, PingFang SC, Microsoft YaHei, sans-serif"
# The tokens of style.css in their light form: what an image saved from the page has.
INKS = {
    "ink": "#1d2126",
    "paper": "#fbfaf7",
    "faint": "#5b626b",
    "rule": "#dcd8cf",
    "lead": "#a62117",
    "responsible": "#1f4e8c",
    "cooperate": "#1b6e5a",
    "govern": "#6a3d8a",
    "target": "#8a5a00",
    "instrument": "#0b6b7a",
    "none": "none",
}
# Inks that tell groups apart, each beside a number or a word.
GROUPS = ("responsible", "lead", "cooperate", "govern", "target", "instrument")
_WIDE = re.compile(r"[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6—…“”]")
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def width_of(words: str, size: float = 13) -> float:
    """About how wide words are, in pixels: Chinese characters are square, others a little over half of that."""
    wide = len(_WIDE.findall(words))
    return size * (wide + 0.58 * (len(words) - wide))


def fitted(words: str, width: float, size: float = 13) -> str:
    """Words cut so that they fit, with an ellipsis."""
    if width_of(words, size) <= width:
        return words
    while words and width_of(words + "…", size) > width:
        words = words[:-1]
    return words + "…"


def wrapped(words: str, width: float, most: int, size: float = 13) -> list[str]:
    """Words in lines that fit, `most` at the most."""
    lines: list[str] = []
    rest = words
    while rest and len(lines) < most - 1:
        cut = len(rest)
        while cut > 1 and width_of(rest[:cut], size) > width:
            cut -= 1
        lines.append(rest[:cut])
        rest = rest[cut:]
    return [*lines, fitted(rest, width, size)] if rest else lines


def _clean(words: str) -> str:
    return escape(_NOT_TEXT.sub("", words))


class Canvas:
    """A drawing of a width and height in pixels that grows by marks; `name` keeps its patterns apart on a page."""

    def __init__(self, name: str, width: float, height: float) -> None:
        self.name, self.width, self.height = name, round(width, 1), round(height, 1)
        self._marks: list[str] = []

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = 13,
        ink: str = "ink",
        anchor: str = "start",
        bold: bool = False,
        turn: int = 0,
        whole: str = "",
        of: Number | None = None,
    ) -> None:
        """Words at their baseline; `whole` is what stands behind cut ones, `of` the value they print."""
        turned = f' transform="rotate({turn} {x:.1f} {y:.1f})"' if turn else ""
        weight = ' font-weight="600"' if bold else ""
        title = f"<title>{_clean(whole)}</title>" if whole and whole != words else ""
        self._marks.append(
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}"{weight}{turned}'
            f"{_paint('fill', ink)}{_source(of)}>{title}{_clean(words)}</text>"
        )

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: str = "none",
        stroke: str = "none",
        pattern: str = "",
        title: str = "",
        of: Number | None = None,
    ) -> None:
        """A box; `pattern` is one of those declared by `patterns`."""
        paint = f' fill="url(#{self.name}-{pattern})"' if pattern else _paint("fill", fill)
        shape = f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
        edge = "" if stroke == "none" else _paint("stroke", stroke)
        self._marks.append(f"{shape}{paint}{edge}{_source(of)}>{_title(title)}</rect>")

    def line(
        self,
        ends: tuple[float, float, float, float],
        *,
        ink: str = "rule",
        width: float = 1,
        fade: float = 1,
        title: str = "",
        of: Number | None = None,
    ) -> None:
        """A line from one point to another."""
        places = " ".join(f'{k}="{v:.1f}"' for k, v in zip(("x1", "y1", "x2", "y2"), ends, strict=True))
        faded = f' stroke-opacity="{fade:.2f}"' if fade < 1 else ""
        paint = f' stroke-width="{width:.1f}"{faded}{_paint("stroke", ink)}'
        self._marks.append(f"<line {places}{paint}{_source(of)}>{_title(title)}</line>")

    def circle(
        self,
        x: float,
        y: float,
        radius: float,
        *,
        fill: str,
        title: str = "",
        dotted: bool = False,
        of: Number | None = None,
    ) -> None:
        """A disc with a rim of paper, dotted for classes of bodies."""
        rim = ' stroke-dasharray="2 2"' if dotted else ""
        self._marks.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"{rim}{_paint("fill", fill)}'
            f"{_paint('stroke', 'paper')}{_source(of)}>{_title(title)}</circle>"
        )

    def patterns(self) -> None:
        """Hatching (partly) and dots (not loaded), told apart without colour."""
        self._marks.append(
            f'<defs><pattern id="{self.name}-partly" width="6" height="6" patternUnits="userSpaceOnUse" '
            f'patternTransform="rotate(45)"><rect width="3" height="6"{_paint("fill", "cooperate")}/></pattern>'
            f'<pattern id="{self.name}-dots" width="5" height="5" patternUnits="userSpaceOnUse">'
            f'<circle cx="1.5" cy="1.5" r="0.8"{_paint("fill", "faint")}/></pattern></defs>'
        )

    def svg(self, title: str) -> str:
        """The whole drawing."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{_clean(title)}" width="{self.width:g}" '
            f'height="{self.height:g}" viewBox="0 0 {self.width:g} {self.height:g}" font-family="{SANS}">'
            f'<rect width="100%" height="100%"{_paint("fill", "paper")}/>{"".join(self._marks)}</svg>'
        )


def _paint(attribute: str, ink: str) -> str:
    return f' {attribute}="none"' if ink == "none" else f' {attribute}="{INKS[ink]}" data-{attribute}="{ink}"'


def _title(words: str) -> str:
    return f"<title>{_clean(words)}</title>" if words else ""


def _source(of: Number | None) -> str:
    return f' data-from="{_clean(of.source)}" data-value="{_clean(of.raw)}"' if of is not None else ""
