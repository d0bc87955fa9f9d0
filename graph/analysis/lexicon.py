"""What a passage is about, by declared words: subjects of tasks, and activities that a plan category pays for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from ontology.words import any_of

_CLAUSE = re.compile(r"[^，。；：、,;\n]+")
Profile = dict[str, float]


@dataclass(frozen=True)
class Lexicon:
    """Declared words by what they speak of; the longest word at a place speaks, for each term it stands under."""

    labels: Mapping[str, str]
    words: Mapping[str, tuple[str, ...]]
    pattern: re.Pattern[str]

    def found(self, text: str) -> list[tuple[str, str]]:
        """(term, word) for every declared word of a text, in order."""
        return [(term, match[0]) for match in self.pattern.finditer(text) for term in self.words[match[0]]]

    def tally(self, text: str) -> dict[str, list[str]]:
        """The words of a text by term."""
        by_term: dict[str, list[str]] = {}
        for term, word in self.found(text):
            by_term.setdefault(term, []).append(word)
        return by_term

    def profile(self, text: str) -> Profile:
        """The share of each term in a text, summing to one; empty when no declared word occurs.

        Each clause that speaks of something weighs one, divided among what it speaks of: a list of five items says
        more than one word five times over.
        """
        shares: Profile = {}
        for clause in _CLAUSE.findall(text):
            terms = sorted({term for term, _ in self.found(clause)})
            for term in terms:
                shares[term] = shares.get(term, 0.0) + 1.0 / len(terms)
        total = sum(shares.values())
        return {term: shares[term] / total for term in sorted(shares)} if total else {}

    def clauses(self, text: str, term: str) -> list[tuple[int, int]]:
        """The spans of the clauses that speak of a term."""
        matches = _CLAUSE.finditer(text)
        return [m.span() for m in matches if any(t == term for t, _ in self.found(m[0]))]


def _lexicon(entries: Mapping[str, Any]) -> Lexicon:
    words: dict[str, tuple[str, ...]] = {}
    for term, entry in entries.items():
        for word in entry["words"]:
            words[word] = (*words.get(word, ()), term)
    return Lexicon({term: entry["zh"] for term, entry in entries.items()}, words, re.compile(any_of(words)))


@cache
def lexicon(name: str) -> Lexicon:
    """The declared lexicon of a name: `subjects` or `activities`."""
    text = resources.files("graph.analysis").joinpath("data", f"{name}.yaml").read_text(encoding="utf-8")
    return _lexicon(yaml.safe_load(text)[name])


def mean(profiles: Iterable[Profile]) -> Profile:
    """The mean of the profiles that are not empty."""
    known = [p for p in profiles if p]
    terms = sorted({term for p in known for term in p})
    return {term: sum(p.get(term, 0.0) for p in known) / len(known) for term in terms}


def overlap(left: Profile, right: Profile) -> float:
    """The part two profiles have in common: the sum over terms of the lesser share (histogram intersection)."""
    return sum(min(share, right[term]) for term, share in left.items() if term in right)


def coverage(inner: Profile, outer: Profile, *, material: float = 0.2) -> float:
    """How much of `inner` is also in `outer`; a term with a share of `material` or more in outer is there in full."""
    return sum(share * min(1.0, outer.get(term, 0.0) / material) for term, share in inner.items())


def core(profile: Profile, *, least: float = 0.5) -> str | None:
    """The one term that makes up at least the share `least` of a profile; None for a mixed one."""
    best = max(profile, key=lambda term: (profile[term], term), default=None)
    return best if best is not None and profile[best] >= least else None
