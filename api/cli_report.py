"""The command report: figures and tables of some documents on one offline page."""

from __future__ import annotations

from pathlib import Path

import click

from api.options import option, patience, reporting, store_option
from api.params import AS_OF


@click.command()
@click.argument("documents", nargs=-1, metavar="文件…")
@click.option(
    "--output",
    "-o",
    type=click.Path(dir_okay=False, path_type=Path),
    default="report.html",
    show_default=True,
    help="写到这个文件",
)
@click.option("--inferred", is_flag=True, help="把推断的牵头也算上")
@option(AS_OF)
@store_option
@reporting
def report(documents: tuple[str, ...], output: Path, inferred: bool, as_of: str | None, store: str | None) -> None:
    """把所选文件的分析写成一页离线 HTML，供论文取用：承接矩阵、职责结构、指标坡度、共担网络、计划体系，各附基数和命令。

    文件可以是 id、层级或行政区，可以有几个；不给则为全部已加载的文件。图可存为 SVG 或 PNG。

    \b
    例：
      zhize report -o report.html
      zhize report national 广元市 --inferred -o 广元.html
    """
    from api.cli import service_of
    from api.paper.page import paper_page

    with service_of(store) as service, patience("正在计算"):
        page = paper_page(service, documents, inferred=inferred, as_of=as_of)
    try:
        output.write_text(page, encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"不能写入 {output}：{error.strerror}") from None
    click.echo(f"已写入 {output}", err=True)
