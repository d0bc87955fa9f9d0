"""What each page shows besides the answer it is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from itertools import groupby
from typing import Any

from api import labels
from api.pages import analysis_pages, reader
from api.pages.marks import KINDS
from api.pages.who import who_question
from api.questions import Answer, Question
from api.service import LocalService
from graph.errors import NotFound, ZhizeError
from ontology import model

Context = dict[str, Any]
Maker = Callable[[LocalService, dict[str, Any], Answer], tuple[str, Context]]
SUBJECT = "科技成果转化"
_MOST_EVIDENCE = 300
_COLUMNS = (
    ("lead", "牵头"),
    ("likely", "牵头（推断）"),
    ("responsible", "责任与落实"),
    ("cooperate", "配合"),
    ("govern", "统筹、审定、监督等"),
    ("undertake", "承担研究"),
)


def choices() -> dict[str, list[tuple[str, str]]]:
    """The words of the filters with their labels."""
    made = {name: [(t.id, t.zh) for t in model.vocabulary(name).terms] for name in ("levels", "roles", "statuses")}
    made["kinds"] = [(t.id, t.zh) for t in model.vocabulary("institution_kinds").terms]
    return made


def page_of(service: LocalService, question: Question, given: dict[str, Any], answer: Answer) -> tuple[str, Context]:
    """The template of an answer's page and what it needs."""
    if analyse := analysis_pages.MAKERS.get(question.name):
        return analyse(service, given, answer)
    maker = _MAKERS.get(question.name)
    template, context = maker(service, given, answer) if maker else (f"{question.name}.html", {})
    return template, {"choices": choices(), **context}


def home(service: LocalService) -> Context:
    """Live answers to the four questions, and what is loaded."""
    documents = service.documents(limit=50)
    leads = service.who_leads(SUBJECT, limit=4)
    systems = service.plan_systems(limit=None)["results"]
    return {
        "catalog": service.catalog(),
        "documents": documents,
        "subject": SUBJECT,
        "leads": leads,
        "overlap": service.overlap(limit=3, inferred=True) if documents["total"] else {"results": []},
        "levels": _levels(documents["results"]),
        "systems": systems,
    }


def _levels(rows: list[Mapping[str, Any]]) -> list[tuple[str, str, int]]:
    """Levels of the loaded documents from above, with their number."""
    counted = Counter(row["level"] for row in rows)
    return [(t.id, t.zh, counted[t.id]) for t in model.vocabulary("levels").terms if counted[t.id]]


def analysis(service: LocalService) -> Context:
    """The choices of the analyses: what is loaded."""
    return {
        "documents": service.documents()["results"],
        "systems": service.plan_systems(limit=None)["results"],
        "levels": _levels(service.documents()["results"]),
    }


def graphs(service: LocalService) -> Context:
    """Where a graph can begin."""
    return {"documents": service.documents()["results"], "institutions": service.institutions(limit=24)["results"]}


def _search(service: LocalService, given: dict[str, Any], answer: Answer) -> tuple[str, Context]:
    order = {
        name: n for n, name in enumerate(("Document", "Measure", "Institution", "PlanCategory", "Program", "Fund"))
    }
    rows = sorted(answer["results"], key=lambda row: order.get(row["hit"]["type"], 9))
    groups = [(name, list(found)) for name, found in groupby(rows, key=lambda row: row["hit"]["type"])]
    first = _first_evidence(service, given, rows)
    return "search.html", {"groups": groups, "evidence": first, **_filters(given), **_who(service, given)}


def _filters(given: dict[str, Any]) -> Context:
    """The filters of a search: the kinds of documents, and whether any filter is chosen."""
    kinds = [(t.id, t.zh) for t in model.vocabulary("document_kinds").terms]
    chosen = any(value for name, value in given.items() if name not in ("q", "limit", "offset"))
    return {"kinds": kinds, "chosen": chosen, "counted": _counted}


def _counted(options: Iterable[tuple[str, str]], counts: Mapping[str, int]) -> list[tuple[str, str]]:
    """Choices with how many were found of each."""
    return [(word, f"{zh}（{counts[word]}）" if word in counts else zh) for word, zh in options]


def _who(service: LocalService, given: dict[str, Any]) -> Context:
    """Where the words ask who leads a subject: the subject and the first of that answer."""
    asked = who_question(str(given.get("q") or ""))
    if asked is None:
        return {"who": None}
    filters = {name: given.get(name) for name in ("level", "jurisdiction", "as_of")}
    answer = service.who_leads(asked.subject, role=asked.role, limit=3, **filters)
    return {"who": asked, "leads": answer}


def _first_evidence(
    service: LocalService, given: dict[str, Any], rows: list[Mapping[str, Any]]
) -> dict[str, list[Mapping[str, Any]]]:
    """By hit: who leads what was found, else who has any part in it; one question for all hits."""
    filters = {name: given.get(name) for name in ("level", "jurisdiction", "as_of")}
    role = given.get("role") or "all"
    held = service.who_leads(given["q"], role=role, limit=_MOST_EVIDENCE, **filters)["results"] if rows else []
    found: dict[str, list[Mapping[str, Any]]] = {}
    for row in sorted(held, key=lambda row: row["role"] != "lead"):
        found.setdefault(row["target"]["id"], [row])
    return {row["hit"]["id"]: found.get(row["hit"]["id"], []) for row in rows}


def _chain(service: LocalService, given: dict[str, Any], answer: Answer) -> tuple[str, Context]:
    groups = [(key, list(rows)) for key, rows in groupby(answer["results"], key=lambda row: row["direction"])]
    centre = service.entity(given["id"], as_of=given.get("as_of"))["document"]
    return "chain.html", {"groups": groups, "centre": centre, "cited_number": _cited_number}


def _cited_number(row: Mapping[str, Any]) -> str:
    """The own 文号 of the document that a citation leads to."""
    up = row["direction"] in ("carries_out", "changes")
    return str((row["document"] if up else row["via"])["doc_no"])


def _who_leads(service: LocalService, given: dict[str, Any], answer: Answer) -> tuple[str, Context]:
    rows = answer["results"]
    stated = sum(not row["inferred"] for row in rows)
    documents = len({row["document"]["id"] for row in rows})
    return "who_leads.html", {"stated": stated, "inferred": len(rows) - stated, "document_count": documents}


def _entity(service: LocalService, given: dict[str, Any], answer: Answer) -> tuple[str, Context]:
    near = {(group["edge"], group["direction"]): group for group in answer["adjacent"]}
    maker = _ENTITIES.get(answer["type"])
    context = maker(service, answer, near, given.get("as_of")) if maker else {}
    template = f"{answer['type'].lower()}.html" if maker else "entity.html"
    declared = {p.name: None for p in model.class_def(answer["type"]).properties}
    return template, {"near": near, "known": {**declared, **answer["properties"]}, **context}


def _document(service: LocalService, answer: Answer, near: Mapping[Any, Any], as_of: str | None) -> Context:
    text = str(answer["properties"].get("text") or "")
    reading = reader.read(service, answer["id"], text, answer["name"]) if text else None
    told = [i for card in (reading.cards if reading else ()) for i in card.items]
    counted = Counter(labels.role_kind(i.role, i.inferred, i.basis) for i in told)
    relations = [edge for (edge, _), _ in near.items() if edge in _relation_edges()]
    return {
        "reading": reading,
        "counted": counted,
        "relations": sorted(set(relations)),
        "kinds": {**KINDS, **dict(_COLUMNS)},
    }


def _relation_edges() -> dict[str, str]:
    return {str(t.extra["edge"]): t.zh for t in model.vocabulary("citation_relations").terms}


def _measure(service: LocalService, answer: Answer, near: Mapping[Any, Any], as_of: str | None) -> Context:
    by_kind: dict[str, list[Any]] = {kind: [] for kind, _ in _COLUMNS}
    for row in answer["responsibilities"]:
        by_kind[labels.role_kind(row["role"], row["inferred"])].append(row)
    return {
        "groups": [(kind, zh, by_kind[kind]) for kind, zh in _COLUMNS if by_kind[kind]],
        "targets": [service.entity(row["node"]["id"]) for row in _rows(near, "HAS_TARGET", "out")],
        "duties": _rows(near, model.duty_edge(), "in"),
        "tools": _rows(near, "USES", "out"),
        "parents": [r for r in _rows(near, "PART_OF", "out") if r["node"]["type"] == "Measure"],
        "parts": [r for r in _rows(near, "PART_OF", "in") if r["node"]["type"] == "Measure"],
        "aligned": _aligned(service, answer, as_of),
    }


def _aligned(service: LocalService, answer: Answer, as_of: str | None) -> list[Mapping[str, Any]]:
    """The measures of other levels that this one corresponds to, decided ones first."""
    own = answer["document"]
    found: list[Mapping[str, Any]] = []
    for level in dict.fromkeys(row["level"] for row in service.documents()["results"]):
        if level in (None, own["level"]):
            continue
        try:
            rows = service.alignment(own["id"], level, top=2, as_of=as_of)["results"]
        except (NotFound, ZhizeError):
            continue
        found += [{**row, "level": level} for row in rows if row["source"]["id"] == answer["id"] and row["target"]]
    return found


def _rows(near: Mapping[Any, Any], edge: str, direction: str) -> list[Any]:
    return list(near.get((edge, direction), {}).get("results", ()))


def _institution(service: LocalService, answer: Answer, near: Mapping[Any, Any], as_of: str | None) -> Context:
    columns = []
    for kind, zh in _COLUMNS:
        rows = [r for r in answer["responsibilities"] if labels.role_kind(r["role"], r["inferred"]) == kind]
        by_document: dict[str, list[Any]] = {}
        for row in rows:
            by_document.setdefault(row["document"]["id"], []).append(row)
        columns.append((kind, zh, len(rows), list(by_document.values())))
    return {
        "columns": [c for c in columns if c[2]],
        "document_count": len({r["document"]["id"] for r in answer["responsibilities"]}),
        "line": _line(service, near, as_of),
        "issued": _rows(near, "ISSUED_BY", "in"),
        "before": _rows(near, "SUCCEEDED_BY", "in"),
        "after": _rows(near, "SUCCEEDED_BY", "out"),
        "hosts": _rows(near, "HOSTED_BY", "in"),
        "host": _rows(near, "HOSTED_BY", "out"),
    }


def _line(service: LocalService, near: Mapping[Any, Any], as_of: str | None) -> list[Mapping[str, Any]]:
    """The bodies of the same line at every level, from above."""
    lines = _rows(near, "ON_LINE", "out")
    if not lines:
        return []
    rank = {term: n for n, term in enumerate(model.vocabulary("levels").ids)}
    found = service.institutions(line=lines[0]["node"]["id"], as_of=as_of)["results"]
    return sorted(found, key=lambda row: (rank.get(row["level"], 9), row["name"]))


def _plan_system(service: LocalService, answer: Answer, near: Mapping[Any, Any], as_of: str | None) -> Context:
    systems = service.plan_systems(limit=None, as_of=as_of)["results"]
    own = next((s for s in systems if s["id"] == answer["id"]), None)
    return {"system": own, "others": [s for s in systems if s["id"] != answer["id"]]}


_ENTITIES: Mapping[str, Callable[[LocalService, Answer, Mapping[Any, Any], str | None], Context]] = {
    "Document": _document,
    "Measure": _measure,
    "Institution": _institution,
    "PlanSystem": _plan_system,
}
_MAKERS: Mapping[str, Maker] = {
    "chain": _chain,
    "search": _search,
    "who_leads": _who_leads,
    "entity": _entity,
}
