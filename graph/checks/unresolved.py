"""Names of bodies that the registry did not know or could not decide between."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from graph.checks.ground import Ground
from graph.items import DocumentItem, InstitutionItem
from ontology import registry


@dataclass
class Unresolved:
    """A name that stayed unresolved: how often documents name it, in which, and what it can mean there.

    `now` holds the bodies that today's registry takes it for: load the documents again.
    """

    body: InstitutionItem
    mentions: int = 0
    documents: list[DocumentItem] = field(default_factory=list)
    candidates: tuple[str, ...] = ()
    now: tuple[str, ...] = ()


def unresolved(ground: Ground) -> list[Unresolved]:
    """The bodies of kind institution that are not registered, most mentions first, then by name."""
    found = ground.projection
    bodies = {b.id: Unresolved(b) for b in found.institutions if not b.registered and b.kind == "institution"}
    within: dict[str, set[str]] = {}
    for body, document in _mentions(ground):
        if body in bodies:
            bodies[body].mentions += 1
            within.setdefault(body, set()).add(document)
    for identifier, one in bodies.items():
        one.documents = [found.document_by_id[d] for d in sorted(within.get(identifier, ()))]
        _decide(one)
    return sorted(bodies.values(), key=lambda one: (-one.mentions, one.body.name, one.body.id))


def _mentions(ground: Ground) -> Iterable[tuple[str, str]]:
    """(Body, document) for every responsibility that is no inference, every signature and every address."""
    yield from ((r.institution, r.document) for r in ground.projection.responsibilities if not r.inferred)
    for document in ground.projection.documents:
        yield from ((body, document.id) for body in (*document.issuers, *document.addressees))


def _decide(one: Unresolved) -> None:
    candidates: dict[str, None] = {}
    now: dict[str, None] = {}
    for document in one.documents:
        read = registry.resolve(
            one.body.name,
            jurisdiction=document.jurisdiction or "",
            level=document.level or "",
            date=document.date,
            document=document.id,
        )
        candidates.update(dict.fromkeys(read.candidates))
        if read.registered:
            now[read.institution_id] = None
    one.candidates, one.now = tuple(candidates), tuple(now)
