"""Policy instruments named in a passage."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from loaders.types import Span
from ontology.model import vocabulary
from ontology.records import InstrumentMention
from ontology.words import any_of


@cache
def _words() -> tuple[re.Pattern[str], dict[str, str]]:
    names = {word: term.zh for term in vocabulary("instruments").terms for word in (term.zh, *term.words)}
    return re.compile(any_of(names)), names


def read_instruments(words: str, start: int, end: int, without: Sequence[Span] = ()) -> list[InstrumentMention]:
    """The instruments named in a stretch of text, each once where it is first named; the longest word at a place.

    What stands in `without`, the spans of others within the stretch, is theirs.
    """
    pattern, names = _words()
    found: dict[str, InstrumentMention] = {}
    for match in pattern.finditer(words, start, end):
        if any(span.start <= match.start() < span.end for span in without):
            continue
        name = names[match[0]]
        found.setdefault(name, {"name": name, "start": match.start(), "end": match.end()})
    return list(found.values())
