"""The command `zhize`: the commands of the declared questions, and those of the modules beside it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from api.click_words import speak_chinese
from api.options import FORMATS, dask_option, format_option, option, patience, reporting, store_option
from api.params import FIELDS
from api.questions import Answer, Question, questions

if TYPE_CHECKING:
    from api.service import Service


speak_chinese()


class Group(click.Group):
    """A group whose commands are listed in the order they were added."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in order of addition."""
        return list(self.commands)


EPILOG = """\b
例：
  zhize demo                          载入示例并打开应用
  zhize load 文件或文件夹 …           把文件载入存储
  zhize who-leads 科技成果转化        谁牵头什么，附原文
  zhize who-leads 科技成果转化 --stated --level city --format json

\b
退出码：0 完成；1 部分输入或检查未通过；2 用法不对或查询被拒绝；3 存储连接不上或被占用。
"""


@click.group(
    cls=Group,
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help="zhize 职责：把政策文件读成知识图谱，回答“谁牵头什么”，每个回答都附原文。",
)
@click.version_option(package_name="zhize", message="%(prog)s %(version)s")
def main() -> None:
    """The command line."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")


def service_of(store: str | None) -> Any:
    """The service for `--store`, else for the settings' store."""
    from dataclasses import replace

    from api.service import open_service
    from api.settings import settings

    found = settings()
    with patience("正在打开存储"):
        return open_service(replace(found, store=store) if store else found)


def render(answer: Answer, form: str, columns: tuple[tuple[str, str], ...] = ()) -> str:
    """An answer in a format of the command line."""
    from api.output import GRAPH_FORMS, rows_of, to_csv, to_fields, to_graph, to_json, to_jsonl, to_table

    if form == "json":
        return to_json(answer, indent=2) + "\n"
    if form in GRAPH_FORMS:
        return to_graph(answer, form)
    rows = rows_of(answer)
    if form == "jsonl":
        return to_jsonl(rows)
    if form == "csv":
        return to_csv(rows)
    if not columns:
        return to_fields(answer)
    return to_table(rows, columns) if rows else "没有结果\n"


_HELD = (
    ("角色", "|role"),
    ("机构", "institution.name"),
    ("对象", "target.name"),
    ("文件", "document.name"),
    ("原文", "evidence.quote"),
)
_NEAR = (
    ("关系", "edge|edge"),
    ("方向", "direction|direction"),
    ("类型", "node.type|type"),
    ("名称", "node.name"),
    ("id", "node.id"),
)


def render_entity(answer: Answer) -> str:
    """A node for a reader: properties, responsibilities with evidence, neighbours."""
    from api.labels import type_label
    from api.output import to_fields, to_table

    parts = [f"{type_label(answer['type'])} {answer['name']}\n", to_fields(answer["properties"])]
    if answer["responsibilities"]:
        said = "（承自上级措施）" if answer["inherited"] else ""
        parts.append(f"职责 {len(answer['responsibilities'])} 项{said}\n" + to_table(answer["responsibilities"], _HELD))
    near = [row for group in answer["adjacent"] for row in group["results"]]
    total = sum(group["total"] for group in answer["adjacent"])
    if near:
        parts.append(f"相邻 {total} 项，列出 {len(near)} 项\n" + to_table(near, _NEAR))
    return "\n".join(parts)


def _help(question: Question) -> str:
    shown = "\n".join(f"  {example}" for example in question.examples)
    return f"{question.zh}。" + (f"\n\n\b\n例：\n{shown}" if shown else "")


_PAIRS = (
    ("左侧类别", "left_category.name"),
    ("关系", "relation|relation"),
    ("右侧类别", "right_category.name"),
    ("判定", "|judged"),
    ("分", "score"),
    ("组织", "organiser"),
    ("方式", "means"),
    ("资金", "money"),
    ("理由", "reasons.value"),
)
_PROGRAMS = (
    ("左侧专项", "left.name"),
    ("关系", "relation|relation"),
    ("右侧专项", "right.name"),
    ("判定", "|judged"),
    ("分", "score"),
)


_ALONE = (("", "side"), ("没有对应的专项（部分相关的也在内）", "name"))
_THROUGH = (("参照类别", "category.name"), ("左侧", "left"), ("右侧", "right"))


def render_comparison(answer: Answer) -> str:
    """Two plan systems for a reader: categories with what is common of their four sides, programs, those without a
    counterpart, and how both stand to a reference.
    """
    from api.output import to_table

    head = " × ".join(f"{answer[side]['name']}（{answer[side]['document']['name']}）" for side in ("left", "right"))
    programs = [pair for row in answer["rows"] for pair in row["programs"]]
    lone = answer["programs_without_counterpart"]
    alone = [{"side": zh, **one} for side, zh in (("left", "左侧"), ("right", "右侧")) for one in lone[side]]
    parts = [f"{head}\n", to_table([{**row, **_sides(row)} for row in answer["rows"]], _PAIRS)]
    parts += [to_table(programs, _PROGRAMS)] if programs else []
    parts += [to_table(alone, _ALONE)] if alone else []
    return "\n".join([*parts, *_through(answer["via"])] if "via" in answer else parts)


def _sides(row: Answer) -> Answer:
    """What organisers, means and money of a pair have in common, or which side states nothing of it."""
    found = row["dimensions"] or {}
    told = {}
    for key in ("organiser", "means", "money"):
        side = found.get(key)
        silent = next((r["value"] for r in side["reasons"] if r["kind"] == "not_stated"), "") if side else ""
        told[key] = "" if side is None else silent if side["score"] is None else f"{side['score']:.0%}"
    return told


def _through(via: Answer) -> list[str]:
    """How both systems stand to a reference, category by category of it."""
    from api.labels import word
    from api.output import to_table

    def said(found: list[Answer]) -> str:
        return (
            "、".join(f"{r['category']['name']}（{word('relation', r['relation'])} {r['score']:.0%}）" for r in found)
            or "—"
        )

    rows = [{**row, "left": said(row["left"]), "right": said(row["right"])} for row in via["through"]]
    return [
        f"以{via['reference']['name']}为参照（{via['reference']['document']['doc_no']}）\n",
        to_table(rows, _THROUGH),
    ]


TABLES: dict[str, Callable[[Answer], str]] = {"entity": render_entity, "compare": render_comparison}


def _others(service: Service, parameters: Answer, answer: Answer) -> str:
    """Of a question that found no lead: how many responsibilities of other roles there are."""
    if answer["total"] or parameters.keys() & {"role", "basis"}:
        return ""
    asked = {k: v for k, v in parameters.items() if k not in ("limit", "offset", "stated")}
    listed = service.ask("who_leads", {**asked, "role": "all", "limit": 1})["total"]
    likely = "（含推断的牵头）" if parameters.get("stated") else ""
    return f"没有载明牵头；另有 {listed} 条职责{likely}：加 --role all 看全部" if listed else ""


# What a command adds, on standard error, to the table of an answer.
HINTS: dict[str, Callable[[Service, Answer, Answer], str]] = {"who_leads": _others}


def question_command(question: Question) -> click.Command:
    """The command of a question: its parameters, `--format`, `--store`."""

    @reporting
    def run(store: str | None, form: str, fields: str | None, dask: str | None = None, **given: Any) -> None:
        from api.cluster import at_work
        from api.output import field_paths, select

        if question.outgoing:
            instead = questions()[question.outgoing.instead].command
            click.echo(f"zhize {question.command} 将在以后的版本移除，请用 zhize {instead}", err=True)
        parameters = {k: v for k, v in given.items() if v is not None and v is not False}
        with service_of(store) as service, at_work(dask, service), patience("正在计算"):
            answer = service.ask(question.name, parameters)
            more = HINTS.get(question.name) if form == "table" else None
            hint = more(service, parameters, answer) if more else ""
        columns = question.columns
        if fields and form not in FORMATS:
            raise click.UsageError(f"--fields 不与 --format {form} 同用")
        if fields:
            answer = select(answer, fields)
            columns = tuple((path, path) for path in field_paths(fields)) if columns else ()
        shown = TABLES.get(question.name) if form == "table" and not fields else None
        click.echo(shown(answer) if shown else render(answer, form, columns), nl=False)
        if hint:
            click.echo(hint, err=True)

    command: Any = run
    formats = (*FORMATS, *(f for f in question.formats if f in ("graphml", "ttl")))
    for add in (
        store_option,
        format_option(formats=formats),
        *((dask_option,) if question.blocks else ()),
        *(option(p) for p in (FIELDS, *reversed(question.params))),
    ):
        command = add(command)
    return click.command(question.command, help=_help(question))(command)


def add_commands() -> None:
    """Put all commands into the group, those of everyday first."""
    from api.cli_check import check
    from api.cli_compare import compare
    from api.cli_correct import correct
    from api.cli_load import extract, load
    from api.cli_mcp import mcp
    from api.cli_rdf import sparql
    from api.cli_report import report
    from api.cli_sample import evaluate, sample
    from api.cli_serve import demo, serve
    from api.cli_store import store
    from api.cli_work import WORK_COMMANDS

    own = (demo, load, extract, check, evaluate, correct, sample, report, sparql, serve, mcp)
    everyday: dict[str, click.Command] = {str(command.name): command for command in (*own, *WORK_COMMANDS, store)}
    asked = {q.command: question_command(q) for q in questions().values() if q.command}
    order = ("demo", "load", "who-leads", "search", "show", "query", "serve")
    merged: dict[str, click.Command] = {**everyday, **asked, "compare": compare(asked["compare"])}
    for name in (*order, *(n for n in merged if n not in order)):
        main.add_command(merged[name])


add_commands()

if __name__ == "__main__":
    main()
