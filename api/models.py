"""Types of rows as models that pydantic can check: for OpenAPI, for what is sent in, for the tests of shapes."""

from __future__ import annotations

import types
from functools import cache
from importlib import import_module
from typing import Any, NotRequired, Union, get_args, get_origin, get_type_hints, is_typeddict

import typing_extensions
from pydantic import ConfigDict, TypeAdapter

from api.questions import Question


@cache
def portable(row: Any) -> Any:
    """A typed dict as pydantic takes it on every Python: it asks for typing_extensions' own below 3.12."""
    hints = get_type_hints(row, include_extras=True)
    return _make(row.__name__, {name: _field(hint) for name, hint in hints.items()}, "forbid", row.__doc__)


def _make(name: str, fields: dict[str, Any], extra: str, doc: str | None = None) -> Any:
    make: Any = typing_extensions.TypedDict
    made = make(name, fields)
    made.__doc__ = doc
    made.__pydantic_config__ = ConfigDict(extra=extra)  # type: ignore[typeddict-item]
    return made


def _field(hint: Any) -> Any:
    """Kept from the hint: with postponed annotations a typed dict does not know its optional keys before 3.12."""
    if get_origin(hint) is NotRequired:
        return typing_extensions.NotRequired[_convert(get_args(hint)[0])]
    return _convert(hint)


def _convert(hint: Any) -> Any:
    if is_typeddict(hint):
        return portable(hint)
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return Union[tuple(_convert(a) for a in arguments)]  # noqa: UP007 - made at run time
    if origin in (list, dict, tuple):
        return origin[tuple(_convert(a) for a in arguments)]
    return hint


def _list_of(row: Any) -> Any:
    made: Any = list
    return made[row]


def listing(row: Any, name: str) -> Any:
    """The type of a page of rows."""
    fields: dict[str, Any] = {"results": _list_of(row), "total": int, "limit": int | None, "offset": int}
    return _make(name, fields, "allow")


@cache
def answer_model(question: Question) -> Any:
    """The type of a question's answer; None where it is not declared."""
    if not question.row:
        return None
    module, names = question.row.split(":")
    rows = [portable(getattr(import_module(module), name)) for name in names.split("|")]
    row: Any = Union[tuple(rows)]  # noqa: UP007 - made at run time
    return listing(row, f"{question.name.title().replace('_', '')}Answer") if question.paged else row


@cache
def record_adapter() -> TypeAdapter[Any]:
    """Checks documents that are sent in."""
    from ontology.records import DocumentRecord

    return TypeAdapter(_make("Records", {"records": _list_of(portable(DocumentRecord))}, "forbid"))
