"""The facts of the five documents, in a form that tests compare with records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from loaders.evaluation import Count, squash
from ontology.records import DocumentRecord, MeasureRecord, ResponsibilityRecord

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
FACTS = ROOT / "tests" / "facts"
NAMES = tuple(sorted(path.stem for path in FACTS.glob("*.yaml")))
# An annotation folds these two roles into one, as the guide for annotators does.
FOLDED = {"implement": "responsible"}

Facts = dict[str, Any]
Key = tuple[str, str, str]


@dataclass(frozen=True)
class Case:
    """A document as read, and what stands in it."""

    name: str
    facts: Facts
    record: DocumentRecord

    @property
    def text(self) -> str:
        return self.record["document"]["text"]

    @property
    def measures(self) -> list[MeasureRecord]:
        return self.record["measures"]

    def measure(self, fact: Mapping[str, Any]) -> MeasureRecord:
        """The measure a fact speaks of; KeyError when it was not found."""
        for measure in self.measures:
            if measure_key(measure) == fact_key(fact):
                return measure
        raise KeyError(fact_key(fact))


def read_facts(name: str) -> Facts:
    facts: Facts = yaml.safe_load((FACTS / f"{name}.yaml").read_text(encoding="utf-8"))
    return facts


def fact_key(fact: Mapping[str, Any]) -> str:
    """Where the measure of a fact stands: its path, or the path around a passage that only has a name."""
    return str(fact["path"]) if "path" in fact else f"{fact['within']}/{fact['name']}"


def measure_key(measure: MeasureRecord) -> str:
    """The same of a measure that was found."""
    if measure["number"]:
        return measure["path"]
    levels = measure["path"].split("/")
    return "/".join([*levels[:2], levels[-1]])


def program_roles(facts: Facts) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The roles of programs, with the passages that describe them."""
    passages = {fact["name"]: fact_key(fact) for fact in facts["measures"] if "within" in fact}
    for category in facts.get("plan_system", {}).get("categories", []):
        for program in category.get("programs", []):
            for entry in program.get("prose", []):
                yield passages[program["name"]], entry


def wanted(facts: Facts, basis: str, *, optional: bool = False) -> Counter[Key]:
    """(where, body, role) of the facts, the firm ones or the optional ones."""
    found: Counter[Key] = Counter()
    for fact in facts["measures"]:
        for role, names in fact.get("marked", {}).items() if basis == "marked" and not optional else ():
            found.update((fact_key(fact), squash(name), FOLDED.get(role, role)) for name in names)
        for entry in fact.get("prose", []) if basis == "prose" else ():
            if (entry.get("optional", False) or fact.get("optional", False)) == optional:
                found[fact_key(fact), squash(entry["name"]), FOLDED.get(entry["role"], entry["role"])] += 1
    if basis == "prose":
        for where, entry in program_roles(facts):
            if entry.get("optional", False) == optional:
                found[where, squash(entry["name"]), FOLDED.get(entry["role"], entry["role"])] += 1
    return found


def found(record: DocumentRecord, basis: str) -> Counter[Key]:
    """(where, body, role) of the measures of a record."""
    return Counter(
        (measure_key(measure), squash(entry["name"]), FOLDED.get(entry["role"], entry["role"]))
        for measure in record["measures"]
        for entry in measure["responsibilities"]
        if entry["basis"] == basis
    )


def agreement(cases: Iterable[Case], basis: str) -> tuple[Count, list[str]]:
    """How far records agree with the facts, all documents together, and where they do not."""
    total, misses = Count(), []
    for case in cases:
        want, got = wanted(case.facts, basis), found(case.record, basis) - wanted(case.facts, basis, optional=True)
        both = want & got
        total += Count(both.total(), got.total(), want.total())
        misses += [f"+ {case.name} {key}" for key in got - both] + [f"- {case.name} {key}" for key in want - both]
    return total, misses


def inferred(measure: MeasureRecord) -> list[ResponsibilityRecord]:
    return [entry for entry in measure["responsibilities"] if entry["inferred"]]


def stated(measure: MeasureRecord) -> list[ResponsibilityRecord]:
    return [entry for entry in measure["responsibilities"] if not entry["inferred"]]


def quoted(record: DocumentRecord) -> Iterator[Mapping[str, Any]]:
    """Everything in a record that carries a quote."""
    yield from record["targets"]
    yield from record["citations"]
    for measure in record["measures"]:
        yield from measure["responsibilities"]
        yield from measure["targets"]
    for system in record["plan_systems"]:
        yield from system["responsibilities"]
        for fund in system["funds"]:
            yield from fund["responsibilities"]
        for category in system["categories"]:
            yield from category["responsibilities"]
            for program in category["programs"]:
                yield from program["responsibilities"]


def identifiers(record: DocumentRecord) -> Iterator[str]:
    """The ids of the document and its parts, each of which must be its own."""
    yield record["document"]["id"]
    for part in (*record["sections"], *record["measures"], *record["citations"], *record["targets"]):
        yield part["id"]
    for measure in record["measures"]:
        yield from (entry["id"] for entry in measure["responsibilities"])
        yield from (target["id"] for target in measure["targets"])
    for system in record["plan_systems"]:
        yield system["id"]
        yield from (fund["id"] for fund in system["funds"])
        for category in system["categories"]:
            yield category["id"]
            yield from (program["id"] for program in category["programs"])
