"""Samples for people to code, and the figures of what they coded."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.cli_sample import coded_rows
from graph.analysis.agreement import agreement, cohen, wilson
from graph.analysis.sampling import allot, sample
from graph.errors import BadParameter
from graph.store import Store
from graph.writer import load
from tests.api.conftest import Zhize
from tests.graph import records


def test_wilson_as_published() -> None:
    """Newcombe 1998 (Statistics in Medicine 17: 857-872), table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29."""
    found = [wilson(81, 263), wilson(15, 148), wilson(0, 20), wilson(1, 29)]
    assert [(f["low"], f["high"]) for f in found] == [
        (0.2553, 0.3662),
        (0.0624, 0.1605),
        (0.0, 0.1611),
        (0.0061, 0.1718),
    ]
    assert wilson(0, 0) == {"hits": 0, "n": 0, "share": None, "low": None, "high": None}


def test_kappa_of_a_table_done_by_hand() -> None:
    """20 both right, 15 both wrong, 5 and 10 apart: observed 0.7, by chance 0.5."""
    pairs = [(True, True)] * 20 + [(True, False)] * 5 + [(False, True)] * 10 + [(False, False)] * 15
    assert cohen(pairs) == {"n": 50, "agreed": 35, "kappa": 0.4}
    assert cohen([(True, True)] * 3)["kappa"] is None
    assert cohen([]) == {"n": 0, "agreed": 0, "kappa": None}


@given(
    st.dictionaries(st.text(min_size=1, max_size=3), st.integers(1, 50), min_size=1, max_size=12), st.integers(1, 200)
)
def test_strata_share_what_is_drawn(sizes: dict[str, int], n: int) -> None:
    given_ = allot(sizes, n)
    assert sum(given_.values()) == min(n, sum(sizes.values()))
    assert all(0 <= given_[key] <= sizes[key] for key in sizes)
    assert n < len(sizes) or all(given_.values())


def test_a_sample_is_the_same_for_the_same_seed(embedded_store: Store) -> None:
    load(embedded_store, records.all_records())
    first, again = (sample(embedded_store, n=5, seed=7)["results"] for _ in range(2))
    assert first == again
    assert [r["id"] for r in sample(embedded_store, n=5, seed=8)["results"]] != [r["id"] for r in first]
    every = sample(embedded_store, n=1000)
    assert every["total"] == every["population"] == sum(len(r["quote"]) > 0 for r in every["results"])
    by = sample(embedded_store, n=5, by="document")["results"]
    assert len({r["document"] for r in by}) == 5
    missed = sample(embedded_store, misses=True)["results"]
    assert {r["kind"] for r in missed} == {"missed"}
    assert "改进监督" in {r["title"] for r in missed}
    with pytest.raises(BadParameter):
        sample(embedded_store, by="weather")


def row(line: int, first: str, second: str, role: str = "lead") -> dict[str, str]:
    return {"line": str(line), "kind": "found", "role": role, "basis": "marked", "coder1": first, "coder2": second}


def test_what_is_apart_or_not_filled_in_is_said() -> None:
    found = agreement([row(2, "1", "对"), row(3, "√", "0"), row(4, "1", ""), row(5, "", "", "cooperate")])
    assert [(g["by"], g["value"], g["rows"]) for g in found["results"]] == [
        ("all", "found", 4),
        ("role", "cooperate", 1),
        ("role", "lead", 3),
        ("basis", "marked", 4),
    ]
    assert (found["results"][0]["coder1"]["n"], found["results"][0]["coder2"]["n"]) == (3, 2)
    assert [r["line"] for r in found["disagreements"]] == ["3"]
    assert found["incomplete"] == [4, 5]
    with pytest.raises(BadParameter, match="第 9 行"):
        agreement([row(9, "大概", "1")])


def test_one_coder_alone_is_no_agreement() -> None:
    found = agreement([row(2, "1", ""), row(3, "0", "")])
    assert found["results"][0]["agreement"]["kappa"] is None
    assert found["incomplete"] == []


def test_a_sample_goes_out_and_comes_back_coded(zhize: Zhize, tmp_path: Path) -> None:
    file = tmp_path / "编码.csv"
    assert zhize("sample", "--n", "12", "--seed", "7", "-o", str(file)).code == 0
    data = file.read_bytes()
    assert data.startswith("\ufeff".encode())
    assert zhize("sample", "--n", "12", "--seed", "7").out.encode() == data.replace(b"\r\n", b"\n")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert len(rows) == 12
    assert not any(str(cell).startswith(("=", "+", "-", "@")) for r in rows for cell in r.values())
    for number, one in enumerate(rows):
        one["coder1"], one["coder2"] = "1", "0" if number == 3 else "1"
    with file.open("w", encoding="gb18030", newline="") as out:
        writer = csv.DictWriter(out, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    assert len(coded_rows(file)) == 12
    done = zhize("evaluate", "--coded", str(file))
    assert done.code == 0
    assert "不一致" in done.out
    assert "0.917" in done.out
