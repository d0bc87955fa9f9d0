"""The head of a document: everything it says of itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from loaders import validity
from loaders.addressees import addressees
from loaders.bodies import Standpoint, kind_of, place_of
from loaders.dates import iso_date
from loaders.issuers import Signature, adoption_in, issuers, signature_in
from loaders.layout import Layout, document_number
from loaders.standing import of_itself
from loaders.types import Span, Text
from ontology import registry
from ontology.identifiers import document_id, is_draft_title
from ontology.model import vocabulary
from ontology.records import AddresseeRecord, AuthorizationRecord, DocumentHead, IssuerRecord, WarningRecord

_AGREED = re.compile(
    r"(?:已?经|业经|报经)(?P<name>[^，。；、：《》（）()\s]{2,40}?(?:、[^，。；、：《》（）()\s]{2,20}?)?)"
    r"(?P<form>领导同意|同意|批准|审议通过|审定|研究通过|讨论通过|审议并通过|通过)"
)
_ISSUED_ON = re.compile(r"(?:19|20)\d\d年\d{1,2}月\d{1,2}日(?=(?:发布|印发|公布|起?公示))")
_ATTACHED = re.compile(r"^附件?[\s　]*[一二三四五\d]{0,2}[：:]?[\s　]*$", re.M)
_TRIAL = re.compile("试行|暂行")
_DRAFT = re.compile(r"征求意见稿|送审稿|公开征求.{0,80}意见|草案")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a document comes from: file, member of an archive, part of the file, and the digest of its bytes."""

    name: str
    member: str | None
    part: int
    sha256: str

    @property
    def fingerprint(self) -> str:
        """What tells a document without a title from any other: the file's digest, with its place in the file."""
        place = f"#{self.member or ''}#{self.part}" if self.member or self.part > 1 else ""
        return self.sha256 + place


def read_head(text: Text, layout: Layout, body: Span, source: Source) -> tuple[DocumentHead, list[WarningRecord]]:
    """The head of a document and what could not be found of it."""
    words = text.text
    signature = _signature(words, layout, body)
    names = issuers(text, layout, signature)
    title = layout.title
    doc_no = document_number(words, layout, text.meta)
    place = _place(names, layout, text)
    code, level = (place.code, place.level) if place else ("", "unknown")
    issued = _issued(text, layout, signature)
    published = iso_date(text.meta.get("发布时间", "")) or _page_date(words, layout)
    draft = _is_draft(words, layout)
    passages = _passages(words, layout, body)
    begins = validity.effective_from(passages, issued or published)
    identifier = document_id(
        jurisdiction=code,
        doc_no=doc_no,
        title=title,
        issued=issued,
        published=published,
        draft=draft,
        sha256=source.fingerprint,
    )
    names_from = Standpoint(identifier, code, level, issued or published)
    head: DocumentHead = {
        "id": identifier,
        "title": title,
        "doc_no": doc_no,
        "kind": document_kind(title),
        "issuers": issuer_records(names, names_from),
        "addressees": _addressee_records(words, layout, body, names_from),
        "authorized_by": _authorizations(words, layout),
        "issued": issued,
        "published": published,
        "effective_from": begins,
        "effective_until": validity.effective_until(passages, begins or issued or published),
        "consultation_until": validity.consultation_until(_around(words, layout, body)) if draft else None,
        "status": "draft" if draft else "in_force",
        "trial": is_trial(title),
        "level": level,
        "jurisdiction": {"code": code, "name": place.name if place else ""},
        "script": text.script,
        "source": source.name,
        "part": source.part,
        "member": source.member,
        "url": text.meta.get("url"),
        "sha256": source.sha256,
    }
    return head, doubts(head, names_from)


def doubts(head: DocumentHead, names_from: Standpoint) -> list[WarningRecord]:
    """What a head lacks, and the issuers whose names several bodies share."""
    return [*_missing(head), *_unresolved(head, names_from)]


def is_trial(title: str) -> bool:
    """Whether a title says that the document is on trial."""
    return bool(_TRIAL.search(title))


def _signature(words: str, layout: Layout, body: Span) -> Signature | None:
    """The signature of the notice where there is one, else at the end of the document, else before its first number."""
    if layout.own is not None:
        found = signature_in(words, layout.notice)
        if found is not None:
            return found
    for attached in _ATTACHED.finditer(words, body.start):
        found = signature_in(words, Span(max(body.start, attached.start() - 200), attached.start()))
        if found is not None and found.names:
            return found
    found = signature_in(words, Span(max(body.start, body.end - 200), len(words)))
    if found is None and layout.own is None:
        below = layout.cover.end if layout.cover is not None else body.start
        found = signature_in(words, Span(below, min(body.end, _first_heading(words, body.start))))
    return found or _adoption(words, layout)


def _adoption(words: str, layout: Layout) -> Signature | None:
    titled = layout.own or layout.cover
    start = titled.end if titled is not None else layout.body.start
    return adoption_in(words, Span(start, _first_heading(words, start)))


def _issued(text: Text, layout: Layout, signature: Signature | None) -> str | None:
    if signature is not None and signature.date and (signed := iso_date(signature.date)):
        return signed
    if layout.cover is not None and layout.cover.date and (dated := iso_date(layout.cover.date)):
        return dated
    stated = _ISSUED_ON.search(text.text[-200:])
    return iso_date(text.meta.get("成文日期", "")) or (iso_date(stated[0]) if stated else None)


def _page_date(words: str, layout: Layout) -> str | None:
    """The date a web page prints below the title, in figures."""
    if layout.cover is None:
        return None
    match = re.search(r"^\s*(\d{4}-\d{1,2}-\d{1,2})(?:\s|$)", words[layout.cover.end : layout.cover.end + 200], re.M)
    return iso_date(match[1]) if match else None


def _is_draft(words: str, layout: Layout) -> bool:
    titles = [heading.title for heading in (layout.cover, layout.own) if heading]
    return any(is_draft_title(title) or _DRAFT.search(title) for title in titles)


def _passages(words: str, layout: Layout, body: Span) -> list[str]:
    notice = [words[layout.notice.start : layout.notice.end]] if layout.own is not None else []
    after = words[body.end :].strip()
    told = [*notice, *validity.about_itself(words, body.start, body.end), *([after] if after else [])]
    return [of_itself(passage) for passage in told]


def _around(words: str, layout: Layout, body: Span) -> list[str]:
    return [words[layout.notice.start : layout.notice.end], words[max(body.start, body.end - 300) :]]


@cache
def _kinds() -> tuple[tuple[str, str], ...]:
    pairs = [(word, term.zh) for term in vocabulary("document_kinds").terms for word in term.words]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def document_kind(title: str) -> str | None:
    """The kind of a document by the last word of its title, in Chinese; None when no kind is named."""
    bare = re.sub(r"[（(][^（）()]*[）)]$", "", re.sub(r"[（(][^（）()]*[）)]$", "", title)).rstrip("》”")
    for word, kind in _kinds():
        if bare.endswith(word):
            return kind
    return None


def _place(names: list[str], layout: Layout, text: Text) -> registry.Jurisdiction | None:
    """The jurisdiction of the first issuer that names one, else of the titles, else of what the page says."""
    titles = [heading.title for heading in (layout.cover, layout.own) if heading]
    for name in [*names, *titles, *(text.meta.get(label, "") for label in ("发布部门", "发文机关", "来源", "site"))]:
        if name and (place := place_of(name)) is not None:
            return place
    for title in titles:
        mentions = [m for m in registry.places_in(title) if len(m.candidates) == 1]
        if mentions:
            return mentions[0].candidates[0]
    return None


def issuer_records(names: list[str], names_from: Standpoint) -> list[IssuerRecord]:
    """The bodies that issued a document, in order, as seen from where it stands."""
    return [
        {
            "written": name,
            "name": name,
            "institution_id": names_from.resolve(name, kind_of(name)).institution_id,
            "order": order,
        }
        for order, name in enumerate(dict.fromkeys(names), 1)
    ]


def _addressee_records(words: str, layout: Layout, body: Span, names_from: Standpoint) -> list[AddresseeRecord]:
    head = Span(layout.notice.start, max(layout.notice.end, body.start))
    records: list[AddresseeRecord] = []
    for entry in addressees(words, head, Span(body.end, len(words))):
        name = entry.name
        if entry.other_names and not names_from.resolve(name).registered:
            name = next((n for n in entry.other_names if names_from.resolve(n).registered), name)
        body_id = names_from.resolve(name, entry.kind).institution_id
        records.append({"written": entry.written, "name": name, "institution_id": body_id, "channel": entry.channel})
    return records


def _authorizations(words: str, layout: Layout) -> list[AuthorizationRecord]:
    """Who agreed to the document, from its notice or its opening paragraphs."""
    start = layout.notice.start
    end = max(layout.notice.end, min(layout.body.start + 1500, _first_heading(words, layout.body.start)))
    found: dict[str, AuthorizationRecord] = {}
    for match in _AGREED.finditer(words, start, end):
        name, form = match["name"], match["form"]
        if form == "领导同意":
            name, form = name + "领导", "同意"
        found.setdefault(name, {"name": name, "form": "passed" if "通过" in form else "agreed", "quote": match[0]})
    return list(found.values())


def _first_heading(words: str, start: int) -> int:
    match = re.compile(r"^(?:一、|第一[章条]|1[.．、])", re.M).search(words, start)
    return match.start() if match else start + 800


def _unresolved(head: DocumentHead, names_from: Standpoint) -> list[WarningRecord]:
    """The issuers whose names several bodies share."""
    found: list[WarningRecord] = []
    for issuer in head["issuers"]:
        candidates = names_from.resolve(issuer["name"]).candidates
        if candidates:
            message = f"发文机关“{issuer['name']}”有几种可能：{'、'.join(candidates)}"
            found.append({"code": "name_ambiguous", "message": message, "start": None, "end": None})
    return found


def _missing(head: DocumentHead) -> list[WarningRecord]:
    checks = (
        (not head["title"], "no_title", "没有找到标题"),
        (not head["issuers"], "no_issuer", "没有找到发文机关"),
        (not head["issued"] and not head["published"], "no_date", "没有找到成文或发布日期"),
        (
            not head["jurisdiction"]["code"],
            "no_jurisdiction",
            "不能确定所属行政区：层级记为“未定”，机构不与别的文件归并",
        ),
    )
    return [{"code": code, "message": said, "start": None, "end": None} for wrong, code, said in checks if wrong]
