"""What a store needs before its first record: types, unique ids and full-text indexes, from the declared model."""

from __future__ import annotations

from functools import cache

from graph.store import FORMAT
from ontology import model

# Which properties Cypher users can search by text. Search of zhize's own is graph.search.
FULL_TEXT: dict[str, tuple[str, ...]] = {
    "Document": ("title",),
    "Section": ("title",),
    "Measure": ("title", "text"),
    "Institution": ("name",),
    "PlanCategory": ("name",),
    "Program": ("name",),
}
# A database of Neo4j has no place for notes but its nodes and its indexes; ours stand as indexes of properties that no
# node has, so that no query meets them.
RESTORING = "zhize_restoring"
_FORMAT = "zhize_format_"
_CJK_EMBEDDED = '{"analyzer": "org.apache.lucene.analysis.cjk.CJKAnalyzer"}'
_CJK_NEO4J = "OPTIONS {indexConfig: {`fulltext.analyzer`: 'cjk'}}"


@cache
def node_labels() -> tuple[str, ...]:
    """All declared labels."""
    return tuple(cls.name for cls in model.classes())


@cache
def edge_types() -> tuple[str, ...]:
    """All declared edge types, each once."""
    return tuple(dict.fromkeys(edge.name for edge in model.edges()))


def full_text_name(label: str) -> str:
    """The name of the full-text index of a label, the same on both engines."""
    return f"{label.lower()}_text"


def embedded_statements() -> tuple[str, ...]:
    """The SQL that makes the embedded store ready; each statement does nothing where its work is done.

    Labels and edge types share one name space there: two of one name would be a fault of the declared model.
    """
    clash = set(node_labels()) & set(edge_types())
    if clash:
        raise ValueError(f"one name for a class and an edge: {sorted(clash)}")
    statements: list[str] = []
    for label in node_labels():
        statements += [
            f"CREATE VERTEX TYPE `{label}` IF NOT EXISTS",
            f"CREATE PROPERTY `{label}`.id IF NOT EXISTS STRING",
            f"CREATE INDEX IF NOT EXISTS ON `{label}` (id) UNIQUE",
        ]
    statements += [f"CREATE EDGE TYPE `{edge}` IF NOT EXISTS" for edge in edge_types()]
    for label, names in FULL_TEXT.items():
        statements += [f"CREATE PROPERTY `{label}`.{name} IF NOT EXISTS STRING" for name in names]
        columns = ", ".join(names)
        index = f"CREATE INDEX {full_text_name(label)} IF NOT EXISTS ON `{label}` ({columns})"
        statements.append(f"{index} FULL_TEXT METADATA {_CJK_EMBEDDED}")
    return tuple(statements)


def neo4j_statements() -> dict[str, str]:
    """The Cypher that makes a Neo4j database ready, by the name of what each statement makes."""
    unique = {f"{label.lower()}_id": _neo4j_unique(label) for label in node_labels()}
    texts = {full_text_name(label): _neo4j_text(label, names) for label, names in FULL_TEXT.items()}
    return unique | texts | {f"{_FORMAT}{FORMAT}": neo4j_note(f"{_FORMAT}{FORMAT}")}


def neo4j_note(name: str) -> str:
    """The Cypher that leaves a note in a database."""
    return f"CREATE INDEX {name} IF NOT EXISTS FOR (n:Document) ON (n.{name})"


def format_of(name: str) -> int | None:
    """The format that an index of a name notes; None when it notes none."""
    number = name.removeprefix(_FORMAT)
    return int(number) if number != name and number.isdecimal() else None


def _neo4j_unique(label: str) -> str:
    return f"CREATE CONSTRAINT {label.lower()}_id IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE"


def _neo4j_text(label: str, names: tuple[str, ...]) -> str:
    properties = ", ".join(f"n.{name}" for name in names)
    name = full_text_name(label)
    return f"CREATE FULLTEXT INDEX {name} IF NOT EXISTS FOR (n:{label}) ON EACH [{properties}] {_CJK_NEO4J}"
