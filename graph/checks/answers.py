"""The answers of the checks, as rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict, cast

from graph import filters
from graph.answers import lists, references
from graph.answers.leads import existing
from graph.checks.ground import Finding, Ground
from graph.checks.rules import SEVERITIES, Rule, rules
from graph.checks.unresolved import Unresolved, unresolved
from graph.rows import AnyReference, DocumentReference, InstitutionReference, Listing, Reference
from graph.store import Store
from ontology import model, registry


class CheckRow(TypedDict):
    """A finding: the node that breaks a rule, in which document, and on what evidence."""

    rule: str
    severity: str
    says: str
    node: AnyReference
    document: DocumentReference | None
    evidence: str


class CheckAnswer(Listing[CheckRow]):
    """A page of findings; `errors` and `advice` count those of both severities, asked for or not."""

    errors: int
    advice: int


class UnresolvedRow(TypedDict):
    """A name that stayed unresolved; `now` are bodies it means by today's registry."""

    institution: InstitutionReference
    mentions: int
    documents: list[DocumentReference]
    candidates: list[InstitutionReference]
    now: list[InstitutionReference]


def check(
    store: Store,
    *,
    document: str | None = None,
    rule: str | None = None,
    severity: str | None = None,
    shapes: bool = False,
    limit: int | None = 50,
    offset: int = 0,
) -> CheckAnswer:
    """What breaks the declared rules, in their order; `document` are ids parted by commas.

    With `shapes`, or where its rule is named, also what the store exports against the SHACL shapes of the ontology:
    that takes about a second a document. Raises BadParameter, NotFound for an unknown document.
    """
    filters.page(limit, offset)
    if severity is not None:
        filters.word("severity", severity, SEVERITIES)
    wanted = frozenset(filters.parted(document or ""))
    existing(store, *sorted(wanted))
    chosen = _chosen(rule, slow=shapes)
    ground = Ground(store, wanted)
    every = [(r, f) for r in chosen for f in r.findings(ground) if not wanted or f.document in wanted]
    counts = {name: sum(r.severity == name for r, _ in every) for name in SEVERITIES}
    shown = [(r, f) for r, f in every if severity in (None, r.severity)]
    page = lists.page_of(shown, limit, offset, lambda some: _rows(store, some))
    return cast(CheckAnswer, {**page, "errors": counts["error"], "advice": counts["advice"]})


def _chosen(rule: str | None, *, slow: bool) -> list[Rule]:
    if rule is not None:
        filters.word("rule", rule, tuple(r.id for r in rules()))
    return [r for r in rules() if (slow or not r.slow if rule is None else r.id == rule)]


def _rows(store: Store, pairs: Sequence[tuple[Rule, Finding]]) -> list[CheckRow]:
    declared = {one.name for one in model.classes()}
    nodes = references.of_all(store, {(f.label, f.id) for _, f in pairs if f.label in declared and f.id})
    documents = references.documents(store, {f.document for _, f in pairs if f.document})
    return [
        CheckRow(
            rule=rule.id,
            severity=rule.severity,
            says=rule.zh,
            node=nodes.get(found.id) or Reference(id=found.id, type=found.label, name=found.id),
            document=documents.get(found.document or ""),
            evidence=found.evidence,
        )
        for rule, found in pairs
    ]


def check_institutions(store: Store, *, limit: int | None = 50, offset: int = 0) -> Listing[UnresolvedRow]:
    """The names that stayed unresolved, most frequent first, with candidates and documents. Raises BadParameter."""
    filters.page(limit, offset)
    return lists.page_of(unresolved(Ground(store)), limit, offset, lambda some: [_row(one) for one in some])


def _row(one: Unresolved) -> UnresolvedRow:
    return UnresolvedRow(
        institution=references.institution_reference(one.body),
        mentions=one.mentions,
        documents=[references.document_reference(d) for d in one.documents],
        candidates=[_registered(i) for i in one.candidates],
        now=[_registered(i) for i in one.now],
    )


def _registered(identifier: str) -> InstitutionReference:
    body = registry.institution(identifier)
    if body is None:
        return InstitutionReference(
            id=identifier, type="Institution", name=identifier, kind=None, level=None, line=None
        )
    return InstitutionReference(
        id=body.id, type="Institution", name=body.name, kind=body.kind, level=body.level, line=body.line
    )
