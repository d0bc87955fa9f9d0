"""Names as a document means them: a department that speaks of itself by its level, and short names it defines."""

from __future__ import annotations

import pytest

from loaders.resolve import Resolver
from ontology.records import DocumentHead
from tests.loaders.reading import head

_OWN = "i-620000-market_regulation"


def speaking(*ids: str) -> DocumentHead:
    about = head()
    about["issuers"] = [
        {"written": "", "name": "", "institution_id": one, "order": order} for order, one in enumerate(ids, 1)
    ]
    return about


@pytest.mark.parametrize("name", ["省局", "省局计量处", "本局", "我局登记注册局"])
def test_a_department_that_speaks_is_meant_by_its_level(name: str) -> None:
    assert Resolver(speaking(_OWN)).identify(name, "institution", 0, 2) == _OWN


@pytest.mark.parametrize("name", ["市局", "省厅", "省局长"])
def test_another_level_or_another_kind_of_department_is_not(name: str) -> None:
    assert Resolver(speaking(_OWN)).identify(name, "institution", 0, 2) != _OWN


def test_of_several_that_speak_none_is_meant() -> None:
    resolver = Resolver(speaking(_OWN, "i-620000-finance"))
    assert resolver.identify("省局", "institution", 0, 2).startswith("u-")
    assert [w["code"] for w in resolver.warnings] == ["name_unregistered"]
