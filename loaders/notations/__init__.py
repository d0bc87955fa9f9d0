"""The declared notations: how documents mark who does what. Labels and role words are data, one file a family."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from ontology.model import vocabulary
from ontology.words import any_of

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
FILES = ("labels", "clauses", "rules", "prose", "plans", "duties")


@dataclass(frozen=True, slots=True)
class Example:
    """A text of our own in this notation and what it says: "role name" in order of print."""

    text: str
    expect: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Notation:
    """A way of saying who does what: its id stands as `rule` on every record it yields."""

    id: str
    doc: str
    role: str
    words: tuple[str, ...]
    pattern: str
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class ProseNotation:
    """A role word of the running text and where its body stands.

    form is subject (before the word), given (before it, behind 由), between (behind `opening`), with (会同), performer,
    chain or office; what may not follow the word is in `not_before`, a pattern; `pattern` is for words with others
    between them, and one of the words it `needs` stands in all it finds.
    """

    id: str
    role: str
    form: str
    words: tuple[str, ...]
    opening: str
    not_before: str
    pattern: str
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Searched:
    """A notation searched for by its pattern; its sign, one of the words it needs, stands in whatever that finds."""

    id: str
    pattern: re.Pattern[str]
    sign: re.Pattern[str]

    def may_stand_in(self, text: str, start: int, end: int) -> bool:
        """Whether a stretch has one of the words: where it has none, the pattern need not be tried."""
        return self.sign.search(text, start, end) is not None

    def found_in(self, text: str) -> list[re.Match[str]]:
        """What the pattern finds in a text."""
        return list(self.pattern.finditer(text)) if self.sign.search(text) else []


@dataclass(frozen=True, slots=True)
class Word:
    """A role word as found: which notation it belongs to and the role it gives."""

    notation: str
    role: str


@cache
def _file(name: str) -> dict[str, Any]:
    text = resources.files("loaders.notations").joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    data: dict[str, Any] = yaml.load(text, Loader=_LOADER)
    return data


@cache
def notations(family: str, part: str = "notations") -> tuple[Notation, ...]:
    """The notations of a family (labels, clauses, rules, prose, plans, duties), in the order they are tried."""
    return tuple(
        Notation(
            item["id"],
            item["doc"],
            item.get("role", ""),
            tuple(item.get("words", ())),
            item.get("pattern", ""),
            tuple(Example(e["text"], tuple(e["expect"])) for e in item.get("examples", ())),
        )
        for item in _file(family).get(part, ())
    )


@cache
def prose_notations() -> tuple[ProseNotation, ...]:
    """The notations of the running text, in the order they are tried at a place."""
    return tuple(
        ProseNotation(
            n["id"],
            n["role"],
            n["form"],
            tuple(n["words"]),
            n.get("opening", ""),
            n.get("not_before", ""),
            n.get("pattern", ""),
            tuple(n["needs"] if "pattern" in n else ()),
        )
        for n in _file("prose")["notations"]
    )


@cache
def prose_notation(notation_id: str) -> ProseNotation:
    """The notation of the running text with an id; StopIteration when none is declared."""
    return next(n for n in prose_notations() if n.id == notation_id)


@cache
def words(family: str, key: str) -> tuple[str, ...]:
    """A list of words a family declares beside its notations."""
    return tuple(_file(family)[key])


@cache
def labels() -> dict[str, str]:
    """Label → role, as the roles vocabulary declares."""
    return {label: term.id for term in vocabulary("roles").terms for label in term.extra.get("labels", ())}


@cache
def label_prefix() -> str:
    """A pattern for what may stand before a label, where that is none of the label itself."""
    return f"(?:{any_of(words('labels', 'prefixes'))})??"


@cache
def long_labels() -> tuple[str, ...]:
    """The labels that can stand in a bracket of their own before a list; （牵头） is a remark behind a name."""
    return tuple(label for label in labels() if len(label) > 2)


@cache
def clause_words() -> dict[str, Word]:
    """Role word at the end of a clause in an annotation → notation and role."""
    special = {"clause_with", "clause_scope"}
    return {w: Word(n.id, n.role) for n in notations("clauses") if n.id not in special for w in n.words}


@cache
def rule_patterns() -> tuple[Searched, ...]:
    """The declared rules (分号前为牵头单位 …), each with its pattern."""
    return _searched("rules")


@cache
def remark_patterns() -> tuple[Searched, ...]:
    """What an annotation holds besides bodies: deadlines, scope, other labels."""
    return _searched("remarks")


def _searched(part: str) -> tuple[Searched, ...]:
    return tuple(
        Searched(n["id"], re.compile(n["pattern"]), re.compile(any_of(n["needs"]))) for n in _file("rules")[part]
    )


@cache
def funding_words() -> dict[str, tuple[str, ...]]:
    """How a program is paid for → the words that say so."""
    return {kind: tuple(said) for kind, said in _file("plans")["funding"].items()}
