"""What an export writes reads back as the same graph; what is not an export is told, and nothing of it is kept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.analysis.judging import judge_pair
from graph.errors import RdfError
from graph.exports import export
from graph.fingerprint import fingerprint
from graph.ids import label_of
from graph.parts import Edge, Node
from graph.rdf.formats import WRITERS
from graph.rdf.loading import load_rdf
from graph.rdf.reading import read
from graph.rdf.streaming import of_graph
from graph.revising import correct
from graph.store import Store
from graph.writer import Writer, load, remove
from loaders.pipeline import extract_file
from ontology import model
from ontology.owl import property_types
from ontology.terms import Names
from tests.api.conftest import EXAMPLES
from tests.exports.test_exports import hostile
from tests.graph.records import Writing, all_records

NAMES = Names()
FORMS = ("nq", "jsonld")


def made(store: Store, form: str, **part: Any) -> bytes:
    return b"".join(export(store, form, **part))


def emptied(store: Store) -> None:
    with store.transaction() as transaction:
        transaction.run("MATCH (n) DETACH DELETE n")


@pytest.mark.parametrize("form", FORMS)
def test_a_store_comes_back_whole(store: Store, form: str) -> None:
    load(store, [*all_records(), hostile()])
    before, data = fingerprint(store), made(store, form)
    emptied(store)
    outcomes = load_rdf(Writer(store), data, form)
    assert fingerprint(store) == before
    assert {one.outcome for one in outcomes} == {"added"}
    assert sum(one.measures for one in outcomes) > 5
    assert made(store, form) == data
    assert {one.outcome for one in load_rdf(Writer(store), data, form)} == {"unchanged"}
    assert fingerprint(store) == before


@pytest.mark.parametrize("form", FORMS)
def test_what_people_corrected_and_judged_comes_back(embedded_store: Store, form: str) -> None:
    store = embedded_store
    load(store, [record for path in EXAMPLES for record in extract_file(path)])
    pair = {"left": "内蒙古", "right": "深圳", "left_part": "基础研究计划", "right_part": "基础研究计划"}
    judge_pair(Writer(store), **pair, verdict="close", who="张三", why="对过原文")
    row = {"measure": "二/（三）", "field": "role", "old": "市科技局", "new": "配合", "who": "李四", "why": "对过原文"}
    correct(Writer(store), [{"document": "da072a2d05e68", **row}])
    before, data = fingerprint(store), made(store, form)
    emptied(store)
    load_rdf(Writer(store), data, form)
    assert fingerprint(store) == before
    assert {one.outcome for one in load_rdf(Writer(store), data, form)} == {"unchanged"}
    assert fingerprint(store) == before


def test_a_part_joins_what_is_there_and_citations_find_it(embedded_store: Store) -> None:
    load(embedded_store, all_records())
    before = fingerprint(embedded_store)
    document = next(r["document"]["id"] for r in all_records() if r["citations"])
    data = made(embedded_store, "nq", document=document)
    remove(embedded_store, document)
    assert fingerprint(embedded_store) != before
    assert [one.id for one in load_rdf(Writer(embedded_store), data, "nq")] == [document]
    assert fingerprint(embedded_store) == before


WORDS = st.text(alphabet="科技局教育财政（）、；：“”0a \t\n\r\"\\<>&'\u0007𠮷", min_size=1, max_size=12)
PLACES = ("科技局", "教育局", "财政局", "农业农村局")
ROLES = ("lead", "responsible", "cooperate", "likely", "undertake")


@st.composite
def writings(draw: st.DrawFn) -> list[Writing]:
    made: list[Writing] = []
    for number in range(draw(st.integers(1, 3))):
        w = Writing(f"{draw(WORDS)}方案{number}", issued=draw(st.sampled_from(["2023", "2023-04", "2023-04-05"])))
        for n in range(draw(st.integers(0, 4))):
            held = draw(st.lists(st.tuples(st.sampled_from(PLACES), st.sampled_from(ROLES)), unique=True, max_size=4))
            w.measure(str(n), draw(WORDS), draw(WORDS), *((f"市{name}", role) for name, role in held))
        made.append(w)
    return made


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(found=writings(), form=st.sampled_from(FORMS))
def test_any_documents_come_back(embedded_store: Store, found: list[Writing], form: str) -> None:
    emptied(embedded_store)
    load(embedded_store, [w.record() for w in found])
    before, data = fingerprint(embedded_store), made(embedded_store, form)
    emptied(embedded_store)
    load_rdf(Writer(embedded_store), data, form)
    assert fingerprint(embedded_store) == before


TEXT = st.text(st.characters(codec="utf-8"), max_size=20)
NUMBER = st.one_of(st.integers(-(2**53), 2**53), st.floats(allow_nan=False, allow_infinity=False, width=32))
IDS = {
    "Document": "d00000000000{n}",
    "Section": "d00000000000{n}-s{n}",
    "Measure": "d00000000000{n}-m{n}",
    "Institution": "i-510800-a{n}",
    "ChangeEvent": "e-{n}",
    "Jurisdiction": "j-00000{n}",
    "FunctionalLine": "l-{n}",
    "PlanSystem": "d00000000000{n}-p{n}",
    "PlanCategory": "d00000000000{n}-c{n}",
    "Program": "d00000000000{n}-g{n}",
    "Fund": "d00000000000{n}-f{n}",
    "Instrument": "t-{n}",
    "Target": "00000000000{n}",
    "Correction": "k00000000000{n}",
}


def value_of(kind: str) -> st.SearchStrategy[Any]:
    if kind == "date":
        return st.one_of(st.dates().map(str), st.sampled_from(["2023", "2023-04", "2023-02-30", "待定", "2023-13"]))
    if kind.startswith("list"):
        return st.lists(TEXT, min_size=1, max_size=3)
    if kind.startswith("number"):
        return st.one_of(NUMBER, st.lists(NUMBER, min_size=2, max_size=2)) if "list" in kind else NUMBER
    return {"integer": st.integers(0, 10**6), "boolean": st.booleans()}.get(kind, TEXT)


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[Node], list[Edge]]:
    nodes = []
    for cls in model.content_classes():
        for n in range(draw(st.integers(0, 2))):
            kinds = {p.name: p.type for p in cls.properties if p.name != "id"}
            kept = draw(st.sets(st.sampled_from(sorted(kinds))))
            props = {name: draw(value_of(kinds[name])) for name in sorted(kept)}
            nodes.append(Node(cls.name, IDS[cls.name].format(n=n), props))
    possible = [
        (edge, a.id, b.id)
        for edge in model.edges()
        for a in nodes
        for b in nodes
        if a.label in edge.source and b.label in edge.target
    ]
    edges: dict[Any, Edge] = {}
    for edge, source, target in draw(st.lists(st.sampled_from(possible), max_size=8)) if possible else []:
        names = [n for n in edge.properties if n != "document"]
        kept = draw(st.sets(st.sampled_from(names))) if names else set()
        types = property_types()
        props = {name: draw(value_of(min(types[name]))) for name in sorted(kept - {"id"})}
        if "id" in names:
            props["id"] = f"r{len(edges)}"
        made = Edge(edge.name, source, target, props)
        edges[edge.name, source, target] = made
    return nodes, list(edges.values())


@settings(max_examples=150, deadline=None)
@given(graph=graphs(), form=st.sampled_from(FORMS))
def test_any_graph_of_the_model_reads_back(graph: tuple[list[Node], list[Edge]], form: str) -> None:
    nodes, edges = graph
    data = b"".join(WRITERS[form](of_graph(NAMES, nodes, edges), NAMES))
    found = read(data, form, NAMES)
    assert plain(found.nodes.values()) == plain(nodes)
    assert {key: dict(e.props) for key, e in found.edges.items()} == {e.key: dict(e.props) for e in edges}


def plain(nodes: Iterable[Node]) -> dict[str, tuple[str, str]]:
    """Nodes as text, in which 1, 1.0 and True differ."""
    return {n.id: (n.label, repr(dict(sorted(n.props.items())))) for n in nodes}


A = f"<{NAMES.thing('i-510800-a')}>"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
LEVEL = f"{A} <{NAMES.own('level')}>"
BODY = f"{A} {TYPE} <{NAMES.space}Institution> .\n"


@pytest.mark.parametrize(
    ("data", "code", "told"),
    [
        (BODY + "<a:b> nonsense\n", "rdf_syntax", "第 2 行"),
        ('{"@context": {},\n"@graph": [\n{"@id": }]}', "rdf_syntax", "第 3 行"),
        (BODY + '<http://x.example/s> <http://x.example/p> "o" .\n', "rdf_foreign", "http://x.example/s"),
        (BODY + f'{A} <http://xmlns.com/foaf/0.1/name> "x" .\n', "rdf_foreign", "foaf/0.1/name"),
        (BODY + f"{A} {TYPE} <http://xmlns.com/foaf/0.1/Agent> .\n", "rdf_foreign", "foaf/0.1/Agent"),
        (BODY + f"{A} <{NAMES.own('HAS_MEASURE')}> <{NAMES.thing('m')}> .\n", "rdf_foreign", "没有"),
        (BODY + f"{LEVEL} _:b .\n", "rdf_foreign", "level"),
        (BODY + f"{LEVEL} {A} .\n", "rdf_foreign", "应为文字"),
        (BODY + f'{A} <{NAMES.own("level")}> "a", "b" .\n', "rdf_syntax", "第 2 行"),
        (BODY + "".join(f'{A} <{NAMES.own("level")}> "{x}" .\n' for x in "ab"), "rdf_foreign", "2 个值"),
        (f"{A} {TYPE} <{NAMES.space}Nothing> .\n", "rdf_foreign", "Nothing"),
        (f'{A} <{NAMES.own("level")}> "city" .\n', "rdf_foreign", "没有类"),
        (BODY + f'{A} <http://purl.org/dc/terms/identifier> "other" .\n', "rdf_foreign", "other"),
        (BODY.replace(NAMES.base, "https://else.example/"), "rdf_foreign", NAMES.base),
        ("", "rdf_foreign", "没有本产品导出的内容"),
        ('{"a": 1}', "rdf_foreign", "没有本产品导出的内容"),
    ],
)
def test_what_is_no_export_is_told_and_not_kept(embedded_store: Store, data: str, code: str, told: str) -> None:
    before = fingerprint(embedded_store)
    with pytest.raises(RdfError, match=told.replace(".", r"\.")) as error:
        load_rdf(Writer(embedded_store), data.encode(), "jsonld" if data.startswith("{") else "nq")
    assert error.value.code == code
    assert fingerprint(embedded_store) == before


def test_every_class_has_ids_of_a_form_of_its_own() -> None:
    assert IDS.keys() == {cls.name for cls in model.content_classes()}
    assert {label: label_of(form.format(n=1)) for label, form in IDS.items()} == {label: label for label in IDS}
