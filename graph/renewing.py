"""Brings the bodies and lines of a store to what the registry says of them, when the registry has grown or shrunk."""

from __future__ import annotations

from graph import catalogue
from graph.parts import Edge, Node
from graph.shared import closure, needed
from graph.store import Store
from graph.writing import write_edges, write_nodes
from ontology import registry


def registry_nodes(store: Store) -> dict[str, tuple[Node, ...]]:
    """The nodes of the store's registered bodies as the registry has them now; to be asked before it changes."""
    found: dict[str, tuple[Node, ...]] = {}
    for row in store.read(catalogue.text("institution_ids")):
        identifier = str(row["id"])
        if registry.institution(identifier) is not None:
            found[identifier] = needed(identifier, identifier).nodes
    return found


def renew(store: Store, before: dict[str, tuple[Node, ...]]) -> int:
    """Writes the bodies that the registry now says something else of than `before`; gives how many.

    Edges that came with the change are added. A body the registry no longer knows stays as it was until the documents
    that name it are loaded again.
    """
    changed = [i for i in before if registry.institution(i) is not None and needed(i, i).nodes != before[i]]
    if not changed:
        return 0
    nodes, links = closure((i, i) for i in changed)
    labels = {node.id: node.label for node in nodes}
    with store.transaction() as transaction:
        write_nodes(transaction, nodes)
        write_edges(transaction, "merge_links", [link for link in links if _known(link, labels)], labels)
    return len(changed)


def _known(link: Edge, labels: dict[str, str]) -> bool:
    return link.source in labels and link.target in labels
