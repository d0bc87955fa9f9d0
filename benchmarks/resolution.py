"""How many mentions of departments the registry resolves, with every miss printed, and a seeded sample to be read.

`python benchmarks/resolution.py [--sample N] [--seed S]`, over the annotated documents and the corpus of ZHIZE_SHARED.

A mention is a body of kind institution in a responsibility (an inferred lead is none), as issuer or as addressee; in
the annotated documents, every annotated body of that kind. The denominator is the mentions of standard departments:
all of them but those `_OUTSIDE` names, which the registry does not claim (offices inside a department, zones and their
bodies, companies and public institutions with names of their own, streets and towns, classes and broken pieces of
text that the extraction took for a body). What is left out is counted by kind and printed with its names too.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from loaders.errors import LoadError
from loaders.pipeline import extract
from ontology import registry

SHARED = Path(os.environ.get("ZHIZE_SHARED", Path(__file__).resolve().parents[2] / "shared"))
LEAST = {"annotated": 0.97, "corpus": 0.95}
_OUTSIDE = (
    ("street or town", re.compile(r".*(?:街道|办事处|镇|乡|镇政府|乡镇.*)|.*党工委和.*")),
    ("zone", re.compile(r".*(?:管委会|管理局|开发区|新区|新城|经开区|高新区|示范区|园区|筹委会|执委会|工委)")),
    ("body of a zone", re.compile(r".{2,}(?:市场监管局|建设局|商务金融局|市场监管分局)")),
    ("inner office", re.compile(r"[省市]局.+|厅机关.*|(?![省市区县]).{0,12}(?:处|科|股|办公室|处室|审批办|局)")),
    (
        "own name",
        re.compile(r".*(?:公司|集团|银行|大学|学院|医院|站|所|馆|院|中心|会|段|机场|燃气|水务|资本|社|林场|港)"),
    ),
    ("class", re.compile(r".*(?:机关|机构|部门|单位|各.*|地方)|县（市、区）.*")),
    ("broken piece", re.compile(r".{1,3}|[省市]、.*|市交通运|建市交通运输委|“.*")),
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A body as a document names it, from where, and the id it got ("" where none)."""

    name: str
    source: str
    place: str
    date: str | None
    id: str
    meant: str

    @property
    def resolved(self) -> bool:
        """Whether it is a body of the registry."""
        return self.id.startswith("i-")


def outside(name: str) -> str:
    """The kind of what the registry does not claim; "" for a standard department."""
    if registry.is_known_body(name):
        return ""
    return next((kind for kind, pattern in _OUTSIDE if pattern.fullmatch(name)), "")


def annotated() -> Iterator[Mention]:
    """The bodies annotated by hand, resolved from their document's place and date."""
    for path in sorted((SHARED / "gold").glob("H*.json")):
        record = json.loads(path.read_text(encoding="utf-8"))
        place = registry.find_jurisdictions(record["jurisdiction"])[0]
        for body in _annotated_bodies(record["measures"]):
            found = registry.resolve(body["name"], jurisdiction=place.code, level=place.level, date=record["date"])
            yield Mention(body["name"], path.stem, place.name, record["date"], found.institution_id, found.name)


def _annotated_bodies(node: Any) -> Iterator[dict[str, str]]:
    if isinstance(node, dict):
        if node.get("kind") == "institution" and "role" in node:
            yield node
        for value in node.values():
            yield from _annotated_bodies(value)
    elif isinstance(node, list):
        for value in node:
            yield from _annotated_bodies(value)


def corpus() -> Iterator[Mention]:
    """The bodies the extraction finds in the corpus."""
    for record in extract(sorted(p for p in (SHARED / "corpus").iterdir() if p.is_file())):
        if isinstance(record, LoadError):
            print(record, file=sys.stderr)
            continue
        head = record["document"]
        date = head["issued"] or head["published"]
        for name, identifier in _bodies(record):
            body = registry.institution(identifier)
            source = Path(head["source"]).stem
            yield Mention(name, source, head["jurisdiction"]["name"], date, identifier, body.name if body else "")


def _bodies(record: Any) -> Iterator[tuple[str, str]]:
    head = record["document"]
    held: dict[str, Any] = {}
    _collect(record["measures"], held)
    _collect(record["plan_systems"], held)
    for one in held.values():
        if one["kind"] == "institution" and not one["inferred"]:
            yield one["name"], one["institution_id"]
    for body in (*head["issuers"], *head["addressees"]):
        if body["institution_id"][0] in "iu":
            yield body["name"], body["institution_id"]


def _collect(node: Any, held: dict[str, Any]) -> None:
    if isinstance(node, dict):
        held.update({one["id"]: one for one in node.get("responsibilities", ())})
        for value in node.values():
            _collect(value, held)
    elif isinstance(node, list):
        for value in node:
            _collect(value, held)


def report(title: str, mentions: list[Mention]) -> float:
    """Print the shares and the misses; the share of standard departments."""
    missed = [m for m in mentions if not m.resolved]
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    for one in missed:
        kinds[outside(one.name)][one.name] += 1
    left = sum(sum(names.values()) for kind, names in kinds.items() if kind)
    whole, found = len(mentions), len(mentions) - len(missed)
    share = found / (whole - left)
    print(f"{title}: {found} of {whole - left} mentions of standard departments resolved, {share:.4f}")
    print(f"  of all {whole} mentions {found / whole:.4f}; outside the registry's claim {left}:")
    for kind, names in sorted(kinds.items()):
        shown = " ".join(f"{name}×{number}" for name, number in names.most_common())
        print(f"  {kind or 'MISSED'} {sum(names.values())}: {shown}")
    return share


def main(arguments: list[str]) -> int:
    """Print both tables and the sample; 1 when a share is below its bound or there are no documents."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, default=0)
    parser.add_argument("--seed", type=int, default=20261121)
    given = parser.parse_args(arguments)
    read = {"annotated": list(annotated()), "corpus": list(corpus())}
    if not all(read.values()):
        print("no documents in", SHARED, file=sys.stderr)
        return 1
    shares = {title: report(title, mentions) for title, mentions in read.items()}
    resolved = [m for m in read["corpus"] if m.resolved]
    for one in random.Random(given.seed).sample(resolved, given.sample):
        print(f"{one.source}\t{one.place}\t{one.date}\t{one.name}\t{one.meant}\t{one.id}")
    return int(any(shares[title] < least for title, least in LEAST.items()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
