"""The common form of values."""

from __future__ import annotations

import pytest

from graph.engines.values import NodeValue, PathValue, RelationshipValue, canonical, clock_text, render
from graph.errors import CODES, ZhizeError


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2024-05-23", "2024-05-23"),
        ("2024-05-23T10:00Z", "2024-05-23T10:00:00Z"),
        ("2024-05-23T10:00:00.000000000+00:00", "2024-05-23T10:00:00Z"),
        ("2024-05-23T10:00:00.500000000+08:00", "2024-05-23T10:00:00.5+08:00"),
        ("2024-05-23T10:00+08:00[Asia/Shanghai]", "2024-05-23T10:00:00+08:00"),
        ("10:00", "10:00:00"),
        ("10:00:01.000100", "10:00:01.0001"),
        ("每年4月底前", "每年4月底前"),
    ],
)
def test_a_time_has_one_form(text: str, wanted: str) -> None:
    assert clock_text(text) == wanted


def test_keys_are_sorted_and_floats_keep_what_both_engines_agree_on() -> None:
    assert list(render({"b": 1, "a": {"d": 1, "c": 2}})["a"]) == ["c", "d"]
    assert render([2.4999999999999996, 2.5, 14, 14.0, True]) == [2.5, 2.5, 14, 14.0, True]
    assert render([float("inf"), float("-inf"), float("nan")]) == ["Infinity", "-Infinity", "NaN"]


def test_entities_are_rendered_with_labels_types_and_ends() -> None:
    node = NodeValue(("Measure",), {"title": "题", "id": "m"})
    edge = RelationshipValue("LEADS", "i", "m", {"quote": "引"})
    assert list(render(node)) == ["_labels", "id", "title"]
    assert render(edge) == {"_from": "i", "_to": "m", "_type": "LEADS", "quote": "引"}
    assert render(PathValue([node, edge, node])) == [render(node), render(edge), render(node)]
    assert canonical({"b": "题", "a": 1}) == '{"a":1,"b":"题"}'


def test_every_error_code_has_a_chinese_meaning() -> None:
    assert all(any("\u4e00" <= character <= "\u9fff" for character in meaning) for meaning in CODES.values())
    error = ZhizeError("not_found", "没有这个标识")
    assert (error.code, error.message, str(error)) == ("not_found", "没有这个标识", "没有这个标识")
