"""What the form of an id says: the label of its node, and the document it is or is a part of."""

from __future__ import annotations

import re

from graph.errors import NotFound

_FORMS: tuple[tuple[str, str], ...] = (
    (r"d[0-9a-f]{12}", "Document"),
    (r"d[0-9a-f]{12}-s.*", "Section"),
    (r"d[0-9a-f]{12}-m.*", "Measure"),
    (r"d[0-9a-f]{12}-p.*", "PlanSystem"),
    (r"d[0-9a-f]{12}-c.*", "PlanCategory"),
    (r"d[0-9a-f]{12}-g.*", "Program"),
    (r"d[0-9a-f]{12}-f.*", "Fund"),
    (r"[iucg]-.*", "Institution"),
    (r"e-.*", "ChangeEvent"),
    (r"j-.*", "Jurisdiction"),
    (r"l-.*", "FunctionalLine"),
    (r"t-.*", "Instrument"),
    (r"k[0-9a-f]{12}", "Correction"),
    (r"[0-9a-f]{12}(?:-.*)?", "Target"),
)
_DOCUMENT = re.compile(r"(d[0-9a-f]{12})(?:-|$)")
_KNOWN = tuple((re.compile(form), label) for form, label in _FORMS)


def label_of(identifier: str) -> str:
    """The label of the node an id names; NotFound for what is no id."""
    for form, label in _KNOWN:
        if form.fullmatch(identifier):
            return label
    raise NotFound("not_found", f"没有标识为 {identifier[:80]} 的内容")


def document_of(identifier: str) -> str:
    """The document a node is or is a part of; empty for what no document owns."""
    found = _DOCUMENT.match(identifier)
    return found[1] if found else ""
