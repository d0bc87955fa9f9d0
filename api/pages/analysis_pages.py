"""What the pages of the analyses show: from an answer and its parameters to the names their templates use."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from api.labels import place_label, term
from api.pages import compare_view, graph_pages, matrices
from api.pages.reasons import reason_groups
from api.pages.tables import numeric
from api.profile_questions import PROFILE_QUESTIONS
from api.questions import Question, questions
from api.service import Service
from ontology import model

Row = Mapping[str, Any]
Context = dict[str, Any]
Maker = Callable[[Service, dict[str, Any], Any], tuple[str, Context]]
_MOST_DOCUMENTS = 20


def choices(service: Service) -> Context:
    """What a form can offer: documents by title, the levels and the places they are of, roles."""
    documents = service.documents(limit=None)["results"]
    levels = [t for t in model.vocabulary("levels").terms if any(d["level"] == t.id for d in documents)]
    places = sorted({d["jurisdiction"] for d in documents if d["jurisdiction"]})
    return {
        "titles": [(d["id"], _title(d)) for d in documents],
        "levels": [(t.id, t.zh) for t in levels],
        "places": [(code, place_label(code)) for code in places],
        "roles": [(t.id, t.zh) for t in model.vocabulary("roles").terms],
    }


def _title(document: Row) -> str:
    """The name of a document in a list of choices, with its status where that is not the usual one."""
    plain = document["status"] == "in_force" or term("statuses", document["status"]) in document["name"]
    return str(document["name"]) + ("" if plain else f"（{term('statuses', document['status'])}）")


def basis_words(basis: Row, inferred: bool = True) -> str:
    """On what the numbers of an answer stand, in one sentence; `inferred` says whether inferred leads are counted."""
    parts = [f"数自 {basis['documents']} 份文件的 {basis['n']} 项任务"]
    if basis["inferred_share"] is not None:
        parts.append(f"推断占 {basis['inferred_share']:.0%}" + ("" if inferred else "（未计入推断）"))
        parts.append(f"类别主体占 {basis['class_share']:.0%}")
    if basis["largest_document_share"] is not None and basis["documents"] > 1:
        parts.append(f"最大一份文件占 {basis['largest_document_share']:.0%}")
    if basis["unread_passages"]:
        parts.append(f"这些文件有 {basis['unread_passages']} 处像职责或引用而未读懂")
    if basis["drafts_excluded"]:
        parts.append(f"未计征求意见稿 {basis['drafts_excluded']} 份")
    return "；".join(parts)


def whole(service: Service, name: str, given: Row, answer: Row) -> Row:
    """The whole answer of which `answer` is a page."""
    if len(answer["results"]) == answer["total"] and not answer["offset"]:
        return answer
    return service.ask(name, {**given, "limit": None, "offset": 0})


def row_address(path: str, given: Row, size: int | None) -> Callable[[int], str]:
    """Where the n-th row of a list is found: the address of its page with its mark."""
    kept = {k: v for k, v in given.items() if v not in (None, "", False) and k not in ("limit", "offset")}

    def address(number: int) -> str:
        start = number // size * size if size else 0
        query = kept | ({"limit": size} if size else {}) | ({"offset": start} if start else {})
        return f"{path}?{urlencode({k: _text(v) for k, v in query.items()})}#row-{number}"

    return address


def _text(value: Any) -> Any:
    return "true" if value is True else value


def overlap(service: Service, given: Row, answer: Row) -> Context:
    """The page of shared work (of institutions) or contested ground (of measures)."""
    shared: Context = {"choices": choices(service), "basis": basis_words(answer["basis"], bool(given.get("inferred")))}
    rows = [
        {**row, "row": answer["offset"] + i, "groups": reason_groups(row["reasons"])}
        for i, row in enumerate(answer["results"])
    ]
    if answer["of"] == "measures":
        return shared | {"rows": rows, "names": _document_names(service), "differ": _differ(service, given, answer)}
    every = whole(service, "overlap", given, answer)["results"]
    matrix = matrices.overlap_matrix(every)
    data = _shared_work(every, {c.row for line in matrix.cells for c in line if c is not None and c.row is not None})
    names = {p.key: p.name for p in questions()["overlap"].params}
    address = row_address("/overlap", {names[k]: v for k, v in given.items()}, answer["limit"])
    return shared | {"rows": rows, "matrix": matrix, "data": data, "address": address}


def _shared_work(rows: Sequence[Row], used: Collection[int]) -> Context:
    """What the script of a matrix shows of its fields: the bodies and measures once, and the rows by their ids."""
    kept = {at: rows[at] for at in sorted(used)}
    bodies = {row[side]["id"]: row[side]["name"] for row in kept.values() for side in ("left", "right")}
    measures = {m["id"]: f"{m['number']} {m['name']}".strip() for row in kept.values() for m in row["measures"]}
    pairs = {at: [r["left"]["id"], r["right"]["id"], [m["id"] for m in r["measures"]]] for at, r in kept.items()}
    return {"names": bodies | measures, "pairs": pairs}


def _differ(service: Service, given: Row, answer: Row) -> dict[str, int]:
    """How many pairs have different leads, the same, or no stated lead on a side."""
    every = whole(service, "overlap", given, answer)["results"]
    names = {True: "differ", False: "same", None: "unstated"}
    found = dict.fromkeys(names.values(), 0)
    for row in every:
        found[names[row["leads_differ"]]] += 1
    return found


def _document_names(service: Service) -> dict[str, str]:
    return {d["id"]: d["name"] for d in service.documents(limit=None)["results"]}


def alignment(service: Service, given: Row, answer: Row) -> Context:
    """The page of an alignment: matrix of candidates, and the list by source unit."""
    rows = [{**row, "groups": reason_groups(row["reasons"])} for row in answer["results"]]
    order = _in_print(service, answer["target"])
    matrix = matrices.alignment_matrix(rows, order)
    top = max((row["score"] or 0.0 for row in rows), default=0.0)
    return {
        "choices": choices(service),
        "basis": basis_words(answer["basis"]),
        "sides": _sides(given, source=answer["source"], target=answer["target"]),
        "groups": matrices.groups(rows),
        "matrix": matrix,
        "without": sum(row["target"] is None for row in rows),
        "uncalled": max(0, len(order) - len(matrix.columns)),
        "top_score": top,
        "limit_at": round(min(100.0, 100 * answer["threshold"] / top), 1) if top else 0,
        "names": {d["id"]: d["name"] for d in (*answer["source"], *answer["target"])},
    }


def _sides(given: Row, **documents: Sequence[Row]) -> dict[str, str]:
    return {side: side_name(str(given[side]), found) for side, found in documents.items()}


def side_name(asked: str, documents: Sequence[Row]) -> str:
    """What a side is called: its one document, else the level or place asked for with how many documents it has."""
    if len(documents) == 1:
        return f"《{documents[0]['name']}》"
    words = "、".join(_side_words(part.strip()) for part in asked.split(","))
    return f"{words}的 {len(documents)} 份文件" if documents else f"{words}（没有加载的文件）"


def _side_words(asked: str) -> str:
    """A level or a place as a reader calls it."""
    words = term("levels", asked)
    return place_label(asked) if words == asked else words


def _in_print(service: Service, documents: Sequence[Row]) -> list[str]:
    """The ids of the measures of some documents in order of print; of many documents none are asked for."""
    if len(documents) > _MOST_DOCUMENTS:
        return []
    found = (service.measures(q="", document=d["id"], limit=None)["results"] for d in documents)
    return [m["id"] for measures in found for m in measures]


def coverage(service: Service, given: Row, answer: Row) -> Context:
    """The page of take-up: the matrix of all tasks, and a page of its rows."""
    every = whole(service, "coverage", given, answer)["results"]
    rows = [
        {**row, "row": answer["offset"] + i, "groups": reason_groups(row["reasons"])}
        for i, row in enumerate(answer["results"])
    ]
    return {
        "choices": choices(service),
        "basis": basis_words(answer["basis"]),
        "rows": rows,
        "matrix": matrices.coverage_matrix(every, answer["summary"]),
        "tasks": len({row["task"]["id"] for row in every}),
        "marks": matrices.COVERAGE_MARKS,
        "sides": _sides(given, upper=answer["upper"], lower=answer["lower"]),
        "address": row_address("/coverage", given, answer["limit"]),
    }


def compare(service: Service, given: Row, answer: Row) -> Context:
    """The page of two plan systems side by side."""
    systems = service.ask("plan_systems", {"limit": None, "as_of": given.get("as_of")})["results"]
    mine = [s for s in systems if s["id"] in (answer["left"]["id"], answer["right"]["id"])]
    return {
        "systems": systems,
        "tally": compare_view.tally(answer["rows"]),
        "sides": compare_view.sides(answer, mine),
        "pairs": compare_view.pairs(answer),
        "matrix": compare_view.relation_matrix(answer),
        "marks": compare_view.MARKS,
    }


def plan_systems(service: Service, given: Row, answer: Row) -> Context:
    """The list of plan systems, each beside those it can be compared with."""
    return {"systems": [{**s, "programs": sum(len(c["programs"]) for c in s["categories"])} for s in answer["results"]]}


def graph_of(service: Service, given: Row, answer: Any) -> Context:
    """The page of the graph around a node."""
    usual = {p.key: p.default for p in questions()["graph_of"].params}
    asked = {k: v for k, v in given.items() if k != "id" and v not in (None, usual[k])}
    return graph_pages.page(answer, urlencode(asked))


def tabled(service: Service, given: Row, answer: Row) -> Context:
    """The page of an answer that is one table: its question's columns, with links where a column names something."""
    return {"choices": choices(service), "basis": basis_words(answer["basis"], bool(given.get("inferred")))}


def _table_of(question: Question) -> Maker:
    def made(service: Service, given: dict[str, Any], answer: Any) -> tuple[str, Context]:
        numbers = numeric(answer["results"], question.columns)
        return "analysis/table.html", {**tabled(service, given, answer), "numeric": numbers}

    return made


def _maker(template: str, context: Callable[[Service, Row, Any], Context]) -> Maker:
    return lambda service, given, answer: (f"analysis/{template}.html", context(service, given, answer))


# By question: the template of its page and what that shows.
MAKERS: Mapping[str, Maker] = {
    "overlap": _maker("overlap", overlap),
    "alignment": _maker("alignment", alignment),
    "coverage": _maker("coverage", coverage),
    "compare": _maker("compare", compare),
    "plan_systems": _maker("plan_systems", plan_systems),
    "graph_of": _maker("graph", graph_of),
    **{question.name: _table_of(question) for question in PROFILE_QUESTIONS},
}
