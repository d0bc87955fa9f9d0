"""Commands that work on what is in the store: remove, query, export."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from time import perf_counter
from typing import Any

import click

from api.options import complain, format_option, option, patience, reporting, store_option
from api.params import EXPORTS, LEVEL


@click.command()
@click.argument("documents", nargs=-1, required=True, metavar="文件ID…")
@store_option
@reporting
def remove(documents: tuple[str, ...], store: str | None) -> None:
    """把文件移出存储；只属于它的机构、措施等一并移除，别的文件对它的引用仍在。

    人工更正留着，再次载入时照用；不要它们就用 zhize correct --undo。
    """
    from api.cli import service_of
    from graph.errors import NotFound

    failed = False
    with service_of(store) as service:
        for document in dict.fromkeys(documents):
            try:
                kept = service.remove(document).get("corrections", 0)
                told = f"；{kept} 条人工更正留着，再载入时照用" if kept else ""
                click.echo(f"移除 {document}{told}", err=True)
            except NotFound as error:
                complain(error.message)
                failed = True
    sys.exit(1 if failed else 0)


def parameter(text: str) -> tuple[str, Any]:
    """The name and value of `name=value`; the value is JSON, else text. Raises click.BadParameter."""
    name, sign, value = text.partition("=")
    if not sign or not name:
        raise click.BadParameter(f"{text!r} 应写成 名称=值")
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value


@click.command()
@click.argument("query", metavar="[查询]", required=False)
@click.option("--param", "-p", "given", multiple=True, metavar="名称=值", help="查询参数；值按 JSON 读，读不成则为文字")
@click.option("--explain", is_flag=True, help="只打印执行计划，不运行")
@format_option()
@store_option
@reporting
def query(query: str | None, given: tuple[str, ...], explain: bool, form: str, store: str | None) -> None:
    """只读 Cypher 查询；查询写作 - 时从标准输入读，不写查询则在终端里一条条地问（:help 看用法）。

    \b
    例：
      zhize query "MATCH (i:Institution)-[:LEADS]->(m:Measure) RETURN i.name AS 机构, m.title AS 措施"
      zhize query 'MATCH (m:Measure) WHERE m.title CONTAINS $word RETURN m.id, m.title' --param word=成果
      zhize query
    """
    from api.cli import service_of

    if query is None and not sys.stdin.isatty():
        raise click.UsageError("没有给出查询；写作 - 则从标准输入读")
    text = sys.stdin.read() if query == "-" else query
    parameters = dict(parameter(one) for one in given)
    with service_of(store) as service:

        def show(text: str, parameters: dict[str, Any], form: str, explain: bool) -> None:
            with patience("正在查询"):
                started = perf_counter()
                answer = service.cypher(text, parameters, explain=explain)
                spent = perf_counter() - started
            _print(answer, form, spent)

        if text is None:
            from api.query_shell import run

            run(service, show, form, parameters)
        else:
            show(text, parameters, form, explain)


def _print(answer: dict[str, Any], form: str, spent: float) -> None:
    from api.cli import render

    click.echo(_table(answer) if form == "table" else render(answer, form), nl=False)
    cut = "（已按限制截断）" if answer["truncated"] else ""
    click.echo(f"{len(answer['results'])} 行{cut}，{spent * 1000:.0f} 毫秒", err=True)


def _table(answer: dict[str, Any]) -> str:
    """The rows by position: names of columns may hold dots."""
    from api.output import to_table

    names = answer["columns"]
    rows = [{str(i): row[name] for i, name in enumerate(names)} for row in answer["results"]]
    return to_table(rows, tuple((name, str(i)) for i, name in enumerate(names)))


@click.command()
@click.option(
    "--format",
    "form",
    default="json",
    show_default=True,
    help="、".join(EXPORTS),
)
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="写入这个文件；缺省为标准输出")
@click.option("--document", help="只要这份文件")
@click.option("--jurisdiction", help="只要这个行政区的文件")
@option(LEVEL)
@click.option("--entity", help="只要这个节点的周围")
@click.option("--hops", type=click.IntRange(0, 6), default=1, show_default=True, help="周围几步")
@click.option("--as-of", help="只要在这一天施行的文件；可以只到年或月")
@store_option
@reporting
def export(form: str, output: Path | None, store: str | None, **part: Any) -> None:
    """导出图谱或其一部分。

    \b
    例：
      zhize export --format graphml -o 图谱.graphml
      zhize export --format ttl --jurisdiction 浙江省 > 浙江.ttl
    """
    from api.cli import service_of

    with service_of(store) as service, patience("正在导出"):
        parts = service.export(form, **part)
        if output:
            write_parts(output, parts)
        else:
            sys.stdout.buffer.writelines(parts)


def write_parts(output: Path, parts: Iterable[bytes]) -> None:
    """Write beside the file and put it in place when all is there: an export that fails leaves the file as it was."""
    regular = not output.exists() or output.is_file()
    target = output.resolve()
    unfinished = target.with_name(f".{target.name}.{os.getpid()}") if regular else target
    try:
        with unfinished.open("wb") as out:
            out.writelines(parts)
        if regular:
            unfinished.replace(target)
    except OSError as error:
        raise click.ClickException(f"不能写入 {output}：{error.strerror}") from None
    finally:
        if regular and unfinished.exists():
            unfinished.unlink()
    click.echo(f"已写入 {output}", err=True)


WORK_COMMANDS: tuple[click.Command, ...] = (remove, query, export)
