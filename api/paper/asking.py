"""What a page for a paper asks: every number on it is a value of an answer, and the answer that of a command."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from api.output import pick
from api.questions import Answer, questions
from api.service import Service


@dataclass(frozen=True)
class Asked:
    """A question with its parameters (names of HTTP) and its whole answer; `number` is its place in a figure."""

    question: str
    parameters: Mapping[str, Any]
    answer: Answer
    number: int = 0

    @property
    def command(self) -> str:
        """The command that prints the same answer."""
        told = questions()[self.question]
        words = ["zhize", told.command]
        for param in told.params:
            value = self.parameters.get(param.name)
            if value in (None, False):
                continue
            if param.argument:
                words.append(str(value))
            else:
                flag = "--" + param.name.replace("_", "-")
                words += [flag] if value is True else [flag, str(value)]
        return shlex.join([*words, "--format", "json"])

    def at(self, *path: str | int) -> Number:
        """The value at a place of the answer."""
        where = [str(step) for step in path]
        value: Any = self.answer
        for step in path:
            value = value[step] if isinstance(step, int) else pick(value, step)
        return Number(f"{self.number}:{'.'.join(where)}", value)


@dataclass(frozen=True, slots=True)
class Number:
    """A value with where it stands: the number of the command in its figure, and the path in the answer."""

    source: str
    value: Any

    @property
    def raw(self) -> str:
        """The value as JSON."""
        return json.dumps(self.value, ensure_ascii=False)


@dataclass(frozen=True)
class Figure:
    """A figure of the page: its drawing (SVG), or a table of columns and rows, and the commands it stands on.

    `note` tells what is shown and what was left out.
    """

    id: str
    title: str
    note: str
    asked: tuple[Asked, ...]
    svg: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Number, ...], ...] = field(default=())

    @property
    def bases(self) -> list[list[tuple[str, Number]]]:
        """What the rates of each command stand on."""
        found = []
        for one in self.asked:
            if "basis" in one.answer:
                found.append([(zh, one.at("basis", key)) for key, zh in BASIS.items()])
        return found


BASIS: Mapping[str, str] = {
    "n": "任务 n",
    "documents": "文件",
    "inferred_share": "推断占比",
    "class_share": "类别主体占比",
    "largest_document_share": "最大一份文件占比",
    "unread_passages": "未读懂",
    "drafts_excluded": "未计征求意见稿",
}


def ask(service: Service, question: str, number: int = 0, **parameters: Any) -> Asked:
    """The whole answer to a question; parameters that it does not know are an error."""
    known = {p.name for p in questions()[question].params}
    assert set(parameters) <= known, (question, parameters)
    given = {name: value for name, value in parameters.items() if value not in (None, False, "")}
    return Asked(question, given, service.ask(question, given), number)
