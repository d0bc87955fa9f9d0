"""Rows of task tables as units."""

from __future__ import annotations

import re
from collections import Counter

from loaders.types import Cell, Table, TableRow, Unit

_NUMBER = re.compile(r"序号|编号|序列")
_BODY = re.compile(r"责任|牵头|主办|协办|承办|会办|配合|部门|单位|参与")
# The task itself, the more particular word first; then what heads it.
_TASK = (
    re.compile(
        r"实施路径|具体内容|主要内容|工作内容|任务内容|具体措施|工作措施|工作举措|具体举措|主要举措|改革举措|具体任务|主要做法"
    ),
    re.compile(r"工作任务|重点任务|主要任务|任务|措施|举措|事项|内容|要点"),
    re.compile(r"(?:建议|提案|议案|案由|问题|项目|工作|政策|活动|指标)(?:名称|题目|标题|要求|清单)?$"),
)
# A column that says who has which part, whatever else the table lists.
_ASSIGNS = re.compile(r"(?:责任|牵头|主办|承办|会办|协办|配合|参与|落实|实施)(?:单位|部门|处室|科室|主体)")
# A table of the categories of plans: the column that names them, and the one that says what each is for.
_CATEGORY = re.compile(r"计划类别|计划名称|计划类型|(?:科技|研发|科研)?计划(?:体系)?$|专项名称")
_PURPOSE = re.compile(r"支持方向|支持重点|支持内容|支持范围|支持对象|功能定位|定位|主要目标|任务目标|目标|用途")
_HEADING = re.compile(r"任务|项目|类别|事项|领域|指标|举措|措施|方面|目标|内容")


def row_units(words: str, tables: tuple[Table, ...], units: list[Unit]) -> list[Unit]:
    """A unit for each row of each table that assigns tasks to bodies; its text is the task cell."""
    found: list[Unit] = []
    for table in tables:
        columns = task_columns(words, table)
        if columns is None:
            continue
        parent = _around(units, table)
        # Rows without numbers are told apart by their tasks where one heading stands over several.
        headings = Counter((c.start, c.end) for row in table.rows if (c := _cell(row, columns[2])) is not None)
        for row in table.rows:
            heading = _cell(row, columns[2])
            if heading is not None and columns[0] is None and headings[heading.start, heading.end] > 1:
                heading = None
            unit = _row_unit(words, row, columns[:2], heading, parent, units)
            if unit is not None:
                found.append(unit)
    return found


def task_columns(words: str, table: Table) -> tuple[int | None, int, int | None] | None:
    """The columns of number, task and heading; None for a table that assigns no tasks."""
    if not table.header or not table.rows:
        return None
    names = _names(words, table)
    if (plan := _plan_columns(names)) is not None:
        return plan
    if not any(_BODY.search(name) for name in names):
        return None
    number = next((i for i, name in enumerate(names) if _NUMBER.search(name)), None)
    free = [i for i, name in enumerate(names) if i != number and not _BODY.search(name)]
    for pattern in _TASK if any(_ASSIGNS.search(name) for name in names) else _TASK[:2]:
        tasks = [i for i in free if pattern.search(names[i])]
        if tasks:
            heading = next((i for i in free if i < tasks[-1] and _HEADING.search(names[i])), None)
            return number, tasks[-1], heading
    return None


def _plan_columns(names: list[str]) -> tuple[int | None, int, int | None] | None:
    """The columns of a table of plan categories: their purpose is the task, their name the heading."""
    category = next((i for i, name in enumerate(names) if _CATEGORY.search(name) and not _BODY.search(name)), None)
    purpose = next((i for i, name in enumerate(names) if _PURPOSE.search(name) and i != category), None)
    if category is None or purpose is None:
        return None
    return next((i for i, name in enumerate(names) if _NUMBER.search(name)), None), purpose, category


def _names(words: str, table: Table) -> list[str]:
    width = max(len(row.cells) for row in table.header)
    names = [""] * width
    for row in table.header:
        for cell in row.cells:
            names[cell.column] += "".join(words[cell.start : cell.end].split())
    return names


def _around(units: list[Unit], table: Table) -> int | None:
    for index in range(len(units) - 1, -1, -1):
        if units[index].start <= table.start < units[index].end:
            return index
    return None


def _cell(row: TableRow, column: int | None) -> Cell | None:
    return next((c for c in row.cells if c.column == column), None) if column is not None else None


def _is_caption(row: TableRow) -> bool:
    """Whether one merged cell takes up the whole row: the name of a group of rows."""
    return len(row.cells) > 2 and len({(cell.start, cell.end) for cell in row.cells}) == 1


def _row_unit(
    words: str,
    row: TableRow,
    columns: tuple[int | None, int],
    heading: Cell | None,
    parent: int | None,
    units: list[Unit],
) -> Unit | None:
    """The unit of a row; a heading of several rows names none of them."""
    number_column, task_column = columns
    task = _cell(row, task_column)
    if task is None or task.start == task.end or _is_caption(row):
        return None
    number_cell = _cell(row, number_column)
    number = "".join(words[number_cell.start : number_cell.end].split()) if number_cell is not None else ""
    title = words[heading.start : heading.end].strip() if heading is not None else ""
    title = title or words[task.start : min(task.end, task.start + 40)].split("。")[0].strip()
    outer = units[parent].path if parent is not None else ""
    path = "/".join(part for part in (outer, number or title) if part)
    depth = units[parent].depth + 1 if parent is not None else 0
    return Unit(
        number, path, title, task.start, task.start, task.end, task.end, parent, depth, "row", label_start=row.start
    )
