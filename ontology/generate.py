"""Make what is derived from the declared model: records.py, the constraints, the reference page,
and in RDF the ontology, its SHACL shapes and its JSON-LD context.

`python -m ontology.generate` writes the files; `--check` compares them and exits 1 on a difference.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from ontology import model, owl, shapes
from ontology.context import context
from ontology.terms import Names
from ontology.turtle import document

NAMES = Names()
_RDF_NOTE = "Made from ontology/ by python -m ontology.generate: do not edit."
ROOT = Path(__file__).resolve().parent.parent
HEADER = '"""Records of the extraction contract, made from ontology/contract.yaml: do not edit."""\n'


def records_module() -> str:
    """The Python module of typed records."""
    lines = [HEADER, "from __future__ import annotations\n", "from typing import NotRequired, TypedDict\n"]
    for name, record in model.contract().items():
        lines += ["", f"class {name}(TypedDict):", f'    """{record.doc}"""', ""]
        for field in record.fields:
            kind = f"NotRequired[{field.type}]" if field.optional else field.type
            lines.append(f"    {field.name}: {kind}")
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _class_rows(cls: model.ClassDef) -> Iterator[str]:
    yield f"### {cls.name} ({cls.zh})\n"
    yield f"{cls.doc}\n"
    yield f"RDF: `{cls.rdf}`\n"
    yield "| property | type | zh | meaning |"
    yield "|---|---|---|---|"
    for prop in cls.properties:
        yield f"| {prop.name} | {prop.type} | {prop.zh} | {prop.doc} |"
    yield ""


def _edge_rows() -> Iterator[str]:
    yield "| from | edge | to | properties | zh | meaning |"
    yield "|---|---|---|---|---|---|"
    for edge in model.edges():
        sources, targets = ", ".join(edge.source), ", ".join(edge.target)
        yield f"| {sources} | {edge.name} | {targets} | {', '.join(edge.properties)} | {edge.zh} | {edge.doc} |"
    yield ""


def reference_page() -> str:
    """The data model reference, Markdown."""
    lines = ["# Data model", "", "Made from `ontology/` by `python -m ontology.generate`: do not edit.", ""]
    lines += ["## Nodes", ""]
    for cls in model.classes():
        lines += _class_rows(cls)
    lines += ["## Edges", "", *_edge_rows(), "## Vocabularies", ""]
    for vocabulary in model.vocabularies():
        lines += [f"### {vocabulary.name} ({vocabulary.zh})", "", vocabulary.doc, ""]
        lines += ["| term | zh | words | meaning |", "|---|---|---|---|"]
        for term in vocabulary.terms:
            lines.append(f"| {term.id} | {term.zh} | {'、'.join(term.words)} | {term.doc} |")
        lines.append("")
    return "\n".join(lines)


def constraints() -> str:
    """Uniqueness of every class's id, as openCypher of both engines' common dialect."""
    lines = ["// Made from ontology/classes by ontology.generate: do not edit."]
    for cls in model.classes():
        name = f"{cls.name.lower()}_id"
        lines.append(f"CREATE CONSTRAINT {name} IF NOT EXISTS FOR (n:{cls.name}) REQUIRE n.id IS UNIQUE;")
    return "\n".join(lines) + "\n"


def context_page() -> str:
    """The JSON-LD context as a file of its own."""
    return json.dumps({"@context": context(NAMES)}, ensure_ascii=False, indent=1) + "\n"


def outputs() -> dict[Path, str]:
    """Every derived file with its text."""
    return {
        ROOT / "ontology" / "records.py": records_module(),
        ROOT / "ontology" / "constraints.cypher": constraints(),
        ROOT / "docs" / "model.md": reference_page(),
        ROOT / "ontology" / "zhize.ttl": "".join(document(NAMES.prefixes, owl.ontology(NAMES), _RDF_NOTE)),
        ROOT / "ontology" / "zhize-shapes.ttl": "".join(document(NAMES.prefixes, shapes.shapes(NAMES), _RDF_NOTE)),
        ROOT / "ontology" / "zhize-context.jsonld": context_page(),
    }


def main(arguments: list[str]) -> int:
    """Write or check; 1 when a derived file differs from the model."""
    drifted = [path for path, text in outputs().items() if not path.exists() or path.read_text("utf-8") != text]
    if "--check" in arguments:
        for path in drifted:
            print(f"{path.relative_to(ROOT)} differs from the model: run python -m ontology.generate", file=sys.stderr)
        return 1 if drifted else 0
    for path in drifted:
        path.write_text(outputs()[path], encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
