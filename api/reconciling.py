"""Matching of other people's names to bodies and documents of the store (W3C Reconciliation API, report v0.2)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from api import labels
from api.service import Service
from graph.errors import BadParameter, NotFound

Answer = dict[str, Any]
TYPES: Mapping[str, str] = {"Institution": "institutions", "Document": "documents"}
# What a column can be extended with, by type: the property's id and what it is called.
PROPERTIES: Mapping[str, Mapping[str, str]] = {
    "Institution": {
        "name": "名称",
        "short_names": "简称",
        "kind": "类别",
        "level": "层级",
        "place": "行政区",
        "line": "条线",
        "valid_from": "设立",
        "valid_to": "终止",
        "successor": "现机构",
        "leads": "明示牵头项数",
    },
    "Document": {
        "title": "标题",
        "doc_no": "文号",
        "kind": "文种",
        "issued": "成文日期",
        "level": "层级",
        "status": "状态",
        "place": "行政区",
        "issuers": "发文机关",
    },
}
# Bodies are told apart by place and day: columns that a query may give beside the name.
PLACE, DAY = "place", "date"
_LIMIT, _MOST = 5, 50


def type_of(name: str) -> dict[str, str]:
    """A type as the report has it."""
    return {"id": name, "name": labels.type_label(name)}


def reconcile(service: Service, queries: Mapping[str, Any]) -> Answer:
    """The candidates of each query, best first: `{"q0": {"result": [{"id", "name", "type", "score", "match", …}]}}`."""
    return {key: {"result": _candidates(service, key, asked)} for key, asked in queries.items()}


def _candidates(service: Service, key: str, asked: Any) -> list[Answer]:
    if not isinstance(asked, Mapping) or not isinstance(asked.get("query"), str) or not asked["query"].strip():
        raise BadParameter("bad_parameter", f"{key} 须有 query：要对照的名称")
    text = asked["query"].strip()
    limit = asked.get("limit", _LIMIT)
    if not isinstance(limit, int) or isinstance(limit, bool) or not 0 < limit <= _MOST:
        raise BadParameter("bad_parameter", f"{key} 的 limit 须为 1 到 {_MOST} 的整数")
    given = {str(p.get("pid")): _text(p.get("v")) for p in asked.get("properties", ()) if isinstance(p, Mapping)}
    found: dict[str, Answer] = {}
    for name in _types(key, asked.get("type")):
        for one in (_institutions if name == "Institution" else _documents)(service, text, given):
            if one["id"] not in found or found[one["id"]]["score"] < one["score"]:
                found[one["id"]] = one
    ranked = sorted(found.values(), key=lambda one: (-one["score"], one["id"]))
    sure = [one for one in ranked if one["score"] == 100.0]
    return [{**one, "match": len(sure) == 1 and one is sure[0]} for one in ranked[:limit]]


def _types(key: str, given: Any) -> list[str]:
    listed = [given] if isinstance(given, str) else list(given or TYPES)
    unknown = [one for one in listed if one not in TYPES]
    if unknown:
        raise BadParameter("bad_parameter", f"{key} 的 type 须为 {'、'.join(TYPES)}：{unknown[0]}")
    return listed


def _text(value: Any) -> str:
    """The value of a property of a query: plain, or an entity or a list of them."""
    if isinstance(value, list):
        return _text(value[0]) if value else ""
    if isinstance(value, Mapping):
        return str(value.get("name") or value.get("id") or "")
    return "" if value is None else str(value).strip()


def _institutions(service: Service, text: str, given: Mapping[str, str]) -> list[Answer]:
    meant = _meant(text, given)
    found = []
    if meant is not None and (body := _entity(service, meant)) is not None:
        found.append(_candidate(body["id"], body["name"], "Institution", 100.0, "登记表里的机构"))
    for hit in _hits(service, text, "institutions"):
        names = [hit["name"]]
        if (body := _entity(service, hit["id"])) is not None:
            names += body["properties"].get("short_names") or []
        exact = text in names and (meant is None or meant == hit["id"])
        score = 100.0 if exact else _likeness(text, names)
        told = "、".join(part for part in (labels.term("levels", hit["level"]), labels.line_label(hit["line"])) if part)
        found.append(_candidate(hit["id"], hit["name"], "Institution", score, told))
    return found


def _meant(text: str, given: Mapping[str, str]) -> str | None:
    """The registered body that a name means at the place and on the day given beside it."""
    from graph import filters
    from ontology import registry

    if not given.get(PLACE):
        return None
    try:
        place = registry.jurisdiction(filters.place(given[PLACE]))
    except BadParameter:
        return None
    if place is None:
        return None
    day = given.get(DAY) or None
    if day and not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", day):
        day = None
    found = registry.resolve(text, jurisdiction=place.code, level=place.level, date=day)
    return found.institution_id if found.registered else None


def _documents(service: Service, text: str, given: Mapping[str, str]) -> list[Answer]:
    number = _number(text)
    found = []
    for hit in _hits(service, text, "documents"):
        own = _number(hit["doc_no"] or "")
        exact = (bool(own) and own == number) or _plain(hit["name"]) == _plain(text)
        told = "，".join(
            part for part in (hit["doc_no"], hit["issued"], labels.term("statuses", hit["status"])) if part
        )
        score = 100.0 if exact else _likeness(_plain(text), [_plain(hit["name"])])
        found.append(_candidate(hit["id"], hit["name"], "Document", score, told))
    return found


def _number(text: str) -> str:
    """A 文号 without regard to kinds of brackets and to spaces."""
    return re.sub(r"[\s〔〕\[\]［］（）()【】]", "", text)


def _plain(text: str) -> str:
    return re.sub(r"[\s《》〈〉“”\"（）()]", "", text)


def _hits(service: Service, text: str, type: str) -> list[Answer]:
    """What search finds for a name, or for its parts where the whole is not there."""
    for words in dict.fromkeys((text, _plain(text))):
        found = service.search(words, type=type, limit=20)["results"]
        if found:
            return [row["hit"] for row in found]
    return []


def _entity(service: Service, identifier: str) -> Answer | None:
    try:
        return service.entity(identifier)
    except NotFound:
        return None


def _likeness(text: str, names: Sequence[str]) -> float:
    """How alike a name is to the most alike of some others, below 100 (Ratcliff and Obershelp's ratio)."""
    best = max((SequenceMatcher(None, text, name, autojunk=False).ratio() for name in names), default=0.0)
    return min(99.0, round(100 * best, 1))


def _candidate(identifier: str, name: str, type: str, score: float, told: str) -> Answer:
    return {
        "id": identifier,
        "name": name,
        "type": [type_of(type)],
        "score": score,
        "description": told,
        "features": [{"id": "name_likeness", "value": score}],
    }


def suggest(service: Service, prefix: str, type: str | None = None) -> list[Answer]:
    """Entities whose names hold what is being typed."""
    words = [TYPES[type]] if type is not None and type in TYPES else list(TYPES.values())
    found = service.search(prefix, type=",".join(words), limit=10)["results"] if prefix.strip() else []
    return [{"id": r["hit"]["id"], "name": r["hit"]["name"], "notable": [type_of(r["hit"]["type"])]} for r in found]


def extend(service: Service, asked: Any) -> Answer:
    """The values of some properties of entities: `{"meta": [{"id", "name"}], "rows": {id: {property: [{"str"}]}}}`."""
    if not isinstance(asked, Mapping) or not isinstance(asked.get("ids"), list):
        raise BadParameter("bad_parameter", "extend 须为 {ids, properties}")
    wanted = [str(p.get("id")) for p in asked.get("properties", ()) if isinstance(p, Mapping)]
    named = {key: zh for properties in PROPERTIES.values() for key, zh in properties.items()}
    unknown = [one for one in wanted if one not in named]
    if unknown:
        raise BadParameter("bad_parameter", f"没有属性 {unknown[0]}；有：{'、'.join(named)}")
    rows = {str(one): _extended(service, str(one), wanted) for one in asked["ids"][:1000]}
    return {"meta": [{"id": one, "name": named[one]} for one in wanted], "rows": rows}


def _extended(service: Service, identifier: str, wanted: Sequence[str]) -> Answer:
    node = _entity(service, identifier)
    made: Answer = {}
    for one in wanted:
        values = _values(service, node, one) if node is not None and one in PROPERTIES.get(node["type"], {}) else []
        made[one] = [value if isinstance(value, dict) else {"str": str(value)} for value in values if value is not None]
    return made


_EDGES = {
    ("Institution", "place"): "LOCATED_IN",
    ("Institution", "line"): "ON_LINE",
    ("Institution", "successor"): "SUCCEEDED_BY",
    ("Document", "place"): "APPLIES_IN",
    ("Document", "issuers"): "ISSUED_BY",
}
_WORDS = {"level": "levels", "status": "statuses"}


def _values(service: Service, node: Answer, wanted: str) -> list[Any]:
    edge = _EDGES.get((node["type"], wanted))
    if edge:
        near = [r for g in node["adjacent"] if (g["edge"], g["direction"]) == (edge, "out") for r in g["results"]]
        linked = wanted in ("successor", "issuers")
        return [{"id": r["node"]["id"], "name": r["node"]["name"]} if linked else r["node"]["name"] for r in near]
    if wanted == "leads":
        led = sum(r["role"] == "lead" and not r["inferred"] for r in node["responsibilities"])
        return [{"int": led}]
    value = node["properties"].get(wanted)
    if isinstance(value, list):
        return value
    if wanted == "kind" and node["type"] == "Institution":
        return [labels.term("institution_kinds", value)]
    return [labels.term(_WORDS[wanted], value)] if wanted in _WORDS and value else [value]


def preview(service: Service, identifier: str) -> Answer:
    """What a small page of an entity shows: its name, type, and properties; raises NotFound."""
    node = service.entity(identifier)
    if node["type"] not in PROPERTIES:
        raise NotFound("not_found", f"{identifier} 不是机构或文件")
    told = _extended(service, identifier, list(PROPERTIES[node["type"]]))
    rows = [
        (zh, "、".join(str(v.get("str", v.get("name", v.get("int")))) for v in told[key]))
        for key, zh in PROPERTIES[node["type"]].items()
        if told[key]
    ]
    return {"name": node["name"], "type": labels.type_label(node["type"]), "id": identifier, "rows": rows}
