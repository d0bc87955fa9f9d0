"""The command `check`: the graph against its own rules, and the names of bodies that stayed unresolved."""

from __future__ import annotations

import sys
from typing import Any

import click

from api.check_questions import RULE, SEVERITY
from api.options import format_option, option, patience, reporting, store_option
from api.questions import questions

INSTITUTIONS = "institutions"


@click.command()
@click.argument("documents", nargs=-1, metavar="[institutions | 文件ID…]")
@option(RULE)
@option(SEVERITY)
@click.option(
    "--shapes/--no-shapes",
    default=None,
    help="也按（不按）本体的 SHACL 形状检查导出的三元组，每份文件约一秒；服务运行时缺省为不按",
)
@click.option("--limit", type=click.IntRange(min=0), help="最多几行；缺省为全部")
@format_option()
@store_option
@reporting
def check(
    documents: tuple[str, ...],
    rule: str | None,
    severity: str | None,
    shapes: bool | None,
    limit: int | None,
    form: str,
    store: str | None,
) -> None:
    """按图谱自己的规则检查，打印节点、规则和依据；有错误时退出码 1，只有提示时 0。

    写作 check institutions 时列出没有归并的机构名称，出现多的在前，附候选和文件。

    \b
    例：
      zhize check
      zhize check --rule target_without_unit --format json
      zhize check institutions
      zhize check --rule shape_violated
    """
    from api.cli import render, service_of
    from api.service import LocalService

    asked = INSTITUTIONS if documents == (INSTITUTIONS,) else ""
    if asked and (rule or severity or shapes):
        raise click.UsageError("check institutions 没有 --rule、--severity 和 --shapes")
    if rule and shapes:
        raise click.UsageError("--shapes 不与 --rule 同用；只查形状写作 --rule shape_violated")
    name = "check_institutions" if asked else "check"
    given: dict[str, Any] = {}
    with service_of(store) as service, patience("正在检查"):
        if not asked:
            shapes = isinstance(service, LocalService) and not rule if shapes is None else shapes
            given = {"document": ",".join(documents), "rule": rule, "severity": severity, "shapes": shapes}
        answer = service.ask(name, {**{k: v for k, v in given.items() if v}, "limit": limit})
    click.echo(render(answer, form, questions()[name].columns), nl=False)
    if asked:
        click.echo(f"未归并的名称 {answer['total']} 个", err=True)
        return
    left = "" if rule or shapes else "；没有查形状（要查加 --shapes）"
    click.echo(f"错误 {answer['errors']} 项，提示 {answer['advice']} 项{left}", err=True)
    sys.exit(1 if answer["errors"] else 0)
