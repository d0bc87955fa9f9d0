"""docs/cookbook.md: the console's named queries with their answers on the examples.

python -m scripts.cookbook           write the page
python -m scripts.cookbook --check   compare it, and exit 1 on a difference
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from api.reference import keep

PAGE = Path(__file__).resolve().parent.parent / "docs" / "cookbook.md"
ROWS = 5
_WIDTH = 60
_INTRO = """# Cypher cookbook

Made by `python -m scripts.cookbook` from `api/pages/shelf.yaml`: do not edit. These are the queries on the shelf of
the console (`/console` of a running server), with the first rows of their answers on the bundled examples. Run one with
`zhize query "…" --param 名=值`, in the console, or by `POST /cypher`. Labels, edges and properties:
[the data model](model.md). A lead that is only inferred has an edge type of its own (`LIKELY_LEADS`); what the figures
do not mean: [reading the numbers](reading-the-numbers.md).
"""


def _cell(value: Any) -> str:
    said = "、".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
    said = " ".join(said.split()).replace("|", "\\|").replace("<", "&lt;")
    return said if len(said) <= _WIDTH else said[: _WIDTH - 1] + "…"


def _table(answer: dict[str, Any]) -> Iterator[str]:
    columns, rows = answer["columns"], answer["results"]
    yield "| " + " | ".join(columns) + " |"
    yield "|" + "---|" * len(columns)
    for row in rows[:ROWS]:
        yield "| " + " | ".join(_cell(row[column]) for column in columns) + " |"
    if len(rows) > ROWS:
        yield f"\n{len(rows)} rows, the first {ROWS} shown."


def page() -> str:
    """The page, Markdown: every query asked of a store with the examples."""
    import zhize
    from api.pages.console_page import shelf
    from graph.store import Limits

    lines = [_INTRO]
    with tempfile.TemporaryDirectory() as folder:
        store = zhize.open_store(Path(folder, "store"))
        zhize.load(store, zhize.examples())
        for group, queries in groupby(shelf(), key=lambda q: q.group):
            lines.append(f"## {group}\n")
            for asked in queries:
                found = store.run_cypher(asked.query, asked.parameters, Limits())
                given = "".join(f" · `{name}` = {value}" for name, value in asked.parameters.items())
                lines += [f"### {asked.zh}\n", f"```cypher\n{asked.query}\n```\n"]
                lines += [f"With{given.removeprefix(' ·')}:\n"] if given else []
                lines += [*_table({"columns": found.columns, "results": found.results}), ""]
        store.close()
    return "\n".join(lines).rstrip() + "\n"


def main(arguments: list[str]) -> int:
    """Write or check the page."""
    return keep(PAGE, page(), arguments, "make docs")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
