"""Text as words of a search index: pairs of neighbouring Han characters, and runs of other letters and digits."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# Escapes: a compatibility character typed here would be normalised to another one by an editor.
_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_RUN = re.compile(rf"[{_HAN}]+|[^\W_{_HAN}]+")
_IS_HAN = re.compile(rf"[{_HAN}]")


def normal(text: str) -> str:
    """Text as it is compared: width and case do not count."""
    return unicodedata.normalize("NFKC", text).lower()


def _run(run: str) -> list[str]:
    """A run of Han characters as pairs and its last character, so that every character begins a word."""
    if not _IS_HAN.match(run):
        return [run]
    return [*(run[i : i + 2] for i in range(len(run) - 1)), run[-1]]


def grams(text: str) -> str:
    """The words of a text in order, joined by spaces."""
    return " ".join(word for run in _RUN.findall(normal(text)) for word in _run(run))


@dataclass(frozen=True, slots=True)
class Query:
    """A query as two expressions of SQLite's FTS5: all its words anywhere, and all of them one after the other."""

    everywhere: str
    phrase: str


def query(text: str) -> Query | None:
    """What to look for, or None where a text has neither letter nor digit; whatever stands in it is data.

    Only letters and digits are left of the text and every word is quoted, so no operator of FTS5 can come through.
    """
    runs = _RUN.findall(normal(text))
    if not runs:
        return None
    words = [word for run in runs for word in _sought(run)]
    sequence = [word for run in runs[:-1] for word in _run(run)] + [w.rstrip("*") for w in _sought(runs[-1])]
    open_end = "*" if _sought(runs[-1])[-1].endswith("*") else ""
    return Query(
        " AND ".join(_quoted(word) for word in dict.fromkeys(words)),
        f'"{" ".join(sequence)}"{open_end}',
    )


def _sought(run: str) -> list[str]:
    """The words that a run of a query asks for; a single Han character is the beginning of one."""
    if not _IS_HAN.match(run):
        return [run]
    return [f"{run}*"] if len(run) == 1 else [run[i : i + 2] for i in range(len(run) - 1)]


def _quoted(word: str) -> str:
    return f'"{word.removesuffix("*")}"{"*" if word.endswith("*") else ""}'
