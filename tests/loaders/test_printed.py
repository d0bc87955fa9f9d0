"""PDF and OFD files: what stands on the pages, and what is refused."""

from __future__ import annotations

import io
import zlib
from pathlib import Path

import pytest
from PIL import Image

from loaders import LoadError, extract_bytes
from loaders.pipeline import prepare
from loaders.readers import read
from loaders.readers.printed import Page, Piece, reading_of
from loaders.readers.radicals import unified
from loaders.readers.ruled import Rule
from tests.loaders.office import converted
from tests.loaders.test_archive import archive

_LOCKED = ':{"EncryptFile":{"type":"boolean","value":"true"},"DocumentOpenPassword":{"type":"string","value":"x"}}'


def line(words: str, top: float, x0: float = 80.0, size: float = 16.0) -> Piece:
    """A line of Chinese characters at a place of an A4 page in points."""
    return Piece(words, x0, x0 + size * len(words), top, top + size, size)


def pages() -> list[Page]:
    """Four pages with a running head, numbers at the foot and one paragraph that runs over all of them."""
    found = []
    for number in range(1, 5):
        body = [line("甲" * 26, 120 + 28 * row) for row in range(20)]
        if number == 1:
            body[0] = line("甲" * 24, 120, x0=112)
        if number == 4:
            body = [*body[:5], line("甲甲完。", 260), line("乙" * 24, 288, x0=112)]
        head, foot = line("某市人民政府公报", 50), line(f"— {number} —", 790, x0=280)
        found.append(Page(number, 842, [head, *body, foot]))
    return found


def test_running_heads_and_page_numbers_are_told_and_a_paragraph_goes_on_behind_them() -> None:
    prepared = prepare(reading_of(pages()))
    assert [len(paragraph) for paragraph in prepared.text.text.split("\n")] == [24 + 26 * 64 + 4, 24]
    told = [f.message for f in prepared.text.furniture]
    assert len([m for m in told if m.startswith("页眉页脚")]) == 4
    assert len([m for m in told if m.startswith("页码")]) == 4
    assert {run.page for run in prepared.text.runs} == {1, 2, 3, 4}


def test_numbered_lines_at_the_edge_of_pages_are_no_running_heads() -> None:
    found = [Page(n, 842, [line(f"{n}.做好工作", 60 + 20 * n), line("甲" * 26, 300)]) for n in range(1, 5)]
    assert reading_of(found).furniture == ()


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (200, 300), "white").save(out, format="PDF")
    return out.getvalue()


def packed(data: bytes) -> bytes:
    """A PDF file that is nothing but one stream."""
    return b"%PDF-1.4\n1 0 obj<</Filter/FlateDecode/Length 9>>stream\n" + data + b"\nendstream endobj\n%%EOF"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (picture(), "scanned"),
        (picture()[:200], "broken"),
        (packed(zlib.compress(b"0" * 100_000_000)), "too_large"),
        (packed(zlib.compress(zlib.compress(b"0" * 100_000_000))), "too_large"),
    ],
    ids=["scan", "cut", "bomb", "bomb in bomb"],
)
def test_a_bad_pdf_is_one_error(data: bytes, code: str) -> None:
    with pytest.raises(LoadError) as caught:
        extract_bytes(data, source="甲.pdf")
    assert caught.value.code == code
    assert "甲.pdf" in str(caught.value)


def test_an_encrypted_pdf_is_said_to_be_one(tmp_path: Path) -> None:
    data = converted("<html><body><p>通知</p></body></html>", "pdf", tmp_path, _LOCKED)
    with pytest.raises(LoadError) as caught:
        read(data, "甲.pdf")
    assert caught.value.code == "encrypted"


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"OFD.xml": b"<x"}, "broken"),
        ({"OFD.xml": b"<OFD><DocBody><DocRoot>no.xml</DocRoot></DocBody></OFD>"}, "broken"),
        ({"OFD.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><OFD/>"}, "broken"),
        ({"OFD.xml": b" " * 20_000_000}, "too_large"),
        (
            {
                "OFD.xml": b"<OFD><DocBody><DocRoot>D.xml</DocRoot></DocBody></OFD>",
                "D.xml": b"<Document><Pages><Page ID='1' BaseLoc='P.xml'/></Pages></Document>",
                "P.xml": b"<Page><Content><Layer><ImageObject/></Layer></Content></Page>",
            },
            "scanned",
        ),
    ],
    ids=["xml", "missing part", "entities", "bomb", "scan"],
)
def test_a_bad_ofd_is_one_error(parts: dict[str, bytes], code: str) -> None:
    with pytest.raises(LoadError) as caught:
        extract_bytes(archive(parts), source="甲.ofd")
    assert caught.value.code == code


def test_a_line_set_right_and_a_passage_set_in_end_where_they_end() -> None:
    body = [line("甲" * 26, 120 + 28 * row) for row in range(8)]
    signed = line("二〇三一年五月六日", 344, x0=80 + 16 * 17)
    passage = [line("乙" * 24, 400, x0=112), line("乙" * 24, 428, x0=112), line("乙完。", 456, x0=112)]
    items = [line("丁" * 24, 484, x0=112), line("2.办好市集。", 512, x0=112)]
    made = prepare(reading_of([Page(1, 842, [*body, signed, line("丙" * 26, 372), *passage, *items])])).text.text
    assert [len(paragraph) for paragraph in made.split("\n")][1:] == [9, 26, 51, 24, 7]


def test_radicals_stand_for_the_characters_they_look_like() -> None:
    assert unified("⻄部⺠政⻓⻛⻋⻔⻚⼀⾏") == "西部民政长风车门页一行"
    found = extract_bytes("关于办好市集的通知\n1.办好市集。（责任单位：市⺠政局）\n".encode(), source="made.txt")
    assert [r["name"] for r in found[0]["measures"][0]["responsibilities"]][:1] == ["市民政局"]


def test_a_row_that_a_page_cuts_without_a_rule_is_one() -> None:
    down = [80.0, 120.0, 320.0, 480.0]

    def ruled(heights: list[float], stop: float) -> list[Rule]:
        return [Rule(80, y, 480, y) for y in heights] + [Rule(x, heights[0], x, stop) for x in down]

    def words(top: float, *cells: str) -> list[Piece]:
        return [line(text, top, x + 4, 10) for text, x in zip(cells, down, strict=False)]

    first = [
        *words(104, "序号", "主要任务", "牵头单位"),
        *words(134, "1", "清理河道", "市水利局"),
        *words(164, "2", "修", "市教"),
    ]
    second = [*words(104, "序号", "主要任务", "牵头单位"), *words(134, "", "缮校舍", "育局")]
    pages = [Page(1, 842, first, ruled([100, 130, 160], 190)), Page(2, 842, second, ruled([100, 130, 160], 160))]
    assert "2\t修缮校舍\t市教育局" in reading_of(pages).original
