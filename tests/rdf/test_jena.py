"""Other people's readers take what we write: Apache Jena and rdflib read ontology and exports, and read the same."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import Dataset, Graph

from graph.exports import FORMATS, export
from graph.store import Store, open_store
from graph.writer import load
from loaders.pipeline import extract_file
from ontology import owl, shapes
from ontology.terms import Names
from ontology.turtle import document
from tests.jena import JenaMissing, fetch, riot, shacl
from tests.stores import absent

ROOT = Path(__file__).resolve().parents[2]
ONTOLOGY = tuple(ROOT / "ontology" / name for name in ("zhize.ttl", "zhize-shapes.ttl"))
RDFLIB = {".ttl": "turtle", ".nq": "nquads", ".jsonld": "json-ld", ".rdf": "xml"}


@pytest.fixture(scope="module")
def jena() -> None:
    try:
        fetch()
    except JenaMissing as error:
        absent(str(error))


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = open_store(tmp_path_factory.mktemp("jena") / "store")
    load(store, (record for path in sorted((ROOT / "examples").iterdir()) for record in extract_file(path)))
    yield store
    store.close()


@pytest.fixture(scope="module")
def exports(examples: Store, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The examples in every format of RDF."""
    folder = tmp_path_factory.mktemp("exports")
    made = []
    for form in (f for f in FORMATS.values() if f.stream):
        path = folder / f"examples{form.suffix}"
        path.write_bytes(b"".join(export(examples, form.name)))
        made.append(path)
    return made


def read_by_rdflib(path: Path) -> int:
    """How many triples or quads rdflib finds; any warning of it is an error, but those about its own parts."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.filterwarnings("ignore", "(Dataset|ConjunctiveGraph)", DeprecationWarning, r"rdflib\.")
        found = Dataset() if path.suffix in (".nq", ".jsonld") else Graph()
        with path.open("rb") as file:
            found.parse(file, format=RDFLIB[path.suffix])
        return len(found)


@pytest.mark.usefixtures("jena")
def test_jena_and_rdflib_read_ontology_and_exports_alike(exports: list[Path], caplog: pytest.LogCaptureFixture) -> None:
    files = [*ONTOLOGY, *exports]
    assert {path.suffix for path in files} == set(RDFLIB)
    counted, complaints = riot(*files)
    assert complaints == ""
    with caplog.at_level(logging.WARNING):
        assert counted == {path.name: read_by_rdflib(path) for path in files}
    assert caplog.records == []
    assert len({counted[path.name] for path in exports}) == 1
    assert counted["examples.ttl"] > 10_000


@pytest.mark.usefixtures("jena")
def test_jena_tells_what_is_wrong_with_a_file(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.nq"
    wrong.write_text('<http://a/b> <http://a/p> "2023-02-30"^^<http://www.w3.org/2001/XMLSchema#date> .\n')
    assert "2023-02-30" in riot(wrong)[1]


@pytest.mark.usefixtures("jena")
def test_jena_finds_the_exports_to_keep_to_the_shapes(exports: list[Path], tmp_path: Path) -> None:
    (turtle,) = (path for path in exports if path.suffix == ".ttl")
    assert shacl(ONTOLOGY[1], turtle) == "Conforms"
    broken = tmp_path / "broken.ttl"
    text = turtle.read_text(encoding="utf-8")
    broken.write_text(text.replace(' zhize:basis "marked"', ' zhize:basis "heard"', 1), encoding="utf-8")
    told = shacl(ONTOLOGY[1], broken)
    assert "Path=<http://localhost:8340/ontology/basis>" in told


@pytest.mark.usefixtures("jena")
def test_jena_reads_the_ontology_under_any_base(tmp_path: Path) -> None:
    names = Names("https://data.example.org/职责/")
    made = tmp_path / "ontology.ttl"
    made.write_text("".join(document(names.prefixes, [*owl.ontology(names), *shapes.shapes(names)])), encoding="utf-8")
    counted, complaints = riot(made)
    assert complaints == ""
    assert counted == {"ontology.ttl": read_by_rdflib(made)}
