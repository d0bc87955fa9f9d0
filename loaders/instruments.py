"""Policy instruments named in a passage."""

from __future__ import annotations

import re
from functools import cache

from ontology.model import vocabulary
from ontology.records import InstrumentMention


@cache
def _words() -> tuple[re.Pattern[str], dict[str, str]]:
    names = {word: term.zh for term in vocabulary("instruments").terms for word in (term.zh, *term.words)}
    ordered = sorted(names, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, ordered))), names


def read_instruments(words: str, start: int, end: int) -> list[InstrumentMention]:
    """Every mention of an instrument in a stretch of text, the longest word at each place."""
    pattern, names = _words()
    return [
        {"name": names[match[0]], "start": match.start(), "end": match.end()}
        for match in pattern.finditer(words, start, end)
    ]
