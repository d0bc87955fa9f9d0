"""Writing the reports of `zhize extract --report`: one page a document, none over another of the same run."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

_LONGEST = 200

if TYPE_CHECKING:
    from ontology.records import DocumentRecord

_PAGES = (".html", ".htm")


class Reports:
    """Where the pages of one run go: into a folder under the names of their files, or, for a name that ends in .html,
    there, the second and later ones with a number.
    """

    def __init__(self, output: str | None) -> None:
        given = Path(output or ".")
        named = given.suffix.lower() in _PAGES and not given.is_dir()
        self._folder = given.parent if named else given
        self._stem = given.stem if named else ""
        self._suffix = given.suffix if named else ".html"
        self._taken: set[str] = set()

    def write(self, record: DocumentRecord) -> None:
        """Write the page of a document and say where; ClickException where that is not possible."""
        from api.pages.report import report_page

        path = self._folder / self._name(record)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            path.write_text(report_page(record), encoding="utf-8")
        except OSError as error:
            raise click.ClickException(f"不能写入 {path}：{error.strerror}") from None
        click.echo(f"已写入 {path}", err=True)

    def _name(self, record: DocumentRecord) -> str:
        head = record["document"]
        file = re.split(r"[/\\]", head["member"] or head["source"])[-1]
        stem = self._stem or f"{_short(Path(file).stem)}-报告"
        name, number = stem, 1
        while name in self._taken:
            number += 1
            name = f"{stem}-{number}"
        self._taken.add(name)
        return name + self._suffix


def _short(name: str) -> str:
    """As much of a name as leaves room for what is added: file systems hold names of 255 bytes."""
    return name.encode()[:_LONGEST].decode(errors="ignore")
