"""Commands for the graph as RDF: sparql, and what load does with an export."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from api.options import complain, patience, reporting, store_option

if TYPE_CHECKING:
    from api.service import Service

_FORMS = ("table", "json", "csv", "tsv", "xml", "ttl", "nt", "jsonld", "rdf")


@click.command()
@click.argument("query", metavar="查询")
@click.option(
    "--format", "form", type=click.Choice(_FORMS), help="输出格式；缺省为表（SELECT、ASK）或 ttl（CONSTRUCT、DESCRIBE）"
)
@store_option
@reporting
def sparql(query: str, form: str | None, store: str | None) -> None:
    """只读 SPARQL 查询；查询写作 - 时从标准输入读。前缀 zhize、zid、skos、org、eli、prov、dcterms 已备好。

    \b
    例：
      zhize sparql 'SELECT ?机构 ?措施 { ?i zhize:leads ?m ; skos:prefLabel ?机构 . ?m dcterms:title ?措施 }'
      zhize sparql 'ASK { ?d a zhize:Document }' --format json
    """
    from api.cli import service_of

    text = sys.stdin.read() if query == "-" else query
    with service_of(store) as service, patience("正在查询"):
        found, data = service.sparql(text, "" if form in (None, "table") else str(form))
    if form in (None, "table") and found == "json":
        click.echo(_table(json.loads(data)), nl=False)
    else:
        sys.stdout.buffer.write(data)


def _table(answer: dict[str, Any]) -> str:
    from api.output import to_table

    if "boolean" in answer:
        return "是\n" if answer["boolean"] else "否\n"
    names = answer["head"]["vars"]
    rows = [{str(i): b[n]["value"] for i, n in enumerate(names) if n in b} for b in answer["results"]["bindings"]]
    return to_table(rows, tuple((name, str(i)) for i, name in enumerate(names))) if rows else "没有结果\n"


def keep_graph(service: Service, path: Path) -> list[dict[str, Any]] | None:
    """Load an export in RDF and say so; None, and one line of error, where that was not possible."""
    from api.labels import word
    from graph.errors import RdfError

    try:
        found = service.load_rdf(path.read_bytes(), path.suffix[1:])["results"]
    except (RdfError, OSError) as error:
        complain(f"{path}：{error.strerror if isinstance(error, OSError) else error}")
        return None
    for row in found:
        told = f"措施 {row['measures']}，职责 {row['responsibilities']}"
        click.echo(f"{word('outcome', row['outcome'])} {row['id']} {row['title'] or path}：{told}", err=True)
    return [{**row, "source": str(path), "warnings": 0} for row in found]
