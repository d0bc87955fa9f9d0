"""Plan systems that others are measured by: declared with their source, always there, never counted as loaded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from importlib import resources
from typing import Any

import yaml

from graph.analysis.plans import Body, Part, Tool
from graph.answers.references import document_reference
from graph.projection import CategoryItem, DocumentItem, PlanSystemItem, Projection
from graph.rows import DocumentReference, Reference

PREFIX = "ref-"
_MONEY = "money"


class ReferenceCategory(Reference):
    """A category of a reference system, in our own words; merged_from names what went into it."""

    order: int
    purpose: str
    means: list[str]
    money: list[str]
    merged_from: list[str]


class ReferenceSystem(Reference):
    """A reference system: the names it answers to, its source, its categories."""

    names: list[str]
    document: DocumentReference
    categories: list[ReferenceCategory]


@cache
def _declared() -> Mapping[str, Any]:
    text = resources.files("graph.analysis").joinpath("data", "reference_systems.yaml").read_text(encoding="utf-8")
    found: Mapping[str, Any] = yaml.safe_load(text)["reference_systems"]
    return {f"{PREFIX}{key}": entry for key, entry in found.items()}


def named(name: str) -> str | None:
    """The id of the reference system of a name or id; None where there is none."""
    return next((key for key, entry in _declared().items() if name in (key, entry["name"], *entry["names"])), None)


def with_references(projection: Projection) -> Projection:
    """A projection with the reference systems in it: to compare with, not to count."""
    documents, systems, categories = [], [], []
    for key, entry in _declared().items():
        documents.append(_document(key, entry))
        systems.append(PlanSystemItem(key, entry["name"], _source(key)))
        categories += [_category(key, order, one) for order, one in enumerate(entry["categories"], 1)]
    return replace(
        projection,
        documents=(*projection.documents, *documents),
        plan_systems=(*projection.plan_systems, *systems),
        categories=(*projection.categories, *categories),
    )


def parts(system: str) -> list[Part]:
    """The categories of a reference system as parts to be compared; who organises all of them stands with each."""
    entry = _declared()[system]
    bodies = tuple(Body(b["name"], b["role"], b["line"], b["quote"]) for b in entry["bodies"])
    return [_part(system, order, one, bodies) for order, one in enumerate(entry["categories"], 1)]


def reference_systems() -> list[ReferenceSystem]:
    """All reference systems, as answers tell of them."""
    return [
        {
            "id": key,
            "type": "PlanSystem",
            "name": entry["name"],
            "names": list(entry["names"]),
            "document": document_reference(_document(key, entry)),
            "categories": [_told(key, order, one) for order, one in enumerate(entry["categories"], 1)],
        }
        for key, entry in _declared().items()
    ]


def _source(system: str) -> str:
    return f"{system}-source"


def _id(system: str, order: int) -> str:
    return f"{system}-{order}"


def _document(system: str, entry: Mapping[str, Any]) -> DocumentItem:
    return DocumentItem(
        id=_source(system),
        title=entry["document"],
        source=None,
        doc_no=entry["doc_no"],
        kind="通知",
        issued=entry["issued"],
        published=None,
        effective_from=None,
        effective_until=None,
        consultation_until=None,
        status="in_force",
        trial=False,
        level=entry["level"],
        jurisdiction=entry["jurisdiction"],
        issuers=(),
        addressees=(),
        unread=0,
    )


def _category(system: str, order: int, one: Mapping[str, Any]) -> CategoryItem:
    return CategoryItem(
        id=_id(system, order),
        name=one["name"],
        order=order,
        purpose=one["purpose"],
        system=system,
        document=_source(system),
        passage=None,
        text=one["text"],
    )


def _part(system: str, order: int, one: Mapping[str, Any], bodies: Iterable[Body]) -> Part:
    tools = tuple(Tool(name, "organisation") for name in one.get("means", ()))
    money = tuple((_MONEY, name) for name in one.get("money", ()))
    return Part(_id(system, order), one["name"], one["text"], order, tuple(bodies), tools, money)


def _told(system: str, order: int, one: Mapping[str, Any]) -> ReferenceCategory:
    return {
        "id": _id(system, order),
        "type": "PlanCategory",
        "name": one["name"],
        "order": order,
        "purpose": one["purpose"],
        "means": list(one.get("means", ())),
        "money": list(one.get("money", ())),
        "merged_from": list(one.get("merged_from", ())),
    }
