"""Commands by which a person checks what was read and has the last word: correct."""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path
from typing import Any

import click

from api.options import format_option, option, reporting, store_option
from api.questions import questions

HEADERS = {
    "document": ("文件", "文件id", "文件编号"),
    "measure": ("措施", "位置", "措施路径", "路径", "path"),
    "field": ("字段", "项目"),
    "old": ("原值", "旧值"),
    "new": ("新值", "更正为", "改为"),
    "who": ("谁", "更正人", "人"),
    "why": ("理由", "依据", "为何"),
}
_LARGEST = 16 * 1024 * 1024


def read_table(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The headings and the lines (with their numbers) of a CSV file in UTF-8, with or without BOM, or GB 18030."""
    from graph.errors import BadParameter

    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadParameter("bad_parameter", f"读不了 {path}：{error.strerror}") from None
    if len(data) > _LARGEST:
        raise BadParameter("bad_parameter", f"{path} 超过 {_LARGEST // 1024 // 1024} MB")
    reader = csv.reader(io.StringIO(_decoded(data, path)))
    try:
        lines = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise BadParameter("bad_parameter", f"{path} 第 {reader.line_num} 行不是 CSV：{error}") from None
    if not lines:
        raise BadParameter("bad_parameter", f"{path} 是空的")
    return [cell.strip() for cell in lines[0][1]], lines[1:]


def _decoded(data: bytes, path: Path) -> str:
    from graph.errors import BadParameter

    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadParameter("bad_parameter", f"{path} 既不是 UTF-8 也不是 GB 18030 编码的文字")


def plain(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from running it."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in "=+-@\t\r\n" else cell


def correction_rows(path: Path) -> list[dict[str, Any]]:
    """The corrections of a file, each with its line; BadParameter for headings that are missing or unknown."""
    from graph.errors import BadParameter

    heads, lines = read_table(path)
    known = {word: name for name, words in HEADERS.items() for word in (name, *words)}
    names = [known.get(head.lower()) for head in heads]
    strange = [head for head, name in zip(heads, names, strict=True) if name is None and head]
    missing = [name for name in ("document", "field", "old", "new", "who") if name not in names]
    if strange or missing or len({n for n in names if n}) != len([n for n in names if n]):
        told = "、".join(f"{name}（{words[0]}）" for name, words in HEADERS.items())
        raise BadParameter("bad_parameter", f"{path} 的表头须是：{told}；现有：{'、'.join(heads)}")
    rows: list[dict[str, Any]] = []
    for number, cells in lines:
        if len(cells) > len(names):
            raise BadParameter("bad_parameter", f"第 {number} 行：格数比表头多（有逗号的值须加引号）")
        cells = cells + [""] * (len(names) - len(cells))
        rows.append({n: plain(c) for n, c in zip(names, cells, strict=True) if n} | {"line": number})
    return rows


@click.command()
@click.argument("file", required=False, metavar="文件.csv", type=click.Path(path_type=Path))
@click.option("--list", "listing", is_flag=True, help="列出更正，并说明是否仍用得上")
@click.option("--undo", "undone", multiple=True, metavar="更正ID", help="撤回这条更正或确认（可给几次）")
@option(next(p for p in questions()["corrections"].params if p.name == "document"))
@option(next(p for p in questions()["corrections"].params if p.name == "state"))
@format_option()
@store_option
@reporting
def correct(
    file: Path | None,
    listing: bool,
    undone: tuple[str, ...],
    document: str | None,
    state: str | None,
    form: str,
    store: str | None,
) -> None:
    """更正读到的内容：人说了算，再次载入也照用。

    文件各列：document、measure、field、old、new、who、why（或 文件、措施、字段、原值、新值、谁、理由）。
    有一行不合要求，就一行也不改。

    \b
    例：
      zhize correct 更正.csv
      zhize correct --list
      zhize correct --undo k0123456789ab
    """
    if [file is not None, listing, bool(undone)].count(True) != 1:
        raise click.UsageError("请给一个 CSV 文件，或 --list，或 --undo 更正ID，三者取一")
    from api.cli import service_of

    with service_of(store) as service:
        if file is not None:
            _correct(service, file, form)
        elif listing:
            _list(service, {"document": document, "state": state}, form)
        else:
            _undo(service, undone)


def _correct(service: Any, file: Path, form: str) -> None:
    answer = service.correct(correction_rows(file))
    rows = answer["results"]
    if form != "table":
        from api.cli import render

        click.echo(render({**answer, "total": len(rows), "limit": None, "offset": 0}, form), nl=False)
        return
    for row in rows:
        told = "更正" if row["outcome"] == "corrected" else "已有"
        click.echo(f"{told} {row['id']} {row['document']} {row['name']}")


def _list(service: Any, given: dict[str, Any], form: str) -> None:
    from api.cli import render

    answer = service.ask("corrections", {k: v for k, v in given.items() if v is not None})
    click.echo(render(answer, form, questions()["corrections"].columns), nl=False)
    stale = sum(row["state"] == "stale" for row in answer["results"])
    if stale:
        click.echo(f"警告：{stale} 条更正的原值不再出现，没有用上", err=True)


def _undo(service: Any, undone: tuple[str, ...]) -> None:
    from api.options import complain
    from graph.errors import NotFound

    failed = False
    for identifier in dict.fromkeys(undone):
        try:
            row = service.undo(identifier)
            click.echo(f"撤回 {row['id']} {row['document']} {row['name']}")
        except NotFound as error:
            complain(error.message)
            failed = True
    sys.exit(1 if failed else 0)
