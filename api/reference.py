"""The reference page: commands, addresses, settings and errors, made from the tables that the program itself reads.

`python -m api.reference` writes docs/reference.md; `--check` compares it and exits 1 on a difference.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from api.cli import main as command_line
from api.errors import ERRORS
from api.questions import Question, questions
from api.settings import FILE_VARIABLE, SETTINGS, Settings

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference.md"
_INTRO = """# Commands, HTTP and settings

Made by `python -m api.reference`: do not edit. Parameters have the same names everywhere; on the command line `_` is
written `-`. Lists are `{"results", "total", "limit", "offset"}`, errors `{"detail", "code"}`. A suffix (`.json`,
`.csv`, …) or the Accept header chooses the format.
"""

_SETTINGS = f"""Each is an environment variable, or a line of the TOML file that `{FILE_VARIABLE}` names, under the
variable's name without `ZHIZE_` in small letters (`port = 8340`). The environment goes before the file."""


def _question(question: Question) -> Iterator[str]:
    yield f"### GET {question.path}\n"
    yield f"{question.zh}。 {question.en[:1].upper() + question.en[1:]}.\n"
    if question.params:
        yield "| parameter | values | default | meaning |"
        yield "|---|---|---|---|"
    for param in question.params:
        values = ", ".join(param.told()) or param.type.__name__
        default = "required" if param.required else "" if param.default in (None, "", False) else str(param.default)
        yield f"| {param.name} | {values} | {default} | {param.zh}；{param.en} |"
    if question.params:
        yield ""


def _commands(group: click.Group, prefix: str) -> Iterator[str]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from _commands(command, f"{prefix} {name}")
            continue
        options = [p for p in command.params if isinstance(p, click.Option)]
        arguments = [p.make_metavar(click.Context(command)) for p in command.params if isinstance(p, click.Argument)]
        flags = ", ".join(f"`{max(o.opts, key=len)}`" for o in options)
        summary = command.get_short_help_str(limit=200)
        yield f"| `{' '.join([prefix, name, *arguments])}` | {summary} | {flags} |"


def page() -> str:
    """The page, Markdown."""
    lines = [_INTRO, "## Commands", "", "| command | what | options |", "|---|---|---|"]
    lines += [row.replace("||", "| |") for row in _commands(command_line, "zhize")]
    lines += ["", "## Questions over HTTP", ""]
    for question in questions().values():
        lines += _question(question)
    lines += ["## Settings", "", _SETTINGS, "", "| variable | default | meaning |", "|---|---|---|"]
    made = Settings()
    for row in SETTINGS:
        default = "the user's data folder" if row.name == "store" else getattr(made, row.name)
        lines.append(f"| `{row.env}` | {default} | {row.zh}；{row.en} |")
    lines += ["", "## Errors", "", "| code | HTTP status | exit code | meaning |", "|---|---|---|---|"]
    lines += [f"| `{code}` | {told.status} | {told.exit} | {told.zh} |" for code, told in sorted(ERRORS.items())]
    return "\n".join(lines) + "\n"


def keep(path: Path, made: str, arguments: list[str], command: str) -> int:
    """Write a page that is made by program, or with `--check` only look; 1 when it differs then, and `command` said."""
    if path.exists() and path.read_text(encoding="utf-8") == made:
        return 0
    if "--check" in arguments:
        print(f"docs/{path.name} differs from what the program makes: run {command}", file=sys.stderr)
        return 1
    path.write_text(made, encoding="utf-8")
    return 0


def main(arguments: list[str]) -> int:
    """Write or check the page."""
    return keep(PAGE, page(), arguments, "python -m api.reference")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
