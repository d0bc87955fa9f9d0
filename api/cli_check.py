"""The command `check`: the graph against its own rules, and the names of bodies that stayed unresolved."""

from __future__ import annotations

import sys

import click

from api.options import format_option, patience, reporting, store_option
from api.questions import questions

INSTITUTIONS = "institutions"


@click.command()
@click.argument("documents", nargs=-1, metavar="[institutions | 文件ID…]")
@click.option("--rule", help="只查这条规则")
@click.option("--severity", type=click.Choice(["error", "advice"]), help="只要错误或只要提示")
@click.option("--limit", type=click.IntRange(min=0), help="最多几行；缺省为全部")
@format_option()
@store_option
@reporting
def check(
    documents: tuple[str, ...], rule: str | None, severity: str | None, limit: int | None, form: str, store: str | None
) -> None:
    """按图谱自己的规则检查，打印节点、规则和依据；有错误时退出码 1，只有提示时 0。

    写作 check institutions 时列出没有归并的机构名称，出现多的在前，附候选和文件。

    \b
    例：
      zhize check
      zhize check --rule target_without_unit --format json
      zhize check institutions
    """
    from api.cli import render, service_of

    asked = INSTITUTIONS if documents == (INSTITUTIONS,) else ""
    if asked and (rule or severity):
        raise click.UsageError("check institutions 没有 --rule 和 --severity")
    name = "check_institutions" if asked else "check"
    given = {} if asked else {"document": ",".join(documents) or None, "rule": rule, "severity": severity}
    with service_of(store) as service, patience("正在检查"):
        answer = service.ask(name, {**{k: v for k, v in given.items() if v}, "limit": limit})
    click.echo(render(answer, form, questions()[name].columns), nl=False)
    if asked:
        click.echo(f"未归并的名称 {answer['total']} 个", err=True)
        return
    click.echo(f"错误 {answer['errors']} 项，提示 {answer['advice']} 项", err=True)
    sys.exit(1 if answer["errors"] else 0)
