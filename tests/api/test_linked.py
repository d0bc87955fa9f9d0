"""IRIs of the ontology and of nodes lead to HTML, Turtle, JSON-LD or RDF/XML, as is asked for."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rdflib import RDF, RDFS, Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import ORG, OWL, PROV, SKOS
from starlette.testclient import TestClient

from api.http import create_app
from api.service import LocalService
from api.settings import read_settings
from graph.errors import BadParameter
from ontology.terms import DEFAULT_BASE, Names

NAMES = Names()
BODY = "i-510800-science_technology"
KINDS = {"text/turtle": "turtle", "application/ld+json": "json-ld", "application/rdf+xml": "xml"}


def graph_at(http: TestClient, path: str, media: str) -> Graph:
    answer = http.get(path, headers={"Accept": media})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith(media)
    assert answer.headers["vary"].split(", ") in (["Accept"], ["Accept", "Accept-Encoding"])
    return Graph().parse(data=answer.content, format=KINDS[media])


@pytest.mark.parametrize("path", ["/ontology", "/ontology/Measure", "/ontology/leads", f"/id/{BODY}"])
def test_the_formats_say_the_same(path: str, http: TestClient) -> None:
    turtle, *others = (graph_at(http, path, media) for media in KINDS)
    assert len(turtle) > 3
    assert all(isomorphic(turtle, other) for other in others)


def test_iris_of_the_ontology_lead_to_their_terms(http: TestClient) -> None:
    whole = graph_at(http, "/ontology", "text/turtle")
    assert (URIRef(NAMES.ontology), RDF.type, OWL.Ontology) in whole
    for term in ("Document", "leads", "spanStart", "roles-lead"):
        iri = NAMES.space + term
        assert iri.startswith(DEFAULT_BASE)
        one = graph_at(http, "/" + iri.removeprefix(DEFAULT_BASE), "text/turtle")
        languages = {o.language for o in one.objects(URIRef(iri), RDFS.label) if isinstance(o, Literal)}
        assert languages == {"zh", "en"}
        assert set(one) <= set(whole) or term == "roles"


def test_a_browser_gets_pages(http: TestClient) -> None:
    browser = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    assert "职责" in http.get("/ontology", headers=browser).text
    assert "措施" in http.get("/ontology/Measure", headers=browser).text
    away = http.get(f"/id/{BODY}", headers=browser, follow_redirects=False)
    assert (away.status_code, away.headers["location"]) == (303, f"/entities/{BODY}")


def test_a_node_is_told_with_its_evidence(http: TestClient) -> None:
    found = graph_at(http, f"/id/{BODY}", "text/turtle")
    body = URIRef(NAMES.thing(BODY))
    assert (body, RDF.type, ORG.Organization) in found
    assert (body, SKOS.prefLabel, Literal("广元市科学技术局", lang="zh")) in found
    statements = set(found.subjects(RDF.subject, body))
    assert statements
    assert all(str(s).startswith(f"{body}#") for s in statements)
    assert any((s, PROV.value, None) in found and (s, PROV.wasQuotedFrom, None) in found for s in statements)


@pytest.mark.parametrize("path", ["/id/d000000000000", "/id/nothing", "/ontology/Nothing"])
def test_what_is_not_there_is_not_found(path: str, http: TestClient) -> None:
    assert http.get(path, headers={"Accept": "text/turtle"}).status_code == 404
    assert http.get("/ontology", headers={"Accept": "image/png"}).status_code == 406


def test_context_and_shapes(http: TestClient) -> None:
    assert http.get("/ontology/context").json()["@context"]["leads"]["@id"] == NAMES.own("LEADS")
    assert len(graph_at(http, "/ontology/shapes", "text/turtle")) > 500


def test_another_base_begins_every_iri(examples: LocalService) -> None:
    settings = read_settings({"ZHIZE_BASE_IRI": "https://policy.example/graph"})
    service = LocalService(examples.store, replace(settings, store=examples.settings.store))
    http = TestClient(create_app(service, service.settings, token="t", instance="t"), base_url="http://policy.example")
    text = http.get(f"/id/{BODY}.ttl").text
    assert "https://policy.example/graph/id/" in text
    assert DEFAULT_BASE not in text
    assert DEFAULT_BASE not in http.get("/exports", params={"format": "nq"}).text


@pytest.mark.parametrize("base", ["ftp://x/", "no address", "http:///x", "http://x/?a=b", "http://x/#a", 'http://x/"'])
def test_a_base_that_is_no_address_is_refused(base: str) -> None:
    with pytest.raises(BadParameter, match="ZHIZE_BASE_IRI"):
        read_settings({"ZHIZE_BASE_IRI": base}).rdf_base()
