"""GraphML, for Gephi, yEd and networkx (read_graphml)."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import networkx as nx

from graph.exports.data import GraphData

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_graphml(data: GraphData) -> Iterator[bytes]:
    """The graph as GraphML: label and type as attributes, lists as JSON, characters XML does not know left out."""
    plain: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    source = data.networkx()
    for node, attributes in source.nodes(data=True):
        plain.add_node(node, **plain_values(attributes))
    for left, right, key, attributes in source.edges(keys=True, data=True):
        plain.add_edge(left, right, key=key, **plain_values(attributes))
    buffer = io.BytesIO()
    nx.write_graphml_xml(plain, buffer, encoding="utf-8", prettyprint=True)
    yield buffer.getvalue()


def plain_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """Properties as XML for graphs takes them: none empty, lists as JSON, no character that XML does not know."""
    return {name: _value(value) for name, value in sorted(values.items()) if value is not None}


def _value(value: Any) -> Any:
    if isinstance(value, bool | int | float):
        return value
    if not isinstance(value, str):
        value = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return without_controls(value)


def without_controls(words: str) -> str:
    """Words without the characters that XML does not know."""
    return _NOT_XML.sub("", words)
