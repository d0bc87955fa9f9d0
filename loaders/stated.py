"""A document's head after what the user knows of it: ids follow, and each difference to what was read is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

from loaders.bodies import Standpoint, place_of
from loaders.head import Source, document_kind, doubts, is_trial, issuer_records
from ontology.identifiers import document_id
from ontology.model import class_def, vocabulary
from ontology.records import AddresseeRecord, DocumentHead, WarningRecord

_PLAIN = ("title", "doc_no", "kind", "issued", "published", "effective_from", "effective_until", "url", "status")


def with_stated(
    head: DocumentHead, values: Mapping[str, Any], source: Source
) -> tuple[DocumentHead, list[WarningRecord]]:
    """The head with the user's values in place of those read, and what is doubtful or differs after that."""
    told = _completed(head, values)
    made = cast(DocumentHead, {**head, **{name: told[name] for name in (*_PLAIN, "trial") if name in told}})
    if place := told.get("jurisdiction"):
        made["jurisdiction"] = {"code": place.code, "name": place.name}
        made["level"] = place.level
    made["level"] = told.get("level", made["level"])
    made["id"] = document_id(
        jurisdiction=made["jurisdiction"]["code"],
        doc_no=made["doc_no"],
        title=made["title"],
        issued=made["issued"],
        published=made["published"],
        draft=made["status"] == "draft",
        sha256=source.fingerprint,
    )
    views = Standpoint(made["id"], made["jurisdiction"]["code"], made["level"], made["issued"] or made["published"])
    made["issuers"] = issuer_records(told.get("issuers") or [i["written"] for i in head["issuers"]], views)
    made["addressees"] = [_seen_from(body, views, head) for body in head["addressees"]]
    return made, [*doubts(made, views), *_differences(head, made, values)]


def _completed(head: DocumentHead, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with what follows from them: kind from title, place from issuers, beginning from date of issue."""
    told = dict(values)
    if "title" in told:
        told.setdefault("kind", document_kind(told["title"]))
        told["trial"] = is_trial(told["title"])
    if "issuers" in told and "jurisdiction" not in told:
        place = next((found for name in told["issuers"] if (found := place_of(name))), None)
        if place is not None:
            told["jurisdiction"] = place
    date = told.get("issued") or told.get("published")
    if date and head["effective_from"] and head["effective_from"] == (head["issued"] or head["published"]):
        told.setdefault("effective_from", date)
    return told


def _seen_from(body: AddresseeRecord, views: Standpoint, before: DocumentHead) -> AddresseeRecord:
    """An addressee with the id it has from where the document stands now."""
    place = before["jurisdiction"]["code"]
    read_from = Standpoint(before["id"], place, before["level"], before["issued"] or before["published"])
    for kind in ("institution", "class", "group", "area"):
        if read_from.resolve(body["name"], kind).institution_id == body["institution_id"]:
            return {**body, "institution_id": views.resolve(body["name"], kind).institution_id}
    return body


def _differences(read: DocumentHead, made: DocumentHead, values: Mapping[str, Any]) -> Iterator[WarningRecord]:
    """A warning for each value the user gave that is not the one that was read."""
    labels = {p.name: p.zh for p in class_def("Document").properties} | {
        "issuers": "发文机关",
        "jurisdiction": "行政区",
    }
    for name in values:
        was, now = _shown(read, name), _shown(made, name)
        if was and was != now:
            message = f"{labels[name]}按元数据记为“{now}”，文件里读到的是“{was}”"
            yield {"code": "metadata_differs", "message": message, "start": None, "end": None}


def _shown(head: DocumentHead, name: str) -> str:
    if name == "issuers":
        return "、".join(issuer["name"] for issuer in head["issuers"])
    if name == "jurisdiction":
        return head["jurisdiction"]["name"]
    value = cast(Mapping[str, Any], head)[name]
    if name in ("level", "status"):
        term = vocabulary("levels" if name == "level" else "statuses").term(str(value))
        return "" if term.id == "unknown" else term.zh
    return str(value or "")
