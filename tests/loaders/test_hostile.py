"""Small files that would grow without measure are refused, or read in the size they are printed."""

from __future__ import annotations

import io
import time
import zipfile
import zlib

import docx
import pytest
from docx.oxml import parse_xml

from loaders.errors import LoadError
from loaders.pipeline import extract_bytes

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@pytest.mark.parametrize("sign", [b"x", b"y", b"0"])
def test_a_stream_that_unpacks_to_a_hundred_megabytes(sign: bytes) -> None:
    packed = zlib.compress(sign * 100_000_000)
    data = b"%PDF-1.4\n1 0 obj\n<< /Length " + str(len(packed)).encode() + b" /Filter /FlateDecode >>\nstream\n"
    with pytest.raises(LoadError) as error:
        extract_bytes(data + packed + b"\nendstream\nendobj\n%%EOF", source="bomb.pdf")
    assert error.value.code == "too_large"


def test_the_type_of_an_archive_is_not_unpacked_whole() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", "<a/>")
        archive.writestr("mimetype", b"a" * 200_000_000)
    began = time.monotonic()
    with pytest.raises(LoadError):
        extract_bytes(held.getvalue(), source="bomb.odt")
    assert time.monotonic() - began < 5


def test_a_footnote_that_refers_to_itself_is_printed_once() -> None:
    document = docx.Document()
    document.add_paragraph("广元市成果转化工作方案")
    body = document.add_paragraph("一、建设平台。")
    body.runs[0]._r.append(parse_xml(f'<w:footnoteReference xmlns:w="{_W}" w:id="1"/>'))
    held = io.BytesIO()
    document.save(held)
    reference = '<w:p><w:r><w:t>见注</w:t><w:footnoteReference w:id="1"/><w:footnoteReference w:id="1"/></w:r></w:p>'
    notes = f'<w:footnotes xmlns:w="{_W}"><w:footnote w:id="1">{reference}</w:footnote></w:footnotes>'
    with zipfile.ZipFile(held, "a") as archive:
        archive.writestr("word/footnotes.xml", notes)
    (record,) = extract_bytes(held.getvalue(), source="notes.docx")
    assert record["document"]["text"].count("见注") <= 1


def test_a_page_that_zhize_made_is_no_policy_document() -> None:
    """A report of what was read, saved among the documents, must not come back as one of them."""
    from api.pages.report import report_page

    (record,) = extract_bytes("广元市成果转化工作方案\n一、建设平台。（牵头单位：市科技局）\n".encode(), source="a.txt")
    with pytest.raises(LoadError) as error:
        extract_bytes(report_page(record).encode(), source="a-报告.html")
    assert error.value.code == "not_document"
