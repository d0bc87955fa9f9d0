"""Who does what kind of work: role profiles of lines, leads of drafters, tasks without a lead, concentration."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import TypedDict

from graph.analysis.ground import Ground, counted, line_name
from graph.analysis.overlap import roles_asked_for, tasks
from graph.analysis.rates import Basis, basis, share
from graph.projection import DocumentItem, MeasureItem, Projection, ResponsibilityItem
from graph.rows import DocumentReference, InstitutionReference, MeasureReference, Reference
from ontology import model, registry


class ProfileRow(TypedDict):
    """A functional line at a level: tasks by role (a task once a role), tasks in all, and the share it leads."""

    line: Reference
    level: str | None
    roles: dict[str, int]
    tasks: int
    lead_share: float | None
    documents: int


class Profiles(TypedDict):
    """All lines, most tasks first, with what they stand on."""

    results: list[ProfileRow]
    basis: Basis


def profiles(
    projection: Projection,
    *,
    roles: Collection[str] | None = None,
    inferred: bool = False,
    drafts: bool = False,
) -> Profiles:
    """Line × role × level: how many tasks the departments of each functional line have in each role.

    Bodies without a line (governments, groups, classes, enterprises) take no part. Inferred leads and drafts are left
    out unless asked for; inherited responsibilities count where they hold.
    """
    wanted, ground, documents = roles_asked_for(roles), Ground(projection), counted(projection, drafts=drafts)
    held: defaultdict[tuple[str, str | None], set[tuple[str, str, str]]] = defaultdict(set)
    used: list[ResponsibilityItem] = []
    units: list[str] = []
    for task in tasks(ground, documents):
        rows = [r for r in projection.responsibilities_of(task.id) if r.role in wanted and (inferred or not r.inferred)]
        for row in rows:
            body = ground.body(row)
            if body.line and body.kind == "institution":
                held[body.line, body.level].add((task.id, task.document, row.role))
        units += [task.document] if rows else []
        used += rows
    found = [_profile(line, level, group) for (line, level), group in held.items()]
    found.sort(key=lambda r: (-r["tasks"], r["line"]["id"], r["level"] or ""))
    return {"results": found, "basis": basis(projection, documents, units, used)}


def _profile(line: str, level: str | None, group: Collection[tuple[str, str, str]]) -> ProfileRow:
    by_role = Counter(role for _, _, role in group)
    total = len({task for task, _, _ in group})
    return {
        "line": {"id": line, "type": "FunctionalLine", "name": line_name(line)},
        "level": level,
        "roles": {role: by_role[role] for role in model.vocabulary("roles").ids if by_role[role]},
        "tasks": total,
        "lead_share": share(by_role["lead"], total),
        "documents": len({document for _, document, _ in group}),
    }


class DrafterRow(TypedDict):
    """A document and its stated leads: how many fall on an issuer itself, how many on the host of an issuing group.

    `government` tells that a government, a party committee or its office signs, which hides who drafted.
    """

    document: DocumentReference
    issuers: list[InstitutionReference]
    government: bool
    leads: int
    own: int
    host: int
    own_share: float | None
    inferred: int
    inferred_own: int


class Drafters(TypedDict):
    """All documents with leads, with what the table stands on."""

    results: list[DrafterRow]
    basis: Basis


_WHOLE = ("people_government", "government_office", "party_committee", "party_office")


def drafters(projection: Projection, *, drafts: bool = False) -> Drafters:
    """Does who drafts a document give itself the lead: the stated leads of each document by whose they are.

    An issuer's own lead is one of the issuer or of an earlier or later body of it; a host's that of the body that an
    issuing group's office stands with (办公室设在). Likely leads are counted apart, never with the stated ones.
    """
    ground, documents = Ground(projection), counted(projection, drafts=drafts)
    leads: defaultdict[str, list[ResponsibilityItem]] = defaultdict(list)
    for item in projection.responsibilities:
        if item.role == "lead" and projection.counts(item.target):
            leads[item.document].append(item)
    found = [_drafter(ground, d, leads[d.id]) for d in documents if d.id in leads]
    used = [r for d in documents if d.id in leads for r in leads[d.id]]
    found.sort(key=lambda r: (-(r["own_share"] or 0.0), -r["leads"], r["document"]["id"]))
    return {"results": found, "basis": basis(projection, documents, [r.document for r in used], used)}


def _drafter(ground: Ground, document: DocumentItem, leads: list[ResponsibilityItem]) -> DrafterRow:
    issuers = [i for i in document.issuers if i in ground.projection.institution_by_id]
    own, hosts = _kin(issuers), _kin(filter(None, map(_host, issuers)))
    stated = [r for r in leads if not r.inferred]
    likely = [r for r in leads if r.inferred]
    by_own = sum(r.institution in own for r in stated)
    return {
        "document": ground.document(document.id),
        "issuers": [ground.institution(i) for i in issuers],
        "government": any(_is_government(i) for i in issuers),
        "leads": len(stated),
        "own": by_own,
        "host": sum(r.institution in hosts and r.institution not in own for r in stated),
        "own_share": share(by_own, len(stated)),
        "inferred": len(likely),
        "inferred_own": sum(r.institution in own for r in likely),
    }


def _kin(bodies: Iterable[str]) -> set[str]:
    """Bodies with the one each has become today."""
    found: set[str] = set()
    for body in bodies:
        found |= {body, *registry.today(body)}
    return found


def _host(body: str) -> str | None:
    known = registry.institution(body)
    return known.hosted_by if known else None


def _is_government(body: str) -> bool:
    known = registry.institution(body)
    return known is not None and any(line in _WHOLE for line in known.lines)


class UnledRow(TypedDict):
    """A task without a stated lead; `state` is likely (an inferred lead), listed (bodies, none of them leading) or
    nobody; `inherited_from` is the measure whose bodies hold for it where it has none of its own.
    """

    measure: MeasureReference
    document: DocumentReference
    state: str
    bodies: list[InstitutionReference]
    inherited_from: MeasureReference | None


class Unled(TypedDict):
    """All such tasks in order of print, how the tasks stand in all, and what that is over."""

    results: list[UnledRow]
    states: dict[str, int]
    stated_share: float | None
    basis: Basis


def unled(projection: Projection, *, drafts: bool = False) -> Unled:
    """Tasks without a stated lead, and what stands in its place; `states` counts led, likely, listed and nobody."""
    ground, documents = Ground(projection), counted(projection, drafts=drafts)
    every = tasks(ground, documents)
    states = {m.id: _state(projection.responsibilities_of(m.id)) for m in every}
    held = [r for m in every for r in projection.responsibilities_of(m.id)]
    counts = Counter(states.values())
    return {
        "results": [_unled(ground, m, states[m.id]) for m in every if states[m.id] != "led"],
        "states": {state: counts[state] for state in ("led", "likely", "listed", "nobody")},
        "stated_share": share(counts["led"], len(every)),
        "basis": basis(projection, documents, [m.document for m in every], held),
    }


def _state(held: Collection[ResponsibilityItem]) -> str:
    if any(r.role == "lead" and not r.inferred for r in held):
        return "led"
    if any(r.role == "lead" for r in held):
        return "likely"
    return "listed" if held else "nobody"


def _unled(ground: Ground, task: MeasureItem, state: str) -> UnledRow:
    source = ground.projection.source_of.get(task.id, task.id)
    held = ground.projection.responsibilities_of(task.id)
    return {
        "measure": ground.measure(task.id),
        "document": ground.document(task.document),
        "state": state,
        "bodies": [ground.institution(i) for i in dict.fromkeys(r.institution for r in held)],
        "inherited_from": ground.measure(source) if held and source != task.id else None,
    }


class ConcentrationRow(TypedDict):
    """A document and how its leads are spread: hhi is the sum of squared shares (1 where one body leads all)."""

    document: DocumentReference
    led: int
    bodies: int
    top: InstitutionReference
    top_share: float | None
    hhi: float


class Concentration(TypedDict):
    """All documents with leads, the most concentrated first."""

    results: list[ConcentrationRow]
    basis: Basis


def concentration(projection: Projection, *, inferred: bool = False, drafts: bool = False) -> Concentration:
    """How far the leads of each document fall on few bodies: top share and Herfindahl–Hirschman index over led tasks.

    A task with several leads counts in equal parts for each of them.
    """
    ground, documents = Ground(projection), counted(projection, drafts=drafts)
    parts: defaultdict[str, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
    led: Counter[str] = Counter()
    used: list[ResponsibilityItem] = []
    for task in tasks(ground, documents):
        leads = ground.leads(task, inferred=inferred)
        bodies = sorted({r.institution for r in leads})
        for body in bodies:
            parts[task.document][body] += 1 / len(bodies)
        led[task.document] += bool(bodies)
        used += leads
    found = [_spread(ground, document, led[document], parts[document]) for document in sorted(parts)]
    found.sort(key=lambda r: (-r["hhi"], -r["led"], r["document"]["id"]))
    return {"results": found, "basis": basis(projection, documents, led.elements(), used)}


def _spread(ground: Ground, document: str, led: int, parts: Mapping[str, float]) -> ConcentrationRow:
    top = min(parts, key=lambda body: (-parts[body], body))
    return {
        "document": ground.document(document),
        "led": led,
        "bodies": len(parts),
        "top": ground.institution(top),
        "top_share": share(parts[top], led),
        "hhi": round(sum((part / led) ** 2 for part in parts.values()), 4),
    }
