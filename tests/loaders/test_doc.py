"""DOC files: tables and bold of the binary format, and what damaged files come to."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from loaders import LoadError, extract_bytes
from loaders.readers import read
from tests.loaders.office import converted
from tests.loaders.test_formats import table_page


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A plan with a table as a DOC file."""
    return converted(table_page(), "doc", tmp_path_factory.mktemp("doc"))


def test_tables_merged_cells_and_bold_titles_are_read(plan: bytes) -> None:
    reading = read(plan, "plan.doc")
    (table,) = reading.tables
    assert len(table.rows) == 24
    words = reading.original
    assert [words[row.cells[1].start : row.cells[1].end] for row in table.rows[:2]] == ["改进科技计划管理"] * 2
    assert [row.cells[1].repeated for row in table.rows[:2]] == [False, True]
    assert words[reading.headings[0].start : reading.headings[0].end] == "广元市科技创新任务分工方案"
    assert "\t" not in words[: table.start]


def test_fields_show_their_result_and_hidden_text_is_not_shown(tmp_path: Path) -> None:
    page = '<html><body><p>见<a href="https://example.org/x">附表</a>后文</p></body></html>'
    assert read(converted(page, "doc", tmp_path), "a.doc").original.strip() == "见附表后文"


def test_a_file_with_a_password_is_said_to_be_one(plan: bytes) -> None:
    data = bytearray(plan)
    data[data.index(b"\xec\xa5") + 0x0B] |= 0x01
    with pytest.raises(LoadError) as caught:
        extract_bytes(bytes(data), source="甲.doc")
    assert caught.value.code == "encrypted"


@pytest.mark.parametrize("length", [600, 4096, 9000])
def test_a_cut_file_is_one_error(plan: bytes, length: int) -> None:
    with pytest.raises(LoadError) as caught:
        extract_bytes(plan[:length], source="甲.doc")
    assert caught.value.code == "broken"


@pytest.mark.parametrize("seed", range(30))
def test_a_damaged_file_is_read_or_one_error(plan: bytes, seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray(plan)
    for _ in range(40):
        data[chance.randrange(512, len(data))] = chance.randrange(256)
    try:
        read(bytes(data), "甲.doc")
        found = "read"
    except LoadError as error:
        found = error.code
    assert found in ("read", "broken", "encrypted", "unsupported")
