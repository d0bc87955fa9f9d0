"""The command `check`: the graph against its own rules, and the names of bodies that stayed unresolved."""

from __future__ import annotations

import sys

import click

from api.check_questions import RULE, SEVERITY
from api.options import format_option, option, patience, reporting, store_option
from api.questions import questions

INSTITUTIONS = "institutions"
SHAPE_COLUMNS = (("节点", "node"), ("形状", "shape"), ("属性", "path"), ("值", "value"), ("说明", "message"))


@click.command()
@click.argument("documents", nargs=-1, metavar="[institutions | 文件ID…]")
@option(RULE)
@option(SEVERITY)
@click.option("--shapes", is_flag=True, help="按本体的 SHACL 形状检查导出的三元组；大存储要几分钟到几十分钟")
@click.option("--limit", type=click.IntRange(min=0), help="最多几行；缺省为全部")
@format_option()
@store_option
@reporting
def check(
    documents: tuple[str, ...],
    rule: str | None,
    severity: str | None,
    shapes: bool,
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
      zhize check --shapes
    """
    from api.cli import render, service_of

    if shapes:
        _check_shapes(store, form, limit, alone=not (documents or rule or severity))
        return

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


def _check_shapes(store: str | None, form: str, limit: int | None, *, alone: bool) -> None:
    """Prints every violation of a shape; exit code 1 when there is any."""
    from itertools import islice

    from api.cli import render, service_of
    from api.service import LocalService

    if not alone:
        raise click.UsageError("--shapes 查整个存储，不与文件、--rule、--severity 同用")
    with service_of(store) as service, patience("正在按形状检查"):
        if not isinstance(service, LocalService):
            raise click.UsageError("--shapes 要直接打开存储：请先停下正在运行的服务")
        found = list(islice(service.shapes(), limit))
    answer = {"results": found, "total": len(found), "limit": limit, "offset": 0}
    click.echo(render(answer, form, SHAPE_COLUMNS), nl=False)
    click.echo(f"不合形状 {len(found)} 处", err=True)
    sys.exit(1 if found else 0)
