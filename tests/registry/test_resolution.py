"""How much of what real documents name the registry resolves, by the measure of benchmarks/resolution.py."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

MEASURE = Path(__file__).resolve().parents[2] / "benchmarks" / "resolution.py"


@pytest.fixture(scope="module")
def measure() -> ModuleType:
    spec = importlib.util.spec_from_file_location("resolution", MEASURE)
    assert spec is not None
    assert spec.loader is not None
    found = importlib.util.module_from_spec(spec)
    sys.modules["resolution"] = found
    spec.loader.exec_module(found)
    return found


def test_what_is_outside_the_measure_is_no_standard_department(measure: ModuleType) -> None:
    for name in ("市科技局", "省发展改革委", "市审改办", "晋阳海关", "省小企业局", "市公用事业局", "绿容局"):
        assert measure.outside(name) == "", name
    for name in ("价格处", "省局登记注册局", "兰州新区管委会", "宁东市场监管局", "天津港集团", "娄东街道", "税务机关"):
        assert measure.outside(name), name


@pytest.mark.originals
def test_annotated_departments_resolve(measure: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert measure.report("annotated", list(measure.annotated())) >= measure.LEAST["annotated"], capsys.readouterr().out


@pytest.mark.originals
def test_departments_of_the_corpus_resolve(measure: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert measure.report("corpus", list(measure.corpus())) >= measure.LEAST["corpus"], capsys.readouterr().out
