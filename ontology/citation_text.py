"""Reading a citation again from its quote alone: 《title》（文号）, 《title》, or a 文号."""

from __future__ import annotations

import re

from ontology.identifiers import DocumentNumber

_QUOTE = re.compile(r"\s*《(?P<title>.*)》\s*(?:[（(](?P<number>.*)[）)])?\s*", re.DOTALL)
_SPACE = re.compile(r"\s+")


def parse_citation(quote: str) -> tuple[str | None, str | None]:
    """The title and the 文号 of a citation's quote; either is None where it is not printed.

    More may stand behind the 文号 (，自2020年4月1日起施行). A number that cannot be read (a year without number,
    say) gives None for the 文号, not an error.
    """
    match = _QUOTE.fullmatch(quote)
    if match is None:
        number = DocumentNumber.parse(_SPACE.sub("", quote))
        return None, str(number) if number else None
    title = _SPACE.sub("", match["title"]) if not match["title"].isascii() else match["title"].strip()
    printed = DocumentNumber.parse(_SPACE.sub("", re.split("[，,、；]", match["number"] or "")[0]))
    return title or None, str(printed) if printed else None
