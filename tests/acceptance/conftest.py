"""The five documents as read: digests always, originals where they are."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from loaders import LoadError, extract
from ontology.records import DocumentRecord
from tests.acceptance.facts import EXAMPLES, NAMES, Case, read_facts

FORMS = ("digest", pytest.param("original", marks=pytest.mark.originals))


@cache
def read(path: Path) -> DocumentRecord:
    (record,) = extract([path])
    if isinstance(record, LoadError):
        raise record
    return record


def case_of(name: str, form: str, request: pytest.FixtureRequest) -> Case:
    facts = read_facts(name)
    folder = EXAMPLES if form == "digest" else Path(request.getfixturevalue("shared")) / "seeds"
    return Case(f"{name} ({form})", facts, read(folder / facts[form]))


@pytest.fixture(params=FORMS)
def form(request: pytest.FixtureRequest) -> str:
    """digest or original."""
    return str(request.param)


@pytest.fixture(params=NAMES)
def document(request: pytest.FixtureRequest, form: str) -> Case:
    """Each of the five documents in turn."""
    return case_of(request.param, form, request)


@pytest.fixture
def five(request: pytest.FixtureRequest, form: str) -> dict[str, Case]:
    """All five documents, by name."""
    return {name: case_of(name, form, request) for name in NAMES}
