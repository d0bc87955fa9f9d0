"""The rows of answers: what commands print as JSON and HTTP sends; keys never go missing unless marked so."""

from __future__ import annotations

from typing import Any, Generic, NotRequired, TypedDict, TypeVar

RowT = TypeVar("RowT")


class Reference(TypedDict):
    """A pointer to anything in the graph: its id, its label (Measure …) and what a reader calls it."""

    id: str
    type: str
    name: str


class DocumentReference(Reference):
    """A document; `jurisdiction` is a six-digit code, `status` is that of the day asked about.

    `undated` is there, and true, only where a date was asked for and the document bears none.
    """

    doc_no: str | None
    issued: str | None
    level: str | None
    jurisdiction: str | None
    status: str
    undated: NotRequired[bool]


class MeasureReference(Reference):
    """A measure; `name` is its title, `document` the id of its document."""

    number: str
    path: str
    title: str
    head: str
    document: str


class BodyReference(Reference):
    """A body by itself; `line` is the id of its functional line."""

    kind: str | None
    level: str | None
    line: str | None


class SuccessorReference(BodyReference):
    """The body that has the function today, since when; `also` holds the others where it was split.

    `then` is the body of the day asked about, where that is neither this one nor the one named. `uncertain` is there,
    and true, where only the general rule for bodies of its kind says so (待核).
    """

    since: str | None
    uncertain: NotRequired[bool]
    then: NotRequired[BodyReference]
    also: NotRequired[list[BodyReference]]


class InstitutionReference(BodyReference):
    """A body under the name it has in the documents; where a date was asked for and it has ended, its successor."""

    successor: NotRequired[SuccessorReference]


AnyReference = Reference | DocumentReference | MeasureReference | InstitutionReference


class Evidence(TypedDict):
    """A passage of a document's text: code points from start up to end."""

    quote: str
    start: int
    end: int


class Listing(TypedDict, Generic[RowT]):
    """A page of rows; `limit` is null where all were asked for."""

    results: list[RowT]
    total: int
    limit: int | None
    offset: int


class ResponsibilityRow(TypedDict):
    """One body in one role for one target, with its wording: a row of who-leads.

    `order` speaks of inferred leads alone; `inherited_from` is the ancestor that has the responsibility;
    `corrected_by` is the person who put it right, `why` the ground given.
    """

    institution: InstitutionReference
    role: str
    role_word: str
    basis: str
    inferred: bool
    order: str | None
    inherited_from: MeasureReference | None
    successor: SuccessorReference | None
    target: AnyReference
    document: DocumentReference
    evidence: Evidence
    corrected_by: str | None
    why: str | None


class SearchRow(TypedDict):
    """A hit: what it is, the document it stands in (null for institutions), the passage that matched."""

    hit: AnyReference
    document: DocumentReference | None
    snippet: str
    score: float


class SearchCounts(TypedDict):
    """How many of all that was found are of which type, and in documents of which level."""

    type: dict[str, int]
    level: dict[str, int]


class SearchListing(Listing[SearchRow]):
    """A page of hits with the counts of all."""

    counts: SearchCounts


class DocumentRow(DocumentReference):
    """A document of the list, with what it holds; `unread` passages looked like a role or a citation."""

    kind: str | None
    published: str | None
    effective_from: str | None
    effective_until: str | None
    consultation_until: str | None
    issuers: list[InstitutionReference]
    measures: int
    leads: int
    likely_leads: int
    responsibilities: int
    unread: int


class MeasureRow(MeasureReference):
    """A measure of the list, with those who lead it and how many bodies have another part."""

    in_document: DocumentReference
    leads: list[InstitutionReference]
    likely_leads: list[InstitutionReference]
    responsibilities: int


class InstitutionRow(InstitutionReference):
    """A body of the list, with how often it has each role."""

    short_names: list[str]
    jurisdiction: str | None
    registered: bool
    roles: dict[str, int]
    likely_leads: int
    documents: int


class ChainRow(TypedDict):
    """A document that another carries out, is carried out by, changes or is changed by, `depth` steps away.

    `via` is the document one step nearer to the one asked about; the evidence stands in whichever of the two cites.
    `sentence` is what the citing document says there, null where its text is not kept; `effective_from` and
    `effective_until` are the days it names: from which the other is ended or changed, to which it is prolonged.
    `loaded` is false for a work that is only cited; `warning` is number_differs where the 文号 printed in the citation
    is not that of the document it was taken to mean.
    """

    direction: str
    depth: int
    relation: str
    document: DocumentReference
    via: DocumentReference
    loaded: bool
    effective_from: str | None
    effective_until: str | None
    sentence: str | None
    evidence: Evidence
    warning: str | None


class AdjacentRow(TypedDict):
    """An edge of a node and what is at its other end; direction is out or in."""

    edge: str
    direction: str
    properties: dict[str, Any]
    node: AnyReference


class AdjacentGroup(TypedDict):
    """The neighbours over one edge type in one direction."""

    edge: str
    direction: str
    total: int
    results: list[AdjacentRow]


class EntityAnswer(TypedDict):
    """A node with all its properties, its responsibilities with evidence, and its neighbours by kind of edge."""

    id: str
    type: str
    name: str
    properties: dict[str, Any]
    document: DocumentReference | None
    responsibilities: list[ResponsibilityRow]
    inherited: bool
    adjacent: list[AdjacentGroup]


class YearCount(TypedDict):
    """How many documents of a level were issued in a year (null: undated)."""

    level: str | None
    year: str | None
    documents: int


class Catalog(TypedDict):
    """What is loaded: counts by label and edge type, documents by status, and by level and year."""

    nodes: dict[str, int]
    edges: dict[str, int]
    statuses: dict[str, int]
    documents: list[YearCount]


class GraphNode(Reference):
    """A node to be drawn, with its properties; `more` counts edges to nodes that are not in the answer."""

    properties: dict[str, Any]
    more: int


class GraphEdge(TypedDict):
    """An edge to be drawn, by the ids of its ends."""

    type: str
    source: str
    target: str
    properties: dict[str, Any]


class GraphAnswer(TypedDict):
    """A part of the graph around a node; `truncated` when the limit cut it."""

    centre: str
    nodes: list[GraphNode]
    edges: list[GraphEdge]
    truncated: bool
