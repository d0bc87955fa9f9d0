"""Click options made from the declared parameters, and what all commands share."""

from __future__ import annotations

import re
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

import click
from click.shell_completion import CompletionItem

from api.params import Param

FORMATS = ("table", "json", "jsonl", "csv")


class Choice(click.ParamType[str]):
    """One of a vocabulary's words, which is read only when a value is given."""

    def __init__(self, param: Param) -> None:
        self.param = param
        self.name = param.vocabulary or "word"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The word; a usage error names the words there are."""
        text = str(self.param.read(str(value)))
        if text not in self.param.values():
            self.fail(f"{str(value)!r} 不在其中：{'、'.join(self.param.told())}", param, ctx)
        return text

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """The words that begin so, each with its Chinese."""
        pairs = zip(self.param.values(), self.param.told(), strict=True)
        return [
            CompletionItem(value, help=told.removeprefix(value).strip("（）") or None)
            for value, told in pairs
            if value.startswith(incomplete)
        ]

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """What help shows for a value."""
        return "|".join(self.param.values())


class Pattern(click.ParamType[str]):
    """A text of a declared form."""

    name = "text"

    def __init__(self, param: Param) -> None:
        self.param = param

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The text; a usage error when it has another form."""
        if not re.fullmatch(self.param.pattern, str(value)):
            self.fail(f"{value!r} 的写法不对（{self.param.zh}）", param, ctx)
        return str(value)


def _type(param: Param) -> Any:
    if param.pattern:
        return Pattern(param)
    if param.vocabulary or param.choices:
        return Choice(param)
    if param.type is int:
        return click.IntRange(min=param.least)
    return param.type


def option(param: Param) -> Callable[[Any], Any]:
    """The decorator that adds a declared parameter to a command."""
    if param.argument:
        return click.argument(
            param.key, required=param.required or param.default is not None, metavar=param.name.upper()
        )
    flag = "--" + param.name.replace("_", "-")
    if param.type is bool:
        return click.option(flag, param.key, is_flag=True, help=param.zh)
    if param.name == "limit":
        return click.option(flag, param.key, type=_type(param), help="最多几行；缺省为全部")
    return click.option(flag, param.key, type=_type(param), help=param.zh, required=param.required)


def dask_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--dask`: the scheduler of a cluster that shares the work."""
    words = "在这个 Dask 集群上分块计算（调度器地址，如 tcp://127.0.0.1:8786；需附加组件 dask）"
    return click.option("--dask", metavar="ADDRESS", help=words)(command)


def store_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--store` of every command that asks one."""
    return click.option("--store", metavar="地址", help="存储：文件夹，或 neo4j://、bolt:// 地址（ZHIZE_STORE）")(
        command
    )


def format_option(default: str = "table", *, formats: tuple[str, ...] = FORMATS) -> Callable[..., Any]:
    """`--format` of every command that prints rows."""
    return click.option(
        "--format", "form", type=click.Choice(formats), default=default, show_default=True, help="输出格式"
    )


def complain(message: str) -> None:
    """One line on stderr."""
    click.echo(f"错误：{message}", err=True)


def reporting(command: Callable[..., Any]) -> Callable[..., Any]:
    """Turns an error meant for the user into one line and the exit code of the table."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        from api.errors import answer_for
        from graph.errors import ZhizeError

        try:
            return command(*args, **kwargs)
        except ZhizeError as error:
            complain(error.message)
            sys.exit(answer_for(error.code).exit)

    return run


@contextmanager
def patience(message: str) -> Iterator[None]:
    """Says on stderr what is going on when it takes more than a second; stdout is untouched."""
    timer = threading.Timer(1.0, lambda: click.echo(f"{message} …", err=True))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
