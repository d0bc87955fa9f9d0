"""Commands by which people measure how good the reading is: sample, evaluate."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from api.analysis_questions import BY
from api.cli_correct import plain, read_table
from api.options import option, patience, reporting, store_option
from api.params import AS_OF, BASIS, LEVEL

_COLUMNS = (
    "kind",
    "id",
    "document",
    "document_title",
    "measure",
    "path",
    "title",
    "says",
    "institution",
    "role",
    "basis",
    "inferred",
    "corrected_by",
    "before",
    "quote",
    "after",
    "coder1",
    "coder2",
    "notes",
)
_GROUPS = (
    ("按", "by|coded_by"),
    ("值", "|coded_value"),
    ("行", "rows"),
    ("编码员1", "coder1|share"),
    ("n", "coder1.n"),
    ("编码员2", "coder2|share"),
    ("n", "coder2.n"),
    ("二人一致的", "both|share"),
    ("n", "both.n"),
    ("kappa", "agreement.kappa"),
    ("n", "agreement.n"),
)


@click.command()
@click.option("--n", "number", type=click.IntRange(1, 5000), default=100, show_default=True, help="抽几行")
@click.option("--seed", type=int, default=1, show_default=True, help="随机种子：同样的存储和种子抽出同样的行")
@option(BY)
@option(BASIS)
@click.option("--misses", is_flag=True, help="抽没有读到职责的单元，用来估计遗漏")
@click.option("--document", help="只抽这份文件")
@click.option("--jurisdiction", help="只抽这个行政区的文件")
@option(LEVEL)
@option(AS_OF)
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="写入这个文件；缺省为标准输出")
@store_option
@reporting
def sample(number: int, output: Path | None, store: str | None, **given: Any) -> None:
    """随机抽取职责，供两位编码员核对（CSV，电子表格可直接打开）。

    每行有原文、前后各一句、程序的说法，coder1、coder2、notes 三栏空着：对的填 1，错的填 0。
    没有读到职责的单元（--misses）：确实没有填 1，漏了填 0。

    \b
    例：
      zhize sample --n 100 --seed 7 -o 编码.csv
      zhize sample --misses --n 50 -o 遗漏.csv
    """
    from api.cli import service_of

    asked = {k: v for k, v in given.items() if v is not None}
    with service_of(store) as service, patience("正在抽取"):
        answer = service.ask("sample", {"n": number, **asked})
    data = ("\ufeff" + _csv(answer["results"])).encode()
    if output is None:
        sys.stdout.buffer.write(data)
    else:
        try:
            output.write_bytes(data)
        except OSError as error:
            raise click.ClickException(f"不能写入 {output}：{error.strerror}") from None
    told = "单元" if given["misses"] else "职责"
    click.echo(f"从 {answer['population']} 条{told}中抽取 {answer['total']} 条（种子 {answer['seed']}）", err=True)


def _csv(rows: list[dict[str, Any]]) -> str:
    from api.labels import role_label
    from api.output import to_csv

    made = []
    for row in rows:
        says = f"{row['institution']} {role_label(row)}" if row["kind"] == "found" else "没有职责"
        full = {**row, "says": says, "coder1": None, "coder2": None, "notes": None}
        made.append({name: full[name] for name in _COLUMNS})
    return to_csv(made, _COLUMNS)


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@click.option("--coded", type=click.Path(path_type=Path), metavar="编码.csv", help="zhize sample 所出、填好编码的文件")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@reporting
def evaluate(arguments: tuple[str, ...], coded: Path | None, form: str) -> None:
    """给读取打分；每个数字旁都有基数 n。

    有 --coded：按人的编码算精确率（Wilson 95% 区间）和两人的一致程度（Cohen's kappa），列出不一致的行和没有填完的行。
    没有：用标注过的文件打分，参数传给 python -m loaders.evaluation。
    """
    if coded is None:
        import runpy

        sys.argv = ["zhize evaluate", *arguments]
        runpy.run_module("loaders.evaluation", run_name="__main__")
        return
    if arguments:
        raise click.UsageError(f"与 --coded 不能连用：{' '.join(arguments)}")
    from graph.analysis.agreement import agreement

    answer: Any = agreement(coded_rows(coded))
    _tell(answer, form)


def coded_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a coded file with their lines; BadParameter where a column is missing."""
    from graph.errors import BadParameter

    heads, lines = read_table(path)
    missing = [name for name in ("id", "role", "basis", "coder1") if name not in heads]
    if missing:
        raise BadParameter("bad_parameter", f"{path} 没有这些列：{'、'.join(missing)}；须是 zhize sample 所出的文件")
    return [
        {**{h: plain(c).strip() for h, c in zip(heads, cells, strict=False)}, "line": str(number)}
        for number, cells in lines
    ]


def _tell(answer: Any, form: str) -> None:
    from api.output import to_json, to_table

    if form == "json":
        click.echo(to_json(answer, indent=2))
        return
    click.echo(to_table(answer["results"], _GROUPS), nl=False)
    for row in answer["disagreements"]:
        said = f"编码员1 {row['coder1']}，编码员2 {row['coder2']}"
        click.echo(
            f"不一致：第 {row['line']} 行 {row['id']} {row.get('says', '')}：{said} {row.get('notes', '')}".rstrip()
        )
    if answer["incomplete"]:
        lines = "、".join(str(line) for line in answer["incomplete"])
        click.echo(f"没有填完：{len(answer['incomplete'])} 行（第 {lines} 行），未计入", err=True)
