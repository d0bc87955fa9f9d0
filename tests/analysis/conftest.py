"""The five documents as projections: our digests of them, and the originals where they are."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from graph.projection import Projection, read_projection
from graph.store import Store
from graph.writer import load
from loaders.pipeline import extract
from ontology.records import DocumentRecord
from tests.stores import StoreKeeper

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
PLACES = {
    "national": "000000",
    "zhejiang": "330000",
    "guangyuan": "510800",
    "shenzhen": "440300",
    "inner_mongolia": "150000",
}


@dataclass(frozen=True)
class Five:
    """The projection of the five documents, and the id of each by its place."""

    projection: Projection
    records: tuple[DocumentRecord, ...]

    def id(self, place: str) -> str:
        """The id of the document of a place."""
        return next(d.id for d in self.projection.documents if d.jurisdiction == PLACES[place])


def records_of(paths: list[Path]) -> tuple[DocumentRecord, ...]:
    """The records of files that can all be read."""
    found = []
    for item in extract(paths):
        assert not isinstance(item, Exception), item
        found.append(item)
    return tuple(found)


def project(store: Store, *records: DocumentRecord) -> Projection:
    """The projection of records, drafts included, by way of a store."""
    load(store, records)
    return read_projection(store, drafts=True)


@pytest.fixture(scope="session")
def digests(store_keeper: StoreKeeper) -> Five:
    """The digests of the five documents that come with the product."""
    records = records_of(sorted(p for p in EXAMPLES.iterdir() if p.suffix in (".txt", ".html")))
    return Five(project(store_keeper.store("embedded"), *records), records)


@pytest.fixture(scope="session")
def originals(store_keeper: StoreKeeper, shared: Path) -> Five:
    """The five original documents."""
    records = records_of(sorted((shared / "seeds").glob("*.txt")))
    return Five(project(store_keeper.store("embedded"), *records), records)


@pytest.fixture(params=["digests", pytest.param("originals", marks=pytest.mark.originals)])
def five(request: pytest.FixtureRequest) -> Five:
    """The five documents as digests, then as originals."""
    found = request.getfixturevalue(str(request.param))
    assert isinstance(found, Five)
    return found


@dataclass(frozen=True)
class Corpus:
    """The projection of documents of the corpus, and the id of each by the stem of its file."""

    projection: Projection
    ids: dict[str, str]

    def id(self, stem: str) -> str:
        """The id of the document of a file."""
        return self.ids[stem]


@pytest.fixture(scope="session")
def corpus(shared: Path, store_keeper: StoreKeeper) -> Corpus:
    """The documents of the corpus that the labelled pairs are about."""
    stems = {
        stem for path in (Path(__file__).parent / "pairs" / "corpus").glob("*.tsv") for stem in path.stem.split("-")
    }
    records = records_of([next((shared / "corpus").glob(f"{stem}.*")) for stem in sorted(stems)])
    projection = project(store_keeper.store("embedded"), *records)
    return Corpus(projection, {Path(r["document"]["source"]).stem: r["document"]["id"] for r in reversed(records)})
