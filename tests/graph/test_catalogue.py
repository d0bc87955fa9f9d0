from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from graph import catalogue

ROOT = Path(__file__).resolve().parents[2]
ALL = [p for folder in ("graph", "loaders", "ontology", "api") for p in sorted((ROOT / folder).rglob("*.py"))]
# What an engine says to its own server is no question to the graph.
CODE = [p for p in ALL if p.parent.name != "engines"]
CYPHER = re.compile(
    r"\b(?:MATCH|MERGE|CREATE)\s*\(.*\b(?:RETURN|SET|DELETE|CREATE)\b|\bUNWIND\s+\$\w+\s+AS\b", re.DOTALL
)
SLOTS = {"label": "Measure", "source": "Document", "target": "Measure", "type": "HAS_MEASURE"}


def filled(name: str) -> str:
    raw = (ROOT / "graph" / "queries" / f"{name}.cypher").read_text(encoding="utf-8")
    slots = {slot.lower() for slot in re.findall(r"__([A-Z]+)__", raw)}
    return catalogue.text(name, **{slot: SLOTS[slot] for slot in slots})


@pytest.mark.parametrize("name", catalogue.names())
def test_a_query_is_described_and_takes_its_values_as_parameters(name: str) -> None:
    raw = (ROOT / "graph" / "queries" / f"{name}.cypher").read_text(encoding="utf-8")
    assert raw.startswith("// ")
    assert not filled(name).startswith("//")
    literals = set(re.findall(r"'[^']*'", filled(name)))
    assert literals <= {"'cited'"}, "only words of a vocabulary may stand in a query"


@pytest.mark.parametrize("name", catalogue.names())
def test_merge_is_labelled_and_keyed(name: str) -> None:
    for merged in re.findall(r"MERGE (.*)", filled(name)):
        assert re.match(r"\(\w+:\w+ \{id: row\.id\}\)$|\(a\)-\[r:\w+\]->\(b\)$", merged)


def test_every_query_is_asked_somewhere() -> None:
    code = "\n".join(p.read_text(encoding="utf-8") for p in CODE)
    unused = [n for n in catalogue.names() if f'"{n}"' not in code and not re.match(r"edge(s|_counts)_(in|out)", n)]
    assert unused == []


@pytest.mark.parametrize("path", CODE, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_cypher_stands_elsewhere(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    shown = {id(c) for n in ast.walk(tree) for part in examples(n) for c in ast.walk(part)}
    texts = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and id(n) not in shown]
    assert [t for t in texts if isinstance(t, str) and CYPHER.search(t)] == []


def examples(node: ast.AST) -> list[ast.AST]:
    """What is only shown to people: docstrings, and examples of a web address."""
    if isinstance(node, ast.keyword) and node.arg == "examples":
        return [node.value]
    if not isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        return []
    return [first for first in node.body[:1] if isinstance(first, ast.Expr)]


def test_only_declared_names_fill_a_slot() -> None:
    assert "(n:Measure)" in catalogue.text("count_nodes", label="Measure")
    with pytest.raises(ValueError, match="not declared"):
        catalogue.text("count_nodes", label="Measure) DETACH DELETE n //")
    with pytest.raises(ValueError, match="not declared"):
        catalogue.text("count_nodes", label="Measure|Program")
    with pytest.raises(KeyError):
        catalogue.text("count_nodes")
    with pytest.raises(KeyError, match="no slot"):
        catalogue.text("count_nodes", label="Measure", type="LEADS")
    with pytest.raises(KeyError, match="no query"):
        catalogue.text("drop_everything")
