"""Records of the extraction contract, made from ontology/contract.yaml: do not edit."""

from __future__ import annotations

from typing import NotRequired, TypedDict


class IssuerRecord(TypedDict):
    """A body that issued the document, in the order of signature."""

    written: str
    name: str
    institution_id: str
    order: int


class AddresseeRecord(TypedDict):
    """A body the document is sent to."""

    written: str
    name: str
    institution_id: str
    channel: str


class AuthorizationRecord(TypedDict):
    """Who agreed to or passed the document (经…同意, 审议通过)."""

    name: str
    form: str
    quote: str


class JurisdictionRecord(TypedDict):
    """The place whose government speaks, by GB/T 2260."""

    code: str
    name: str


class DocumentHead(TypedDict):
    """Everything known of the document itself."""

    id: str
    title: str
    doc_no: str | None
    kind: str | None
    issuers: list[IssuerRecord]
    addressees: list[AddresseeRecord]
    authorized_by: list[AuthorizationRecord]
    issued: str | None
    published: str | None
    effective_from: str | None
    effective_until: str | None
    consultation_until: str | None
    status: str
    trial: bool
    level: str
    jurisdiction: JurisdictionRecord
    script: str
    source: str
    part: int
    member: str | None
    url: str | None
    sha256: str
    text: NotRequired[str]
    original: NotRequired[str]
    map: NotRequired[list[list[int]]]
    corrected_by: NotRequired[str | None]
    why: NotRequired[str | None]


class ResponsibilityRecord(TypedDict):
    """One body in one role for one target, with its evidence."""

    id: str
    written: str
    name: str
    institution_id: str
    kind: str
    role: str
    role_word: str
    basis: str
    position: int
    inferred: bool
    deadline: str | None
    scope: str | None
    open_list: bool
    rule: str
    quote: str
    start: int
    end: int
    name_start: int | None
    name_end: int | None
    order: NotRequired[str | None]
    corrected_by: NotRequired[str | None]
    why: NotRequired[str | None]


class TargetRecord(TypedDict):
    """A checkable figure or date."""

    id: str
    owner: str
    indicator: str
    comparator: str
    value: int | float | list[int | float] | None
    unit: str | None
    deadline: str | None
    deadline_text: str | None
    quote: str
    start: int
    end: int
    corrected_by: NotRequired[str | None]
    why: NotRequired[str | None]


class InstrumentMention(TypedDict):
    """A policy instrument named in a passage."""

    name: str
    start: int
    end: int


class SectionRecord(TypedDict):
    """A unit that sets no task."""

    id: str
    number: str
    path: str
    title: str
    start: int
    end: int


class MeasureRecord(TypedDict):
    """A unit that sets a task or a rule of management."""

    id: str
    number: str
    path: str
    parent: str | None
    title: str
    head: str
    text: str
    start: int
    end: int
    own_end: int
    responsibilities: list[ResponsibilityRecord]
    targets: list[TargetRecord]
    instruments: list[InstrumentMention]
    duties: NotRequired[list[ResponsibilityRecord]]
    corrected_by: NotRequired[str | None]
    why: NotRequired[str | None]


class ProgramRecord(TypedDict):
    """A research program (专项) of a plan category."""

    id: str
    name: str
    funding: str | None
    measure_id: str | None
    start: int
    end: int
    responsibilities: list[ResponsibilityRecord]
    instruments: list[InstrumentMention]


class CategoryRecord(TypedDict):
    """A category of a plan system."""

    id: str
    order: int
    name: str
    purpose: str | None
    measure_id: str | None
    start: int
    end: int
    responsibilities: list[ResponsibilityRecord]
    instruments: list[InstrumentMention]
    programs: list[ProgramRecord]


class MergedFund(TypedDict):
    """A fund that became part of another."""

    name: str


class FundRecord(TypedDict):
    """A fund that pays for plan categories."""

    id: str
    name: str
    merged_from: list[MergedFund]
    funds: list[str]
    start: int
    end: int
    responsibilities: list[ResponsibilityRecord]


class PlanSystemRecord(TypedDict):
    """A system of research plan categories."""

    id: str
    name: str
    start: int
    end: int
    responsibilities: list[ResponsibilityRecord]
    categories: list[CategoryRecord]
    funds: list[FundRecord]


class CitationRecord(TypedDict):
    """Another document named in the text, once a target."""

    id: str
    title: str | None
    doc_no: str | None
    relation: str
    quote: str
    start: int
    end: int
    effective_from: NotRequired[str | None]
    effective_until: NotRequired[str | None]


class WarningRecord(TypedDict):
    """Something the loader did not understand or passed over."""

    code: str
    message: str
    start: int | None
    end: int | None


class DocumentRecord(TypedDict):
    """All that one document yields."""

    document: DocumentHead
    sections: list[SectionRecord]
    measures: list[MeasureRecord]
    plan_systems: list[PlanSystemRecord]
    targets: list[TargetRecord]
    citations: list[CitationRecord]
    warnings: list[WarningRecord]
