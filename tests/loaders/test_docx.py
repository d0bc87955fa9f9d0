"""DOCX files: what Word shows is what is read."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from loaders import LoadError, extract_bytes
from loaders.readers import read
from tests.loaders.test_archive import archive


def saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_paragraph(xml: str) -> bytes:
    """A document with one paragraph of one's own XML between two others."""
    document = docx.Document()
    document.add_paragraph("前")
    paragraph = parse_xml(f"<w:p {nsdecls('w')}>{xml}</w:p>")
    document.element.body.insert(1, paragraph)
    return saved(document)


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


@pytest.mark.parametrize(
    ("xml", "shown"),
    [
        (run("由市科技局") + run("牵头"), "由市科技局牵头"),
        (
            f"<w:ins w:id='1'>{run('新增')}</w:ins><w:del w:id='2'><w:r><w:delText>删去</w:delText></w:r></w:del>",
            "新增",
        ),
        (f"<w:hyperlink>{run('链接')}</w:hyperlink>{run('后')}", "链接后"),
        (f"<w:sdt><w:sdtContent>{run('控件')}</w:sdtContent></w:sdt>", "控件"),
        (run("藏", "<w:vanish/>") + run("露"), "露"),
        ("<w:r><w:instrText>PAGE</w:instrText></w:r>" + run("文"), "文"),
    ],
)
def test_only_what_is_shown_is_read(xml: str, shown: str) -> None:
    assert read(with_paragraph(xml), "a.docx").original == f"前\n{shown}\n"


def test_bold_and_headings_are_marked() -> None:
    document = docx.Document()
    document.add_heading("总体要求", 1)
    paragraph = document.add_paragraph()
    paragraph.add_run("强化保障。").bold = True
    paragraph.add_run("各部门要落实。")
    document.add_paragraph("正文。")
    reading = read(saved(document), "a.docx")
    assert [reading.original[s.start : s.end] for s in reading.headings] == ["总体要求", "强化保障。"]


def test_merged_cells_stand_in_all_they_cover() -> None:
    document = docx.Document()
    table = document.add_table(3, 3)
    for column, words in enumerate(("序号", "重点任务", "责任单位")):
        table.cell(0, column).text = words
    table.cell(1, 1).merge(table.cell(2, 1)).text = "改进服务"
    for row in (1, 2):
        table.cell(row, 0).text = str(row)
        table.cell(row, 2).text = f"县{row}局"
    reading = read(saved(document), "a.docx")
    (found,) = reading.tables
    cells = [[reading.original[c.start : c.end] for c in row.cells] for row in found.rows]
    assert cells == [["1", "改进服务", "县1局"], ["2", "改进服务", "县2局"]]
    assert [row.cells[1].repeated for row in found.rows] == [False, True]
    assert len(found.header) == 1


def test_a_footnote_follows_its_paragraph() -> None:
    document = docx.Document()
    document.add_paragraph("一、做好工作").runs[0]._r.append(_reference())
    document.add_paragraph("二、抓好落实")
    data = saved(document)
    notes = (
        f"<w:footnotes {nsdecls('w')}><w:footnote w:type='separator' w:id='0'><w:p/></w:footnote>"
        "<w:footnote w:id='2'><w:p><w:r><w:t>列第一位的为牵头单位。</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    assert read(_with_footnotes(data, notes), "a.docx").original.splitlines() == [
        "一、做好工作",
        "注：列第一位的为牵头单位。",
        "二、抓好落实",
    ]


def _reference() -> Any:
    reference = OxmlElement("w:footnoteReference")
    reference.set(qn("w:id"), "2")
    return reference


def _with_footnotes(data: bytes, notes: str) -> bytes:
    from zipfile import ZipFile

    with ZipFile(io.BytesIO(data)) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    links = parts["word/_rels/document.xml.rels"].decode()
    link = f'<Relationship Id="rIdNotes" Type="{kind}" Target="footnotes.xml"/></Relationships>'
    parts["word/_rels/document.xml.rels"] = links.replace("</Relationships>", link).encode()
    parts["word/footnotes.xml"] = notes.encode()
    return archive(parts)


_LEVEL = "<w:lvl w:ilvl='{}'><w:start w:val='1'/><w:numFmt w:val='{}'/><w:lvlText w:val='{}'/></w:lvl>"
_LEVELS = _LEVEL.format(0, "chineseCounting", "%1、") + _LEVEL.format(1, "decimal", "（%2）")


def _listed(numbering: list[str], items: tuple[tuple[str, str, int], ...]) -> list[str]:
    """What is read of paragraphs (words, list, level) in a document with these list definitions."""
    document = docx.Document()
    definitions = document.part.numbering_part.element
    for element in list(definitions):
        definitions.remove(element)
    for xml in numbering:
        definitions.append(parse_xml(xml.replace(" ", f" {nsdecls('w')} ", 1)))
    for words, number, place in items:
        paragraph = document.add_paragraph(words)
        numbers = f"<w:numPr {nsdecls('w')}><w:ilvl w:val='{place}'/><w:numId w:val='{number}'/></w:numPr>"
        paragraph._p.get_or_add_pPr().append(parse_xml(numbers))
    return read(saved(document), "a.docx").original.split()


def test_list_numbers_are_counted_as_word_prints_them() -> None:
    numbering = [
        f"<w:abstractNum w:abstractNumId='5'>{_LEVELS}</w:abstractNum>",
        "<w:num w:numId='7'><w:abstractNumId w:val='5'/></w:num>",
    ]
    items = (("甲", "7", 0), ("乙", "7", 1), ("丙", "7", 1), ("丁", "7", 0), ("戊", "7", 1))
    assert _listed(numbering, items) == ["一、甲", "（1）乙", "（2）丙", "二、丁", "（1）戊"]


def test_a_list_has_the_levels_of_its_style_and_those_of_its_own() -> None:
    own = f"<w:lvlOverride w:ilvl='1'>{_LEVEL.format(1, 'chineseCounting', '（%2）')}</w:lvlOverride>"
    numbering = [
        "<w:abstractNum w:abstractNumId='4'><w:numStyleLink w:val='Plan'/></w:abstractNum>",
        f"<w:abstractNum w:abstractNumId='5'><w:styleLink w:val='Plan'/>{_LEVELS}</w:abstractNum>",
        "<w:num w:numId='6'><w:abstractNumId w:val='4'/></w:num>",
        f"<w:num w:numId='7'><w:abstractNumId w:val='4'/>{own}</w:num>",
    ]
    items = (("甲", "6", 0), ("乙", "6", 1), ("丙", "7", 0), ("丁", "7", 1))
    assert _listed(numbering, items) == ["一、甲", "（1）乙", "二、丙", "（一）丁"]


def test_a_table_of_contents_is_told_and_left_out() -> None:
    document = docx.Document()
    document.styles.add_style("toc 1", 1)
    document.add_paragraph("某市科技创新行动方案")
    document.add_paragraph("一、总体要求1", style="toc 1")
    for number, words in enumerate("甲乙丙", 1):
        document.add_paragraph(f"{'一二三'[number - 1]}、做好{words}项工作。由市科技局牵头。")
    (record,) = extract_bytes(saved(document), source="a.docx")
    assert [m["number"] for m in record["measures"]] == ["一", "二", "三"]
    assert any(w["code"] == "furniture_removed" and "目录" in w["message"] for w in record["warnings"])


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (archive({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x"}), "broken"),
        (archive({"[Content_Types].xml": b"<x/>", "word/document.xml": b" " * 20_000_000}), "too_large"),
        (archive({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"}), "unsupported"),
        (saved(docx.Document())[:-200], "broken"),
        (saved(docx.Document()), "empty"),
        (b"\x00\x01\x02 no office file at all", "broken"),
    ],
    ids=["xml", "bomb", "xlsx", "cut", "empty", "binary"],
)
def test_a_bad_file_is_one_error(data: bytes, code: str) -> None:
    with pytest.raises(LoadError) as caught:
        extract_bytes(data, source="甲.docx")
    assert caught.value.code == code


def test_entities_are_not_expanded() -> None:
    from zipfile import ZipFile

    with ZipFile(io.BytesIO(saved(docx.Document()))) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    bomb = "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'>" + "".join(
        f"<!ENTITY {chr(98 + n)} '{'&' + chr(97 + n) + ';'}{('&' + chr(97 + n) + ';') * 9}'>" for n in range(9)
    )
    parts["word/document.xml"] = (
        f"{bomb}]><w:document {nsdecls('w')}><w:body><w:p><w:r><w:t>&j;字</w:t></w:r></w:p></w:body></w:document>"
    ).encode()
    with pytest.raises(LoadError) as caught:
        read(archive(parts), "a.docx")
    assert caught.value.code == "broken"
