"""The page of figures for a paper: every number on it is the one that the command beside it prints."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from api.cli import main
from api.paper.page import paper_page
from api.service import LocalService
from graph.errors import NotFound
from loaders.pipeline import extract_file
from tests.analysis.writing import written
from tests.api.conftest import EXAMPLES, service_in

UPPER = written(
    "四川省科学技术厅",
    "四川省2022年创新工作要点<script>alert(1)</script>",
    "2022年3月1日",
    "建设创新平台。新建中试平台，培育科技企业，全省技术合同成交额增长10%以上。（牵头单位：省科技厅；责任单位：省财政厅）",
    "规范食品市场。检查食品生产企业，公布检查结果。（牵头单位：省市场监管局；责任单位：各市、县政府）",
)
LOWER = written(
    "广元市科学技术局",
    "广元市2022年创新工作要点",
    "2022年5月1日",
    "建设创新平台。新建中试平台，培育科技企业，全市技术合同成交额增长15%以上。（牵头单位：市科技局；责任单位：市财政局）",
)
# A document of the highest level that sets no task.
SILENT = written("科学技术部", "科学技术部关于节日的通知", "2021年1月4日")
NUMBER = re.compile(r"-?\d+(\.\d+)?%?")


@dataclass
class Shown:
    """A section: its commands, and each value with its source and the words it is printed in."""

    commands: list[str] = field(default_factory=list)
    values: list[tuple[str, Any, str]] = field(default_factory=list)


class Reading(HTMLParser):
    """Reads the sections of the page."""

    def __init__(self) -> None:
        super().__init__()
        self.sections: dict[str, Shown] = {}
        self._section = Shown()
        self._words: list[str] | None = None
        self._value: tuple[str, Any] | None = None
        self._command = self._title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "section":
            self._section = self.sections.setdefault(str(given.get("id")), Shown())
        if "data-from" in given:
            self._value, self._words = (str(given["data-from"]), json.loads(str(given["data-value"]))), []
        self._command = (tag == "code" and self._command) or given.get("class") == "command"
        self._title = tag == "title"

    def handle_data(self, data: str) -> None:
        if self._command and data.strip():
            self._section.commands.append(data.strip())
            self._command = False
        elif self._words is not None and not self._title:
            self._words.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._title = self._title and tag != "title"
        if self._value is not None and tag in ("td", "text", "rect", "line", "circle"):
            self._section.values.append((*self._value, "".join(self._words or ()).strip()))
            self._value = self._words = None


def value_at(answer: Any, path: str) -> Any:
    for step in path.split("."):
        if isinstance(answer, list):
            answer = answer[int(step)] if step.isdigit() else "、".join(str(one[step]) for one in answer)
        else:
            answer = None if answer is None else answer[step]
    return answer


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("paper") / "store"
    with service_in(folder) as service:
        service.load([SILENT, UPPER, LOWER, *(record for path in EXAMPLES for record in extract_file(path))])
    return folder


@pytest.fixture(scope="module")
def page(store: Path) -> str:
    with service_in(store) as service:
        assert isinstance(service, LocalService)
        first = paper_page(service, [], inferred=True)
        assert paper_page(service, [], inferred=True) == first, "the same store gives the same page"
        return first


@pytest.fixture(scope="module")
def sections(page: str) -> dict[str, Shown]:
    reading = Reading()
    reading.feed(page)
    return reading.sections


@pytest.fixture(scope="module")
def printed(store: Path, sections: dict[str, Shown]) -> dict[str, Any]:
    """What every command of the page prints."""
    found = {}
    for command in {c for shown in sections.values() for c in shown.commands}:
        program, *words = shlex.split(command)
        assert program == "zhize"
        done = CliRunner().invoke(main, [*words, "--store", str(store)])
        assert done.exit_code == 0, (command, done.output)
        found[command] = json.loads(done.stdout)
    return found


def test_every_number_is_what_its_command_prints(sections: dict[str, Shown], printed: dict[str, Any]) -> None:
    checked = 0
    for name, shown in sections.items():
        for source, value, words in shown.values:
            number, _, path = source.partition(":")
            assert value_at(printed[shown.commands[int(number)]], path) == value, (name, source)
            if NUMBER.fullmatch(words) and isinstance(value, int | float):
                said = float(words.rstrip("%")) / (100 if words.endswith("%") else 1)
                assert said == pytest.approx(value, rel=0.002, abs=0.0051), (name, source, words)
            checked += 1
    assert checked > 400


def test_every_kind_of_figure_is_there(sections: dict[str, Shown]) -> None:
    there = {name: len(shown.values) for name, shown in sections.items()}
    for name in (
        "profiles",
        "slopes",
        "network",
        "table-overlap",
        "table-concentration",
        "table-drafters",
        "documents",
    ):
        assert there[name], name
    assert sum(name.startswith("take-up-") for name in there) == 2
    assert sum(name.startswith("plan-") for name in there) == 2
    assert sum(name.startswith("pair-") for name in there) == 1
    rates = [
        name
        for name, shown in sections.items()
        if any(".basis." in f".{s}." or ":basis." in s for s, _, _ in shown.values)
    ]
    assert len(rates) >= 7, "each rate with what it stands on"


def test_rising_targets_are_drawn(sections: dict[str, Shown]) -> None:
    words = [(value, words) for _, value, words in sections["slopes"].values]
    assert (10, "10") in words
    assert (15, "15") in words
    assert ("higher", "更高") in words


def drawings(page: str) -> Iterator[str]:
    yield from re.findall(r"<svg.*?</svg>", page, re.S)


def test_every_drawing_stands_by_itself(page: str) -> None:
    """Each is XML, refers to nothing outside, and has its colours without the page."""
    found = list(drawings(page))
    assert len(found) >= 6
    for drawing in found:
        root = ElementTree.fromstring(drawing)
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        assert "var(" not in drawing
        assert "class=" not in drawing
        own = set(re.findall(r'<pattern id="([^"]+)"', drawing))
        assert set(re.findall(r"url\(#([^)]+)\)", drawing)) <= own


def test_the_page_is_offline_and_text_is_text(page: str) -> None:
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert not re.search(r"(?:src|href)=\"(?!#)", page)
    assert "default-src 'none'" in unescape(page)


def test_documents_are_chosen_by_place_and_what_is_not_loaded_is_named(store: Path) -> None:
    with service_in(store) as service:
        some = paper_page(service, ["广元市"])
        assert "四川省2022年" not in some
        assert "广元市2022年" in some
        with pytest.raises(NotFound, match="乌有市"):
            paper_page(service, ["乌有市"])


def test_the_page_of_a_day_knows_nothing_later_and_its_commands_say_the_day(store: Path) -> None:
    with service_in(store) as service:
        then = paper_page(service, [], as_of="2022-03")
        for names, day in (["广元市"], "2022-03"), ([], "1990"):
            with pytest.raises(NotFound, match="那一天"):
                paper_page(service, names, as_of=day)
    assert "四川省2022年" in then
    assert "广元市2022年" not in then
    reading = Reading()
    reading.feed(then)
    commands = {c for shown in reading.sections.values() for c in shown.commands}
    assert commands
    assert all("--as-of 2022-03" in command for command in commands)


def test_the_command_writes_the_page_or_says_why_not(store: Path, tmp_path: Path) -> None:
    def run(*words: str) -> Any:
        return CliRunner().invoke(main, ["report", *words, "--store", str(store)])

    there = tmp_path / "报告.html"
    done = run("510800", "-o", str(there))
    assert (done.exit_code, "已写入" in done.stderr) == (0, True)
    assert "zhize report 510800 -o report.html" in there.read_text(encoding="utf-8")
    wrong = run("510800", "-o", str(tmp_path / "missing" / "x.html"))
    assert wrong.exit_code == 1
    assert "不能写入" in wrong.output
