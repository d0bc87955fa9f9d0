"""The graph as networkx graphs, for people's own measures: who works on what, and who works with whom."""

from __future__ import annotations

from collections.abc import Collection

import networkx as nx

from graph.analysis.ground import Ground, counted
from graph.analysis.overlap import overlap_institutions, roles_asked_for
from graph.projection import Projection


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


def co_responsibility_graph(
    projection: Projection,
    *,
    roles: Collection[str] | None = None,
    inferred: bool = False,
    classes: bool = False,
    drafts: bool = False,
    min_shared: int = 1,
) -> nx.Graph[str]:
    """Bodies joined where they share tasks: edges have shared, jaccard, lift and p as rows of overlap have them."""
    found = overlap_institutions(
        projection, roles=roles, inferred=inferred, classes=classes, drafts=drafts, min_shared=min_shared
    )
    graph: nx.Graph[str] = nx.Graph()
    for row in found["results"]:
        for body, total in ((row["left"], row["left_total"]), (row["right"], row["right_total"])):
            graph.add_node(body["id"], name=body["name"], kind=body["kind"], line=body["line"], tasks=total)
        weights = {"shared": row["shared"], "jaccard": row["jaccard"], "lift": row["lift"], "p": row["p"]}
        graph.add_edge(row["left"]["id"], row["right"]["id"], weight=row["shared"], **weights)
    return graph
