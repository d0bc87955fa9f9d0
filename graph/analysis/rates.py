"""What a rate or a statistic stands on, so that a reader can judge how far it carries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TypedDict

from graph.projection import DocumentItem, Projection, ResponsibilityItem


class Basis(TypedDict):
    """n units counted over so many documents; shares from 0 to 1, null where there is nothing to divide.

    `unread_passages` counts what looked like a responsibility or a citation in these documents and was not understood:
    with many of them every number is a lower bound.
    """

    n: int
    documents: int
    inferred_share: float | None
    class_share: float | None
    largest_document_share: float | None
    unread_passages: int
    drafts_excluded: int


def basis(
    projection: Projection,
    documents: Sequence[DocumentItem],
    units: Iterable[str],
    responsibilities: Iterable[ResponsibilityItem] = (),
    *,
    drafts: int | None = None,
) -> Basis:
    """The basis of a statistic: `units` names the document of each unit counted, once a unit.

    `drafts` is how many drafts were left out: without it all those of the projection that are not counted.
    """
    by_document = Counter(units)
    total = by_document.total()
    used = list(responsibilities)
    institutions = projection.institution_by_id
    classes = sum(institutions[r.institution].kind == "class" for r in used)
    left_out = {d.id for d in projection.documents if d.draft} - {d.id for d in documents}
    excluded = projection.drafts_excluded + (len(left_out) if drafts is None else drafts)
    return {
        "n": total,
        "documents": len(documents),
        "inferred_share": share(sum(r.inferred for r in used), len(used)),
        "class_share": share(classes, len(used)),
        "largest_document_share": share(max(by_document.values(), default=0), total),
        "unread_passages": sum(d.unread for d in documents),
        "drafts_excluded": excluded,
    }


def share(part: float, whole: float) -> float | None:
    """A part of a whole to four places; None when there is no whole."""
    return round(part / whole, 4) if whole else None
