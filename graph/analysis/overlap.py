"""Where responsibilities overlap: bodies that share tasks, and tasks of different leads on one subject."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from itertools import groupby
from typing import TypedDict

from graph.analysis.align import ReasonRow
from graph.analysis.ground import WORKING_ROLES, Ground, counted, line_name
from graph.analysis.permuting import SEED
from graph.analysis.rates import Basis, basis
from graph.analysis.shared_work import SharedWork, Task, shared_work
from graph.analysis.similarity import Vector, counts, inverse_frequencies, nearest, shared_terms, weigh
from graph.errors import BadParameter
from graph.projection import DocumentItem, InstitutionItem, MeasureItem, Projection, ResponsibilityItem
from graph.rows import InstitutionReference, MeasureReference, Reference
from ontology import model, registry
from ontology.identifiers import line_id

SIMILAR = 0.2
_NEAREST = 20
_TERMS_SHOWN = 6
_OWN_WORDS = 12
_HAN = re.compile(r"[\u4e00-\u9fff]")


class InstitutionOverlapRow(TypedDict):
    """Two bodies and the tasks both have a role in; totals are their tasks in the documents counted.

    lift is shared over what chance within documents gives (null when that is nothing); p is the probability of
    sharing as many or more by chance, q the same corrected for all pairs (Benjamini, Hochberg 1995). p_permuted and
    q_permuted are those under chance that also keeps how many bodies each task has; null unless permutations are asked
    for. shared_without and jaccard_without are over the tasks on which none of the actors `without` works; the latter
    is null where neither body has such a task.
    """

    left: InstitutionReference
    right: InstitutionReference
    shared: int
    shared_without: int
    left_total: int
    right_total: int
    jaccard: float
    jaccard_without: float | None
    lift: float | None
    p: float
    q: float
    p_permuted: float | None
    q_permuted: float | None
    measures: list[MeasureReference]
    reasons: list[ReasonRow]


class InstitutionOverlap(TypedDict):
    """All rows with what they stand on; `without` names the actors whose tasks are counted apart."""

    results: list[InstitutionOverlapRow]
    without: list[Reference]
    permutations: int
    seed: int
    basis: Basis


class MeasureOverlapRow(TypedDict):
    """Two measures on one subject; leads_differ is null where a lead is not stated on both sides."""

    left: MeasureReference
    right: MeasureReference
    score: float
    leads_differ: bool | None
    reasons: list[ReasonRow]


class MeasureOverlap(TypedDict):
    """All rows with the threshold of similarity and what they stand on."""

    results: list[MeasureOverlapRow]
    threshold: float
    basis: Basis


# Those that stand in most lists: money and plans pass by them, and classes of bodies carry out everything.
EVERYWHERE = ("finance", "development_reform", "class")
NOBODY = "none"


def overlap_institutions(
    projection: Projection,
    *,
    roles: Collection[str] | None = None,
    inferred: bool = False,
    classes: bool = False,
    drafts: bool = False,
    min_shared: int = 1,
    without: Collection[str] = EVERYWHERE,
    permutations: int = 0,
    seed: int = SEED,
) -> InstitutionOverlap:
    """Pairs of bodies that have a role in the same tasks, most shared first.

    A task is a measure without sub-measures, or one whose responsibilities none of its sub-measures inherit; a
    measure without any of its own has those of its nearest ancestor. `roles` are words of the vocabulary roles (all
    but undertake without it); inferred leads, classes of bodies and drafts are left out unless asked for. `without`
    are ids of functional lines and the word class: shared work is counted with and without the tasks they have a role
    in. BadParameter for a role or line that is not known.
    """
    wanted, apart = roles_asked_for(roles), actors_apart(without)
    ground, documents = Ground(projection), counted(projection, drafts=drafts)
    every = [(m, _working(ground, m, wanted, inferred)) for m in tasks(ground, documents)]
    crowded = {m.id for m, held in every if any(_is_of(ground.body(r), apart) for r in held)}
    holding = [(m, [r for r in held if classes or ground.body(r).kind != "class"]) for m, held in every]
    holding = [(m, held) for m, held in holding if held]
    rows = shared_work(
        [Task(m.id, m.document, frozenset(r.institution for r in held), m.id in crowded) for m, held in holding],
        min_shared=min_shared,
        permutations=permutations,
        seed=seed,
    )
    roles_of = {(m.id, r.institution): r.role for m, held in holding for r in reversed(held)}
    used = [r for _, held in holding for r in held]
    return {
        "results": [_institution_row(ground, row, roles_of) for row in rows],
        "without": [_actor(one) for one in apart],
        "permutations": permutations,
        "seed": seed,
        "basis": basis(projection, documents, [m.document for m, _ in holding], used),
    }


def actors_apart(without: Collection[str]) -> tuple[str, ...]:
    """The actors meant, in order: ids of functional lines, or class; BadParameter for one that is not known."""
    named = [one for one in without if one != NOBODY]
    unknown = [one for one in named if one != "class" and registry.line(one) is None]
    if unknown:
        raise BadParameter("bad_parameter", f"没有这样的条线：{'、'.join(unknown)}；须为条线的 id、class 或 {NOBODY}")
    return tuple(sorted(set(named)))


def _is_of(body: InstitutionItem, apart: Collection[str]) -> bool:
    return body.kind in apart or (body.line is not None and body.line.removeprefix(line_id("")) in apart)


def _actor(one: str) -> Reference:
    if one == "class":
        return {"id": one, "type": "Institution", "name": model.vocabulary("institution_kinds").term(one).zh}
    return {"id": line_id(one), "type": "FunctionalLine", "name": line_name(line_id(one))}


def roles_asked_for(roles: Collection[str] | None) -> tuple[str, ...]:
    """The roles meant: those named, all in which government works without any; BadParameter for an unknown one."""
    known = model.vocabulary("roles").ids
    unknown = sorted(set(roles or ()) - set(known))
    if unknown:
        raise BadParameter("bad_parameter", f"没有这样的角色：{'、'.join(unknown)}；可用：{'、'.join(known)}")
    return tuple(roles) if roles else WORKING_ROLES


def tasks(ground: Ground, documents: Iterable[DocumentItem]) -> list[MeasureItem]:
    """The measures that count as tasks, by document in order of print: see overlap_institutions."""
    wanted = {d.id for d in documents}
    projection = ground.projection
    leaves = {m.id for m in projection.leaves}
    passed_on = {projection.source_of[leaf] for leaf in leaves if leaf in projection.source_of}
    counts_as_task = leaves | {m.id for m in projection.measures if m.id in projection.held and m.id not in passed_on}
    kept = [
        m for m in projection.measures if m.id in counts_as_task and m.document in wanted and projection.counts(m.id)
    ]
    return sorted(kept, key=lambda m: (m.document, m.start, m.id))


def _working(ground: Ground, measure: MeasureItem, roles: Sequence[str], inferred: bool) -> list[ResponsibilityItem]:
    kept = [
        r for r in ground.projection.responsibilities_of(measure.id) if r.role in roles and (inferred or not r.inferred)
    ]
    return sorted(kept, key=lambda r: (r.inferred, roles.index(r.role), r.id))


def _institution_row(ground: Ground, row: SharedWork, roles_of: dict[tuple[str, str], str]) -> InstitutionOverlapRow:
    return {
        "left": ground.institution(row.left),
        "right": ground.institution(row.right),
        "shared": row.shared,
        "shared_without": row.free,
        "left_total": row.left_total,
        "right_total": row.right_total,
        "jaccard": round(row.jaccard, 4),
        "jaccard_without": _rounded(row.jaccard_free),
        "lift": _rounded(row.lift),
        "p": float(f"{row.p:.4g}"),
        "q": float(f"{row.q:.4g}"),
        "p_permuted": _rounded(row.p_permuted),
        "q_permuted": _rounded(row.q_permuted),
        "measures": [ground.measure(t) for t in _in_order(ground, row.tasks)],
        "reasons": _shared_reasons(ground, row, roles_of),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _in_order(ground: Ground, ids: Iterable[str]) -> list[str]:
    items = [ground.projection.measure_by_id[i] for i in ids]
    return [m.id for m in sorted(items, key=lambda m: (m.document, m.start, m.id))]


def _shared_reasons(ground: Ground, row: SharedWork, roles_of: dict[tuple[str, str], str]) -> list[ReasonRow]:
    """In which documents and roles the work is shared, and how that compares with chance."""
    roles = model.vocabulary("roles")
    pairs = sorted((roles_of[t, row.left], roles_of[t, row.right]) for t in row.tasks)
    reasons: list[ReasonRow] = [
        {"kind": "roles", "value": f"{roles.term(left).zh}—{roles.term(right).zh}", "weight": len(list(group))}
        for (left, right), group in groupby(pairs)
    ]
    by_document = groupby(sorted(ground.projection.measure_by_id[t].document for t in row.tasks))
    reasons += [
        {"kind": "document", "value": ground.projection.document_by_id[d].name, "weight": len(list(group))}
        for d, group in by_document
    ]
    reasons.append({"kind": "expected", "value": "按文件内随机分派应共担", "weight": round(row.expected, 4)})
    return reasons


def overlap_measures(
    projection: Projection,
    *,
    threshold: float = SIMILAR,
    inferred: bool = False,
    drafts: bool = False,
    across: bool = False,
    leads_differ: bool | None = None,
) -> MeasureOverlap:
    """Contested ground: pairs of measures that say the same, those of different leads first, then by score.

    The score is the cosine of character-bigram TF-IDF vectors of own text and title. Measures of one place are
    compared, `across` places where asked for; leads count as different by body within a place, by functional line
    across. `leads_differ` keeps the pairs for which that is so.
    """
    ground, documents = Ground(projection), counted(projection, drafts=drafts)
    units = [m for m in ground.units(documents) if _says_enough(*ground.wording(m))]
    words = [ground.wording(m) for m in units]
    bags = [counts(text, title) for title, text in words]
    idf = inverse_frequencies(bags)
    vectors = [weigh(bag, idf) for bag in bags]
    rows = []
    for i, j, score in _similar(ground, units, vectors, threshold, across):
        differ = _leads_differ(ground, units[i], units[j], inferred)
        if leads_differ is None or differ is leads_differ:
            rows.append(_measure_row(ground, units[i], units[j], score, differ, vectors[i], vectors[j]))
    rows.sort(key=lambda r: (r["leads_differ"] is not True, -r["score"], r["left"]["id"], r["right"]["id"]))
    held = [r for m in units for r in ground.leads(m, inferred=inferred)]
    return {
        "results": rows,
        "threshold": threshold,
        "basis": basis(projection, documents, [m.document for m in units], held),
    }


def _says_enough(title: str, text: str) -> bool:
    """Whether a measure has words of its own to compare; a bare list of names under a repeated heading has none."""
    return len(_HAN.findall(title + text)) >= _OWN_WORDS


def _similar(
    ground: Ground, units: Sequence[MeasureItem], vectors: Sequence[Vector], threshold: float, across: bool
) -> Iterable[tuple[int, int, float]]:
    documents = ground.projection.document_by_id
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for i, unit in enumerate(units):
        # An unknown place is no place: its documents are compared with nothing but themselves.
        groups["" if across else documents[unit.document].jurisdiction or unit.document].append(i)
    for group in groups.values():
        local = [vectors[i] for i in group]
        found = {
            (min(group[a], group[b]), max(group[a], group[b])): score
            for a, row in enumerate(nearest(local, local, top=_NEAREST, floor=threshold))
            for b, score in row
            if a != b and score >= threshold
        }
        yield from ((i, j, found[i, j]) for i, j in sorted(found))


def _leads_differ(ground: Ground, left: MeasureItem, right: MeasureItem, inferred: bool) -> bool | None:
    sides = [{ground.body(r) for r in ground.leads(m, inferred=inferred)} for m in (left, right)]
    if not all(sides):
        return None
    documents = ground.projection.document_by_id
    same_place = documents[left.document].jurisdiction == documents[right.document].jurisdiction
    keys = [{b.id if same_place else b.line or b.name for b in bodies} for bodies in sides]
    return not keys[0] & keys[1]


def _measure_row(
    ground: Ground,
    left: MeasureItem,
    right: MeasureItem,
    score: float,
    differ: bool | None,
    left_vector: Vector,
    right_vector: Vector,
) -> MeasureOverlapRow:
    terms = shared_terms("。".join(ground.wording(left)), left_vector, right_vector, limit=_TERMS_SHOWN)
    reasons: list[ReasonRow] = [{"kind": "term", "value": t.term, "weight": round(t.weight, 4)} for t in terms]
    for kind, measure in (("left_lead", left), ("right_lead", right)):
        names = [ground.body(r).name for r in ground.leads(measure, inferred=True)]
        guessed = not ground.leads(measure)
        value = "、".join(dict.fromkeys(names)) + ("（推断）" if names and guessed else "")
        reasons.append({"kind": kind, "value": value or "未载明", "weight": 0.0})
    return {
        "left": ground.measure(left.id),
        "right": ground.measure(right.id),
        "score": round(score, 4),
        "leads_differ": differ,
        "reasons": reasons,
    }
