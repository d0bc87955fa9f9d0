"""The graph as networkx graphs, for people's own measures: who works on what, and who works with whom."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, TypedDict

import networkx as nx
import numpy as np

from graph.analysis.ground import Ground, counted
from graph.analysis.overlap import InstitutionOverlap, InstitutionOverlapRow, roles_asked_for
from graph.analysis.rates import Basis
from graph.projection import Projection
from graph.rows import InstitutionReference, Reference

_SEED = 1


def responsibility_graph(
    projection: Projection, *, roles: Collection[str] | None = None, inferred: bool = False, drafts: bool = False
) -> nx.MultiDiGraph[str]:
    """Bodies and what they are responsible for, an edge a responsibility as printed (keyed by its id).

    Nodes have `side` (body or target), `type`, `name`; bodies also kind, level and line. Edges have role, inferred,
    basis, document and quote. Likely leads and drafts are left out unless asked for.
    """
    wanted, ground = roles_asked_for(roles), Ground(projection)
    documents = {d.id for d in counted(projection, drafts=drafts)}
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for item in projection.responsibilities:
        if item.document not in documents or item.role not in wanted or (item.inferred and not inferred):
            continue
        if not projection.counts(item.target):
            continue
        body, target = ground.institution(item.institution), ground.reference(item.target)
        known = {"kind": body["kind"], "level": body["level"], "line": body["line"]}
        graph.add_node(body["id"], side="body", type="Institution", name=body["name"], **known)
        graph.add_node(target["id"], side="target", type=target["type"], name=target["name"])
        graph.add_edge(
            body["id"],
            target["id"],
            key=item.id,
            role=item.role,
            inferred=item.inferred,
            basis=item.basis,
            document=item.document,
            quote=item.quote,
        )
    return graph


class NetworkRow(TypedDict):
    """A body in the network of shared work.

    degree counts the bodies it shares tasks with, strength the tasks shared with all of them; betweenness (0 to 1) is
    over shortest paths where a pair is the nearer the more it shares (Brandes 2001); eigenvector is 1 for the most
    central body of its connected part; community is a number from 1, the largest first.
    """

    institution: InstitutionReference
    tasks: int
    degree: int
    strength: int
    strength_without: int
    betweenness: float
    eigenvector: float
    community: int


class NetworkEdge(TypedDict):
    """Two bodies, by id, with the figures of their row of overlap."""

    left: str
    right: str
    shared: int
    shared_without: int
    jaccard: float
    lift: float | None
    p: float
    q: float


class Network(TypedDict):
    """The bodies, strongest first, and what joins them; modularity is of the communities by tasks shared."""

    results: list[NetworkRow]
    edges: list[NetworkEdge]
    communities: int
    modularity: float | None
    without: list[Reference]
    basis: Basis


def network(found: InstitutionOverlap, *, most_q: float | None = None) -> Network:
    """The network of the pairs of an overlap: bodies with centralities and communities; seeded, in one order.

    `most_q` keeps the pairs whose q is at most that. Communities by the Louvain method (Blondel et al. 2008) over tasks
    shared.
    """
    rows = [row for row in found["results"] if most_q is None or row["q"] <= most_q]
    graph = _joined(rows)
    parts = _communities(graph)
    numbers = {body: number for number, part in enumerate(parts, 1) for body in sorted(part)}
    between = nx.betweenness_centrality(graph, weight="distance")
    central = _eigenvector(graph)
    bodies: list[NetworkRow] = [
        {
            "institution": data["institution"],
            "tasks": data["tasks"],
            "degree": graph.degree(body),
            "strength": graph.degree(body, weight="shared"),
            "strength_without": graph.degree(body, weight="shared_without"),
            "betweenness": round(between[body], 6),
            "eigenvector": round(central[body], 6),
            "community": numbers[body],
        }
        for body, data in graph.nodes(data=True)
    ]
    bodies.sort(key=lambda r: (-r["strength"], -r["degree"], r["institution"]["id"]))
    modularity = nx.community.modularity(graph, parts, weight="shared") if rows else None
    return {
        "results": bodies,
        "edges": [_edge(row) for row in rows],
        "communities": len(parts),
        "modularity": None if modularity is None else round(modularity, 4),
        "without": found["without"],
        "basis": found["basis"],
    }


def _joined(rows: Sequence[InstitutionOverlapRow]) -> nx.Graph[str]:
    graph: nx.Graph[str] = nx.Graph()
    left = {row["left"]["id"]: (row["left"], row["left_total"]) for row in rows}
    bodies = left | {row["right"]["id"]: (row["right"], row["right_total"]) for row in rows}
    for body in sorted(bodies):
        graph.add_node(body, institution=bodies[body][0], tasks=bodies[body][1])
    for row in rows:
        weights = {"shared": row["shared"], "shared_without": row["shared_without"], "distance": 1 / row["shared"]}
        graph.add_edge(row["left"]["id"], row["right"]["id"], **weights)
    return graph


def _communities(graph: nx.Graph[str]) -> list[set[str]]:
    if not graph:
        return []
    found = nx.community.louvain_communities(graph, weight="shared", seed=_SEED)
    return sorted(found, key=lambda part: (-len(part), sorted(part)))


def _eigenvector(graph: nx.Graph[str]) -> dict[str, float]:
    """The principal eigenvector of the tasks shared (Bonacich 1972), of each connected part by itself."""
    found: dict[str, float] = {}
    for part in nx.connected_components(graph):
        members = sorted(part)
        shared = nx.to_numpy_array(graph, nodelist=members, weight="shared")
        vector = np.abs(np.linalg.eigh(shared)[1][:, -1])
        found.update(zip(members, (vector / vector.max()).tolist(), strict=True))
    return found


def _edge(row: InstitutionOverlapRow) -> NetworkEdge:
    return {
        "left": row["left"]["id"],
        "right": row["right"]["id"],
        "shared": row["shared"],
        "shared_without": row["shared_without"],
        "jaccard": row["jaccard"],
        "lift": row["lift"],
        "p": row["p"],
        "q": row["q"],
    }


def network_graph(answer: Mapping[str, Any]) -> nx.Graph[str]:
    """The answer to the question `network` as a networkx graph: what its rows say at nodes and edges, null left out.

    Nodes go by the id of the body, with name, kind, level and line; edges have `weight` (tasks shared) besides.
    """
    graph: nx.Graph[str] = nx.Graph()
    for row in answer["results"]:
        body = row["institution"]
        about = {"name": body["name"], "kind": body["kind"], "level": body["level"], "line": body["line"]}
        figures = {key: value for key, value in row.items() if key != "institution"}
        graph.add_node(body["id"], **{k: v for k, v in (about | figures).items() if v is not None})
    for edge in answer["edges"]:
        if edge["left"] in graph and edge["right"] in graph:
            told = {k: v for k, v in edge.items() if k not in ("left", "right") and v is not None}
            graph.add_edge(edge["left"], edge["right"], weight=edge["shared"], **told)
    return graph


def to_graphml(answer: Mapping[str, Any]) -> str:
    """The same as GraphML, for Gephi, yEd and networkx."""
    return "\n".join(nx.generate_graphml(network_graph(answer))) + "\n"
