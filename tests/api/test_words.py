"""People write the Chinese of a vocabulary's words: the same answer as for its id, whichever way they ask."""

from __future__ import annotations

import click
import pytest
from starlette.testclient import TestClient

from api.cli import main
from api.params import BASIS, Param
from api.questions import questions
from api.service import LocalService
from ontology import model

WRITTEN = [
    ("/who-leads?q=科技&level=市级&role=牵头单位", "/who-leads?q=科技&level=city&role=lead"),
    ("/who-leads?q=科技&role=全部&basis=标注", "/who-leads?q=科技&role=all&basis=marked"),
    ("/institutions?line=科技&kind=机构", "/institutions?line=science_technology&kind=institution"),
    ("/search?q=科技&type=文件，措施", "/search?q=科技&type=documents,measures"),
    ("/documents?status=征求意见稿", "/documents?status=draft"),
    ("/overlap?of=措施&level=省级", "/overlap?of=measures&level=province"),
    ("/check?severity=错误", "/check?severity=error"),
    ("/unled?state=无人", "/unled?state=nobody"),
]


@pytest.mark.parametrize(("chinese", "plain"), WRITTEN, ids=lambda a: a)
def test_an_answer_is_the_same_for_the_chinese_of_a_word(chinese: str, plain: str, http: TestClient) -> None:
    one, other = http.get(chinese), http.get(plain)
    assert one.status_code == other.status_code == 200
    assert one.json() == other.json()


def test_a_page_shows_what_was_chosen_in_chinese(http: TestClient) -> None:
    page = http.get("/who-leads.html?q=科技&level=市级").text
    assert '<option value="city" selected>' in page


def test_a_command_takes_it_and_names_the_words_there_are() -> None:
    command = main.commands["who-leads"]
    made = command.make_context("who-leads", ["科技", "--level", "市级", "--role", "牵头"])
    assert (made.params["level"], made.params["role"]) == ("city", "lead")
    with pytest.raises(click.UsageError, match="city（市级）"):
        command.make_context("who-leads", ["科技", "--level", "村级"])


def test_a_store_that_is_open_takes_it(examples: LocalService) -> None:
    assert examples.who_leads("科技", level="市级", limit=5) == examples.who_leads("科技", level="city", limit=5)


@pytest.mark.parametrize(
    "param", dict.fromkeys(p for q in questions().values() for p in q.params if p.values()), ids=lambda p: p.name
)
def test_every_word_means_itself_and_so_does_its_chinese(param: Param) -> None:
    for value, told in zip(param.values(), param.told(), strict=True):
        assert param.read(value) == value
        assert "（" in told, f"{param.name} has no Chinese for {value}"
        assert param.read(told.removeprefix(value)[1:-1]) == value


def test_every_basis_of_the_model_can_be_asked_for() -> None:
    assert BASIS.values() == tuple(basis for kind in model.bases().values() for basis in kind)
