"""Files are read in a process of its own: what one of them does ends that process at most, never the batch."""

from __future__ import annotations

import os
import signal
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from loaders import apart, pipeline
from loaders.errors import LoadError
from loaders.limits import MEGABYTE, Limits
from loaders.metadata import read_metadata
from ontology import registry
from ontology.records import DocumentRecord
from tests.torture.bombs import PLAN, packed

EXAMPLES = sorted((Path(__file__).resolve().parent.parent.parent / "examples").iterdir())
SLOW = ("方案\n一、" + "（责任单位：市科技局" * 100_000).encode()
GOOD = PLAN.encode()
TIGHT = Limits(seconds=2, memory=160 * MEGABYTE)
GREEDY = b"x" * 60_000_000


@pytest.fixture(scope="module")
def reader() -> Iterator[apart.Reader]:
    """A reader that gives up soon."""
    found = apart.Reader(TIGHT)
    yield found
    found.close()


def codes(found: list[DocumentRecord | LoadError]) -> list[str]:
    return [item.code if isinstance(item, LoadError) else "read" for item in found]


def test_the_records_are_those_that_are_read_here() -> None:
    files: list[str | Path] = [*EXAMPLES[:2], "no-such-file.txt"]
    here, there = list(pipeline.extract(files)), list(apart.extract(files))
    assert there[:2] == here[:2]
    assert str(there[2]) == str(here[2])
    assert codes(there) == ["read", "read", "missing"]


def test_a_slow_entry_of_an_archive_is_stopped_and_the_rest_read(reader: apart.Reader) -> None:
    data = packed(
        {"a.txt": GOOD, "b.txt": SLOW, "c.txt": b"", "d.txt": GOOD.replace(b"2031", b"2032")}, zipfile.ZIP_STORED
    )
    found = list(reader.read(data, "材料.zip"))
    assert codes(found) == ["read", "too_slow", "empty", "read"]
    assert str(found[1]).startswith("材料.zip/b.txt：读取超过 2 秒")
    assert codes(list(reader.read(GOOD, "好.txt"))) == ["read"]


def test_what_takes_too_much_memory_is_refused_and_the_rest_read(reader: apart.Reader) -> None:
    found = [item for data in (GOOD, GREEDY, GOOD) for item in reader.read(data, "a.txt")]
    assert codes(found) == ["read", "too_costly", "read"]
    assert "160 MB" in str(found[1])


def test_a_process_that_crashes_is_one_error(reader: apart.Reader) -> None:
    reader.start()
    process = reader._process
    assert process
    os.kill(process._popen.pid, signal.SIGSEGV)
    found = list(reader.read(GOOD, "a.txt"))
    assert codes(found) == ["failed"]
    assert codes(list(reader.read(GOOD, "a.txt"))) == ["read"]


def test_a_batch_left_in_the_middle_leaves_nothing_behind(reader: apart.Reader) -> None:
    data = packed({"a.txt": GOOD, "b.txt": GOOD.replace(b"2031", b"2032")})
    assert codes([next(reader.read(data, "x.zip"))]) == ["read"]
    (found,) = reader.read(GOOD, "好.txt")
    assert not isinstance(found, LoadError)
    assert found["document"]["source"] == "好.txt"


def test_limits_are_those_that_were_set() -> None:
    short = replace(TIGHT, characters=20, bytes=1000)
    for data, code in ((("字" * 50).encode(), "too_large"), (b"x" * 1001, "too_large")):
        assert codes(list(apart.extract_each(data, source="a.txt", limits=short))) == [code]


def test_metadata_and_additions_to_the_registry_reach_the_process(tmp_path: Path, reader: apart.Reader) -> None:
    (tmp_path / "a.txt").write_bytes(GOOD)
    csv = tmp_path / "list.csv"
    csv.write_text("path,title,part\na.txt,新标题,\nb.txt,x,\n", encoding="utf-8")
    metadata = read_metadata(csv, [tmp_path / "a.txt"])
    before = registry.read_additions("bodies:\n- {name: 甲乙专班, place: 全国}\n", "yaml")
    try:
        registry.extend(before)
        text = GOOD.replace("市科技局".encode(), "甲乙专班".encode())
        (record,) = reader.read(text, str(tmp_path / "a.txt"), metadata=metadata)
    finally:
        registry.extend(registry.Additions())
    assert not isinstance(record, LoadError)
    assert record["document"]["title"] == "新标题"
    assert record["measures"][0]["responsibilities"][0]["institution_id"]
    assert [error.message for error in metadata.finish()] == ["第 3 行：没有匹配的文件：b.txt"]
