"""People write the Chinese of a vocabulary's words: the same answer as for its id, whichever way they ask."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from api.cli import main
from api.click_words import MODULES, WORDS
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


# Said to programmers of commands, or by parts of click that no command of ours uses.
UNUSED = (
    *("DeprecationWarning", "Could not determine", "No options defined", "Arguments take exactly", "Name '{name}'"),
    *("Boolean option", "Invalid start character", "Value must be an iterable", "Takes {nargs}", "Unknown color"),
    *("Do you want", "Confirm the action", "%(prog)s", "Press any key", "Repeat for", "Error: ", "Choice({choices})"),
    *(
        "{value!r} does not match",
        "{len_type}",
        "{value!r} is not a valid UUID",
        "{name} {filename!r} is not executable",
    ),
)


def test_click_says_everything_in_chinese() -> None:
    """A newer click with other words is told here."""
    said: set[str] = set()
    for module in MODULES:
        for node in ast.walk(ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "ngettext"):
                said |= {a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)}
    assert {one for one in said - set(WORDS) if not one.startswith(UNUSED)} == set()
    assert set(WORDS) <= said
    for english, chinese in WORDS.items():
        assert set(re.findall(r"\{(\w+)", chinese)) == set(re.findall(r"\{(\w+)", english)), english


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["who-leadz"], "没有命令 who-leadz"),
        (["search"], "缺少参数"),
        (["search", "a", "--nothing"], "没有选项 --nothing"),
        (["search", "a", "--limit", "x"], "'x' 不是 整数"),
        (["search", "a", "--limit", "0"], "0 不在范围"),
        (["search", "a", "b"], "多出参数"),
        (["search", "a", "--format", "x"], "'x' 不在其中"),
    ],
)
def test_wrong_use_is_told_in_chinese(arguments: list[str], told: str) -> None:
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 2
    assert told in done.output
    assert not re.search(r"Usage|Try|Error|Invalid|Missing|No such", done.output)
