"""Rows as tables, CSV and JSON lines."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from rich.cells import cell_len as cells

from api.output import labelled, pick, rows_of, to_csv, to_json, to_jsonl, to_table

ROWS: list[dict[str, Any]] = [
    {"body": {"id": "i-1", "name": "甲市科学技术局"}, "n": 3, "quote": "（责任单位：市科技局）", "tags": ["一", "二"]},
    {"body": None, "n": 12, "quote": "=SUM(A1)", "tags": []},
]


def test_columns_are_aligned_by_the_width_of_chinese_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    table = to_table(ROWS, (("机构", "body.name"), ("数", "n"), ("原文", "quote")))
    lines = table.splitlines()
    starts = {cells(line[: line.index(mark)]) for line, mark in zip(lines, ("原文", "（责任", "=SUM"), strict=True)}
    assert len(starts) == 1


def test_a_table_in_a_pipe_keeps_each_row_on_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    long = [{"q": "字" * 500}]
    assert "字" * 500 in to_table(long, (("原文", "q"),))


def test_text_of_documents_cannot_steer_the_terminal() -> None:
    table = to_table([{"q": "红\x1b[31m色\u202e"}], (("原文", "q"),))
    assert "\x1b" not in table
    assert "\u202e" not in table


def test_csv_has_a_column_a_leaf_and_no_formula() -> None:
    rows = list(csv.DictReader(io.StringIO(to_csv(ROWS))))
    assert rows[0]["body.name"] == "甲市科学技术局"
    assert rows[0]["n"] == "3"
    assert json.loads(rows[0]["tags"]) == ["一", "二"]
    assert rows[1]["body.name"] == ""
    assert rows[1]["quote"] == "'=SUM(A1)"
    assert "body" not in rows[0]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_cells_that_a_spreadsheet_would_run_are_text(text: str) -> None:
    rows = list(csv.reader(io.StringIO(to_csv([{"a": text}]), newline="")))
    assert rows[1][0] == f"'{text}"


def test_numbers_stay_numbers_in_csv() -> None:
    assert to_csv([{"a": -1.5}]).splitlines()[1] == "-1.5"


def test_json_keeps_chinese_and_order() -> None:
    assert to_json({"b": "科", "a": 1}) == '{"b":"科","a":1}'
    assert [json.loads(line) for line in to_jsonl(ROWS).splitlines()] == ROWS


def test_values_of_lists_are_joined_and_labels_are_read() -> None:
    row = {"leads": [{"name": "甲"}, {"name": "乙"}], "level": "city", "role": "lead", "inferred": True}
    assert pick(row, "leads.name") == "甲、乙"
    assert pick(row, "leads.none.deeper") == ""
    assert labelled(row, "level|level") == "市级"
    assert labelled(row, "|role") == "牵头（推断）"


def test_the_rows_of_an_answer() -> None:
    assert rows_of({"results": [{"a": 1}, {"a": 2}]}) == [{"a": 1}, {"a": 2}]
    assert rows_of({"rows": [{"a": 1}], "left": 1}) == [{"a": 1}]
    assert rows_of({"a": 1}) == [{"a": 1}]
