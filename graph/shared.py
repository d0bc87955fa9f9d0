"""Nodes that documents share, as functions of their ids: bodies, places, lines, instruments, changes of bodies.

A shared node owns the edges that say what it belongs to or became; what such an edge leads to is needed with it. So
the set needed for a body does not depend on the document that names it, and a node goes when nothing leads to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from graph.errors import BadParameter
from graph.parts import Edge, Node, present
from ontology import model, registry
from ontology.identifiers import instrument_id, jurisdiction_id, line_id

_CODE = re.compile(r"[a-z]-(\d{6})")
_AREA = re.compile(
    r"(?:管理委员会|管委会|开发区|新区|高新区|经开区|园区|产业园|示范区|试验区|保税区|度假区|风景区|合作区|功能区)$"
)


@dataclass(frozen=True, slots=True)
class Needed:
    """A shared node (with the changes it ended in), the edges it owns, and the ids of the nodes these lead to."""

    nodes: tuple[Node, ...]
    links: tuple[Edge, ...]
    needs: tuple[str, ...]


def closure(named: Iterable[tuple[str, str]]) -> tuple[tuple[Node, ...], tuple[Edge, ...]]:
    """All shared nodes that (id, name) pairs need, with the edges they own, sorted; names serve unregistered bodies."""
    names = dict(named)
    found: dict[str, Needed] = {}
    waiting = sorted(names)
    while waiting:
        identifier = waiting.pop()
        if identifier not in found:
            found[identifier] = needed(identifier, names.get(identifier, identifier))
            waiting.extend(found[identifier].needs)
    nodes = {node.id: node for one in found.values() for node in one.nodes}
    links = {link.key: link for one in found.values() for link in one.links}
    return tuple(nodes[i] for i in sorted(nodes)), tuple(links[key] for key in sorted(links))


@registry.remembered
def needed(identifier: str, name: str) -> Needed:
    """The shared node of an id; `name` counts for unregistered bodies alone. BadParameter for an id of no such kind."""
    make = _MAKERS.get(identifier[:2])
    if make is None:
        raise BadParameter("bad_parameter", f"不是机构、地区、条线或政策工具的标识：{identifier}")
    return make(identifier, name)


def instrument_of(name: str) -> str:
    """The id of the instrument a word stands for; BadParameter for a word the vocabulary lacks."""
    for term in model.vocabulary("instruments").terms:
        if name == term.zh or name in term.words:
            return instrument_id(term.id)
    raise BadParameter("bad_parameter", f"政策工具词表里没有“{name}”")


def _node(label: str, identifier: str, **values: object) -> Node:
    return Node(label, identifier, present(values))


def _with(nodes: tuple[Node, ...], *links: Edge) -> Needed:
    own = {node.id for node in nodes}
    ends = dict.fromkeys(end for link in links for end in (link.source, link.target))
    return Needed(nodes, links, tuple(end for end in ends if end not in own))


def _place(identifier: str, _name: str) -> Needed:
    code = identifier.removeprefix("j-")
    place = registry.jurisdiction(code)
    if place is None:
        return _with((_node("Jurisdiction", identifier, name=code, code=code),))
    node = _node("Jurisdiction", identifier, name=place.name, level=place.level, code=code)
    if place.parent is None:
        return _with((node,))
    return _with((node,), Edge("PART_OF", identifier, jurisdiction_id(place.parent), {}))


def _line(identifier: str, _name: str) -> Needed:
    line = registry.line(identifier.removeprefix("l-"))
    if line is None:
        return _with((_node("FunctionalLine", identifier, name=identifier),))
    return _with((_node("FunctionalLine", identifier, name=line.name, protocol_rank=line.protocol_rank),))


def _instrument(identifier: str, _name: str) -> Needed:
    term = model.vocabulary("instruments").term(identifier.removeprefix("t-"))
    synonyms = [word for word in term.words if word != term.zh]
    return _with((_node("Instrument", identifier, name=term.zh, synonyms=synonyms),))


def _registered(identifier: str, name: str) -> Needed:
    body = registry.institution(identifier)
    if body is None:
        return _unregistered(identifier, name)
    node = _node(
        "Institution",
        identifier,
        name=body.name,
        short_names=list(body.short_names),
        kind=body.kind,
        organ=body.organ,
        management=body.management,
        level=body.level,
        registered=True,
        valid_from=body.valid_from,
        valid_to=body.valid_to,
    )
    changes, links = _endings(identifier)
    return _with((node, *changes), *_relations(body), *links)


def _relations(body: registry.Institution) -> Iterable[Edge]:
    yield Edge("LOCATED_IN", body.id, jurisdiction_id(body.jurisdiction), {})
    for line in body.lines:
        yield Edge("ON_LINE", body.id, line_id(line), {})
    if body.part_of is not None:
        yield Edge("PART_OF", body.id, body.part_of, {})
    if body.hosted_by is not None:
        yield Edge("HOSTED_BY", body.id, body.hosted_by, {})


def _endings(identifier: str) -> tuple[list[Node], list[Edge]]:
    """The changes a body ended in, and the edges that tell of them."""
    ended = [event for event in registry.events_of(identifier) if identifier in event.original]
    nodes = [
        _node(
            "ChangeEvent",
            event.id,
            name=event.name,
            date=event.date,
            kind=event.kind,
            certain=event.certain,
            basis=event.basis,
        )
        for event in ended
    ]
    links = [Edge("ORIGINAL", event.id, identifier, {}) for event in ended]
    links += [Edge("RESULTING", event.id, body, {}) for event in ended for body in event.resulting]
    for successor in registry.successors(identifier):
        change = next((event for event in ended if successor in event.resulting), None)
        told = {"date": change.date, "event": change.id} if change else {}
        links.append(Edge("SUCCEEDED_BY", identifier, successor, told))
    return nodes, links


def _unregistered(identifier: str, name: str) -> Needed:
    match = _CODE.match(identifier)
    place = registry.jurisdiction(match[1]) if match else None
    kind = {"c": "class", "g": "group"}.get(identifier[0]) or ("area" if _AREA.search(name) else "institution")
    level = place.level if place else None
    node = _node("Institution", identifier, name=name, kind=kind, level=level, registered=False)
    if match is None:
        return _with((node,))
    return _with((node,), Edge("LOCATED_IN", identifier, jurisdiction_id(match[1]), {}))


_MAKERS: dict[str, Callable[[str, str], Needed]] = {
    "i-": _registered,
    "u-": _unregistered,
    "c-": _unregistered,
    "g-": _unregistered,
    "j-": _place,
    "l-": _line,
    "t-": _instrument,
}
