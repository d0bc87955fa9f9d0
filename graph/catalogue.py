"""The one catalogue of Cypher: a query is a file of graph/queries, named by the file, with parameters for all values.

Labels and edge types cannot be parameters in Cypher. Where a query serves several, the file says __LABEL__, __SOURCE__,
__TARGET__ or __TYPE__, and only names of the declared model are put there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib import resources

from ontology import model

_SLOT = re.compile(r"__([A-Z]+)__")


@cache
def text(name: str, **names: str) -> str:
    """The text of a query with its slots filled; KeyError for a missing query or slot, ValueError if undeclared."""
    filled = _SLOT.sub(lambda slot: _declared(slot[1].lower(), names[slot[1].lower()]), _read(name))
    unused = set(names) - {slot.lower() for slot in _SLOT.findall(_read(name))}
    if unused:
        raise KeyError(f"the query {name} has no slot {', '.join(sorted(unused))}")
    return filled


def types(names: Iterable[str]) -> str:
    """Several edge types for one slot."""
    return "|".join(names)


@cache
def names() -> tuple[str, ...]:
    """The names of all queries."""
    folder = resources.files("graph").joinpath("queries")
    return tuple(sorted(p.name.removesuffix(".cypher") for p in folder.iterdir() if p.name.endswith(".cypher")))


@cache
def _read(name: str) -> str:
    if name not in names():
        raise KeyError(f"no query {name}")
    lines = resources.files("graph").joinpath("queries", f"{name}.cypher").read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if line.strip() and not line.startswith("//"))


@cache
def _known(slot: str) -> frozenset[str]:
    declared = model.edges() if slot == "type" else model.classes()
    return frozenset(one.name for one in declared)


def _declared(slot: str, value: str) -> str:
    given = value.split("|")
    strange = [name for name in given if name not in _known(slot)]
    if strange or (slot != "type" and len(given) > 1):
        raise ValueError(f"not declared in the model: {value}")
    return value
