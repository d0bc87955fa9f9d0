"""Matrices of overlap, alignment and take-up: their order, and what a field says."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.pages.matrices import (
    alignment_matrix,
    cluster_order,
    coverage_matrix,
    groups,
    overlap_matrix,
    shade,
)
from api.service import LocalService

FINANCE, SCIENCE = "i-330000-finance", "i-330000-science_technology"


def body(name: str) -> dict[str, Any]:
    return {"id": f"i-{name}", "name": name}


def shared(left: str, right: str, count: int, jaccard: float) -> dict[str, Any]:
    ends = {"left": body(left), "right": body(right), "left_total": count, "right_total": count}
    return {**ends, "shared": count, "jaccard": jaccard}


def test_bodies_that_work_together_stand_together() -> None:
    rows = [
        shared("甲", "丙", 9, 0.9),
        shared("乙", "丁", 8, 0.8),
        shared("甲", "乙", 1, 0.05),
        shared("丙", "丁", 1, 0.05),
    ]
    names = [b["name"] for b in overlap_matrix(rows).rows]
    assert abs(names.index("甲") - names.index("丙")) == 1
    assert abs(names.index("乙") - names.index("丁")) == 1


@given(
    st.dictionaries(st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda p: p[0] < p[1]), st.floats(0, 1)),
)
def test_an_order_names_each_once_and_is_the_same_again(likeness: dict[tuple[int, int], float]) -> None:
    order = cluster_order(8, likeness)
    assert sorted(order) == list(range(8))
    assert cluster_order(8, likeness) == order


@pytest.mark.parametrize("size", [0, 1, 2])
def test_few_bodies_need_no_order(size: int) -> None:
    assert cluster_order(size, {}) == list(range(size))


def test_shades_grow_with_the_value() -> None:
    shades = [shade(value, 16) for value in range(17)]
    assert shades[0] == 0
    assert shades[1] == 1
    assert shades[16] == 5
    assert shades == sorted(shades)
    assert shade(3, 0) == 0


def test_a_field_of_the_overlap_is_its_row_of_the_list(examples: LocalService) -> None:
    rows = examples.ask("overlap", {"limit": None, "inferred": True})["results"]
    matrix = overlap_matrix(rows)
    ids = [b["id"] for b in matrix.rows]
    i, j = ids.index(FINANCE), ids.index(SCIENCE)
    cell = matrix.cells[i][j]
    assert cell is not None
    assert cell == matrix.cells[j][i]
    assert cell.row is not None
    assert {rows[cell.row]["left"]["id"], rows[cell.row]["right"]["id"]} == {FINANCE, SCIENCE}
    assert cell.text == str(rows[cell.row]["shared"])
    own = matrix.cells[j][j]
    assert own is not None
    assert int(own.text) >= int(cell.text)


def test_a_large_overlap_says_how_many_bodies_it_leaves_out(examples: LocalService) -> None:
    rows = examples.ask("overlap", {"limit": None})["results"]
    every = overlap_matrix(rows, most=1000)
    some = overlap_matrix(rows, most=10)
    assert len(some.rows) == 10
    assert some.left_out == len(every.rows) - 10
    assert {b["id"] for b in some.rows} <= {b["id"] for b in every.rows}


def test_an_alignment_shows_decided_fields_candidates_and_units_without_any(examples: LocalService) -> None:
    answer = examples.ask("alignment", {"from": "440300", "to": "150000", "limit": None})
    matrix = alignment_matrix(answer["results"])
    assert len(matrix.rows) == answer["units"]
    decided = [any(c is not None and c.state == "decided" for c in line) for line in matrix.cells]
    assert sum(decided) == answer["aligned"]
    for line in matrix.cells:
        for cell in line:
            if cell is not None and cell.row is not None:
                row = answer["results"][cell.row]
                assert (cell.state == "decided") is row["aligned"]
                assert cell.text == f"{row['score']:.2f}"


def test_a_unit_without_candidates_keeps_its_row() -> None:
    unit = {"id": "m1", "name": "甲", "document": "d1", "path": "一"}
    rows: list[dict[str, Any]] = [
        {"source": unit, "target": None, "rank": None, "score": None, "aligned": False, "reasons": []}
    ]
    matrix = alignment_matrix(rows)
    assert [r["id"] for r in matrix.rows] == ["m1"]
    assert matrix.columns == ()
    assert [(source["id"], len(found)) for source, found in groups(rows)] == [("m1", 1)]


def test_targets_stand_in_order_of_print() -> None:
    def row(target: str) -> dict[str, Any]:
        sides = {"source": "s", "target": target}
        ends = {side: {"id": i, "name": i, "document": "d", "path": i} for side, i in sides.items()}
        return {**ends, "rank": 1, "score": 0.2, "aligned": True, "reasons": []}

    matrix = alignment_matrix([row("b"), row("a"), row("c")], order=["c", "b"])
    assert [t["id"] for t in matrix.columns] == ["c", "b", "a"]


def test_take_up_counts_as_its_summary_does(examples: LocalService) -> None:
    answer = examples.ask("coverage", {"upper": "national", "lower": "province", "limit": None})
    matrix = coverage_matrix(answer["results"], answer["summary"])
    assert len(matrix.columns) == len(answer["summary"])
    for at, column in enumerate(matrix.columns):
        states = [line[at].state for line in matrix.cells if line[at] is not None]  # type: ignore[union-attr]
        assert {s: states.count(s) for s in set(states)} == {k: n for k, n in column["statuses"].items() if n}
        assert column["loaded"] is (column["document"] is not None)
        assert ("not_loaded" in states) is not column["loaded"]


def test_take_up_is_coloured_by_the_line_that_leads_and_names_who(examples: LocalService) -> None:
    answer = examples.ask("coverage", {"upper": "province", "lower": "广元市", "limit": None})
    matrix = coverage_matrix(answer["results"], answer["summary"])
    lines = [line for line, _ in matrix.extra["lines"]]
    assert lines[0] == "科技"
    coloured = [cell for line in matrix.cells for cell in line if cell is not None and cell.line]
    assert len(coloured) == sum(number for _, number in matrix.extra["lines"])
    by_row = {cell.row: cell for cell in coloured}
    for at, row in enumerate(answer["results"]):
        names = [lead["name"] for lead in row["lower_leads"]]
        if names:
            assert f"牵头 {'、'.join(names)}" in by_row[at].title
            assert lines[by_row[at].line - 1] in row["lower_lines"]


def test_long_take_up_is_cut_and_says_so(examples: LocalService) -> None:
    answer = examples.ask("coverage", {"upper": "national", "lower": "province", "limit": None})
    tasks = {row["task"]["id"] for row in answer["results"]}
    matrix = coverage_matrix(answer["results"], answer["summary"], most=2)
    assert len(matrix.rows) == 2
    assert matrix.left_out == len(tasks) - 2
