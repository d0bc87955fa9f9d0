"""From a document's record to nodes and edges: pure, and of declared labels, types and properties alone."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from graph.citing import EDGE_OF, named
from graph.parts import Edge, GraphPart, Node, distinct_edges, distinct_nodes, present
from graph.shared import closure, instrument_of
from ontology import model, registry
from ontology.identifiers import cited_document_id, jurisdiction_id, unit_id
from ontology.records import (
    CategoryRecord,
    CitationRecord,
    DocumentHead,
    DocumentRecord,
    FundRecord,
    InstrumentMention,
    PlanSystemRecord,
    ProgramRecord,
    ResponsibilityRecord,
    TargetRecord,
)

_NOT_OF_HEAD = ("id", "jurisdiction", "unread", "record_sha256")
_NOT_READ = ("source", "member", "text", "original", "map")


@dataclass(frozen=True, slots=True)
class _Held:
    """A responsibility and the node it is for."""

    record: ResponsibilityRecord
    target: str


def graph_part(record: DocumentRecord) -> GraphPart:
    """The nodes and edges of a record; edges to other works lead to these as known from being cited alone."""
    head = record["document"]
    held, duties = _held(record), _duties(record)
    edges = [
        *_head_edges(head),
        *_unit_edges(record),
        *_plan_edges(record),
        *(_responsibility(one, head) for one in held),
        *(_duty(one, head) for one in duties),
        *_target_edges(record),
        *_uses(record),
    ]
    shared, links = closure(_named(record, (*held, *duties)))
    cited = [cited_work(citation["quote"]) for citation in record["citations"]]
    citations = [_citation(head["id"], citation) for citation in record["citations"]]
    return GraphPart(
        owned=distinct_nodes(_owned(record)),
        edges=distinct_edges(edges),
        shared=shared,
        links=links,
        cited=distinct_nodes(cited),
        citations=distinct_edges(citations),
    )


def authorizer(name: str, head: DocumentHead) -> str:
    """The id of the body that agreed to a document or passed it."""
    place = head["jurisdiction"]["code"]
    date = head["issued"] or head["published"]
    found = registry.resolve(name, jurisdiction=place, level=head["level"], date=date, document=head["id"])
    return found.institution_id


def document_properties(record: DocumentRecord) -> dict[str, Any]:
    """What the graph keeps of a document: its head, and what tells how far it was understood and whether it changed."""
    head = record["document"]
    keys = (p.name for p in model.class_def("Document").properties if p.name not in _NOT_OF_HEAD)
    told = {
        "jurisdiction": head["jurisdiction"]["code"] or None,
        "unread": unread_passages(record),
        "record_sha256": record_sha256(record),
    }
    return present({**{key: head.get(key) for key in keys}, **told})


def unread_passages(record: DocumentRecord) -> int:
    """How many passages looked like a responsibility or a citation and were not understood, by their warnings."""
    terms = {t.id for t in model.vocabulary("warnings").terms if t.extra.get("unread")}
    return sum(warning["code"] in terms for warning in record["warnings"])


def record_sha256(record: DocumentRecord) -> str:
    """SHA-256 over what was read from a file; where the file lies, and its wording, do not count."""
    head = {key: value for key, value in record["document"].items() if key not in _NOT_READ}
    text = json.dumps({**record, "document": head}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _owned(record: DocumentRecord) -> Iterator[Node]:
    yield Node("Document", record["document"]["id"], document_properties(record))
    for section in record["sections"]:
        yield Node("Section", section["id"], _unit(section, "number", "path", "title"))
    for measure in record["measures"]:
        told = {**_unit(measure, "number", "path", "title", "head", "text", "own_end"), **_said(measure)}
        yield Node("Measure", measure["id"], told)
    for target in _targets(record):
        yield _target(target)
    for order, system in enumerate(record["plan_systems"], 1):
        yield from _system_nodes(record["document"]["id"], system, order)


def _unit(unit: Any, *keys: str) -> dict[str, Any]:
    return {**{key: unit[key] for key in keys}, "span_start": unit["start"], "span_end": unit["end"]}


def _said(thing: Any) -> dict[str, Any]:
    """Who corrected a thing and why, where a person did."""
    return present({"corrected_by": thing.get("corrected_by"), "why": thing.get("why")})


def _target(record: TargetRecord) -> Node:
    told = {
        "name": record["indicator"],
        "indicator": record["indicator"],
        "comparator": record["comparator"],
        "value": _value(record["value"]),
        "unit": record["unit"],
        "deadline": record["deadline"],
        "quote": record["quote"],
        **_said(record),
    }
    return Node("Target", record["id"], present(told))


def _value(value: float | list[int | float] | None) -> float | list[int | float] | None:
    """A figure as both engines keep it: the numbers of a range are of one type."""
    if isinstance(value, list) and any(isinstance(one, float) for one in value):
        return [float(one) for one in value]
    return value


def _system_nodes(document: str, system: PlanSystemRecord, order: int) -> Iterator[Node]:
    yield Node("PlanSystem", system["id"], {"name": system["name"], "order": order})
    for category in system["categories"]:
        told = {"name": category["name"], "order": category["order"], "purpose": category["purpose"]}
        yield Node("PlanCategory", category["id"], present(told))
        for place, program in enumerate(category["programs"], 1):
            about = {"name": program["name"], "order": place, "funding": program["funding"]}
            yield Node("Program", program["id"], present(about))
    for place, fund in enumerate(system["funds"], 1):
        yield Node("Fund", fund["id"], {"name": fund["name"], "order": place})
        for number, merged in enumerate(fund["merged_from"], 1):
            identifier = _merged_id(document, fund, merged["name"])
            yield Node("Fund", identifier, {"name": merged["name"], "order": number})


def _merged_id(document: str, fund: FundRecord, name: str) -> str:
    return unit_id(document, "f", f"{fund['name']}/{name}")


def _head_edges(head: DocumentHead) -> Iterator[Edge]:
    document = head["id"]
    if head["jurisdiction"]["code"]:
        yield Edge("APPLIES_IN", document, jurisdiction_id(head["jurisdiction"]["code"]), {})
    for issuer in head["issuers"]:
        yield Edge("ISSUED_BY", document, issuer["institution_id"], {"order": issuer["order"]})
    for addressee in head["addressees"]:
        yield Edge("ADDRESSED_TO", document, addressee["institution_id"], {"channel": addressee["channel"]})
    for body in head["authorized_by"]:
        told = {"form": body["form"], "quote": body["quote"]}
        yield Edge("AUTHORIZED_BY", document, authorizer(body["name"], head), told)


def _unit_edges(record: DocumentRecord) -> Iterator[Edge]:
    document = record["document"]["id"]
    sections = {section["id"] for section in record["sections"]}
    for section in record["sections"]:
        yield Edge("HAS_SECTION", document, section["id"], {})
    for measure in record["measures"]:
        yield Edge("HAS_MEASURE", document, measure["id"], {})
        parent = measure["parent"]
        if parent in sections and parent is not None:
            yield Edge("HAS_MEASURE", parent, measure["id"], {})
        elif parent is not None:
            yield Edge("PART_OF", measure["id"], parent, {})


def _plan_edges(record: DocumentRecord) -> Iterator[Edge]:
    document = record["document"]["id"]
    for system in record["plan_systems"]:
        yield Edge("SETS_UP", document, system["id"], {})
        for category in system["categories"]:
            yield Edge("HAS_CATEGORY", system["id"], category["id"], {"order": category["order"]})
            for order, program in enumerate(category["programs"], 1):
                yield Edge("HAS_PROGRAM", category["id"], program["id"], {"order": order})
        for fund in system["funds"]:
            yield from _fund_edges(document, system["id"], fund)


def _fund_edges(document: str, system: str, fund: FundRecord) -> Iterator[Edge]:
    yield Edge("HAS_FUND", system, fund["id"], {})
    for category in fund["funds"]:
        yield Edge("FUNDS", fund["id"], category, {})
    for merged in fund["merged_from"]:
        yield Edge("MERGED_INTO", _merged_id(document, fund, merged["name"]), fund["id"], {})


def _targets(record: DocumentRecord) -> list[TargetRecord]:
    held = [target for measure in record["measures"] for target in measure["targets"]]
    return [*record["targets"], *held]


def _target_edges(record: DocumentRecord) -> Iterator[Edge]:
    units = {unit["id"] for unit in (*record["sections"], *record["measures"])}
    for target in _targets(record):
        if target["owner"] in units:
            yield Edge("HAS_TARGET", target["owner"], target["id"], {})


def _plan_parts(
    record: DocumentRecord,
) -> Iterator[ProgramRecord | FundRecord | CategoryRecord | PlanSystemRecord]:
    """The parts of plan systems, the most particular first."""
    systems = record["plan_systems"]
    categories = [category for system in systems for category in system["categories"]]
    for category in categories:
        yield from category["programs"]
    for system in systems:
        yield from system["funds"]
    yield from categories
    yield from systems


def _held(record: DocumentRecord) -> list[_Held]:
    """Every responsibility once: what stands under several nodes is for the most particular of them."""
    found: dict[str, _Held] = {}
    for part in (*_plan_parts(record), *record["measures"]):
        for one in part["responsibilities"]:
            found.setdefault(one["id"], _Held(one, part["id"]))
    return list(found.values())


def _duties(record: DocumentRecord) -> list[_Held]:
    """What bodies do as subjects of duty verbs, each with its measure."""
    return [_Held(one, measure["id"]) for measure in record["measures"] for one in measure.get("duties", ())]


def _duty(held: _Held, head: DocumentHead) -> Edge:
    edge = _responsibility(held, head)
    known = next(e.properties for e in model.edges() if e.name == model.duty_edge())
    told = {key: value for key, value in {**edge.props, "role": held.record["role"]}.items() if key in known}
    return Edge(model.duty_edge(), edge.source, edge.target, told)


def _responsibility(held: _Held, head: DocumentHead) -> Edge:
    one = held.record
    draft = head["status"] == "draft"
    told = {
        "id": one["id"],
        "basis": one["basis"],
        "order": one.get("order") if one["inferred"] else None,
        "role_word": one["role_word"],
        "position": one["position"],
        "written": one["written"],
        "quote": one["quote"],
        "span_start": one["start"],
        "span_end": one["end"],
        "document": head["id"],
        "deadline": one["deadline"],
        "scope": one["scope"],
        "open_list": one["open_list"],
        "rule": one["rule"],
        "valid_from": None if draft else head["effective_from"] or head["issued"] or head["published"],
        "valid_to": None if draft else head["effective_until"],
        **_said(one),
    }
    kind = model.role_edge(one["role"], inferred=one["inferred"])
    return Edge(kind, one["institution_id"], held.target, present(told))


def _instrument_holders(record: DocumentRecord) -> Iterator[tuple[str, Sequence[InstrumentMention]]]:
    for measure in record["measures"]:
        yield measure["id"], measure["instruments"]
    for system in record["plan_systems"]:
        for category in system["categories"]:
            yield category["id"], category["instruments"]
            yield from ((program["id"], program["instruments"]) for program in category["programs"])


def _uses(record: DocumentRecord) -> Iterator[Edge]:
    for holder, mentions in _instrument_holders(record):
        for mention in mentions:
            yield Edge("USES", holder, instrument_of(mention["name"]), {})


def _named(record: DocumentRecord, held: Iterable[_Held]) -> Iterator[tuple[str, str]]:
    """The shared nodes a record names, with the names that serve where the registry knows none."""
    head = record["document"]
    place = head["jurisdiction"]
    if place["code"]:
        yield jurisdiction_id(place["code"]), place["name"]
    yield from ((body["institution_id"], body["name"]) for body in (*head["issuers"], *head["addressees"]))
    yield from ((authorizer(body["name"], head), body["name"]) for body in head["authorized_by"])
    yield from ((one.record["institution_id"], one.record["name"]) for one in held)
    yield from ((edge.target, "") for edge in _uses(record))


def _citation(document: str, citation: CitationRecord) -> Edge:
    told = {"id": citation["id"], "quote": citation["quote"]}
    span = {"span_start": citation["start"], "span_end": citation["end"]}
    dates = present({key: citation.get(key) for key in ("effective_from", "effective_until")})
    return Edge(
        EDGE_OF[citation["relation"]], document, cited_document_id(*named(citation["quote"])), {**told, **span, **dates}
    )


def cited_work(quote: str) -> Node:
    """The node of a work known only from being cited in these words."""
    title, doc_no = named(quote)
    told = {"title": title or doc_no, "doc_no": doc_no, "status": "cited"}
    return Node("Document", cited_document_id(title, doc_no), present(told))
