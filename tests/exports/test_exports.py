"""Every format reads back as the same graph, byte for byte the same each time, and text in it stays text."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pytest
from rdflib import RDFS, Dataset, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import ORG, PROV, SKOS

from api.params import EXPORTS
from graph.errors import BadParameter, NotFound
from graph.exports import FORMATS, export
from graph.exports.data import Edge, GraphData, Node
from graph.exports.html import as_html, library
from graph.exports.subset import read_graph
from graph.exports.svg import as_svg
from graph.exports.tables import cell, responsibility_rows
from graph.store import Store
from graph.writer import load
from ontology.records import DocumentRecord
from ontology.terms import Names
from tests.graph.records import Writing, all_records

ZHIZE, ENTITY = Namespace(Names().space), Namespace(Names().things)
HOSTILE = "</script><script>window.ran=1</script><img src=x onerror=window.ran=1>"


def hostile() -> DocumentRecord:
    w = Writing('=HYPERLINK("x")方案', code="510900", issued="2023-04")
    w.measure("1", HOSTILE, "@SUM(A1)\x07 的写法。", ("市科技局", "lead"))
    w.measure("2", "+加号开头", "-减号开头。", ("各县（区）", "responsible"), kinds={"各县（区）": "class"})
    return w.record()


@pytest.fixture
def filled(embedded_store: Store) -> Store:
    load(embedded_store, [*all_records(), hostile()])
    return embedded_store


def made(store: Store, name: str, **filters: Any) -> bytes:
    return b"".join(export(store, name, **filters))


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_graph_gives_the_same_bytes(every_store: dict[str, Store], name: str) -> None:
    found = set()
    for number, store in enumerate(every_store.values()):
        records = [*all_records(), hostile()]
        load(store, records if number % 2 else records[::-1])
        found |= {made(store, name), made(store, name)}
    assert len(found) == 1


def test_the_commands_and_the_server_name_every_format() -> None:
    assert tuple(FORMATS) == EXPORTS


@pytest.mark.parametrize("name", FORMATS)
def test_an_empty_store_exports(embedded_store: Store, name: str) -> None:
    assert made(embedded_store, name)


def test_json_holds_every_node_and_edge(filled: Store) -> None:
    found = json.loads(made(filled, "json"))
    data = read_graph(filled)
    assert [n["id"] for n in found["nodes"]] == [n.id for n in data.nodes]
    assert len(found["edges"]) == len(data.edges) > 40


def test_graphml_reads_back(filled: Store) -> None:
    graph = nx.read_graphml(io.BytesIO(made(filled, "graphml")), force_multigraph=True)
    data = read_graph(filled)
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (len(data.nodes), len(data.edges))
    assert {d["label"] for _, d in graph.nodes(data=True)} == {n.label for n in data.nodes}


def test_gexf_reads_back_with_names_as_labels(filled: Store) -> None:
    graph = nx.read_gexf(io.BytesIO(made(filled, "gexf")))
    data = read_graph(filled)
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (len(data.nodes), len(data.edges))
    body = graph.nodes["i-510800-science_technology"]
    assert (body["label"], body["class"]) == ("广元市科学技术局", "Institution")
    leads = [d for _, _, d in graph.edges(data=True) if d["label"] == "LEADS"]
    assert len(leads) == sum(e.type == "LEADS" for e in data.edges)
    assert all(d["quote"] for d in leads)


def test_the_drawing_is_xml_and_text_in_it_is_text(filled: Store) -> None:
    root = ElementTree.fromstring(made(filled, "svg"))
    data = read_graph(filled)
    name = "{http://www.w3.org/2000/svg}"
    assert root.tag == f"{name}svg"
    titles = [t.text or "" for t in root.iter(f"{name}title")]
    assert len(titles) == len(data.nodes) + len(data.edges)
    assert any(HOSTILE in title for title in titles)
    assert {element.tag for element in root.iter()} <= {
        name + tag for tag in ("svg", "g", "rect", "circle", "polygon", "line", "text", "title")
    }
    dashed = [line for line in root.iter(f"{name}line") if line.get("stroke-dasharray") and list(line)]
    assert len(dashed) == sum(e.type == "LIKELY_LEADS" for e in data.edges) > 0


def union(dataset: Any) -> Graph:
    """All triples of a dataset, whatever their graph."""
    found = Graph()
    for s, p, o, _ in dataset.quads():
        found.add((s, p, o))
    return found


def test_turtle_and_jsonld_say_the_same(filled: Store) -> None:
    turtle = Graph().parse(data=made(filled, "ttl"), format="turtle")
    jsonld = Dataset().parse(data=made(filled, "jsonld"), format="json-ld")
    assert isomorphic(turtle, union(jsonld))


def test_rdf_uses_the_known_vocabularies(filled: Store) -> None:
    graph = Graph().parse(data=made(filled, "ttl"), format="turtle")
    body = ENTITY["i-510800-science_technology"]
    assert (body, None, ORG.Organization) in graph
    assert (body, SKOS.prefLabel, Literal("广元市科学技术局", lang="zh")) in graph
    assert {o.language for o in graph.objects(ZHIZE.Institution, RDFS.label) if isinstance(o, Literal)} == {"zh", "en"}
    assert (None, ZHIZE.leads, None) in graph
    quoted = list(graph.subject_objects(PROV.wasQuotedFrom))
    assert quoted
    assert all((s, PROV.value, None) in graph for s, _ in quoted)
    likely = set(graph.subject_objects(ZHIZE.likelyLeads))
    assert likely
    assert not likely & set(graph.subject_objects(ZHIZE.leads))
    assert all(isinstance(s, URIRef) for s in graph.subjects()), "no blank nodes"


def test_csv_is_a_row_a_responsibility(filled: Store) -> None:
    text = made(filled, "csv").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert len(rows) == len(list(responsibility_rows(read_graph(filled))))
    leads = [r for r in rows if r["role"] == "lead"]
    assert {r["inferred"] for r in leads} == {"true", "false"}
    assert all(r["quote"] and r["document_title"] and r["institution_name"] for r in rows)


def test_formulas_stay_text(filled: Store) -> None:
    with zipfile.ZipFile(io.BytesIO(made(filled, "zip"))) as archive:
        names = archive.namelist()
        texts = [archive.read(n).decode("utf-8-sig") for n in names]
    assert {"nodes/Institution.csv", "nodes/Measure.csv", "edges/LEADS.csv", "edges/LIKELY_LEADS.csv"} <= set(names)
    cells = [c for text in texts for row in csv.reader(io.StringIO(text, newline="")) for c in row]
    dangerous = [c for c in cells if c.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert [c for c in dangerous if not re.fullmatch(r"-?\d+(\.\d+)?", c)] == []
    assert any(c.startswith("'=HYPERLINK") for c in cells)
    assert (cell(-3), cell(None), cell(True), cell(["a"])) == ("-3", "", "true", '["a"]')


class Page(HTMLParser):
    """What a browser would see of a page: its tags and addresses."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [v for k, v in attrs if k in ("src", "href", "srcset", "action") and v]


def test_the_page_loads_nothing_and_runs_no_text(filled: Store) -> None:
    text = made(filled, "html").decode()
    page = Page(text)
    assert page.tags.count("script") == 2
    assert "img" not in page.tags
    assert page.addresses == []
    assert not re.search(r"(?:https?:)?//[a-z0-9-]+\.[a-z]", text.replace(":\\/\\/", ""), re.IGNORECASE)
    assert '<meta charset="utf-8">' in text
    assert '"physics": {"enabled": false}' in text
    assert text.count('"x": ') == len(read_graph(filled).nodes)
    assert text.count('"dashes": true') == sum(e.type == "LIKELY_LEADS" for e in read_graph(filled).edges) > 0
    assert "cdn" not in text.replace(library(), "").lower()


@pytest.mark.parametrize("write", [as_html, as_svg])
def test_a_drawing_of_too_much_is_refused_before_it_is_written(write: Callable[[GraphData], object]) -> None:
    data = GraphData.of([Node(f"i{n}", "Instrument", {"name": str(n)}) for n in range(2001)], [])
    with pytest.raises(BadParameter, match="2001"):
        write(data)


def test_parts(filled: Store) -> None:
    city = json.loads(made(filled, "json", jurisdiction="广元"))
    labels = [n["label"] for n in city["nodes"]]
    documents = [n for n in city["nodes"] if n["label"] == "Document" and n["properties"]["status"] != "cited"]
    measures = {n["id"] for n in city["nodes"] if n["label"] == "Measure"}
    own = next(d["id"] for d in documents if d["properties"]["jurisdiction"] == "510800")
    assert measures
    assert all(m.startswith(own) for m in measures)
    assert {"Institution", "FunctionalLine", "Jurisdiction", "Target", "Instrument"} <= set(labels)
    assert json.loads(made(filled, "json", document=own)) == city
    near = json.loads(made(filled, "json", entity="i-510800-science_technology"))
    ends = {e["source"] for e in near["edges"]} | {e["target"] for e in near["edges"]}
    assert ends == {n["id"] for n in near["nodes"]}
    assert len(near["nodes"]) < len(city["nodes"])


def test_wrong_parts(filled: Store) -> None:
    with pytest.raises(BadParameter):
        export(filled, "docx")
    with pytest.raises(NotFound):
        export(filled, "json", document="d000000000000")
    with pytest.raises(NotFound):
        export(filled, "json", entity="i-nobody")
    with pytest.raises(BadParameter):
        export(filled, "json", entity="i-510800-science_technology", hops=99)


def test_bytes_do_not_depend_on_the_order_of_hashes() -> None:
    program = (
        "import hashlib\n"
        "from graph.exports import FORMATS\n"
        "from graph.exports.data import Edge, GraphData, Node\n"
        "nodes = [Node(f'i{n}', 'Institution', {'name': str(n), 'short_names': ['b', 'a']}) for n in range(9)]\n"
        "nodes += [Node('m', 'Measure', {'title': 't', 'text': 'x'})]\n"
        "edges = [Edge('LEADS', f'i{n}', 'm', {'id': str(n), 'quote': 'q', 'document': 'd'}) for n in range(9)]\n"
        "data = GraphData.of(nodes, edges)\n"
        "print([hashlib.sha256(b''.join(f.write(data))).hexdigest() for f in FORMATS.values()])\n"
    )
    root = Path(__file__).resolve().parents[2]
    runs = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=root,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1


def test_edges_without_both_ends_are_left_out() -> None:
    data = GraphData.of([Node("m", "Measure", {"title": "t"})], [Edge("LEADS", "gone", "m", {})])
    assert data.edges == ()
