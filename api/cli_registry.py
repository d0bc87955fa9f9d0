"""The registry options of `load` and `extract`: the user's own bodies, aliases and lines."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from api.service import Service

_COLUMNS = (("文件", "name"), ("条线", "lines"), ("机构名称", "bodies"), ("别名", "aliases"), ("问题", "error"))

REGISTRY = click.option(
    "--registry",
    "registries",
    multiple=True,
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="文件",
    help="自己的机构、别名、条线：YAML 或 CSV，加进注册表；可多次",
)
REMOVE = click.option("--registry-remove", "removed", multiple=True, metavar="名称", help="移除载入过的注册表文件")
LIST = click.option("--registry-list", "listed", is_flag=True, help="列出载入过的注册表文件")


def check_asked(*given: object) -> None:
    """A load is asked for with paths or with one of these options; raises a usage error."""
    if not any(given):
        raise click.UsageError("缺少路径，或 --registry、--registry-remove、--registry-list 之一")


def change_registers(service: Service, registries: Sequence[Path], removed: Sequence[str]) -> None:
    """Take files of additions out of a store and into it, a line of report each; raises ApiError, NotFound."""
    from api.registers import read_register

    read = [read_register(path) for path in registries]
    for name in removed:
        done = service.remove_register(name)
        click.echo(f"移除注册表文件 {name}；已载入的文件再次载入后才改变", err=True)
    for one in read:
        done = service.add_register(one)
        verb = {"added": "加入", "replaced": "替换"}[done["outcome"]]
        click.echo(
            f"{verb}注册表文件 {done['name']}：条线 {done['lines']}，机构名称 {done['bodies']}，别名 {done['aliases']}"
            f"；存储里更新机构 {done['renewed']}",
            err=True,
        )


def list_registers(service: Service) -> str:
    """The files of additions of a store, as a table."""
    from api.output import to_table
    from api.registers import as_rows

    rows = as_rows(service.registers())
    return to_table(rows, _COLUMNS) if rows else "没有载入过注册表文件\n"


def extend_for(registries: Sequence[Path]) -> None:
    """Put files of additions in force for this process alone, for an extraction without a store; raises ApiError."""
    from api.registers import additions_of, read_register
    from ontology import registry

    if registries:
        registry.extend(additions_of([read_register(path) for path in registries]))
