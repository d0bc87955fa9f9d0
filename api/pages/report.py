"""A page of its own for one document: its text with everything found, to be checked by a person. It loads nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from api import labels
from api.pages.alone import environment, page_alone
from api.pages.finds import FOUND_KINDS, Find, finds_of, marks_of_finds, units_of_record
from api.pages.marks import Paragraph, cut
from api.pages.reader import outline_of
from graph.mapping import unread_passages
from graph.titles import document_name
from ontology.records import DocumentHead, DocumentRecord

_SHEETS = ("style.css", "report.css")


def report_context(record: DocumentRecord) -> dict[str, Any]:
    """What the page shows of a record: head, verdict, warnings, text with marks, outline, legend, finds."""
    head = record["document"]
    finds = finds_of(record)
    units = units_of_record(record)
    counted = Counter(find.kind for find in finds)
    return {
        "name": document_name(head["title"], head["source"], head["id"]),
        "facts": facts(head),
        "verdict": verdict(record, counted),
        "policy": bool(record["measures"]),
        "unread": [f for f in finds if f.kind == "unread"],
        "notices": [f for f in finds if f.kind == "notice"],
        "finds": [f for f in finds if f.kind not in ("unread", "notice", "section", "measure")],
        "legend": [(kind, zh, counted[kind]) for kind, zh in FOUND_KINDS.items() if counted[kind]],
        "outline": outline_of(units, {m["id"]: len(m["responsibilities"]) for m in record["measures"]}),
        "paragraphs": _paragraphs(record, finds),
    }


def report_page(record: DocumentRecord) -> str:
    """The HTML of the page: sheet and script within it, every text of the document as text."""
    context = {**report_context(record), "kinds": FOUND_KINDS}
    return page_alone("report.html", context, sheets=_SHEETS, script="report.js")


def report_part(record: DocumentRecord) -> str:
    """The HTML of the page without its frame, for a page of the application."""
    head = '<div class="headline"><h2>{{ name }}</h2><p class="about">{{ verdict }}</p></div>'
    page = environment().from_string(head + '{% include "report_part.html" %}')
    return page.render(**report_context(record), kinds=FOUND_KINDS)


def facts(head: DocumentHead) -> list[tuple[str, str]]:
    """The head of a document as pairs of label and value, what is unknown left out, what matters said so."""
    place = head["jurisdiction"]["name"] or "未定"
    several = f"，第 {head['part']} 份" if head["part"] > 1 else ""
    told = [
        ("文号", head["doc_no"]),
        ("文种", head["kind"]),
        ("发文机关", "、".join(i["name"] for i in head["issuers"])),
        ("主送", "、".join(a["name"] for a in head["addressees"] if a["channel"] == "main")),
        ("抄送", "、".join(a["name"] for a in head["addressees"] if a["channel"] != "main")),
        ("同意或通过", "、".join(a["name"] for a in head["authorized_by"])),
        ("成文", head["issued"]),
        ("发布", head["published"]),
        ("施行", head["effective_from"]),
        ("有效至", head["effective_until"]),
        ("征求意见至", head["consultation_until"]),
        ("行政区", f"{place}（{labels.term('levels', head['level'])}）"),
        ("状态", labels.term("statuses", head["status"]) + ("，试行" if head["trial"] else "")),
        ("来源", (head["member"] or document_name(None, head["source"], "")) + several),
        ("网址", head["url"]),
        ("标识", head["id"]),
    ]
    return [(label, value) for label, value in told if value]


def verdict(record: DocumentRecord, counted: Mapping[str, int]) -> str:
    """What was found, in one sentence."""
    roles = sum(counted.get(kind, 0) for kind in ("lead", "responsible", "cooperate", "govern", "undertake"))
    bodies = {r["institution_id"] for m in record["measures"] for r in m["responsibilities"]}
    leads = f"明示牵头 {counted.get('lead', 0)}，另推断牵头 {counted.get('likely', 0)}"
    parts = [
        f"措施 {len(record['measures'])}",
        f"职责 {roles}（{leads}；机构 {len(bodies)} 个）",
        *([f"条文主语 {counted['duty']}（不计入职责）"] if counted.get("duty") else []),
        f"指标 {counted.get('target', 0)}",
        f"引用 {counted.get('citation', 0)}",
        f"未读懂 {unread_passages(record)} 处",
    ]
    return "，".join(parts)


def _paragraphs(record: DocumentRecord, finds: list[Find]) -> list[Paragraph]:
    head = record["document"]
    anchors: dict[int, list[str]] = {}
    for find in finds:
        if find.place >= 0:
            anchors.setdefault(find.place, []).append(f"at-{find.id}")
    return cut(head.get("text", ""), units_of_record(record), anchors, head["title"], marks_of_finds(finds))
