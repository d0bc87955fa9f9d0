"""The text of a document cut into marked pieces: what a reader sees, every piece knowing its place.

Offsets count code points of the document's text.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from api.labels import role_kind
from graph.items import MeasureItem, SectionItem
from graph.projection import Projection
from ontology import model

Unit = MeasureItem | SectionItem
KINDS: Mapping[str, str] = {
    "lead": "牵头",
    "likely": "牵头（推断）",
    "responsible": "责任",
    "cooperate": "配合",
    "govern": "审定、归口、统筹、监督等",
    "undertake": "承担研究",
    "duty": "条文主语",
    "target": "指标",
    "citation": "引用文件",
    "instrument": "政策工具",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A span with the kind of what it says, the id of that, and whose card tells of it; `link` leads elsewhere."""

    start: int
    end: int
    kind: str
    label: str
    card: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text under one set of marks."""

    start: int
    end: int
    text: str
    kinds: tuple[str, ...]
    label: str
    card: str
    cards: tuple[str, ...]
    link: str
    anchors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the text; `unit` is the id of the unit that begins in it, `heading` whether it is no more than that."""

    start: int
    pieces: tuple[Piece, ...]
    units: tuple[str, ...]
    style: str


def occurrences(text: str, word: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where a word stands in a span."""
    at = text.find(word, start, end) if word else -1
    while at >= 0:
        yield at, at + len(word)
        at = text.find(word, at + len(word), end)


def marks_of(projection: Projection, text: str) -> list[Mark]:
    """The marks of one document: names of bodies in their roles, targets, citations, instruments."""
    return [*_bodies(projection, text), *_targets(projection, text), *_citations(projection), *_tools(projection, text)]


def _bodies(projection: Projection, text: str) -> Iterator[Mark]:
    names = {i.id: i.name for i in projection.institutions}
    for item in (*projection.responsibilities, *projection.duties):
        kind = role_kind(item.role, item.inferred, item.basis)
        label = f"{KINDS[kind]}：{names.get(item.institution, item.written)}"
        places = list(occurrences(text, item.written, item.start, item.end))
        # A name carried on from elsewhere, or split from a joint one, is not printed so: the evidence itself is marked.
        for start, end in places or [(item.start, item.end)]:
            yield Mark(start, end, kind, label, item.target)
        yield Mark(item.start, item.end, "evidence", "", item.target)


def units_of(projection: Projection) -> list[Unit]:
    """Sections and measures in order of print, outer ones first."""
    return in_order([*projection.sections, *projection.measures])


def in_order(units: Iterable[Unit]) -> list[Unit]:
    """Units as they are printed, outer ones first."""
    return sorted(units, key=lambda unit: (unit.start, -unit.end, unit.id))


def _spans(projection: Projection) -> dict[str, tuple[int, int]]:
    return {unit.id: (unit.start, unit.end) for unit in units_of(projection)}


def _targets(projection: Projection, text: str) -> Iterator[Mark]:
    spans = _spans(projection)
    for item in projection.targets:
        start, end = spans.get(item.owner, (0, len(text)))
        for left, right in list(occurrences(text, item.quote, start, end))[:1]:
            yield Mark(left, right, "target", f"指标：{item.indicator}", item.owner)


def _citations(projection: Projection) -> Iterator[Mark]:
    for item in projection.citations:
        relation = model.vocabulary("citation_relations").term(item.relation).zh
        link = f"/entities/{item.target}"
        yield Mark(item.start, item.end, "citation", f"{relation}：{item.title or item.doc_no or ''}", "", link)


def _words(name: str) -> tuple[str, ...]:
    for term in model.vocabulary("instruments").terms:
        if term.zh == name:
            return tuple(sorted({term.zh, *term.words}, key=len, reverse=True))
    return (name,)


def _tools(projection: Projection, text: str) -> Iterator[Mark]:
    spans = _spans(projection)
    for use in projection.uses:
        start, end = spans.get(use.owner, (0, 0))
        for word in _words(use.name):
            for left, right in occurrences(text, word, start, end):
                yield Mark(left, right, "instrument", f"政策工具：{use.name}", use.owner, f"/entities/{use.instrument}")


def anchors_of(projection: Projection) -> dict[int, list[str]]:
    """The names of places that links lead to (`m-<id>:<start>-<end>`), by where they begin."""
    found: dict[int, list[str]] = {}
    for item in projection.responsibilities:
        name = f"m-{item.target}:{item.start}-{item.end}"
        if name not in found.setdefault(item.start, []):
            found[item.start].append(name)
    return found


_ORDER = {kind: number for number, kind in enumerate(KINDS)}


def _cut(line: str, start: int, marks: list[Mark], anchors: Mapping[int, list[str]]) -> Iterator[Piece]:
    end = start + len(line)
    edges = {start, end} | {edge for m in marks for edge in (m.start, m.end) if start < edge < end}
    edges |= set(anchors)
    ordered = sorted(edges)
    for left, right in pairwise(ordered):
        over = [m for m in marks if m.start <= left and right <= m.end]
        named = sorted((m for m in over if m.kind in _ORDER), key=lambda m: (_ORDER[m.kind], m.end - m.start))
        kinds = tuple(dict.fromkeys(m.kind for m in (*named, *over)))
        label = "；".join(dict.fromkeys(m.label for m in named if m.label))
        cards = tuple(dict.fromkeys(m.card for m in (*named, *over) if m.card))
        link = next((m.link for m in named if m.link), "")
        words, places = line[left - start : right - start], tuple(anchors.get(left, ()))
        yield Piece(left, right, words, kinds, label, cards[0] if cards else "", cards, link, places)


def _style(line: str, start: int, title: str, first: int, headings: Mapping[int, str]) -> str:
    if start < first and line.strip() and "".join(line.split()) in "".join(title.split()):
        return "doctitle"
    if "\t" in line:
        return "row"
    return headings.get(start, "")


def paragraphs(text: str, projection: Projection, title: str, marks: Iterable[Mark]) -> list[Paragraph]:
    """The lines of a loaded document with their marks; empty lines are left out."""
    return cut(text, units_of(projection), anchors_of(projection), title, marks)


def cut(
    text: str, units: Sequence[Unit], anchors: Mapping[int, list[str]], title: str, marks: Iterable[Mark]
) -> list[Paragraph]:
    """The lines of a text with their marks; `anchors` are the names of places that links lead to, by offset."""
    found = sorted(marks, key=lambda m: (m.start, m.end))
    begins = {unit.start: unit.id for unit in units}
    first = min(begins, default=len(text))
    headings = _headings(text, units)
    unit_starts, places = sorted(begins), sorted(anchors)
    made: list[Paragraph] = []
    start = at = 0
    over: list[Mark] = []
    for line in text.split("\n"):
        end = start + len(line)
        over = [m for m in over if start < m.end]
        while at < len(found) and found[at].start < end:
            over += [found[at]] if start < found[at].end else []
            at += 1
        if line.strip():
            within = tuple(
                begins[n] for n in unit_starts[bisect_left(unit_starts, start) : bisect_right(unit_starts, end)]
            )
            named = {n: anchors[n] for n in places[bisect_left(places, start) : bisect_left(places, end)]}
            pieces = tuple(_cut(line, start, over, named))
            made.append(Paragraph(start, pieces, within, _style(line, start, title, first, headings)))
        start = end + 1
    return made


def _headings(text: str, units: Iterable[Unit]) -> dict[int, str]:
    """Lines that hold a unit's number and title and nothing else."""
    found: dict[int, str] = {}
    for unit in units:
        left = text.rfind("\n", 0, unit.start) + 1
        right = text.find("\n", unit.start)
        line = text[unit.start : right if right >= 0 else len(text)].strip(" 　。：:")
        if line and line == unit.title.strip(" 　。：:"):
            found[left] = "heading" if isinstance(unit, MeasureItem) else "heading section"
    return found
