"""Archives: every readable document of one, each unreadable one told, bombs refused."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from loaders import LoadError, extract, extract_bytes
from loaders.limits import MAX_ENTRIES
from ontology.records import DocumentRecord

_NOTICE = "某市人民政府办公室关于做好{}试点工作的通知\n各县区人民政府：\n一、抓好落实。各县区要在年底前完成试点任务。\n"


def archive(entries: dict[str, bytes]) -> bytes:
    """A ZIP archive of entries."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in entries.items():
            file.writestr(name, data)
    return out.getvalue()


def all_of(tmp_path: Path, data: bytes) -> tuple[list[DocumentRecord], list[LoadError]]:
    file = tmp_path / "材料.zip"
    file.write_bytes(data)
    found = list(extract([file]))
    return [r for r in found if not isinstance(r, LoadError)], [r for r in found if isinstance(r, LoadError)]


def test_one_bad_entry_does_not_stop_the_others(tmp_path: Path) -> None:
    data = archive(
        {
            "乙/通知二.txt": _NOTICE.format("乙").encode(),
            "甲.txt": _NOTICE.format("甲").encode("gb18030"),
            "图.png": b"\x89PNG\r\n\x1a\n",
            "__MACOSX/._甲.txt": b"x",
            ".DS_Store": b"x",
        }
    )
    records, errors = all_of(tmp_path, data)
    assert [r["document"]["member"] for r in records] == ["乙/通知二.txt", "甲.txt"]
    assert {Path(r["document"]["source"]).name for r in records} == {"材料.zip"}
    assert len({r["document"]["sha256"] for r in records}) == 2
    assert [(e.code, Path(e.path).name) for e in errors] == [("unsupported", "图.png")]


def test_names_written_by_chinese_windows_are_read(tmp_path: Path) -> None:
    name = "科技厅通知.txt"
    marked = archive({"x" * len(name.encode("gbk")): _NOTICE.format("甲").encode()})
    data = marked.replace(b"x" * len(name.encode("gbk")), name.encode("gbk"))
    records, errors = all_of(tmp_path, data)
    assert [r["document"]["member"] for r in records] == [name]
    assert errors == []


def test_an_archive_in_an_archive_is_not_opened(tmp_path: Path) -> None:
    inner = archive({"甲.txt": _NOTICE.format("甲").encode()})
    records, errors = all_of(tmp_path, archive({"内.zip": inner, "外.txt": _NOTICE.format("外").encode()}))
    assert len(records) == 1
    assert [e.code for e in errors] == ["too_deep"]


def test_an_entry_that_unpacks_to_far_more_than_its_size_is_refused(tmp_path: Path) -> None:
    records, errors = all_of(tmp_path, archive({"弹.txt": b"0" * 8_000_000, "好.txt": _NOTICE.format("好").encode()}))
    assert len(records) == 1
    assert [e.code for e in errors] == ["too_large"]


def test_an_entry_without_a_name_is_read_like_any_other(tmp_path: Path) -> None:
    data = archive({"zz.txt": _NOTICE.format("甲").encode()}).replace(b"zz.txt", b"\0z.txt")
    records, errors = all_of(tmp_path, data)
    assert (len(records), errors) == (1, [])


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (archive({f"{n}.txt": b"x" for n in range(MAX_ENTRIES + 1)}), "too_large"),
        (archive({f"{n}.txt": b"0" * 60_000_000 for n in range(5)}), "too_large"),
        (archive({"甲.txt": _NOTICE.encode()})[:-30], "broken"),
        (archive({}), "empty"),
    ],
    ids=["entries", "unpacked", "cut", "nothing"],
)
def test_a_bad_archive_is_one_error(data: bytes, code: str) -> None:
    with pytest.raises(LoadError) as caught:
        extract_bytes(data, source="dir/材料.zip")
    assert caught.value.code == code
    assert "材料.zip" in str(caught.value)


def test_an_encrypted_entry_is_said_to_be_one(tmp_path: Path) -> None:
    data = bytearray(archive({"密.txt": _NOTICE.encode()}))
    data[6] |= 1
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    records, errors = all_of(tmp_path, bytes(data))
    assert records == []
    assert [e.code for e in errors] == ["encrypted"]


def test_a_damaged_entry_is_told_and_the_others_read(tmp_path: Path) -> None:
    data = bytearray(archive({"坏.txt": bytes(range(32, 127)) * 40, "好.txt": _NOTICE.format("好").encode()}))
    data[60:80] = b"\xff" * 20
    records, errors = all_of(tmp_path, bytes(data))
    assert len(records) == 1
    assert [e.code for e in errors] == ["broken"]
