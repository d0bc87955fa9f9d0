"""Four sides of a pair of plan parts: purpose, organiser, means and money, each with a score and what it rests on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypedDict

from graph.analysis.lexicon import lexicon
from graph.analysis.plans import Comparison, Part
from ontology import model

_QUOTES = 2


class Found(TypedDict):
    """What one side states: a short value, and the wording it was read from (empty where only a word was found)."""

    value: str
    quote: str


class DimensionReason(TypedDict):
    """A thing both sides have, with its weight in the score."""

    kind: str
    value: str
    weight: float


class Dimension(TypedDict):
    """The score is null where a side states nothing."""

    score: float | None
    left: list[Found]
    right: list[Found]
    reasons: list[DimensionReason]


class Dimensions(TypedDict):
    """The four sides of a pair."""

    purpose: Dimension
    organiser: Dimension
    means: Dimension
    money: Dimension


def dimensions(pair: Comparison) -> Dimensions:
    """The four sides of a compared pair."""
    return {
        "purpose": _purpose(pair),
        "organiser": _shared(pair, _organisers, "organiser"),
        "means": _shared(pair, _means, "instrument"),
        "money": _shared(pair, _money, "money"),
    }


def _purpose(pair: Comparison) -> Dimension:
    labels = lexicon("activities").labels
    left, right = pair.left.profile, pair.right.profile
    reasons: list[DimensionReason] = [
        {"kind": "activity", "value": labels[a], "weight": round(min(left[a], right[a]), 4)}
        for a in sorted(left.keys() & right.keys(), key=lambda a: (-min(left[a], right[a]), a))
    ]
    reasons.append({"kind": "words", "value": "用语相近", "weight": round(pair.text, 4)})
    return {"score": round(pair.score, 4), "left": _funded(pair.left), "right": _funded(pair.right), "reasons": reasons}


def _funded(part: Part) -> list[Found]:
    """What a part funds by share, with the clauses that say so."""
    words = lexicon("activities")
    ordered = sorted(part.profile, key=lambda a: (-part.profile[a], a))
    return [
        {"value": f"{words.labels[a]} {part.profile[a]:.0%}", "quote": "；".join(clauses(part, a)[:_QUOTES])}
        for a in ordered
    ]


def clauses(part: Part, activity: str) -> list[str]:
    """The clauses of a part and its programs that speak of an activity, in order."""
    words = lexicon("activities")
    texts = [part.text, *(p.text for p in part.programs)]
    return [text[a:b].strip() for text in texts for a, b in words.clauses(text, activity)]


def _organisers(part: Part) -> Mapping[str, Found]:
    roles = model.vocabulary("roles")
    return {
        b.line or b.name: {"value": f"{b.name}（{roles.term(b.role).zh}）", "quote": b.quote}
        for p in reversed([*part.everything()])
        for b in p.bodies
    }


def _means(part: Part) -> Mapping[str, Found]:
    return _tools(part, lambda means: means != "money")


def _money(part: Part) -> Mapping[str, Found]:
    stated = {value: _found(value) for p in part.everything() for _, value in p.money}
    return {**stated, **_tools(part, lambda means: means == "money")}


def _tools(part: Part, wanted: Callable[[str], bool]) -> Mapping[str, Found]:
    return {t.name: _found(t.name) for p in part.everything() for t in p.tools if wanted(t.means)}


def _found(value: str) -> Found:
    return {"value": value, "quote": ""}


def _shared(pair: Comparison, read: Callable[[Part], Mapping[str, Found]], kind: str) -> Dimension:
    """Two sides by what they have in common: shared things over all things (Jaccard)."""
    left, right = read(pair.left), read(pair.right)
    both, either = left.keys() & right.keys(), left.keys() | right.keys()
    score = round(len(both) / len(either), 4) if left and right else None
    weight = round(1 / len(either), 4) if either else 0.0
    reasons: list[DimensionReason] = [{"kind": kind, "value": key, "weight": weight} for key in sorted(both)]
    if score is None:
        reasons.append({"kind": "not_stated", "value": _silent(left, right), "weight": 0.0})
    return {"score": score, "left": _listed(left), "right": _listed(right), "reasons": reasons}


def _silent(left: Mapping[str, Found], right: Mapping[str, Found]) -> str:
    if not left and not right:
        return "双方均未载明"
    return "左方未载明" if not left else "右方未载明"


def _listed(found: Mapping[str, Found]) -> list[Found]:
    return [found[key] for key in sorted(found)]
