"""A million triples out of a store, beside rdflib's serializer over the same triples, in one run.

`python benchmarks/rdf_export.py [--triples N] [--formats nq,ttl] [--store FOLDER]`; the store is made of copies of the
examples under other ids (corpus-like documents: sections, measures, responsibilities, citations, plan systems), in a
temporary folder unless one is given, which is filled if it is empty and kept.

For each format: seconds by the clock and of the processor, triples a second, and the memory of the process along the
way, which stays where it was after the first document (the engine's Java heap is in it). rdflib has all triples in
memory before it writes any.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import pyoxigraph
import rdflib

from graph import answers
from graph.exports import export
from graph.store import Store, open_store
from graph.writer import Writer
from loaders.pipeline import extract_file
from ontology.identifiers import digest

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
A_DOCUMENT = 1650  # about how many triples a document of the examples makes
WITHIN = 60.0
_EVERY = 4_000_000
RDFLIB = {"nq": "nt", "ttl": "turtle", "jsonld": "json-ld", "rdfxml": "xml"}
_ID = re.compile(r'"([0-9a-f]{12})"')
_NUMBER = re.compile(r"(\d+)号")
_PAGE = os.sysconf("SC_PAGE_SIZE") / 1e6


@dataclass(frozen=True)
class Run:
    """What a way of writing took, by the clock and of the processor, and megabytes of the process along the way."""

    seconds: float
    cpu: float
    bytes: int
    memory: list[float]


def copied(record: Any, number: int) -> Any:
    """A record under an id, title and 文号 of its own, with ids of its own in it."""
    own = record["document"]["id"]
    text = json.dumps(record, ensure_ascii=False).replace(own, "d" + digest(own, number, length=12))
    made = json.loads(_ID.sub(lambda match: f'"{digest(match[1], number, length=12)}"', text))
    head = made["document"]
    head["title"] = f"{head['title']}之{number}"
    head["doc_no"] = head["doc_no"] and _NUMBER.sub(lambda match: f"{match[1]}{number}号", head["doc_no"])
    return made


def megabytes() -> float:
    """The resident memory of this process."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE


def fill(store: Store, triples: int) -> None:
    """Loads the examples again and again, for so many triples."""
    records = [record for path in sorted(EXAMPLES.iterdir()) for record in extract_file(path)]
    writer, begun = Writer(store), perf_counter()
    number = triples // A_DOCUMENT + 1
    for n in range(number):
        writer.keep(copied(records[n % len(records)], n))
        if (n + 1) % 100 == 0 or n + 1 == number:
            print(f"loaded {n + 1} of {number} documents, {perf_counter() - begun:.0f} s", flush=True)


def ours(store: Store, form: str, folder: Path) -> Run:
    """An export to a file, looking at the memory on the way."""
    begun, cpu, size, memory = perf_counter(), process_time(), 0, list[float]()
    with (folder / f"ours.{form}").open("wb") as file:
        for piece in export(store, form):
            file.write(piece)
            if size // _EVERY != (size := size + len(piece)) // _EVERY:
                memory.append(megabytes())
    return Run(perf_counter() - begun, process_time() - cpu, size, memory)


def in_memory(quads: Path) -> rdflib.Graph:
    """The triples of a file as a graph of rdflib."""
    graph, names = rdflib.Graph(), dict[str, rdflib.URIRef]()

    def term(value: Any) -> Any:
        if isinstance(value, pyoxigraph.NamedNode):
            return names.setdefault(value.value, rdflib.URIRef(value.value))
        kind = None if value.language else value.datatype.value
        return rdflib.Literal(value.value, lang=value.language, datatype=kind)

    for quad in pyoxigraph.parse(path=quads, format=pyoxigraph.RdfFormat.N_QUADS):
        graph.add((term(quad.subject), term(quad.predicate), term(quad.object)))
    return graph


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """The seconds some work takes, by the clock and of the processor."""
    begun, cpu = perf_counter(), process_time()
    work()
    return perf_counter() - begun, process_time() - cpu


def compare(quads: Path, folder: Path, runs: dict[str, Run]) -> None:
    """Prints what rdflib takes to have the triples in memory, and to write them in each format."""
    found: list[rdflib.Graph] = []
    seconds, cpu = timed(lambda: found.append(in_memory(quads)))
    print(f"rdflib, the same triples: {seconds:.1f} s ({cpu:.1f} s CPU) into memory, {megabytes():.0f} MB")
    for form, run in runs.items():
        out, name = folder / f"rdflib.{form}", RDFLIB[form]
        seconds, cpu = timed(partial(found[0].serialize, out, format=name, encoding="utf-8"))
        ratio = f"zhize in {run.seconds / seconds:.2f} of that ({run.cpu / cpu:.2f} of the CPU)"
        print(f"  {form:8}{seconds:7.1f} s ({cpu:.1f} s CPU)  {megabytes():6.0f} MB, {ratio}", flush=True)


def main() -> None:
    """Prints the table; exits 1 where an export takes more than a minute of the processor a million triples."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--formats", default="nq,ttl,jsonld,rdfxml")
    parser.add_argument("--store")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        store = open_store(given.store or folder / "store")
        store.prepare()
        if not answers.documents(store)["total"]:
            fill(store, given.triples)
        runs = {form: ours(store, form, folder) for form in dict.fromkeys(["nq", *given.formats.split(",")])}
        store.close()
        with (folder / "ours.nq").open("rb") as lines:
            number = sum(1 for _ in lines)
        report(number, runs)
        compare(folder / "ours.nq", folder, runs)
    slow = [form for form, run in runs.items() if run.cpu > WITHIN * max(number / 1e6, 0.1)]
    raise SystemExit(f"more than a minute a million triples: {slow}" if slow else 0)


def report(number: int, runs: dict[str, Run]) -> None:
    """Prints what the exports took."""
    print(f"{number} triples")
    for form, run in runs.items():
        some = run.memory[:: max(1, len(run.memory) // 8)]
        told = f"{number / run.seconds:.0f} triples/s, {run.bytes / 1e6:.0f} MB"
        print(f"  {form:8}{run.seconds:7.1f} s ({run.cpu:.1f} s CPU), {told}; memory along the way, in MB:", end="")
        print("", *(f"{m:.0f}" for m in some), flush=True)


if __name__ == "__main__":
    main()
