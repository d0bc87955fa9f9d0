"""What click says by itself, in Chinese: it has no translation of its own and asks gettext, which has none either."""

from __future__ import annotations

from typing import Any

import click
import click.core
import click.decorators
import click.exceptions
import click.formatting
import click.parser
import click.termui
import click.types

# click's English → Chinese. What only a programmer of commands can see stays as it is.
WORDS: dict[str, str] = {
    "Usage:": "用法：",
    "Options": "选项",
    "Commands": "命令",
    "Positional arguments": "参数",
    "Show this message and exit.": "显示这些说明。",
    "Show the version and exit.": "显示版本。",
    "Error: {message}": "错误：{message}",
    "Try '{command} {option}' for help.": "用法见 {command} {option}。",
    "Aborted!": "已中止。",
    "Missing command.": "缺少命令。",
    "Missing argument": "缺少参数",
    "Missing option": "缺少选项",
    "Missing parameter": "缺少参数",
    "Missing {param_type}": "缺少{param_type}",
    "Missing parameter: {param_name}": "缺少参数：{param_name}",
    "No such option {name!r}.": "没有选项 {name}。",
    "No such command {name!r}.": "没有命令 {name}。",
    "Did you mean {possibility}?": "是不是 {possibility}？",
    "(Did you mean one of: {possibilities}?)": "（是不是其中之一：{possibilities}？）",
    "Got unexpected extra argument ({args})": "多出参数（{args}）",
    "Got unexpected extra arguments ({args})": "多出参数（{args}）",
    "Option {name!r} does not take a value.": "选项 {name} 不带值。",
    "Option {name!r} requires an argument.": "选项 {name} 要带一个值。",
    "Option {name!r} requires {nargs} arguments.": "选项 {name} 要带 {nargs} 个值。",
    "Argument {name!r} takes {nargs} values.": "参数 {name} 要 {nargs} 个值。",
    "Invalid value: {message}": "值不对：{message}",
    "Invalid value for {param_hint}: {message}": "{param_hint} 的值不对：{message}",
    "Choose from:\n\t{choices}": "可选：\n\t{choices}",
    "{value!r} is not {choice}.": "{value!r} 不是 {choice}。",
    "{value!r} is not one of {choices}.": "{value!r} 不在其中：{choices}。",
    "{value} is not in the range {range}.": "{value} 不在范围 {range} 内。",
    "{value!r} is not a valid {number_type}.": "{value!r} 不是 {number_type}。",
    "{value!r} is not a valid boolean. Recognized values: {states}": "{value!r} 不是真假值：{states}",
    "{name} {filename!r} does not exist.": "没有{name} {filename}。",
    "{name} {filename!r} is a file.": "{filename} 是文件，不是{name}。",
    "{name} {filename!r} is a directory.": "{filename} 是文件夹，不是{name}。",
    "{name} {filename!r} is not readable.": "{name} {filename} 不可读。",
    "{name} {filename!r} is not writable.": "{name} {filename} 不可写。",
    "Could not open file {filename!r}: {message}": "打不开文件 {filename}：{message}",
    "unknown error": "不明的错误",
    "file": "文件",
    "directory": "文件夹",
    "path": "路径",
    "default: {default}": "缺省：{default}",
    "env var: {var}": "环境变量：{var}",
    "(dynamic)": "（随情形而定）",
    "deprecated": "已不推荐",
}
MODULES = (
    click.core,
    click.decorators,
    click.exceptions,
    click.formatting,
    click.parser,
    click.termui,
    click.types,
)
# What click calls its types where a value is not one, and in help.
_KINDS: dict[type[click.ParamType[Any]], str] = {
    click.types.IntParamType: "整数",
    click.types.IntRange: "整数",
    click.types.FloatParamType: "数",
    click.types.FloatRange: "数",
}


def said(message: str) -> str:
    """The Chinese of what click says; the message itself where there is none."""
    return WORDS.get(message, message)


def _counted(one: str, several: str, number: int) -> str:
    return said(one if number == 1 else several)


def speak_chinese() -> None:
    """Have click say its messages in Chinese in this process."""
    for module in MODULES:
        for name, function in (("_", said), ("ngettext", _counted)):
            if hasattr(module, name):
                setattr(module, name, function)
    for kind, called in _KINDS.items():
        kind.name = called
