"""Parameters of a user's own query: JSON values of bounded size."""

from __future__ import annotations

from typing import Any

from graph.errors import QueryRefused

_MAX_VALUES = 100_000
_MAX_TEXT = 4_000_000
_MAX_DEPTH = 8
_INT64 = 2**63


def checked_parameters(given: dict[str, Any], used: frozenset[str]) -> dict[str, Any]:
    """The parameters that the query uses; raises QueryRefused when one is missing or is no JSON value."""
    missing = sorted(used - given.keys())
    if missing:
        raise _refused(f"缺少参数 {'、'.join('$' + name for name in missing)}")
    budget = _Budget()
    for name in sorted(used):
        budget.check(given[name], name, 0)
    return {name: given[name] for name in sorted(used)}


class _Budget:
    """Counts values and characters over all parameters."""

    def __init__(self) -> None:
        self.values = 0
        self.text = 0

    def check(self, value: Any, name: str, depth: int) -> None:
        self.values += 1
        if isinstance(value, str):
            self._text(value)
        if self.values > _MAX_VALUES or self.text > _MAX_TEXT or depth > _MAX_DEPTH:
            raise _refused(f"参数 ${name} 过大或嵌套过深")
        if isinstance(value, list):
            for item in value:
                self.check(item, name, depth + 1)
        elif isinstance(value, dict):
            self._map(value, name, depth)
        elif not _is_scalar(value):
            raise _refused(f"参数 ${name} 须是 JSON 的值：文字、64 位整数、小数、真假、空、列表或对象")

    def _map(self, value: dict[Any, Any], name: str, depth: int) -> None:
        for key, item in value.items():
            if not isinstance(key, str):
                raise _refused(f"参数 ${name} 里的键须是文字")
            self._text(key)
            self.check(item, name, depth + 1)

    def _text(self, text: str) -> None:
        self.text += len(text)
        if any(0xD800 <= ord(character) <= 0xDFFF for character in text):
            raise _refused("参数里有不成对的代理字符")


def _is_scalar(value: Any) -> bool:
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return True
    if isinstance(value, int):
        return -_INT64 <= value < _INT64
    return isinstance(value, float) and value == value and abs(value) != float("inf")


def _refused(message: str) -> QueryRefused:
    return QueryRefused("cypher_parameter", message)
