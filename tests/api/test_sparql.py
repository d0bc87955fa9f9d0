"""`/sparql` answers SPARQL 1.1 queries over the graph, and nothing a query says reaches further than its limits."""

from __future__ import annotations

import csv
import io
import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from rdflib import Graph
from starlette.testclient import TestClient

from api.service import LocalService
from graph.errors import QueryFailed, QueryRefused
from graph.rdf.sparql import Sparql
from graph.rdf.sparql_text import LONGEST
from graph.store import Limits
from ontology.terms import Names
from tests.api.conftest import Zhize

NAMES = Names()
BODY = NAMES.thing("i-510800-science_technology")
ALL = "SELECT * { ?s ?p ?o }"


def rows(http: TestClient, query: str, **more: str) -> list[dict[str, str]]:
    answer = http.get("/sparql", params={"query": query, **more})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/sparql-results+json"
    found = answer.json()["results"]["bindings"]
    return [{name: value["value"] for name, value in row.items()} for row in found]


def number(http: TestClient, query: str) -> int:
    (row,) = rows(http, query)
    (value,) = row.values()
    return int(value)


# What people ask.


def test_who_leads_what(http: TestClient) -> None:
    query = "SELECT DISTINCT ?n { ?i zhize:leads ?m ; skos:prefLabel ?n }"
    assert {"n": "广元市科学技术局"} in rows(http, query)


def test_every_responsibility_has_its_evidence(http: TestClient) -> None:
    query = "SELECT (COUNT(?r) AS ?n) { ?r a zhize:Responsibility %s }"
    whole = number(http, query % "")
    assert whole == number(http, query % "; prov:value ?q ; prov:wasQuotedFrom ?d . ?d a zhize:Document") > 20


def test_inferred_leads_are_no_responsibilities(http: TestClient) -> None:
    assert number(http, "SELECT (COUNT(*) AS ?n) { ?i zhize:likelyLeads ?m }") > 0
    assert number(http, "SELECT (COUNT(*) AS ?n) { ?r a zhize:InferredResponsibility, zhize:Responsibility }") == 0


def test_counts_are_those_of_cypher(http: TestClient) -> None:
    for label in ("Document", "Measure", "Institution", "Target", "PlanCategory"):
        answer = http.post("/cypher", json={"query": f"MATCH (n:{label}) RETURN count(n) AS n"}).json()
        assert number(http, f"SELECT (COUNT(?x) AS ?n) {{ ?x a zhize:{label} }}") == answer["results"][0]["n"]


def test_a_document_is_a_named_graph(http: TestClient) -> None:
    (first, *_) = rows(http, "SELECT DISTINCT ?g { GRAPH ?g { ?m a zhize:Measure } } ORDER BY ?g")
    inside = number(http, f"SELECT (COUNT(?m) AS ?n) FROM <{first['g']}> {{ ?m a zhize:Measure }}")
    assert 0 < inside < number(http, "SELECT (COUNT(?m) AS ?n) { ?m a zhize:Measure }")
    told = rows(http, "SELECT (COUNT(?m) AS ?n) { ?m a zhize:Measure }", **{"default-graph-uri": first["g"]})
    assert told == [{"n": str(inside)}]
    named = f"SELECT (COUNT(?m) AS ?n) FROM NAMED <{first['g']}> {{ GRAPH ?g {{ ?m a zhize:Measure }} }}"
    assert number(http, named) == inside


def test_paths_filters_options_and_order(http: TestClient) -> None:
    query = """SELECT ?title ?date { ?d dcterms:title ?title ; zhize:hasMeasure+/zhize:number|eli:number ?n .
               OPTIONAL { ?d eli:date_document ?date } FILTER(LANG(?title) = "zh") } ORDER BY ?title LIMIT 3"""
    found = rows(http, query)
    assert [row["title"] for row in found] == sorted(row["title"] for row in found)


def test_words_of_services_are_words(http: TestClient) -> None:
    assert rows(http, 'SELECT (STR("SERVICE <http://x/>") AS ?s) {} # SERVICE')[0]["s"] == "SERVICE <http://x/>"
    assert rows(http, "PREFIX service: <http://x/> SELECT * { ?x service:load ?service }") == []


def test_escapes_are_read_once(http: TestClient) -> None:
    assert rows(http, 'SELECT ("\\u79D1" AS ?s) {}') == [{"s": "科"}]


@pytest.mark.parametrize(("query", "told"), [(f"ASK {{ <{BODY}> ?p ?o }}", True), ("ASK { <http://x/> ?p ?o }", False)])
def test_ask(query: str, told: bool, http: TestClient) -> None:
    assert http.get("/sparql", params={"query": query}).json()["boolean"] is told
    xml = http.get("/sparql", params={"query": query}, headers={"Accept": "application/sparql-results+xml"})
    assert f"<boolean>{str(told).lower()}</boolean>" in xml.text


@pytest.mark.parametrize(
    "media", ["text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml"]
)
def test_construct_and_describe_by_negotiation(media: str, http: TestClient) -> None:
    kinds = {"text/turtle": "turtle", "application/n-triples": "nt", "application/rdf+xml": "xml"}
    for query in (f"DESCRIBE <{BODY}>", "CONSTRUCT { ?i zhize:leads ?m } WHERE { ?i zhize:leads ?m }"):
        answer = http.get("/sparql", params={"query": query}, headers={"Accept": media})
        assert answer.headers["content-type"].startswith(media)
        assert len(Graph().parse(data=answer.text, format=kinds.get(media, "json-ld"))) > 3


def test_tables_by_negotiation_say_the_same(http: TestClient) -> None:
    query = "SELECT ?i ?n { ?i a zhize:Institution ; skos:prefLabel ?n } ORDER BY ?i"
    told = [(row["i"], row["n"]) for row in rows(http, query)]
    assert len(told) > 5

    def text(media: str) -> str:
        answer = http.get("/sparql", params={"query": query}, headers={"Accept": media})
        assert answer.headers["content-type"].startswith(media)
        return str(answer.text)

    table = list(csv.reader(io.StringIO(text("text/csv"), newline="")))
    assert table[0] == ["i", "n"]
    assert [tuple(row) for row in table[1:]] == told
    lines = text("text/tab-separated-values").splitlines()
    assert lines[0] == "?i\t?n"
    assert lines[1:] == [f'<{i}>\t"{n}"@zh' for i, n in told]
    space = "{http://www.w3.org/2005/sparql-results#}"
    found = ElementTree.fromstring(text("application/sparql-results+xml")).iter(f"{space}result")
    assert [tuple("".join(b.itertext()) for b in result) for result in found] == told


@pytest.mark.parametrize("way", ["get", "form", "body", "suffix"])
def test_the_ways_of_the_protocol(way: str, http: TestClient) -> None:
    query = "SELECT (1 AS ?x) {}"
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = {
        "get": lambda: http.get("/sparql", params={"query": query}),
        "form": lambda: http.post("/sparql", content=urlencode({"query": query}), headers=form),
        "body": lambda: http.post("/sparql", content=query, headers={"Content-Type": "application/sparql-query"}),
        "suffix": lambda: http.get("/sparql.json", params={"query": query}),
    }[way]()
    assert answer.json()["results"]["bindings"][0]["x"]["value"] == "1"


def test_a_browser_gets_a_page_with_the_rows(http: TestClient) -> None:
    browser = {"Accept": "text/html,*/*;q=0.8"}
    assert "textarea" in http.get("/sparql", headers=browser).text
    page = http.get("/sparql", params={"query": 'SELECT ("<b>&" AS ?x) {}'}, headers=browser).text
    assert "&lt;b&gt;&amp;" in page
    assert "<b>" not in page


def test_the_copy_follows_the_store(empty: LocalService, examples: LocalService) -> None:
    count = "SELECT (COUNT(?d) AS ?n) { ?d a zhize:Document }"

    def told() -> str:
        return str(json.loads(empty.sparql(count)[1])["results"]["bindings"][0]["n"]["value"])

    assert told() == "0"
    empty.load_rdf(b"".join(examples.export("nq")), "nq")
    assert int(told()) == number_of_documents(examples)
    first = empty.documents()["results"][0]["id"]
    empty.remove(first)
    assert int(told()) <= number_of_documents(examples)
    assert json.loads(empty.sparql(f"ASK {{ <{NAMES.thing(first)}> a zhize:Document ; zhize:text ?t }}")[1]) == {
        "head": {},
        "boolean": False,
    }


def number_of_documents(service: LocalService) -> int:
    return int(service.cypher("MATCH (d:Document) RETURN count(d) AS n")["results"][0]["n"])


def test_the_command(zhize: Zhize) -> None:
    query = "SELECT ?n { ?i zhize:leads ?m ; skos:prefLabel ?n }"
    assert "广元市科学技术局" in zhize("sparql", query).out
    assert json.loads(zhize("sparql", query, "--format", "json").out)["head"]["vars"] == ["n"]
    assert zhize("sparql", f"DESCRIBE <{BODY}>").out.startswith("@prefix")
    refused = zhize("sparql", "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }")
    assert refused.code == 2
    assert "SERVICE" in refused.err


# What must not happen.

SERVICES = [
    "SELECT * { SERVICE <http://{host}/> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <http://{host}/> { ?s ?p ?o } }",
    "SELECT * { service <http://{host}/> { ?s ?p ?o } }",
    "SELECT * { SeRvIcE<http://{host}/>{?s ?p ?o} }",
    "SELECT * { BIND(<http://{host}/> AS ?e) SERVICE ?e { ?s ?p ?o } }",
    "PREFIX e: <http://{host}/> SELECT * { SERVICE e:x { ?s ?p ?o } }",
    "SELECT * { \\u0053ERVICE <http://{host}/> { ?s ?p ?o } }",
    "SELECT * { SERV\\U00000049CE <http://{host}/> { ?s ?p ?o } }",
    "SELECT * { SERVICE#\n<http://{host}/> { ?s ?p ?o } }",
    "SELECT * { { SELECT * { SERVICE <http://{host}/> { ?s ?p ?o } } } }",
    "SELECT * { OPTIONAL { SERVICE <http://{host}/> { ?s ?p ?o } } }",
    "SELECT * { FILTER EXISTS { SERVICE <http://{host}/> { ?s ?p ?o } } }",
    "CONSTRUCT { ?s ?p ?o } { SERVICE <http://{host}/> { ?s ?p ?o } }",
    "ASK { SERVICE <http://{host}/> { ?s ?p ?o } }",
    "DESCRIBE ?s { SERVICE <http://{host}/> { ?s ?p ?o } }",
    "SELECT * { MINUS { SERVICE <file:///etc/passwd> { ?s ?p ?o } } }",
    # A comment for the engine that reads as a name by the tokens of the standard.
    'SELECT * { FILTER(1<5#>"""\n) SERVICE <http://{host}/> { ?s ?p ?o } #"""\n }',
    "SELECT * { FILTER(1<5#>'''\n) SERVICE SILENT <http://{host}/> { ?s ?p ?o } #'''\n }",
]
UPDATES = [
    "INSERT DATA { <a:b> <a:b> <a:b> }",
    "DELETE DATA { <a:b> <a:b> <a:b> }",
    "DELETE WHERE { ?s ?p ?o }",
    "delete { ?s ?p ?o } where { ?s ?p ?o }",
    "INSERT { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "LOAD <http://{host}/>",
    "LOAD SILENT <file:///etc/passwd> INTO GRAPH <a:b>",
    "CLEAR ALL",
    "DROP DEFAULT",
    "CREATE GRAPH <a:b>",
    "ADD <a:b> TO <a:c>",
    "MOVE <a:b> TO <a:c>",
    "COPY <a:b> TO <a:c>",
    "WITH <a:b> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "PREFIX a: <a:> INSERT DATA { a:b a:b a:b }",
    "# a comment\nBASE <http://x/> CLEAR ALL",
    "\\u0049NSERT DATA { <a:b> <a:b> <a:b> }",
]
FOREIGN = [
    "SELECT * FROM <http://{host}/> { ?s ?p ?o }",
    "SELECT * FROM NAMED <http://{host}/> { GRAPH ?g { ?s ?p ?o } }",
    "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    "SELECT * from<http://{host}/>{ ?s ?p ?o }",
    "PREFIX e: <http://{host}/> SELECT * FROM e:x { ?s ?p ?o }",
    "ASK FROM <http://{host}/> { ?s ?p ?o }",
    "CONSTRUCT { ?s ?p ?o } FROM <http://{host}/> { ?s ?p ?o }",
    "DESCRIBE <a:b> FROM <http://{host}/>",
    f"SELECT * FROM <{NAMES.things}d1> FROM <http://{{host}}/> {{ ?s ?p ?o }}",
    f"SELECT * FROM <{NAMES.base}../etc> {{ ?s ?p ?o }}",
]
BROKEN = [
    "SELECT",
    "SELECT * {",
    "SELECT * { ?s ?p }",
    "SELECT * { ?s ?p ?o } ; DROP ALL",
    "SELECT * { ?s ?p ?o } INSERT DATA { <a:b> <a:b> <a:b> }",
    "MATCH (n) RETURN n",
    "<script>alert(1)</script>",
    "SELECT * { ?s nobody:knows ?o }",
    "SELECT * { ?s ?p 'unclosed }",
    "SELECT ?x { FILTER(\\u005C\\u0075 = 1) }",
    "SELECT * { ?s ?p '\\uD800' }",
    "PREFIX",
    "SELECT (SUM(?x AS ?y) { ?x ?p ?o }",
    "{" * 20_000,
]


class Listener:
    """A place on this machine that notes whether anybody came."""

    def __init__(self) -> None:
        self.socket = socket.socket()
        self.socket.bind(("127.0.0.1", 0))
        self.socket.listen()
        self.visits = 0
        threading.Thread(target=self._listen, daemon=True).start()

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.socket.getsockname()[1]}"

    def _listen(self) -> None:
        while True:
            try:
                self.socket.accept()[0].close()
            except OSError:
                return
            self.visits += 1


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    made.socket.close()


@pytest.fixture(scope="module")
def small(examples: LocalService) -> Sparql:
    """The same store with narrow limits."""
    return Sparql(examples.store, Limits(seconds=4, rows=500, bytes=50_000), memory=1 << 30)


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        *((q, {"sparql_service", "sparql_failed"}) for q in SERVICES),
        *((q, {"sparql_update"}) for q in UPDATES),
        *((q, {"sparql_from"}) for q in FOREIGN),
        *((q, {"sparql_syntax", "sparql_memory", "sparql_failed"}) for q in BROKEN),
    ],
)
def test_hostile_queries_are_refused(query: str, codes: set[str], small: Sparql, listener: Listener) -> None:
    before = listener.visits
    with pytest.raises((QueryRefused, QueryFailed)) as error:
        answered(small, query.replace("{host}", listener.host))
    assert error.value.code in codes
    assert listener.visits == before


def answered(sparql: Sparql, query: str) -> bytes:
    """The answer of a query. SILENT makes of a service out of reach one that says nothing: no rows or one empty row."""
    found = sparql.ask(query).data
    if "SILENT" in query and all(row == {} for row in json.loads(found)["results"]["bindings"]):
        raise QueryRefused("sparql_service", "nothing came of it")
    return found


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", {"sparql_timeout"}),
        ("ASK { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?a = ?l && ?l = 5) }", {"sparql_timeout"}),
        ("SELECT ?a ?f { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?a", {"sparql_timeout", "sparql_memory"}),
        ("SELECT DISTINCT ?a ?d ?f { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", {"sparql_timeout", "sparql_too_large"}),
        ("SELECT (GROUP_CONCAT(?x) AS ?t) { ?s ?p ?o . ?q ?r ?x }", {"sparql_timeout", "sparql_memory"}),
        ("SELECT * { ?a (zhize:x|!zhize:y)* ?b . ?b (zhize:x|!zhize:z)* ?c }", {"sparql_timeout", "sparql_too_large"}),
        (ALL, {"sparql_too_large"}),
        ("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", {"sparql_too_large"}),
        ("SELECT ?t { ?m zhize:text ?t . ?d a zhize:Document } LIMIT 490", {"sparql_too_large"}),
        (
            "SELECT (REPLACE(STR(?t), '(a*)*(b*)*(科*)*$', 'x') AS ?y) { ?m zhize:text ?t . ?a ?b ?c }",
            {"sparql_timeout", "sparql_too_large", "sparql_failed"},
        ),
        ("SELECT * {" + " ?s ?p ?o ." * 9_000 + "}", {"sparql_timeout", "sparql_memory", "sparql_too_large"}),
        (
            "ASK { FILTER(" + "(" * 30_000 + "1" + ")" * 30_000 + ") }",
            {"sparql_memory", "sparql_syntax", "sparql_timeout"},
        ),
        ("ASK {} #" + "x" * LONGEST, {"sparql_too_long"}),
    ],
)
def test_what_costs_too_much_is_stopped(query: str, codes: set[str], small: Sparql) -> None:
    with pytest.raises((QueryRefused, QueryFailed)) as error:
        small.ask(query)
    assert error.value.code in codes
    assert json.loads(small.ask("ASK {}").data)["boolean"]


@pytest.mark.parametrize(
    ("send", "status", "code"),
    [
        ({"params": {"update": "CLEAR ALL"}}, 403, "sparql_update"),
        ({"params": {"query": ALL, "update": "CLEAR ALL"}}, 403, "sparql_update"),
        ({"params": {"query": [ALL, ALL]}}, 422, "bad_parameter"),
        ({"params": {"query": ALL, "timeout": "99999"}}, 422, "bad_parameter"),
        ({"params": {"query": ALL, "default-graph-uri": "http://elsewhere.example/"}}, 403, "sparql_from"),
        ({"params": {"query": ALL, "named-graph-uri": "file:///etc/passwd"}}, 403, "sparql_from"),
        ({"params": {"query": ALL, "format": "exe"}}, 422, "bad_parameter"),
        ({"params": {"query": ALL}, "headers": {"Accept": "image/png"}}, 406, "not_acceptable"),
        ({"params": {"query": "CLEAR ALL"}}, 403, "sparql_update"),
        ({"params": {"query": ""}}, 400, "sparql_syntax"),
        ({"params": {}}, 422, "bad_parameter"),
    ],
)
def test_hostile_requests_are_refused(send: dict[str, Any], status: int, code: str, http: TestClient) -> None:
    answer = http.get("/sparql", **send)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


@pytest.mark.parametrize(
    ("media", "body", "status", "code"),
    [
        ("application/sparql-update", "CLEAR ALL", 403, "sparql_update"),
        ("application/x-www-form-urlencoded", "update=CLEAR+ALL", 403, "sparql_update"),
        ("application/json", '{"query": "ASK {}"}', 400, "bad_body"),
        ("application/sparql-query", b"\xff\xfe", 400, "bad_body"),
    ],
)
def test_hostile_bodies_are_refused(media: str, body: Any, status: int, code: str, http: TestClient) -> None:
    answer = http.post("/sparql", content=body, headers={"Content-Type": media})
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_service_that_slips_by_the_words_finds_no_network(
    small: Sparql, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process itself has no way out, whatever the words of a query look like."""
    from graph.rdf import sparql_text

    before = listener.visits
    query = f"SELECT * {{ SERVICE <http://{listener.host}/> {{ ?s ?p ?o }} }}"
    let_in = sparql_text.Query(query, "SELECT", ())
    with pytest.raises(QueryFailed):
        replace_check(small, let_in, monkeypatch).ask(query)
    assert listener.visits == before


def replace_check(sparql: Sparql, query: Any, monkeypatch: pytest.MonkeyPatch) -> Sparql:
    monkeypatch.setattr(sparql, "check", lambda _text: replace(query))
    return sparql
