"""The commands `store …`: what a store is, whether it is sound, and all of it written away, read back, copied."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from api.options import format_option, patience, reporting, store_option

if TYPE_CHECKING:
    from graph.backup import Backup

_CHECKS = (("检查", "says"), ("看了", "looked_at"), ("错", "faults"), ("先看这些", "first"))


@click.group()
def store() -> None:
    """存储本身：在哪里、是否完好、备份、恢复、复制。"""


@store.command()
@format_option()
@store_option
@reporting
def info(form: str, store: str | None) -> None:
    """存储在哪里、用什么引擎、什么版本、多大、有什么。"""
    from api.cli import render, service_of

    with service_of(store) as service:
        answer = service.info()
    click.echo(render(answer, form), nl=False)


@store.command()
@format_option()
@store_option
@reporting
def verify(form: str, store: str | None) -> None:
    """检查存储是否完好：引擎的文件、标识、模型、每份文件是否完整、所引原文、检索索引。有错时退出码 1。

    \b
    例：
      zhize store verify
    """
    from api.cli import render, service_of

    with service_of(store) as service, patience("正在检查"):
        answer = service.verify()
    if form == "table":
        answer = {**answer, "results": [{**row, "first": "；".join(row["first"])} for row in answer["results"]]}
    click.echo(render(answer, form, _CHECKS), nl=False)
    click.echo("完好" if answer["sound"] else "有错", err=True)
    sys.exit(0 if answer["sound"] else 1)


@store.command()
@click.argument("file", metavar="文件", type=click.Path(dir_okay=False, path_type=Path))
@store_option
@reporting
def backup(file: Path, store: str | None) -> None:
    """把整个存储写进一个新文件：图谱、人工更正和确认、注册表文件；服务运行时也行。

    两种引擎的备份相同，可以互相恢复；文件带校验和，写完整了才出现，不覆盖已有的文件。

    \b
    例：
      zhize store backup 备份.gz
    """
    from api.cli import service_of

    with service_of(store) as service, patience("正在备份"):
        found = service.backup(file)
    click.echo(f"已备份到 {file}：{_told(found)}", err=True)
    if found.foreign:
        click.echo(f"库里另有 {found.foreign} 个节点不属于本产品，没有备份", err=True)


@store.command()
@click.argument("file", metavar="文件", type=click.Path(dir_okay=False, path_type=Path))
@store_option
@reporting
def restore(file: Path, store: str | None) -> None:
    """把备份读回一个空的存储；先核对整个文件，写完再与它比对，存储里已有内容则拒绝。

    中途断掉的恢复会留下记号：别的命令不用这样的存储，再恢复一次即从头来过。

    \b
    例：
      zhize store restore 备份.gz --store 新存储
    """
    from api.settings import settings

    target = store or settings().store
    found = fill(target, file)
    click.echo(f"已恢复到 {target}：{_told(found)}", err=True)


@store.command()
@click.option("--to", "target", required=True, metavar="地址", help="复制到哪里：空的文件夹，或 neo4j://、bolt:// 地址")
@store_option
@reporting
def copy(target: str, store: str | None) -> None:
    """把整个存储复制到另一个空的存储，标识不变：文件夹与 Neo4j 之间哪个方向都行。

    \b
    例：
      zhize store copy --to neo4j://127.0.0.1:7687
      zhize store copy --store neo4j://127.0.0.1:7687 --to 文件夹
    """
    from api.cli import service_of

    with tempfile.TemporaryDirectory(prefix="zhize-copy-") as folder:
        path = Path(folder) / "copy.gz"
        with service_of(store) as service, patience("正在读存储"):
            service.backup(path)
        found = fill(target, path)
    click.echo(f"已复制到 {target}：{_told(found)}", err=True)


def fill(target: str, path: Path) -> Backup:
    """Restore a file into the store at an address, with the additions to the registry that were kept with it."""
    from api.registers import Kept, Register, folder_of, put_in_force
    from api.settings import settings, store_location
    from graph.backup import read_backup
    from graph.errors import StoreError
    from graph.restoring import restore
    from graph.store import open_store

    found = read_backup(path)
    registers = [Register(one["name"], one["form"], one["text"]) for one in found.registers]
    kept = Kept(folder_of(store_location(target), settings().neo4j_database))
    there = list(kept.read())
    if there and there != registers:
        names = "、".join(one.name for one in there)
        raise StoreError("store_not_empty", f"这个存储已有注册表文件 {names}：请先移除（zhize load --registry-remove）")
    put_in_force(registers)
    opened = open_store(target, restoring=True)
    try:
        with progress("正在写入") as told:
            restore(opened, path, told)
        kept.write(registers)
    finally:
        opened.close()
    return found


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on stderr, where that is a terminal; the block tells it how much of how much is done."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)


def _told(found: Backup) -> str:
    counted = (
        f"文件 {found.nodes.get('Document', 0)}，节点 {sum(found.nodes.values())}，关系 {sum(found.edges.values())}"
    )
    kept = (("更正和确认", found.nodes.get("Correction", 0)), ("注册表文件", len(found.registers)))
    return "，".join([counted, *(f"{name} {number}" for name, number in kept if number)])


@store.command()
@store_option
@reporting
def link(store: str | None) -> None:
    """打印在网页里存入文件的地址；里面有令牌，只给自己用。

    \b
    例：
      zhize store link
    """
    from urllib.parse import quote

    from api.held import reach, read_note
    from api.settings import settings, store_location
    from graph.errors import StoreUnreachable

    folder = Path(store_location(store or settings().store))
    reached = reach(folder)
    note = read_note(folder)
    if reached is None or note is None:
        raise StoreUnreachable(
            "store_unreachable", "没有正在运行的服务，请先运行 zhize serve；Neo4j 存储的令牌由 ZHIZE_TOKEN 给"
        )
    reached.close()
    click.echo(f"{note.address}/upload#token={quote(note.token, safe='')}")
