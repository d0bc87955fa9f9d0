"""The declared questions agree with the functions that answer and with the client's methods."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from typing import Any, get_args, get_type_hints

import pytest

from api.cli import main
from api.questions import Question, questions
from api.service import Service

EVERY = pytest.mark.parametrize("question", questions().values(), ids=lambda q: q.name)


@EVERY
def test_the_function_takes_exactly_the_declared_parameters(question: Question) -> None:
    declared = {p.key for p in question.params}
    assert declared <= set(accepted(question.resolve()))


def accepted(function: Callable[..., Any]) -> Iterator[str]:
    """The names of the parameters of a function after the store, those of an unpacked typed dict among them."""
    hints = get_type_hints(function)
    for name, parameter in list(inspect.signature(function).parameters.items())[1:]:
        if parameter.kind is inspect.Parameter.VAR_KEYWORD:
            yield from get_type_hints(get_args(hints[name])[0])
        else:
            yield name


@EVERY
def test_the_client_has_a_method_of_the_same_name(question: Question) -> None:
    method = getattr(Service, question.name)
    assert inspect.getdoc(method)
    needed = {p.key for p in question.params if p.required}
    assert needed <= set(inspect.signature(method).parameters)


@EVERY
def test_every_parameter_is_told_in_both_languages(question: Question) -> None:
    for param in question.params:
        assert param.zh
        assert param.en
        if param.values() and param.default is not None:
            assert param.default in param.values()


def test_every_question_has_a_command_but_those_that_others_cover() -> None:
    without = {q.name for q in questions().values() if not q.command}
    assert without == {"adjacent", "graph_of", "check", "check_institutions", "corrections", "sample"}
    assert {q.command for q in questions().values() if q.command} <= set(main.commands)


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_command_tells_what_it_does_in_chinese(name: str) -> None:
    text = main.commands[name].help or ""
    assert any("一" <= character <= "鿿" for character in text)
