"""What the user knows of documents: a CSV of one row a file, which goes before what was read.

The columns are those of `data/metadata.yaml`, under their names or their Chinese headers, in any order; an empty cell
says nothing. Paths are relative to the folder of the CSV, to a folder that was given, or to where one stands; a bare
file name serves where it is the only one. Whatever cannot be used is a problem that names its line.
"""

from __future__ import annotations

import csv
import io
import os
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from loaders import stated_values
from loaders.errors import LoadError
from loaders.head import Source
from loaders.readers.charset import decode

MAX_BYTES = 16 * 1024 * 1024
_PLACE = ("path", "member", "part")


@dataclass(frozen=True, slots=True)
class Row:
    """What one line says of one document; `part` and `member` are None where it does not tell them apart."""

    line: int
    path: str
    member: str | None
    part: int | None
    values: Mapping[str, Any]


@cache
def columns() -> Mapping[str, str]:
    """The field of each header, English and Chinese."""
    text = resources.files("loaders.data").joinpath("metadata.yaml").read_text(encoding="utf-8")
    fields: dict[str, list[str]] = yaml.safe_load(text)
    return {header: name for name, headers in fields.items() for header in (name, *headers)}


@dataclass
class Metadata:
    """The rows of a CSV by the file they are of, and what was wrong with it, line by line."""

    source: str
    problems: list[LoadError] = field(default_factory=list)
    _rows: dict[tuple[str, str | None, int | None], Row] = field(default_factory=dict)
    _used: set[int] = field(default_factory=set)

    def row(self, source: Source, parts: int) -> Row | None:
        """What is known of a document of a file that holds `parts` of them."""
        for key in ((source.name, source.member, source.part), (source.name, source.member, None)):
            found = self._rows.get(key)
            if found is None:
                continue
            self._used.add(found.line)
            if found.part is None and parts > 1:
                if source.part == 1:
                    self.say(found.line, f"文件里有 {parts} 份文件，请在 part 列写明是第几份；未采用：{found.path}")
                return None
            return found
        return None

    def finish(self) -> list[LoadError]:
        """All problems, with the rows that no document took."""
        left = [row for row in self._rows.values() if row.line not in self._used]
        for row in sorted(left, key=lambda row: row.line):
            self.say(row.line, f"没有读到这份文件：{row.path}")
        self._rows = {}
        return self.problems

    def of(self, file: str) -> Metadata:
        """The rows of one file alone, for a process that reads it."""
        return Metadata(self.source, [], {key: row for key, row in self._rows.items() if key[0] == file})

    def told(self) -> tuple[list[int], list[str]]:
        """The lines that documents took, and the problems so far in words."""
        return sorted(self._used), [problem.message for problem in self.problems]

    def hear(self, used: Iterable[int], problems: Iterable[str]) -> None:
        """Take over what `told` said of the rows of one file."""
        self._used.update(used)
        self.problems += [LoadError(self.source, "bad_metadata", problem) for problem in problems]

    def say(self, line: int, message: str) -> None:
        """Note a problem."""
        self.problems.append(LoadError(self.source, "bad_metadata", f"第 {line} 行：{message}"))

    def keep(self, row: Row, file: Path) -> None:
        """Give a row to its file, unless that has one."""
        key = (str(file), row.member, row.part)
        if key in self._rows:
            self.say(row.line, f"与第 {self._rows[key].line} 行是同一份文件，未采用：{row.path}")
        else:
            self._rows[key] = row


def read_metadata(path: str | Path, files: Sequence[str | Path], folders: Iterable[str | Path] = ()) -> Metadata:
    """The metadata of a CSV for the files that are to be read; `folders` are those the user gave.

    Raises LoadError when there is no CSV, when it is too large, or when it has no column of paths.
    """
    known = columns()
    lines = _lines(Path(path))
    header = [cell.strip() for cell in lines[0][1]]
    fields = [known.get(cell, known.get(cell.lower())) for cell in header]
    if "path" not in fields:
        raise LoadError(str(path), "bad_metadata", f"没有 path（路径）列，只有：{'、'.join(filter(None, header))}")
    found = Metadata(str(path))
    _check_header(found, header, fields)
    files_of = _Files([Path(file) for file in files], [Path(path).parent, *map(Path, folders), Path()])
    for line, cells in lines[1:]:
        told = {name: cell.strip() for name, cell in zip(fields, cells, strict=False) if name and cell.strip()}
        if len(cells) > len(fields) and any(cell.strip() for cell in cells[len(fields) :]):
            found.say(line, "单元格比表头多，多出的未采用")
        if "path" in told:
            _take(found, line, told, files_of)
        elif told:
            found.say(line, "没有写明路径，未采用")
    return found


def _lines(path: Path) -> list[tuple[int, list[str]]]:
    """The rows of the CSV that are not empty, with the line each begins at."""
    try:
        data = path.read_bytes()
    except OSError as error:
        why = "没有这个文件" if isinstance(error, FileNotFoundError) else f"读不了文件（{error.strerror}）"
        raise LoadError(str(path), "bad_metadata", why) from None
    if len(data) > MAX_BYTES:
        raise LoadError(str(path), "bad_metadata", f"文件超过 {MAX_BYTES // 1024 // 1024} MB")
    text = decode(data, str(path)).removeprefix("\ufeff")
    first = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",\t;", key=first.count))
    lines: list[tuple[int, list[str]]] = []
    begins = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                lines.append((begins, cells))
            begins = reader.line_num + 1
    except csv.Error as error:
        raise LoadError(str(path), "bad_metadata", f"第 {begins} 行不是 CSV：{error}") from None
    if not lines:
        raise LoadError(str(path), "bad_metadata", "文件里没有表头")
    return lines


def _check_header(found: Metadata, header: Sequence[str], fields: Sequence[str | None]) -> None:
    for name, meant in zip(header, fields, strict=True):
        if name and meant is None:
            found.say(1, f"不认识的列：{name}（可用的列：{'、'.join(sorted(set(columns().values())))}）")
    for twice in sorted({name for name in fields if name and fields.count(name) > 1}):
        found.say(1, f"有几列都是 {twice}，以最后有内容的一列为准")


def _take(found: Metadata, line: int, told: Mapping[str, str], files: _Files) -> None:
    values: dict[str, Any] = {}
    for name, text in told.items():
        if name in _PLACE:
            continue
        try:
            values[name] = stated_values.READERS[name](text)
        except ValueError as error:
            found.say(line, f"{name} 列未采用：{error}")
    part = told.get("part")
    if part is not None and not (part.isdecimal() and int(part) > 0):
        found.say(line, f"part 列应为 1、2 …：{part}；这一行未采用")
        return
    matches, member = files.find(told["path"])
    if len(matches) > 1:
        found.say(line, f"有 {len(matches)} 个文件叫 {told['path']}，请写明文件夹；未采用")
    elif not matches:
        found.say(line, f"没有匹配的文件：{told['path']}")
    else:
        number = int(part) if part is not None else None
        found.keep(Row(line, told["path"], told.get("member", member), number, values), matches[0])


def _shape(path: Path) -> str:
    """A path as it is compared: absolute, without `..`, its letters composed."""
    return unicodedata.normalize("NFC", os.path.abspath(path))


class _Files:
    """The files that are to be read, by path and by name."""

    def __init__(self, files: Sequence[Path], roots: Sequence[Path]) -> None:
        self._by_shape = {_shape(file): file for file in files}
        self._by_name: dict[str, list[Path]] = {}
        for shape, file in self._by_shape.items():
            self._by_name.setdefault(os.path.basename(shape), []).append(file)
        self._roots = roots

    def find(self, path: str) -> tuple[list[Path], str | None]:
        """The files a path means (several where a bare name is not enough), and the member of an archive it names."""
        plain = Path(path.replace("\\", "/"))
        for root in self._roots:
            shape = _shape(root / plain)
            if shape in self._by_shape:
                return [self._by_shape[shape]], None
            for above in Path(shape).parents:
                if str(above) in self._by_shape:
                    return [self._by_shape[str(above)]], Path(shape).relative_to(above).as_posix()
        bare = unicodedata.normalize("NFC", str(plain))
        return (self._by_name.get(bare, []) if plain.name == str(plain) else []), None
