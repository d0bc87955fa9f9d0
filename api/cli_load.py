"""Commands that read files: load, extract."""

from __future__ import annotations

import glob
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from api.cli_registry import LIST, REGISTRY, REMOVE, change_registers, check_asked, extend_for, list_registers
from api.options import complain, format_option, reporting, store_option
from api.reports import Reports

if TYPE_CHECKING:
    from api.service import Service
    from loaders.errors import LoadError
    from ontology.records import DocumentRecord

PATHS = click.argument("paths", nargs=-1, required=True, metavar="路径…")
METADATA = click.option(
    "--metadata",
    "csv",
    type=click.Path(dir_okay=False, path_type=Path),
    help="CSV：每行一份文件（path 列），其余各列（title、doc_no、issuers、issued、level、jurisdiction …）优先于读到的",
)


def expand(paths: Sequence[str]) -> Iterator[Path]:
    """The files of paths, folders (with what they hold, sorted, hidden ones left out) and patterns, each once."""
    seen: set[Path] = set()
    for path in (found for given in paths for found in _files(given)):
        if path not in seen:
            seen.add(path)
            yield path


def _keep(service: Service, item: DocumentRecord | LoadError, everything: bool) -> dict[str, Any] | None:
    """Load one document and say so; None, and one line of why, where that was not possible or not sensible."""
    from api.errors import NO_STORE, answer_for
    from graph.errors import ZhizeError
    from loaders.refusing import refusal

    if isinstance(item, Exception):
        complain(str(item))
        return None
    if not everything and (why := refusal(item)):
        click.echo(f"跳过：{why}；仍要存入请加 --all", err=True)
        return None
    source = item["document"]["source"]
    try:
        row = service.load([item])["results"][0]
    except ZhizeError as error:
        if answer_for(error.code).exit == NO_STORE:
            raise
        complain(f"{source}：{error.message}")
        return None
    click.echo(_report(item, row), err=True)
    for missed in row.get("missed", ()):
        click.echo(f"警告：{source}：{missed}", err=True)
    return {**row, "source": source, "warnings": len(item["warnings"])}


def _files(given: str) -> list[Path]:
    path = Path(given)
    if path.is_dir():
        below = (p.relative_to(path) for p in path.rglob("*") if p.is_file())
        shown = [path / p for p in sorted(below) if not any(part.startswith(".") for part in p.parts)]
        # An empty folder goes on as it is, so that its error names it; so do the files of one where none can be read.
        return _readable(path, shown) or shown or [path]
    if not path.exists() and glob.has_magic(given):
        return [Path(p) for p in sorted(glob.glob(given, recursive=True)) if Path(p).is_file()] or [path]
    return [path]


def _readable(folder: Path, files: list[Path]) -> list[Path]:
    """The files of a folder with the ending of a format; says how many others it holds, by ending."""
    from loaders.readers import SUFFIXES

    found = [file for file in files if file.suffix.lower() in SUFFIXES]
    others = Counter(file.suffix.lower() or "无扩展名" for file in files if file.suffix.lower() not in SUFFIXES)
    if found and others:
        listed = "，".join(f"{ending} {count} 个" for ending, count in sorted(others.items()))
        click.echo(f"{folder}：不读其他格式的文件（{listed}）", err=True)
    return found


def _extract(
    paths: Sequence[str], keep_contacts: bool = False, csv: Path | None = None
) -> Iterator[DocumentRecord | LoadError]:
    """The records of files, and an error for each not readable and for each line of `csv` that cannot be used."""
    from api.settings import settings
    from loaders import apart
    from loaders.errors import LoadError

    limits = settings().reading()
    if csv is None:
        yield from apart.extract(expand(paths), keep_contacts=keep_contacts, limits=limits)
        return
    from loaders.metadata import read_metadata

    files = [path for path in expand(paths) if path.absolute() != csv.absolute()]
    try:
        metadata = read_metadata(csv, files, [path for path in paths if Path(path).is_dir()])
    except LoadError as error:
        yield error
        return
    yield from apart.extract(files, keep_contacts=keep_contacts, metadata=metadata, limits=limits)
    yield from metadata.finish()


def get_ready() -> None:
    """Have the process that reads start while the store is opened."""
    from api.settings import settings
    from loaders import apart

    apart.start(settings().reading())


def _report(record: DocumentRecord, row: dict[str, Any]) -> str:
    from api.labels import word

    head = record["document"]
    warned = len(record["warnings"])
    line = (
        f"{word('outcome', row['outcome'])} {row['id']} {head['title'] or head['source']}"
        f"：措施 {row['measures']}，职责 {row['responsibilities']}，警告 {warned}"
    )
    if not record["measures"]:
        line += "；没有读到措施，不像政策文件"
    if row.get("corrections"):
        line += f"，人工更正 {row['corrections']}"
    return line


@click.command()
@click.argument("paths", nargs=-1, metavar="路径…")
@click.option("--keep-contacts", is_flag=True, help="不遮盖联系人、电话、邮箱")
@METADATA
@REGISTRY
@REMOVE
@LIST
@click.option("--all", "everything", is_flag=True, help="没有措施也没有标题、不像政策文件的也存入")
@format_option("none", formats=("none", "json", "jsonl", "csv"))
@store_option
@reporting
def load(
    paths: tuple[str, ...],
    keep_contacts: bool,
    csv: Path | None,
    registries: tuple[Path, ...],
    removed: tuple[str, ...],
    listed: bool,
    everything: bool,
    form: str,
    store: str | None,
) -> None:
    """把文件（TXT、HTML、DOCX 等）、文件夹或通配符所指的文件载入存储。

    每份文件一行报告（标准错误）；读不了或不像政策文件的各有一行说明，其余照常载入，退出码 1。再次载入时，
    读到的与存储里的相同则什么也不变，不同（文件变了，或读法改进了）则整份替换。
    zhize export 写出的 .nq、.jsonld 也能载入：整个文件一次存入，有错则什么也不存。

    \b
    例：
      zhize load 通知.txt 方案.html
      zhize load 政策文件夹 --store ./我的存储
      zhize load 政策文件夹 --metadata 目录.csv
      zhize load --registry 机构.yaml
    """
    from api.cli import service_of

    check_asked(paths, registries, removed, listed)
    if paths:
        get_ready()
    with service_of(store) as service:
        change_registers(service, registries, removed)
        if listed:
            click.echo(list_registers(service), nl=False)
        rows, failed = load_into(service, paths, keep_contacts, everything, csv) if paths else ([], False)
    if form != "none" and paths:
        from api.cli import render

        click.echo(render({"results": rows, "total": len(rows), "limit": None, "offset": 0}, form), nl=False)
    sys.exit(1 if failed else 0)


def load_into(
    service: Service,
    paths: Sequence[str],
    keep_contacts: bool = False,
    everything: bool = False,
    csv: Path | None = None,
) -> tuple[list[dict[str, Any]], bool]:
    """Load files through a service with a line of report each; the rows, and whether a file was not loaded.

    With `everything` also what has neither measures nor a title and so is no policy document; `csv` holds metadata.
    """
    from api.cli_rdf import keep_graph

    graphs = [path for path in paths if path.endswith((".nq", ".jsonld"))]
    paths = [path for path in paths if path not in graphs]
    service.use_registers()
    rows: list[dict[str, Any]] = []
    failed = False
    for path in graphs:
        kept = keep_graph(service, Path(path))
        failed = failed or kept is None
        rows += kept or []
    for item in _extract(paths, keep_contacts, csv):
        row = _keep(service, item, everything)
        failed = failed or row is None
        if row is not None:
            rows.append(row)
    return rows, failed


@click.command()
@PATHS
@click.option("--no-text", is_flag=True, help="不要 text、original、map 三项")
@click.option("--keep-contacts", is_flag=True, help="不遮盖联系人、电话、邮箱")
@METADATA
@REGISTRY
@click.option("--report", is_flag=True, help="不打印记录，而为每份文件写一页 HTML：原文与所见的一切，供人核对")
@click.option("--output", "-o", metavar="文件或文件夹", help="报告写到这个 .html 文件或文件夹；缺省为当前文件夹")
@click.option(
    "--format", "form", type=click.Choice(["jsonl", "json"]), default="jsonl", show_default=True, help="输出格式"
)
@reporting
def extract(
    paths: tuple[str, ...],
    no_text: bool,
    keep_contacts: bool,
    csv: Path | None,
    registries: tuple[Path, ...],
    report: bool,
    output: str | None,
    form: str,
) -> None:
    """读出文件里的记录并打印，不动存储；一份文件一个 JSON 对象，或（--report）一页可离线核对的报告。

    \b
    例：
      zhize extract 方案.txt --format jsonl --no-text
      zhize extract 政策文件夹 --report -o 报告
    """
    if output and not report:
        raise click.UsageError("--output 只与 --report 同用")
    extend_for(registries)
    write = Reports(output).write if report else partial(_print_record, no_text=no_text, form=form)
    failed = False
    for item in _extract(paths, keep_contacts, csv):
        if isinstance(item, Exception):
            complain(str(item))
            failed = True
            continue
        write(item)
        _tell_warnings(item)
    sys.exit(1 if failed else 0)


def _print_record(item: DocumentRecord, *, no_text: bool, form: str) -> None:
    from api.output import to_json

    left_out = ("text", "original", "map") if no_text else ()
    record = {**item, "document": {k: v for k, v in item["document"].items() if k not in left_out}}
    click.echo(to_json(record, indent=2 if form == "json" else None))


def _tell_warnings(item: DocumentRecord) -> None:
    source = item["document"]["source"]
    for warning in item["warnings"]:
        where = "" if warning["start"] is None else f"（{warning['start']}–{warning['end']}）"
        click.echo(f"警告：{source}{where}：{warning['message']}", err=True)
