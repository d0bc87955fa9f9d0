"""The network over HTTP: rows, their edges, and the whole as GraphML."""

from __future__ import annotations

import networkx as nx
from starlette.testclient import TestClient


def test_network_as_rows_and_as_graphml(http: TestClient) -> None:
    rows = http.get("/network.json?jurisdiction=330000&limit=500").json()
    graph = nx.parse_graphml(http.get("/network.graphml?jurisdiction=330000&limit=500").text)
    assert set(graph.nodes) == {row["institution"]["id"] for row in rows["results"]}
    assert graph.number_of_edges() == len(rows["edges"]) > 10
    first = rows["results"][0]
    assert graph.nodes[first["institution"]["id"]]["strength"] == first["strength"]


def test_a_page_of_the_network_has_the_edges_among_its_rows(http: TestClient) -> None:
    page = http.get("/network.json?jurisdiction=330000&limit=5").json()
    there = {row["institution"]["id"] for row in page["results"]}
    assert len(there) == 5
    assert all({edge["left"], edge["right"]} <= there for edge in page["edges"])


def test_graphml_is_whole(http: TestClient) -> None:
    assert http.get("/network.graphml?fields=tasks").status_code == 422
