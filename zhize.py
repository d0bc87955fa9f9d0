"""zhize for people's own Python: open a store, load documents, ask who leads what.

    import zhize
    store = zhize.open_store("my-store")
    zhize.load(store, ["plan.txt"])
    rows = zhize.who_leads(store, "科技成果转化")

Rows have the shapes of the HTTP answers. Everything heavy is imported when first used.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import networkx as nx

    from api.client import Client
    from graph.store import Store
    from ontology.records import DocumentRecord

__all__ = [
    "align",
    "compare",
    "connect",
    "examples",
    "extract",
    "load",
    "open_store",
    "overlap",
    "responsibility_graph",
    "responsibility_network",
    "who_leads",
]

Row = dict[str, Any]
_PACKAGES = ("graph", "ontology", "loaders", "api")


def _check_packages() -> None:
    """Our packages have general names: say which file stands in the way when one of them is not ours."""
    home = Path(__file__).resolve().parent
    for name in _PACKAGES:
        spec = importlib.util.find_spec(name)
        found = Path(spec.origin).resolve() if spec and spec.origin else None
        if found != home / name / "__init__.py":
            raise ImportError(f"zhize needs its own package {name!r}, but Python finds {found}: rename or remove that")


_check_packages()


def open_store(url: str | Path | None = None) -> Store:
    """Open a store: a folder, or a neo4j:// or bolt:// address; the default store without one.

    What `zhize load --registry` keeps with the store is in force in this process until another store is opened.
    Raises StoreHeld when another process holds the folder, StoreUnreachable when the server does not answer.
    """
    from api.registers import use_of_store
    from api.settings import settings
    from graph.store import open_store as open_

    own = settings()
    location = url if url is not None else own.store
    store = open_(location)
    use_of_store(location)
    return store


def examples(*, chain: bool = False) -> list[Path]:
    """The bundled documents: five digests; with `chain` three that cite one another, nation, province, city."""
    from api.bundled import CHAIN, DIGESTS

    return (CHAIN if chain else DIGESTS).documents()


def extract(paths: Iterable[str | Path]) -> Iterator[DocumentRecord]:
    """The records of documents, in the order given; raises LoadError for a file that cannot be read."""
    from api.settings import settings
    from loaders import apart
    from loaders.errors import LoadError

    for item in apart.extract(paths, limits=settings().reading()):
        if isinstance(item, LoadError):
            raise item
        yield item


def load(store: Store, paths: Iterable[str | Path], *, everything: bool = False) -> list[Row]:
    """Extract documents and keep them, one transaction a document; a row each: id, title, outcome.

    Raises LoadError for a file that cannot be read, and for one with neither measures nor a title unless
    `everything`; the documents before it are kept.
    """
    from dataclasses import asdict

    from graph.writer import load as load_
    from loaders.refusing import checked

    records = extract(paths)
    return [asdict(outcome) for outcome in load_(store, records if everything else checked(records))]


def who_leads(store: Store, q: str, **filters: Any) -> list[Row]:
    """Who leads what is about `q`; filters as `zhize who-leads` has them. All rows, stated leads first."""
    from api.questions import questions
    from graph.answers import who_leads as ask

    asked = questions()["who_leads"].read(filters)
    return [dict(row) for row in ask(store, q, **{"limit": None, **asked})["results"]]


def overlap(store: Store, **parameters: Any) -> list[Row]:
    """Institutions that share measures, or measures that cover the same ground (`of="measures"`)."""
    from api.questions import questions
    from graph.analysis.answers import overlap as ask

    return list(ask(store, **{"limit": None, **questions()["overlap"].read(parameters)})["results"])


def responsibility_network(store: Store, **parameters: Any) -> nx.Graph[str]:
    """Institutions joined where they share tasks, for networkx: parameters as `zhize network` has them, all rows.

    Nodes have name, kind, level, line, tasks, degree, strength, betweenness, eigenvector and community; edges have
    weight (tasks shared), shared_without, jaccard, lift, p and q.
    """
    from graph.analysis.answers import network as ask
    from graph.analysis.networks import network_graph

    return network_graph(ask(store, **{"limit": None, **parameters}))


def responsibility_graph(
    store: Store, *, role: str | None = None, inferred: bool = False, **scope: Any
) -> nx.Graph[str]:
    """Institutions and what they are responsible for, an edge a responsibility as printed: a networkx MultiDiGraph.

    `scope` is jurisdiction, level, document, category, as_of; drafts count when they are named.
    """
    from graph.analysis.networks import responsibility_graph as made
    from graph.analysis.scope import read

    asked: Any = scope
    projection, drafts = read(store, asked, drafts=False)
    return made(projection, roles=[role] if role else None, inferred=inferred, drafts=drafts)


def align(store: Store, source: str, target: str, **parameters: Any) -> list[Row]:
    """For each measure of one document or level the measures of another it corresponds to, with reasons."""
    from graph.analysis.answers import alignment as ask

    return list(ask(store, source=source, target=target, **{"limit": None, **parameters})["results"])


def compare(store: Store, left: str, right: str, **parameters: Any) -> Row:
    """Two plan systems, category by category and program by program; by id or by the name of a place."""
    from graph.analysis.answers import compare as ask

    return dict(ask(store, left, right, **parameters))


def connect(address: str, *, token: str | None = None) -> Client:
    """A client of a running zhize server; its methods give the same answers."""
    from api.client import Client

    return Client(address, token=token)
