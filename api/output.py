"""Answers as JSON, JSON lines, CSV and tables: the same bytes from the command and from the server."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_WIDEST = 10_000
# Formats that hold a whole graph.
GRAPH_FORMS = ("graphml", "gexf", "svg", "ttl")


def to_json(answer: Any, *, indent: int | None = None) -> str:
    """JSON with Chinese as it is; keys in the order of the answer."""
    separators = None if indent else (",", ":")
    return json.dumps(answer, ensure_ascii=False, indent=indent, separators=separators, allow_nan=False)


def to_jsonl(rows: Iterable[Row]) -> str:
    """One JSON object a line."""
    return "".join(to_json(row) + "\n" for row in rows)


def flatten(row: Row, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """The cells of a row: nested objects by dotted names, lists as JSON."""
    for key, value in row.items():
        name = f"{prefix}{key}"
        if isinstance(value, Mapping) and value:
            yield from flatten(value, f"{name}.")
        elif isinstance(value, list | tuple | Mapping):
            yield name, to_json(value)
        else:
            yield name, value


def _cell(value: Any) -> Any:
    """A cell that no spreadsheet runs as a formula (OWASP, CSV injection)."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value


def to_csv(rows: Sequence[Row], columns: Sequence[str] | None = None) -> str:
    """CSV (RFC 4180) with one column a leaf, in order of first appearance; an object that is null has an empty cell.

    A column that is an object in some rows and null in others is left out beside its leaves.
    """
    flat = [dict(flatten(row)) for row in rows]
    names = list(dict.fromkeys(name for row in flat for name in row)) if rows else list(columns or ())
    names = [n for n in names if not any(other.startswith(f"{n}.") for other in names)]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(names)
    writer.writerows([_cell(row.get(name)) for name in names] for row in flat)
    return out.getvalue()


def is_part(answer: Any) -> bool:
    """Whether an answer is a part of the graph around a node."""
    return isinstance(answer, Mapping) and "centre" in answer


def to_graph(answer: Any, form: str) -> str:
    """A part of the graph, or the network of an answer, as a file of graphs: for Gephi, yEd, networkx, print.

    The comparison of two plan systems as SKOS mappings (ttl).
    """
    if is_part(answer):
        from graph.exports import FORMATS as WRITERS
        from graph.exports.data import GraphData

        return b"".join(WRITERS[form].write(GraphData.of_answers([answer]))).decode()
    if form == "ttl":
        from api.settings import settings
        from graph.rdf.mappings import to_skos

        return to_skos(answer, settings().rdf_base())
    from graph.analysis.networks import to_graphml

    return to_graphml(answer)


def rows_of(answer: Any) -> list[Row]:
    """The rows of an answer: its results or rows, or the answer itself as one row."""
    results = answer.get("results", answer.get("rows")) if isinstance(answer, Mapping) else answer
    if not isinstance(results, list):
        return [answer]
    return [line for row in results for line in (row if isinstance(row, list) else [row])]


def field_paths(fields: str) -> list[str]:
    """The dotted paths of a list of fields parted by commas."""
    from graph.filters import parted

    return parted(fields.replace("，", ","))


def select(answer: Any, fields: str) -> Any:
    """An answer with some fields of its rows alone, given as dotted paths parted by commas, in their order.

    The frame of a list (total, limit, counts …) stays. Raises BadParameter for a path that no row has.
    """
    paths = field_paths(fields)
    listed = isinstance(answer, Mapping) and isinstance(answer.get("results"), list)
    rows = answer["results"] if listed else [answer]
    unknown = [path for path in paths if rows and not any(_has(row, path.split(".")) for row in rows)]
    if unknown:
        from graph.errors import BadParameter

        there = "、".join(dict.fromkeys(key for row in rows for key in row))
        raise BadParameter("bad_parameter", f"fields 里没有这样的字段：{'、'.join(unknown)}；有：{there}")
    made = [_only(row, [path.split(".") for path in paths]) for row in rows]
    return {**answer, "results": made} if listed else made[0]


def _has(value: Any, path: Sequence[str]) -> bool:
    if not path:
        return True
    if isinstance(value, list | tuple):
        return not value or any(_has(one, path) for one in value)
    # Below a null of this row there may be something in another.
    return value is None or (isinstance(value, Mapping) and path[0] in value and _has(value[path[0]], path[1:]))


def _only(value: Any, paths: Sequence[Sequence[str]]) -> Any:
    if isinstance(value, list | tuple):
        return [_only(one, paths) for one in value]
    if not isinstance(value, Mapping) or any(not path for path in paths):
        return value
    heads = dict.fromkeys(path[0] for path in paths)
    return {h: _only(value[h], [path[1:] for path in paths if path[0] == h]) for h in heads if h in value}


def pick(row: Any, path: str) -> Any:
    """The value at a dotted path; of each item where a list stands on the way; None where there is none."""
    for key in path.split("."):
        if isinstance(row, list | tuple):
            return "、".join(str(v) for v in (pick(item, key) for item in row) if v is not None)
        if not isinstance(row, Mapping):
            return None
        row = row.get(key)
    return row


def labelled(row: Row, path: str) -> Any:
    """The value at `path`, or its label where the path ends with `|` and the name of one of `api.labels`."""
    where, _, label = path.partition("|")
    value = pick(row, where) if where else row
    if not label or value is None:
        return value
    from api.labels import LABELS

    return LABELS[label](value)


def shown(value: Any) -> str:
    """A value in a cell of a table: one line, nothing for null."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, list | tuple | Mapping):
        return to_json(value)
    return " ".join(str(value).split())


def _width() -> int:
    """The width of a table: the terminal's, or COLUMNS; lines stay whole in a file or a pipe."""
    if os.environ.get("COLUMNS", "").isdigit() or sys.stdout.isatty():
        return shutil.get_terminal_size().columns
    return _WIDEST


def to_table(rows: Sequence[Row], columns: Sequence[tuple[str, str]]) -> str:
    """A table with columns aligned by the width of Chinese characters; long cells fold at the terminal's width."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    width = _width()
    table = Table(box=box.SIMPLE_HEAD if width < _WIDEST else None, show_edge=False, pad_edge=False)
    for heading, path in columns:
        numeric = all(isinstance(labelled(row, path), int | float | None) for row in rows)
        table.add_column(heading, overflow="fold", justify="right" if numeric and rows else "left")
    for row in rows:
        table.add_row(*(Text(_printable(shown(labelled(row, path)))) for _, path in columns))
    out = io.StringIO()
    # Its own file: colour, if any, is decided by the terminal and by NO_COLOR, never by the rows.
    Console(file=out, width=width, color_system=None, legacy_windows=False).print(table)
    return "".join(line.rstrip() + "\n" for line in out.getvalue().splitlines())


def _printable(text: str) -> str:
    """Text from documents cannot move the cursor or change the terminal."""
    return "".join(c if c.isprintable() or c == " " else "�" for c in text)


def to_fields(answer: Row) -> str:
    """One thing, a line a property, names aligned."""
    return to_table([{"k": k, "v": v} for k, v in flatten(answer)], (("属性", "k"), ("值", "v")))
