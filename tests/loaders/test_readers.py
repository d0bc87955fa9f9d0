"""Files of every kind become text or one clear error."""

from __future__ import annotations

from pathlib import Path
from time import process_time

import pytest

from loaders import LoadError, extract, extract_bytes, extract_file
from loaders.readers import read

_NOTICE = "某市人民政府办公室关于做好试点工作的通知\n各县区人民政府：\n一、抓好落实。各县区要在年底前完成试点任务。\n"


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_charset_of_a_text_file_is_found(charset: str) -> None:
    assert read(_NOTICE.encode(charset), "a.txt").original == _NOTICE


def test_characters_outside_gbk_are_read_from_a_page_that_declares_gb2312() -> None:
    page = '<html><head><meta charset="gb2312"></head><body><p>䶮镇人民政府，办公室。</p></body></html>'
    assert "䶮镇人民政府" in read(page.encode("gb18030"), "a.html").original


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"\x00\x01\x02\x03binary\x00", "binary"),
        (b"%PDF-1.7 ...", "broken"),
        (b"PK\x03\x04....", "broken"),
        (b"\x89PNG\r\n\x1a\n", "unsupported"),
        (b"{\\rtf1 ...}", "unsupported"),
        (b"<html><body><script>1</script></body></html>", "empty"),
    ],
)
def test_what_is_no_document_is_refused_by_name(data: bytes, code: str) -> None:
    with pytest.raises(LoadError) as caught:
        extract_bytes(data, source="dir/甲.txt" if not data.startswith(b"<") else "dir/甲.html")
    assert caught.value.code == code
    assert "甲" in str(caught.value)


def test_a_missing_file_does_not_stop_the_others(tmp_path: Path) -> None:
    good = tmp_path / "good.txt"
    good.write_text(_NOTICE, encoding="utf-8")
    results = list(extract([tmp_path / "none.txt", good, tmp_path]))
    assert [type(r).__name__ for r in results] == ["LoadError", "dict", "LoadError"]
    assert [r.code for r in results if isinstance(r, LoadError)] == ["missing", "unreadable"]


def test_extraction_is_the_same_every_time(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(_NOTICE, encoding="utf-8")
    assert extract_file(file) == extract_file(file)


_TABLE = """<html><body><h1>某县重点任务清单</h1><p>为做好工作，分清责任，列出清单。</p>
<table><tr><th>序号</th><th>重点任务</th><th>主要内容</th><th>责任单位</th></tr>
<tr><td>1</td><td rowspan="2">改进服务</td><td>开设窗口，缩短时间。</td><td rowspan="2">县甲局</td></tr>
<tr><td>2</td><td>公开流程，接受监督。</td></tr></table></body></html>"""


def test_a_merged_cell_stands_in_all_its_rows() -> None:
    reading = read(_TABLE.encode(), "a.html")
    (table,) = reading.tables
    assert [len(row.cells) for row in (*table.header, *table.rows)] == [4, 4, 4]
    words = reading.original
    for row, repeated in zip(table.rows, (False, True), strict=True):
        assert words[row.cells[1].start : row.cells[1].end] == "改进服务"
        assert words[row.cells[3].start : row.cells[3].end] == "县甲局"
        assert row.cells[3].repeated is repeated


def test_rows_of_a_task_table_are_measures() -> None:
    (record,) = extract_bytes(_TABLE.encode(), source="a.html")
    rows = [m for m in record["measures"] if m["number"] in ("1", "2")]
    assert [(m["number"], m["title"], m["text"]) for m in rows] == [
        ("1", "改进服务", "开设窗口，缩短时间。"),
        ("2", "改进服务", "公开流程，接受监督。"),
    ]


def test_only_the_article_of_a_page_is_kept_and_the_rest_is_told() -> None:
    page = (
        "<html><head><title>站</title></head><body><div><a href='/'>首页</a><a href='/b'>栏目</a></div>"
        "<h1>某市关于做好服务的意见</h1><div id='c'>"
        + "".join(f"<p>{n}、做好第{n}项工作，落实责任，加强督促；按时完成，及时报告。</p>" for n in "一二三四")
        + "</div><div>网站标识码</div></body></html>"
    )
    (record,) = extract_bytes(page.encode(), source="a.html")
    assert "首页" not in record["document"].get("text", "")
    assert record["document"]["title"] == "某市关于做好服务的意见"
    assert len(record["measures"]) == 4
    assert any(w["code"] == "furniture_removed" and "首页" in w["message"] for w in record["warnings"])


def test_a_table_with_monstrous_spans_is_read_in_its_own_size() -> None:
    cell = '<td rowspan="99999999" colspan="99999999">省科技厅</td>'
    page = f"<html><body><h1>工作方案</h1><table>{('<tr>' + cell + '</tr>') * 40}</table><p>正文。</p></body></html>"
    text = read(page.encode(), "a.html").original
    assert text.count("省科技厅") == 40
    assert "正文。" in text


@pytest.mark.parametrize(
    "words",
    [
        '{"document": {"id": "d1"}, "sections": []}\n{"document": {}}\n',
        '[{"id": "x"}]',
        '{"@context": {}}',
        "id,title,doc_no,kind\nd1,某通知,,\n",
        '<?xml version="1.0" encoding="utf-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns"></graphml>',
        '<?xml version="1.0"?>\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>',
        "@prefix org: <http://www.w3.org/ns/org#> .\n",
        '<urn:a> <urn:b> "某部门" <urn:g> .\n',
        "_:b0 <urn:b> <urn:c> .\n",
    ],
)
@pytest.mark.parametrize("name", ["甲.txt", "甲.jsonl", "甲.html"])
def test_data_is_told_from_documents_by_content(words: str, name: str) -> None:
    with pytest.raises(LoadError) as caught:
        extract_bytes(words.encode(), source=name)
    assert caught.value.code == "not_document"
    assert "不是政策文件" in caught.value.message


@pytest.mark.parametrize(
    "words", ["[2024] 3号文件\n", "{某}市通知\n", "<关于做好工作的通知>\n", "# 标题\n## 一、总则\n"]
)
def test_documents_are_not_taken_for_data(words: str) -> None:
    assert words.strip()[:3] in read((words + _NOTICE).encode(), "a.txt").original


def test_content_goes_before_the_ending() -> None:
    page = f"<!doctype html><html><body><p>{_NOTICE}</p></body></html>".encode()
    assert "<" not in read(page, "a.doc").original
    assert "<" not in read(page, "a.txt").original


def test_elements_nested_beyond_reason_are_said_to_be_so() -> None:
    page = "<html><body>" + "<div>" * 20_000 + _NOTICE + "</div>" * 20_000
    with pytest.raises(LoadError) as caught:
        extract_bytes(page.encode(), source="a.html")
    assert caught.value.code == "too_deep"


@pytest.mark.parametrize(
    "words", ["（" * 20_000, "（省科技厅" * 4_000, "（责任单位：省科技厅" * 150, "（" * 9_000 + "）" * 9_000]
)
def test_brackets_without_end_are_read_in_time(words: str) -> None:
    started = process_time()
    extract_bytes(f"某省工作方案\n一、做好工作。{words}".encode(), source="a.txt")
    assert process_time() - started < 10


@pytest.mark.parametrize("line", ["<p>做好工作。</p>", "<tr><td>1</td><td>做好工作。</td></tr>"])
def test_a_page_of_many_paragraphs_or_rows_is_read_in_time(line: str) -> None:
    page = f"<html><body><table>{line * 6_000}</table></body></html>"
    started = process_time()
    assert read(page.encode(), "a.html").original.count("做好工作。") == 6_000
    assert process_time() - started < 10


@pytest.mark.parametrize("opening", ["<pre>", '<div style="white-space: pre-wrap">'])
def test_the_lines_of_a_passage_shown_as_typed_are_lines(opening: str) -> None:
    page = f"<html><body>{opening}{_NOTICE}</pre></div><p>完\n毕</p></body></html>"
    assert read(page.encode(), "a.html").original.splitlines() == [*_NOTICE.splitlines(), "完 毕"]
