"""What a reader calls a node: its title or name, and where a document has none, its file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ontology import model


def document_name(title: str | None, source: str | None, identifier: str) -> str:
    """The title of a document; without one the last part of the path of its file, else its id."""
    return title or re.split(r"[/\\]", source or "")[-1] or identifier


def node_name(label: str, identifier: str, props: Mapping[str, Any]) -> str:
    """The title or name of a node of any label, as lists and pages show it."""
    if label == "Document":
        return document_name(props.get("title"), props.get("source"), identifier)
    return str(props.get(model.class_def(label).title_property) or identifier)
