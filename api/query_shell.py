"""`zhize query` without a query: a shell for Cypher in the terminal, with history and completion."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.history import FileHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

from api.cypher_words import following
from api.options import FORMATS, complain

if TYPE_CHECKING:
    from api.service import Service

Show = Callable[[str, dict[str, Any], str, bool], None]
HELP = """以分号结束一条查询，回车运行；分号之前可以换行。Tab 补全，↑↓ 翻看问过的，Ctrl+C 丢开这一条，Ctrl+D 退出。
  :help           这一页
  :schema [名称]  图谱里的节点和关系；给出名称则列它的属性
  :shelf [序号]   现成的查询；给出序号则运行它
  :param 名称=值  记下一个参数；不写名称则列出已有的
  :format 格式    输出格式：table、json、jsonl、csv
  :explain 查询;  只看执行计划
  :quit           退出"""


@dataclass
class Shell:
    """What the shell knows between two lines: `show` runs a query and prints its answer."""

    show: Show
    form: str = "table"
    parameters: dict[str, Any] = field(default_factory=dict)
    ended: bool = False

    def take(self, text: str) -> None:
        """Do what was entered: a command of the shell, or a query."""
        text = text.strip()
        name, _, rest = text.partition(" ")
        if text.startswith(":"):
            command = COMMANDS.get(name)
            if command is None:
                complain(f"没有命令 {name}；:help 列出全部")
            else:
                command(self, rest.strip())
        elif text.strip("; \n"):
            self.ask(text)

    def ask(self, text: str, *, explain: bool = False) -> None:
        """Run a query."""
        self.show(text.rstrip().rstrip(";"), self.parameters, self.form, explain)


def _help(_shell: Shell, _rest: str) -> None:
    click.echo(HELP)


def _schema(_shell: Shell, rest: str) -> None:
    from ontology import model

    told = {c.name: (c.zh, [f"{p.name} {p.zh}" for p in c.properties]) for c in model.classes() if not c.internal}
    for edge in model.edges():
        ends = f"({'|'.join(edge.source)})→({'|'.join(edge.target)})"
        told[edge.name] = (f"{edge.zh} {ends}", list(edge.properties))
    if rest and rest not in told:
        complain(f"没有节点或关系 {rest}；:schema 列出全部")
    elif rest:
        click.echo(f"{rest} {told[rest][0]}\n  {'、'.join(told[rest][1])}")
    else:
        click.echo("\n".join(f"{name} {zh}" for name, (zh, _) in told.items()))


def _shelf(shell: Shell, rest: str) -> None:
    from api.pages.console_page import shelf

    if not rest:
        for number, asked in enumerate(shelf(), 1):
            click.echo(f"{number:3} {asked.zh}")
        return
    if not rest.isdecimal() or not 1 <= int(rest) <= len(shelf()):
        complain(f"序号须在 1 至 {len(shelf())} 之间")
        return
    chosen = shelf()[int(rest) - 1]
    shell.parameters |= chosen.parameters
    told = "".join(f"\n:param {name}={value}" for name, value in chosen.parameters.items())
    click.echo(f"{chosen.query};{told}\n")
    shell.ask(chosen.query)


def _param(shell: Shell, rest: str) -> None:
    from api.cli_work import parameter

    if rest:
        name, value = parameter(rest)
        shell.parameters[name] = value
    for name, value in shell.parameters.items():
        click.echo(f"{name}={value}")


def _format(shell: Shell, rest: str) -> None:
    if rest in FORMATS:
        shell.form = rest
    else:
        complain(f"格式须为 {'、'.join(FORMATS)}")


def _explain(shell: Shell, rest: str) -> None:
    shell.ask(rest, explain=True)


def _quit(shell: Shell, _rest: str) -> None:
    shell.ended = True


COMMANDS: dict[str, Callable[[Shell, str], None]] = {
    ":help": _help,
    ":schema": _schema,
    ":shelf": _shelf,
    ":param": _param,
    ":format": _format,
    ":explain": _explain,
    ":quit": _quit,
    ":exit": _quit,
}


class _Words(Completer):
    """The words that may stand at the caret."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        """Commands of the shell at the start of a line, else what Cypher allows."""
        text = document.text_before_cursor
        if text.startswith(":") and " " not in text:
            return [Completion(name, -len(text)) for name in COMMANDS if name.startswith(text)]
        found = following(text, self._shell.parameters, forced=complete_event.completion_requested)
        return [Completion(word.text, -word.written, display_meta=word.zh) for word in found]


def _keys() -> KeyBindings:
    """Enter runs what is ended by a semicolon and goes to a new line otherwise."""
    keys = KeyBindings()

    @keys.add("enter")
    def _(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        text = buffer.text.strip()
        if buffer.complete_state and buffer.complete_state.current_completion:
            buffer.complete_state = None
        elif not text or text.endswith(";") or (text.startswith(":") and not text.startswith(":explain")):
            buffer.validate_and_handle()
        else:
            buffer.insert_text("\n")

    return keys


def history_file() -> Path:
    """Where what was asked is kept, for its owner alone."""
    from platformdirs import user_state_path

    path = user_state_path("zhize", appauthor=False) / "query-history"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.close(os.open(path, os.O_CREAT | os.O_APPEND, 0o600))
    return path


def run(service: Service, show: Show, form: str, parameters: dict[str, Any]) -> None:
    """Ask for queries until the user goes; an error is told and the next one asked for."""
    from graph.errors import ZhizeError

    told = service.info()
    click.echo(f"{told['store']}：节点 {sum(told['nodes'].values())}，关系 {sum(told['edges'].values())}。:help 看用法")
    shell = Shell(show, form, parameters)
    session: PromptSession[str] = PromptSession(
        history=FileHistory(str(history_file())),
        completer=_Words(shell),
        key_bindings=_keys(),
        multiline=True,
        prompt_continuation="   ... ",
    )
    while not shell.ended:
        try:
            shell.take(session.prompt("zhize> "))
        except KeyboardInterrupt:
            continue
        except EOFError:
            return
        except (ZhizeError, click.BadParameter) as error:
            complain(error.message)
