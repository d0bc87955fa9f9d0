"""Sentences that speak of several units at once: to which of them what they say belongs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from loaders.annotations import Entry
from loaders.numbering import value_of
from loaders.plans import Plans, plan_pattern
from loaders.types import Span, Unit
from ontology.records import ResponsibilityRecord

# 以上三项由…牵头, said in the last of three.
_SUMMARY = re.compile(
    r"[\s　]*(?:对于?)?(?:以上|上述|前述|这)(?:所有|各)?(?P<n>[一二两三四五六七八九十]{1,3}|\d{1,2})"
    r"(?:大|个)?(?:类|项|个|条|方面|任务|工作|措施)"
)
# Before or behind the words for all of them, what makes them the topic of something else.
_ASIDE = re.compile("[与和同跟及]|衔接|纳入|对接|按照|根据|其中|依托|除|如")
_PART_OF = re.compile("之?[中外间内]|与|和|的?(?:衔接|承担单位)")
_LONGEST_SUBJECT = 30
_LONGEST_PREFIX = 10
_NEAR = 12


def named_plans(words: str, entry: Span, sentence: Span, names: Sequence[str]) -> frozenset[int] | None:
    """Which categories of a plan system (by their order from 0) a body is given a role over, when the words say so.

    All of them for a sentence about the whole (上述各类计划由…), some for 前两类 or a category's name; the empty set
    where the words speak of several and it is not clear of which; None where they speak of none.
    """
    low = max(sentence.start, entry.start - 60)
    for order, name in enumerate(names):
        opening = re.search(rf"(?:^|[，,；;。])(?:其中[，,:：]?)?[“\"]?{re.escape(name)}", words[low : entry.start])
        if opening and len(re.split("[，,；;。]", words[low + opening.end() : entry.start])) <= 2:
            return frozenset({order})
    subject = words[sentence.start : entry.start]
    if len(subject) <= _LONGEST_SUBJECT:
        found = _phrase(subject, _LONGEST_PREFIX)
        if found is not None:
            return _meant(found, len(names))
    following = re.split("[，,；;。]", words[entry.end : sentence.end])[0]
    found = _phrase(following, _NEAR)
    return _meant(found, len(names)) if found is not None else None


def _phrase(text: str, furthest: int) -> re.Match[str] | None:
    for match in plan_pattern("plan_whole").finditer(text):
        if not (match["which"] or match["n"] or match["all"]):
            continue
        if match.start() <= furthest and not _ASIDE.search(text[: match.start()]):
            return None if _PART_OF.match(text, match.end()) else match
    return None


def _meant(match: re.Match[str], count: int) -> frozenset[int]:
    which, number = match["which"] or "", value_of(match["n"]) if match["n"] else None
    if which in ("其他", "其余"):
        return frozenset()
    if which == "第":
        return frozenset({number - 1}) if number and number <= count else frozenset()
    if which in ("前", "后") and number and number < count:
        return frozenset(range(number) if which == "前" else range(count - number, count))
    return frozenset(range(count)) if number in (None, count) else frozenset()


def roles_of_whole(
    words: str, units: Sequence[Unit], plans: Plans, by_unit: Mapping[int, list[ResponsibilityRecord]]
) -> list[ResponsibilityRecord]:
    """The roles given, anywhere in the document, in sentences that speak of all categories of a plan system at once."""
    categories = [category.unit for category in plans.categories]
    names = [units[index].title for index in categories]
    found = []
    for index, records in by_unit.items():
        for record in records if index not in categories else ():
            if record["basis"] != "prose" or record["name_start"] is None or record["name_end"] is None:
                continue
            place, sentence = Span(record["name_start"], record["name_end"]), Span(record["start"], record["end"])
            if len(named_plans(words, place, sentence, names) or ()) == len(names):
                found.append(record)
    return sorted(found, key=lambda r: r["start"])


class Owners:
    """The units the roles of a sentence belong to: the one that prints it, unless it speaks of others by its words."""

    def __init__(self, words: str, units: Sequence[Unit], plans: Plans | None) -> None:
        self.words = words
        self.units = units
        self.plans = plans
        self.children: dict[int, list[int]] = {}
        for index, unit in enumerate(units):
            if unit.parent is not None and unit.kind not in ("row", "program"):
                self.children.setdefault(unit.parent, []).append(index)

    def of(self, index: int, sentence: Span, entries: Sequence[Entry]) -> Iterator[tuple[int, list[Entry]]]:
        """The entries of a sentence printed in a unit, by the unit they belong to."""
        by_owner: dict[int, list[Entry]] = {}
        for entry in entries:
            for owner in self._owners(index, sentence, entry, entries):
                by_owner.setdefault(owner, []).append(entry)
        yield from by_owner.items()

    def _owners(self, index: int, sentence: Span, entry: Entry, entries: Sequence[Entry]) -> list[int]:
        if self.plans is not None and self._within(index, self.plans.parent):
            place = Span(entry.body.start, entry.body.end)
            units = [category.unit for category in self.plans.categories]
            said = named_plans(self.words, place, sentence, [self.units[unit].title for unit in units])
            if said is not None and 0 < len(said) < len(units):
                return [units[order] for order in sorted(said)]
            if said and (one := self._each(sentence, entry, entries, len(units))) is not None:
                return [units[one]]
            if said is not None:
                return [self.plans.parent]
        return [self._closed(index, sentence)]

    def _each(self, sentence: Span, entry: Entry, entries: Sequence[Entry], count: int) -> int | None:
        """以上三类分别由甲、乙、丙牵头: the place of a body among as many as there are categories."""
        same = [e for e in entries if e.role == entry.role]
        if len(same) != count or "分别" not in self.words[sentence.start : sentence.end]:
            return None
        return same.index(entry)

    def _within(self, index: int | None, around: int) -> bool:
        while index is not None and index != around:
            index = self.units[index].parent
        return index == around

    def _closed(self, index: int, sentence: Span) -> int:
        """The unit around a list whose last item ends with a sentence about all of them; else the unit itself."""
        match = _SUMMARY.match(self.words, sentence.start, sentence.end)
        number = value_of(match["n"]) if match else None
        at = index
        while number is not None and len(self.children.get(at, ())) != number:
            parent = self.units[at].parent
            if parent is None or self.children[parent][-1] != at:
                return index
            at = parent
        return at
